/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * gu_sealed_bytes_create:
 * @size: how many bytes, at least 1
 * @memory: (out) (transfer none): where to write them, until gu_sealed_bytes_seal()
 * @error: return location
 *
 * Makes memory that can be given to another process: a memfd, mapped for writing.
 *
 * Thread: any. Errors: %G_FILE_ERROR.
 *
 * Returns: the descriptor, which the caller owns; -1 on error.
 */
int gu_sealed_bytes_create (gsize size, guint8 **memory, GError **error);

/**
 * gu_sealed_bytes_seal:
 * @fd: from gu_sealed_bytes_create(); stays open
 * @memory: from gu_sealed_bytes_create(); unmapped by this
 * @size: as given there
 * @error: return location
 *
 * Ends the writing: from now on nobody can change or resize the memory.
 *
 * Thread: any. Errors: %G_FILE_ERROR.
 *
 * Returns: whether it is sealed.
 */
gboolean gu_sealed_bytes_seal (int fd, guint8 *memory, gsize size, GError **error);

/**
 * gu_sealed_bytes_new_fd:
 * @bytes: (not nullable): at least one byte
 * @error: return location
 *
 * Copies bytes into a sealed memfd.
 *
 * Thread: any. Errors: %G_FILE_ERROR.
 *
 * Returns: the descriptor, which the caller owns; -1 on error.
 */
int gu_sealed_bytes_new_fd (GBytes *bytes, GError **error);

/**
 * gu_sealed_bytes_map:
 * @fd: a descriptor from a process that is not trusted; not consumed
 * @max_size: how many bytes are accepted
 * @error: return location
 *
 * Maps a sealed memfd. One that is not sealed against writing and shrinking is refused: its bytes
 * could change after they were checked, or vanish and kill this process.
 *
 * Thread: any. Errors: %G_FILE_ERROR.
 *
 * Returns: (transfer full): its bytes.
 */
GBytes *gu_sealed_bytes_map (int fd, gsize max_size, GError **error);

G_END_DECLS
