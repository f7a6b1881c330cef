/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-worker-main.h"

G_BEGIN_DECLS

typedef struct _GuPageState GuPageState;

/**
 * gu_page_state_new:
 *
 * Returns: (transfer full): what the methods below keep between calls: the open picture.
 */
GuPageState *gu_page_state_new (void);

void gu_page_state_free (GuPageState *self);

/* inspect, open, render, thumbnail, for JPEG, PNG and TIFF. Their state is a #GuPageState. */
extern const GuWorkerMethod gu_page_methods[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPageState, gu_page_state_free)

G_END_DECLS
