/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-signature-service.h"

#include "gu-error.h"
#include "gu-pades-private.h"
#include "gu-pades-protocol.h"
#include "gu-sealed-bytes.h"
#include "gu-sign-error.h"
#include "gu-worker-process.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

#define DEADLINE_MS 60000

/*
 * Signs and verifies documents from outside with a worker that reads them. Each call has a process
 * of its own: whatever a bad document does to it ends with it.
 */
struct _GuSignatureService
{
  GObject parent_instance;

  char *program; /* owned: path of the worker */
};

G_DEFINE_FINAL_TYPE (GuSignatureService, gu_signature_service, G_TYPE_OBJECT)

static void
gu_signature_service_finalize (GObject *object)
{
  GuSignatureService *self = GU_SIGNATURE_SERVICE (object);

  g_clear_pointer (&self->program, g_free);

  G_OBJECT_CLASS (gu_signature_service_parent_class)->finalize (object);
}

static void
gu_signature_service_class_init (GuSignatureServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_signature_service_finalize;

  /* Errors of the worker come back as errors of this domain only when it is known here. */
  (void) gu_sign_error_quark ();
}

static void
gu_signature_service_init (GuSignatureService *self)
{
}

/* What the worker would refuse in words of another domain. */
static gboolean
check_file (int fd, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size == 0)
    {
      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_NOT_A_PDF,
                    _ ("Choose a PDF document."),
                    NULL,
                    _ ("The file is not a PDF document."));
      return FALSE;
    }
  if ((guint64) info.st_size > GU_PADES_MAX_SIZE)
    {
      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_TOO_LARGE,
                    _ ("Split the document or save it smaller."),
                    NULL,
                    _ ("The document is too large."));
      return FALSE;
    }

  return TRUE;
}

static void
set_bad_answer (GError **error, const char *detail)
{
  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_FAILED,
                _ ("Try again; if it goes on, save the details and ask for help."),
                detail,
                _ ("The program that reads documents gave an answer that makes no sense."));
}

/* The worker is not trusted: its answer has the type asked for or is none. */
static GVariant *
call (GuSignatureService *self,
      const char *method,
      GVariant *args,
      int fd,
      const char *reply_type,
      GUnixFDList **reply_fds,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GuWorkerProcess) worker = gu_worker_process_new (self->program, NULL);
  g_autoptr (GVariant) reply = NULL;
  gboolean done = gu_worker_process_call (
      worker, method, args, &fd, 1, DEADLINE_MS, &reply, reply_fds, cancellable, error);

  gu_worker_process_kill (worker);
  if (!done)
    return NULL;
  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE (reply_type)))
    {
      set_bad_answer (error, method);
      return NULL;
    }

  return g_steal_pointer (&reply);
}

static GBytes *
prepare (GuSignatureService *self,
         int fd,
         const GuPadesOptions *options,
         gsize contents_size,
         GuPadesGap *gap,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GVariant) args = g_variant_ref_sink (g_variant_new (GU_PADES_PREPARE_ARGS,
                                                                 options->name,
                                                                 options->reason,
                                                                 options->location,
                                                                 options->time_ms,
                                                                 (guint64) contents_size));
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply = call (
      self, GU_PADES_PREPARE, args, fd, GU_PADES_PREPARE_REPLY, &fds, cancellable, error);
  int n_fds = 0;
  const int *given;

  if (reply == NULL)
    return NULL;

  given = fds != NULL ? g_unix_fd_list_peek_fds (fds, &n_fds) : NULL;
  if (n_fds != 1)
    {
      set_bad_answer (error, "no document came back");
      return NULL;
    }
  g_variant_get (reply, GU_PADES_PREPARE_REPLY, &gap->start, &gap->end);

  /* Twice the largest document and the largest gap: what mending can make of it. */
  return gu_sealed_bytes_map (given[0], 2 * (GU_PADES_MAX_SIZE + GU_PADES_MAX_CONTENTS), error);
}

GuSignatureService *
gu_signature_service_new (const char *libexec_dir)
{
  GuSignatureService *self = g_object_new (GU_TYPE_SIGNATURE_SERVICE, NULL);

  self->program = gu_worker_process_find (libexec_dir, "ghiseu-document-worker");

  return self;
}

gboolean
gu_signature_service_sign (GuSignatureService *self,
                           int fd,
                           GBytes *certificate,
                           GPtrArray *chain,
                           const GuPadesOptions *options,
                           GuSignDigestFunc sign,
                           gpointer user_data,
                           GBytes **signed_pdf,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GBytes) prepared = NULL;
  GuPadesGap gap;
  gsize room;

  g_return_val_if_fail (GU_IS_SIGNATURE_SERVICE (self) && fd >= 0, FALSE);
  g_return_val_if_fail (certificate != NULL && options != NULL && sign != NULL, FALSE);
  g_return_val_if_fail (signed_pdf != NULL, FALSE);

  *signed_pdf = NULL;
  if (!check_file (fd, error) || !gu_pades_check_certificate (certificate, options->time_ms, error))
    return FALSE;
  room = gu_pades_contents_size (certificate, chain, error);
  if (room == 0)
    return FALSE;

  prepared = prepare (self, fd, options, room, &gap, cancellable, error);
  if (prepared == NULL)
    return FALSE;
  *signed_pdf = gu_pades_fill (
      prepared, &gap, certificate, chain, sign, user_data, cancellable, error);

  return *signed_pdf != NULL;
}

static GVariant *
trust_to_variant (GPtrArray *trust_der)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aay"));
  for (guint i = 0; trust_der != NULL && i < trust_der->len; i++)
    g_variant_builder_add_value (
        &builder, g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, trust_der->pdata[i], TRUE));

  return g_variant_builder_end (&builder);
}

JsonNode *
gu_signature_service_verify (GuSignatureService *self,
                             int fd,
                             GPtrArray *trust_der,
                             gint64 at_ms,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (JsonNode) verdicts = NULL;
  const char *text;

  g_return_val_if_fail (GU_IS_SIGNATURE_SERVICE (self) && fd >= 0, NULL);

  if (!check_file (fd, error))
    return NULL;

  args = g_variant_ref_sink (g_variant_new ("(@aayx)", trust_to_variant (trust_der), at_ms));
  reply = call (self, GU_PADES_VERIFY, args, fd, GU_PADES_VERIFY_REPLY, NULL, cancellable, error);
  if (reply == NULL)
    return NULL;

  g_variant_get (reply, "(&s)", &text);
  verdicts = json_from_string (text, NULL);
  if (verdicts == NULL || !JSON_NODE_HOLDS_ARRAY (verdicts))
    {
      set_bad_answer (error, "no array of verdicts");
      return NULL;
    }

  return g_steal_pointer (&verdicts);
}
