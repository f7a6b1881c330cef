/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-secret-bytes.h"

#include <openssl/crypto.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* A secret alone on its own pages: munlock works on whole pages, so sharing one would unlock a
 * neighbour's secret. */
struct _GuSecretBytes
{
  gatomicrefcount ref_count;
  gsize size;
  gsize mapped;
  guint8 *data;
};

G_DEFINE_BOXED_TYPE (GuSecretBytes, gu_secret_bytes, gu_secret_bytes_ref, gu_secret_bytes_unref)

GuSecretBytes *
gu_secret_bytes_new (const void *data, gsize size)
{
  GuSecretBytes *self;
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  self = g_new0 (GuSecretBytes, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->size = size;
  self->mapped = ((size + 1 + page - 1) / page) * page;
  self->data = mmap (
      NULL, self->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self->data == MAP_FAILED)
    g_error ("No memory for a secret");

  /* Refused only where the locked-memory limit is zero; the pages are wiped all the same. */
  if (mlock (self->data, self->mapped) != 0)
    g_debug ("A secret could not be locked in memory");
  madvise (self->data, self->mapped, MADV_DONTDUMP);
  madvise (self->data, self->mapped, MADV_WIPEONFORK);

  if (size > 0)
    memcpy (self->data, data, size);

  return self;
}

GuSecretBytes *
gu_secret_bytes_ref (GuSecretBytes *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
gu_secret_bytes_unref (GuSecretBytes *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  gu_wipe (self->data, self->mapped);
  munmap (self->data, self->mapped);
  g_free (self);
}

const guint8 *
gu_secret_bytes_peek (GuSecretBytes *self, gsize *size)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (size != NULL)
    *size = self->size;

  return self->data;
}

void
gu_secret_refuse_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("Core dumps could not be turned off");
}

void
gu_wipe (void *data, gsize size)
{
  OPENSSL_cleanse (data, size);
}
