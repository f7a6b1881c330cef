/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fails the test when anything in the (closed) store of @dir is half there. */
void kill_check_invariants (const char *dir);

/* Opens the store after a crash, loads each dossier of @acknowledged ("ID NUMBER SHA256 SHA256")
 * and compares. */
void kill_check_acknowledged (const char *dir, GPtrArray *acknowledged, guint first);

/* Hashes every paper and the journal. */
void kill_check_bytes (const char *dir);

/* The process to be killed: registers dossiers without end and prints a line for each when it is
 * told that it is on disk. */
int kill_child_run (const char *dir);

G_END_DECLS
