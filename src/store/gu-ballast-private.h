/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the store: a file that takes room while there is room, to be given back when there is
 * none. */

#include <glib.h>

G_BEGIN_DECLS

#define GU_BALLAST_SIZE ((goffset) 16 * 1024 * 1024)

/* Fills the ballast up again where the disk has plenty of room; no room is no error. */
void gu_ballast_keep (const char *dir);

/* TRUE when there was something to give back. */
gboolean gu_ballast_release (const char *dir);

/* Room for @size bytes that leaves the ballast's worth free; %TRUE when the file system does not
 * say. */
gboolean gu_ballast_leaves_room (int dir_fd, guint64 size);

G_END_DECLS
