/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GU_TYPE_SECRET_BYTES (gu_secret_bytes_get_type ())
typedef struct _GuSecretBytes GuSecretBytes;

GType gu_secret_bytes_get_type (void);

/**
 * gu_secret_bytes_new:
 * @data: (array length=size): the secret; the caller wipes its own copy
 * @size: its length in bytes
 *
 * Copies a secret (a PIN) into memory that is locked against swapping, left out of core dumps and
 * wiped when the last reference goes. There is no way to print it.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the secret.
 */
GuSecretBytes *gu_secret_bytes_new (const void *data, gsize size);

GuSecretBytes *gu_secret_bytes_ref (GuSecretBytes *self);
void gu_secret_bytes_unref (GuSecretBytes *self);

/**
 * gu_secret_bytes_peek:
 * @self: a secret
 * @size: (out): its length in bytes
 *
 * Returns: (transfer none): the bytes, valid as long as @self; followed by a zero byte.
 */
const guint8 *gu_secret_bytes_peek (GuSecretBytes *self, gsize *size);

/**
 * gu_secret_refuse_core_dumps:
 *
 * From now on neither this process nor the ones it starts leave a core file behind when they
 * crash: it would hold the names and personal numbers of people and what was typed last. Call it
 * first thing in main().
 */
void gu_secret_refuse_core_dumps (void);

/**
 * gu_wipe:
 * @data: memory to overwrite with zeros, in a way that the compiler cannot leave out
 * @size: how many bytes
 */
void gu_wipe (void *data, gsize size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuSecretBytes, gu_secret_bytes_unref)

G_END_DECLS
