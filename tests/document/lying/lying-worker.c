/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-worker-process.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A document worker in the hands of a stranger: it answers what $TEST_LIE says. */

static int
make_memory (gsize size, int seals)
{
  int fd = memfd_create ("lie", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (ftruncate (fd, (off_t) size) != 0 || (seals != 0 && fcntl (fd, F_ADD_SEALS, seals) != 0))
    _exit (4);

  return fd;
}

static void
give (GUnixFDList **fds, int fd)
{
  *fds = g_unix_fd_list_new_from_array (&fd, 1);
}

static GVariant *
lie_about_picture (const char *lie, GUnixFDList **fds)
{
  const int all = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

  if (strcmp (lie, "no-picture") == 0)
    return g_variant_new ("(uuu)", 10u, 10u, 40u);
  if (strcmp (lie, "type") == 0)
    return g_variant_new ("(sss)", "a", "b", "c");

  give (fds,
        make_memory (strcmp (lie, "small") == 0 ? 100 : 400,
                     strcmp (lie, "unsealed") == 0   ? 0
                     : strcmp (lie, "writable") == 0 ? F_SEAL_SHRINK
                                                     : all));
  if (strcmp (lie, "stride") == 0)
    return g_variant_new ("(uuu)", 10u, 10u, 4000u);
  if (strcmp (lie, "overflow") == 0)
    return g_variant_new ("(uuu)", 0x40000001u, 100u, 4u);
  if (strcmp (lie, "zero") == 0)
    return g_variant_new ("(uuu)", 0u, 0u, 0u);
  if (strcmp (lie, "file") == 0)
    {
      g_clear_object (fds);
      give (fds, open ("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    }

  return g_variant_new ("(uuu)", 10u, 10u, 40u);
}

static GVariant *
lie_about_pages (const char *lie)
{
  GVariantBuilder sizes;
  guint n = strcmp (lie, "many") == 0 ? 5001 : strcmp (lie, "none") == 0 ? 0 : 1;

  if (strcmp (lie, "open-type") == 0)
    return g_variant_new ("(s)", "pages");

  g_variant_builder_init (&sizes, G_VARIANT_TYPE ("a(dd)"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&sizes, "(dd)", strcmp (lie, "nan") == 0 ? (double) NAN : 100.0, -5.0);

  return g_variant_new ("(a(dd))", &sizes);
}

static gboolean
handle (const char *method,
        GVariant *args,
        GUnixFDList *fds,
        GVariant **reply,
        GUnixFDList **reply_fds,
        gpointer data,
        GError **error)
{
  const char *lie = g_getenv ("TEST_LIE");

  if (strcmp (method, "open") == 0)
    {
      *reply = lie_about_pages (lie);
      return TRUE;
    }
  if (strcmp (method, "render") == 0)
    {
      *reply = lie_about_picture (lie, reply_fds);
      return TRUE;
    }
  if (strcmp (method, "inspect") == 0 && strcmp (lie, "silent") == 0)
    return TRUE;
  if (strcmp (method, "inspect") == 0 && strcmp (lie, "type") == 0)
    {
      *reply = g_variant_new ("(uus)", 1u, 0u, "x");
      return TRUE;
    }
  if (strcmp (method, "inspect") == 0)
    {
      const char *nicks[] = { "no-such-warning", "%s%n", "javascript", NULL };

      *reply = g_variant_new ("(uu^as)", 1u, 0u, nicks);
      return TRUE;
    }

  return gu_worker_unknown_method (method, error);
}

int
main (void)
{
  return gu_worker_serve (GU_WORKER_FD, handle, NULL);
}
