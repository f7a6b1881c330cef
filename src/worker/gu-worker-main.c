/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-worker-main.h"

#include "gu-document-error.h"
#include "gu-error.h"
#include "gu-log.h"
#include "gu-sealed-bytes.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  const GuWorkerMethod *const *tables;
  gpointer state;
} GuWorkerProgram;

typedef struct
{
  gpointer memory;
  gsize size;
} GuWorkerMapping;

static const GuWorkerMethod *
gu_worker_find_method (const GuWorkerMethod *const *tables, const char *name)
{
  for (; *tables != NULL; tables++)
    {
      for (const GuWorkerMethod *method = *tables; method->name != NULL; method++)
        {
          if (strcmp (method->name, name) == 0)
            return method;
        }
    }

  return NULL;
}

static gboolean
gu_worker_check_call (const GuWorkerMethod *method,
                      GVariant *args,
                      GUnixFDList *fds,
                      GError **error)
{
  const guint n_fds = fds != NULL ? (guint) g_unix_fd_list_get_length (fds) : 0;
  gboolean typed = method->args_type == NULL
                       ? args == NULL
                       : args != NULL
                             && g_variant_is_of_type (args, G_VARIANT_TYPE (method->args_type));

  if (typed && n_fds >= method->n_fds)
    return TRUE;

  gu_error_set (error,
                GU_DOCUMENT_ERROR,
                GU_DOCUMENT_ERROR_FAILED,
                NULL,
                method->name,
                "The call does not fit the method");

  return FALSE;
}

static gboolean
gu_worker_dispatch (const char *name,
                    GVariant *args,
                    GUnixFDList *fds,
                    GVariant **reply,
                    GUnixFDList **reply_fds,
                    gpointer user_data,
                    GError **error)
{
  GuWorkerProgram *program = user_data;
  const GuWorkerMethod *method = gu_worker_find_method (program->tables, name);
  GuWorkerCall call = { .args = args, .fds = fds };
  gboolean ok;

  if (method == NULL)
    return gu_worker_unknown_method (name, error);
  if (!gu_worker_check_call (method, args, fds, error))
    return FALSE;

  ok = method->run (&call, program->state, error);
  *reply = call.reply;
  *reply_fds = call.reply_fds;

  return ok;
}

/* Behind an open door nothing is done: every call says why. */
static gboolean
gu_worker_refuse (const char *name,
                  GVariant *args,
                  GUnixFDList *fds,
                  GVariant **reply,
                  GUnixFDList **reply_fds,
                  gpointer user_data,
                  GError **error)
{
  const GError *reason = user_data;

  gu_error_set (error,
                GU_WORKER_ERROR,
                GU_WORKER_ERROR_NOT_STARTED,
                _ ("Tell the administrator: the system may be too old."),
                reason->message,
                _ ("Documents cannot be opened safely on this computer."));

  return FALSE;
}

int
gu_worker_main (const char *program_name,
                const GuLockdownLimits *limits,
                const GuWorkerMethod *const *tables,
                gpointer state)
{
  GuWorkerProgram program = { .tables = tables, .state = state };
  g_autoptr (GError) error = NULL;

  gu_log_init (program_name, FALSE);

  /* The catalogue is read at the first translation, which must come before the doors close. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, GU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  (void) dgettext (GETTEXT_PACKAGE, "The action was cancelled.");

  if (!gu_lockdown (limits, &error))
    return gu_worker_serve (GU_WORKER_FD, gu_worker_refuse, error);

  return gu_worker_serve (GU_WORKER_FD, gu_worker_dispatch, &program);
}

static void
gu_worker_unmap (gpointer data)
{
  GuWorkerMapping *mapping = data;

  munmap (mapping->memory, mapping->size);
  g_free (mapping);
}

GBytes *
gu_worker_call_map (GuWorkerCall *call, guint index, guint64 max_size, GError **error)
{
  struct stat info;
  GuWorkerMapping *mapping;
  gpointer memory;
  int n_fds = 0;
  const int *fds = g_unix_fd_list_peek_fds (call->fds, &n_fds);

  g_return_val_if_fail ((int) index < n_fds, NULL);

  if (fstat (fds[index], &info) != 0 || !S_ISREG (info.st_mode))
    {
      gu_error_set (
          error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_NOT_A_FILE, NULL, NULL, "Not a file");
      return NULL;
    }
  if (info.st_size == 0)
    {
      gu_error_set (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_EMPTY, NULL, NULL, "Empty file");
      return NULL;
    }
  if ((guint64) info.st_size > max_size)
    {
      gu_error_set (
          error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FILE_TOO_LARGE, NULL, NULL, "File too large");
      return NULL;
    }

  memory = mmap (NULL, (gsize) info.st_size, PROT_READ, MAP_PRIVATE, fds[index], 0);
  if (memory == MAP_FAILED)
    {
      gu_error_set (error,
                    GU_DOCUMENT_ERROR,
                    GU_DOCUMENT_ERROR_FAILED,
                    NULL,
                    g_strerror (errno),
                    "The file cannot be mapped");
      return NULL;
    }

  mapping = g_new (GuWorkerMapping, 1);
  mapping->memory = memory;
  mapping->size = (gsize) info.st_size;

  return g_bytes_new_with_free_func (memory, mapping->size, gu_worker_unmap, mapping);
}

void
gu_worker_call_give_fd (GuWorkerCall *call, int fd)
{
  if (call->reply_fds == NULL)
    call->reply_fds = g_unix_fd_list_new_from_array (&fd, 1);
  else if (g_unix_fd_list_append (call->reply_fds, fd, NULL) >= 0)
    close (fd);
}

gboolean
gu_worker_call_give_bytes (GuWorkerCall *call, GBytes *bytes, GError **error)
{
  int fd = gu_sealed_bytes_new_fd (bytes, error);

  if (fd < 0)
    return FALSE;

  gu_worker_call_give_fd (call, fd);

  return TRUE;
}
