/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-sealed-bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  gpointer memory;
  gsize size;
} GuMapping;

static gboolean
gu_sealed_bytes_fail (GError **error, const char *what)
{
  int saved = errno;

  g_set_error (error,
               G_FILE_ERROR,
               (int) g_file_error_from_errno (saved),
               "%s: %s",
               what,
               g_strerror (saved));

  return FALSE;
}

static void
gu_mapping_free (gpointer data)
{
  GuMapping *mapping = data;

  munmap (mapping->memory, mapping->size);
  g_free (mapping);
}

int
gu_sealed_bytes_create (gsize size, guint8 **memory, GError **error)
{
  int fd = memfd_create ("ghiseu", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  gpointer mapped = MAP_FAILED;

  g_return_val_if_fail (size > 0, -1);

  if (fd >= 0 && ftruncate (fd, (off_t) size) == 0)
    mapped = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED)
    {
      gu_sealed_bytes_fail (error, "memfd");
      if (fd >= 0)
        close (fd);
      return -1;
    }

  *memory = mapped;

  return fd;
}

gboolean
gu_sealed_bytes_seal (int fd, guint8 *memory, gsize size, GError **error)
{
  /* A mapping that can be written stands in the way of the seal. */
  munmap (memory, size);
  if (fcntl (fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
    return gu_sealed_bytes_fail (error, "seal");

  return TRUE;
}

int
gu_sealed_bytes_new_fd (GBytes *bytes, GError **error)
{
  guint8 *memory;
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  int fd = gu_sealed_bytes_create (size, &memory, error);

  if (fd < 0)
    return -1;

  memcpy (memory, data, size);
  if (!gu_sealed_bytes_seal (fd, memory, size, error))
    {
      close (fd);
      return -1;
    }

  return fd;
}

GBytes *
gu_sealed_bytes_map (int fd, gsize max_size, GError **error)
{
  const int needed = F_SEAL_WRITE | F_SEAL_SHRINK;
  struct stat info;
  GuMapping *mapping;
  gpointer memory;
  int seals = fcntl (fd, F_GET_SEALS);

  if (seals < 0 || (seals & needed) != needed)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the memory is not sealed");
      return NULL;
    }
  if (fstat (fd, &info) != 0 || info.st_size <= 0 || (guint64) info.st_size > max_size)
    {
      g_set_error_literal (
          error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "the memory has the wrong size");
      return NULL;
    }

  memory = mmap (NULL, (gsize) info.st_size, PROT_READ, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED)
    {
      gu_sealed_bytes_fail (error, "mmap");
      return NULL;
    }

  mapping = g_new (GuMapping, 1);
  mapping->memory = memory;
  mapping->size = (gsize) info.st_size;

  return g_bytes_new_with_free_func (memory, mapping->size, gu_mapping_free, mapping);
}
