/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GU_TYPE_APPLICATION (gu_application_get_type ())
G_DECLARE_FINAL_TYPE (GuApplication, gu_application, GU, APPLICATION, AdwApplication)

/**
 * gu_application_new:
 *
 * The program `ghiseu`. Options: `--data-dir DIR`, `--central CONNINFO|none|embedded`,
 * `--version`. With a data directory of its own it is a desk of its own; otherwise a second start
 * brings the first one's window to the front.
 *
 * Returns: (transfer full): the program.
 */
GuApplication *gu_application_new (void);

G_END_DECLS
