/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-doctor.h"

#include "gu-card-doctor.h"
#include "gu-central-schema.h"
#include "gu-context-private.h"
#include "gu-error.h"
#include "gu-finding-private.h"
#include "gu-store-sync.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Free room below which the desk asks for more. */
#define ROOM_WARNING (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)

/* One examination: what it needs, copied on the main context, and what it found. */
typedef struct
{
  GuContext *context;
  GuStore *store;
  GuTokenService *tokens;
  char *area; /* nullable */
  char *central;
  char *conninfo; /* nullable: where central answers */
  GError *central_error;
  gboolean demonstration;
  GPtrArray *findings;
} GuExamination;

static void
gu_examination_free (GuExamination *self)
{
  g_object_unref (self->context);
  g_object_unref (self->store);
  g_object_unref (self->tokens);
  g_clear_error (&self->central_error);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self->area);
  g_free (self->central);
  g_free (self->conninfo);
  g_free (self);
}

static void
gu_examination_add (GuExamination *self,
                    const char *area,
                    const char *status,
                    const char *sentence,
                    const char *hint,
                    const char *detail)
{
  GuFinding *finding = g_object_new (GU_TYPE_FINDING, NULL);

  gu_record_set_string (finding, GU_FINDING_AREA, area);
  gu_record_set_string (finding, GU_FINDING_STATUS, status);
  gu_record_set_string (finding, GU_FINDING_SENTENCE, sentence);
  gu_record_set_string (finding, GU_FINDING_HINT, hint);
  gu_record_set_string (finding, GU_FINDING_DETAIL, detail);
  g_ptr_array_add (self->findings, finding);
}

static void
gu_examination_add_error (GuExamination *self,
                          const char *area,
                          const char *status,
                          const GError *error)
{
  gu_examination_add (
      self, area, status, error->message, gu_error_get_hint (error), gu_error_get_detail (error));
}

static void
gu_examination_room (GuExamination *self)
{
  struct statvfs room;
  guint64 free_bytes;
  g_autofree char *size = NULL;
  g_autofree char *sentence = NULL;

  if (statvfs (gu_store_get_dir (self->store), &room) != 0)
    return;

  free_bytes = (guint64) room.f_bavail * room.f_frsize;
  size = g_format_size (free_bytes);
  /* Translators: an amount such as 12.4 GB. */
  sentence = g_strdup_printf (_ ("There is room for %s more"), size);
  gu_examination_add (self,
                      "store",
                      free_bytes < ROOM_WARNING ? "warning" : "ok",
                      sentence,
                      free_bytes < ROOM_WARNING ? _ ("Free some room on the disk before it is full")
                                                : NULL,
                      gu_store_get_dir (self->store));
}

static void
gu_examination_store (GuExamination *self, GCancellable *cancellable)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (!gu_store_check_integrity (self->store, TRUE, &problems, cancellable, &error))
    {
      gu_examination_add_error (self, "store", "problem", error);
      return;
    }

  for (gsize i = 0; problems[i] != NULL; i++)
    gu_examination_add (self,
                        "store",
                        "problem",
                        problems[i],
                        _ ("Stop working on this desk and bring back its last backup"),
                        NULL);
  if (problems[0] == NULL)
    gu_examination_add (
        self, "store", "ok", _ ("The desk's store and all papers in it are whole"), NULL, NULL);
  gu_examination_room (self);
}

static void
gu_examination_journal (GuExamination *self)
{
  g_autoptr (GuJournalReport) report = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (!gu_store_journal_verify (self->store, &report, &error))
    gu_examination_add_error (self, "journal", "problem", error);
  else if (!report->intact)
    gu_examination_add (self,
                        "journal",
                        "problem",
                        report->reason,
                        _ ("Keep this computer as it is and call whoever audits the desk"),
                        NULL);
  else
    {
      sentence = g_strdup_printf (
          /* Translators: lines of the journal. */
          ngettext ("The journal is whole: %lld line",
                    "The journal is whole: %lld lines",
                    (gulong) report->events),
          (long long) report->events);
      gu_examination_add (self, "journal", "ok", sentence, NULL, report->head);
    }
}

static void
gu_examination_rules (GuExamination *self)
{
  GPtrArray *packs = gu_rule_book_get_packs (self->context->rule_book);

  for (guint i = 0; i < packs->len; i++)
    {
      GuRulePack *pack = g_ptr_array_index (packs, i);
      guint n = gu_rule_pack_get_procedures (pack)->len;
      g_autofree char *sentence = g_strdup_printf (
          /* Translators: name of a law, version of its rules, number of procedures. */
          ngettext ("%s, version %s: %u procedure", "%s, version %s: %u procedures", n),
          gu_rule_pack_get_title (pack),
          gu_rule_pack_get_version (pack),
          n);

      gu_examination_add (self, "rules", "ok", sentence, NULL, gu_rule_pack_get_id (pack));
    }
}

/* A page that the desk makes itself goes the way of every paper from outside. */
static void
gu_examination_documents (GuExamination *self, GCancellable *cancellable)
{
  static const char page[] =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
      "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
      "0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";
  g_autofree char *path = NULL;
  g_autoptr (GuDocumentReport) report = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("ghiseu-doctor-XXXXXX.pdf", &path, &error);

  if (fd >= 0)
    {
      if (write (fd, page, strlen (page)) == (gssize) strlen (page))
        report = gu_document_service_inspect (
            self->context->documents, fd, "doctor.pdf", cancellable, &error);
      g_close (fd, NULL);
      g_unlink (path);
    }

  if (report != NULL && gu_document_report_get_accepted (report))
    gu_examination_add (
        self, "documents", "ok", _ ("Papers are looked at in a locked worker"), NULL, NULL);
  else if (error != NULL)
    gu_examination_add_error (self, "documents", "problem", error);
  else
    gu_examination_add (self,
                        "documents",
                        "problem",
                        _ ("The worker that looks at papers refuses a good one"),
                        _ ("Install the program again"),
                        report != NULL ? gu_document_report_get_reason (report) : NULL);
}

static void
gu_examination_cards (GuExamination *self, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) found = gu_card_doctor (self->tokens, cancellable);

  for (guint i = 0; i < found->len; i++)
    {
      GuCardFinding *finding = g_ptr_array_index (found, i);

      gu_examination_add (self,
                          "cards",
                          gu_card_finding_status_get_nick (finding->status),
                          finding->sentence,
                          finding->hint,
                          finding->detail);
    }
}

static void
gu_examination_outbox (GuExamination *self)
{
  GuOutboxCounts counts;
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  if (!gu_store_outbox_counts (self->store, &counts, &error))
    {
      gu_examination_add_error (self, "central", "problem", error);
      return;
    }
  if (counts.rejected > 0)
    {
      sentence = g_strdup_printf (
          /* Translators: changes that the central registry did not take. */
          ngettext ("The central registry refused %u change",
                    "The central registry refused %u changes",
                    counts.rejected),
          counts.rejected);
      gu_examination_add (
          self, "central", "problem", sentence, _ ("Look at the outbox: each says why"), NULL);
      return;
    }

  sentence = g_strdup_printf (
      ngettext ("%u change waits to be sent", "%u changes wait to be sent", counts.pending),
      counts.pending);
  gu_examination_add (self, "central", "ok", sentence, NULL, NULL);
}

static void
gu_examination_central (GuExamination *self, GCancellable *cancellable)
{
  g_autoptr (JsonNode) status = NULL;
  g_autoptr (GError) error = NULL;

  if (strcmp (self->central, "none") == 0)
    gu_examination_add (
        self, "central", "ok", _ ("This desk works without a central registry"), NULL, NULL);
  else if (self->central_error != NULL)
    gu_examination_add_error (self, "central", "problem", self->central_error);
  else
    {
      status = gu_central_status (self->conninfo, cancellable, &error);
      if (status == NULL)
        gu_examination_add_error (self, "central", "problem", error);
      else
        gu_examination_add (self, "central", "ok", _ ("The central registry answers"), NULL, NULL);
    }
  gu_examination_outbox (self);
}

static void
gu_examination_settings (GuExamination *self)
{
  if (self->demonstration)
    gu_examination_add (self,
                        "settings",
                        "warning",
                        _ ("The desk still works for the invented institution"),
                        _ ("Set the name and the data of the institution in the preferences"),
                        NULL);
  else
    gu_examination_add (self, "settings", "ok", _ ("The institution is set"), NULL, NULL);
}

static gboolean
gu_examination_wants (GuExamination *self, const char *area)
{
  return self->area == NULL || strcmp (self->area, area) == 0;
}

static void
gu_doctor_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuExamination *self = data;

  if (gu_examination_wants (self, "store"))
    gu_examination_store (self, cancellable);
  if (gu_examination_wants (self, "journal"))
    gu_examination_journal (self);
  if (gu_examination_wants (self, "rules"))
    gu_examination_rules (self);
  if (gu_examination_wants (self, "documents"))
    gu_examination_documents (self, cancellable);
  if (gu_examination_wants (self, "cards"))
    gu_examination_cards (self, cancellable);
  if (gu_examination_wants (self, "central"))
    gu_examination_central (self, cancellable);
  if (gu_examination_wants (self, "settings"))
    gu_examination_settings (self);

  g_task_return_pointer (
      task, g_steal_pointer (&self->findings), (GDestroyNotify) g_ptr_array_unref);
}

static void
gu_doctor_central_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  GuContext *context = GU_CONTEXT (source);
  g_autoptr (GTask) task = data;
  GuExamination *self = g_task_get_task_data (task);

  if (gu_context_ensure_central_finish (context, result, &self->central_error))
    self->conninfo = g_strdup (context->server != NULL
                                   ? gu_embedded_server_get_conninfo (context->server)
                                   : gu_context_get_central (context));

  /* In a thread of its own: it takes long, and no queue of the desk may wait for it. */
  g_task_run_in_thread (task, gu_doctor_run);
}

void
gu_doctor_run_async (GuContext *context,
                     const char *area,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GuExamination *self;
  GTask *task;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));

  self = g_new0 (GuExamination, 1);
  self->context = g_object_ref (context);
  self->store = g_object_ref (gu_context_get_store (context));
  self->tokens = g_object_ref (gu_context_get_tokens (context));
  self->area = g_strdup (area);
  self->central = g_strdup (gu_context_get_central (context));
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_get (gu_context_get_settings (context), "is-demonstration", &self->demonstration, NULL);
  gu_context_get_rule_book (context);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_doctor_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) gu_examination_free);
  if (gu_examination_wants (self, "central") && strcmp (self->central, "none") != 0)
    gu_context_ensure_central_async (context, cancellable, gu_doctor_central_ready, task);
  else
    {
      g_task_run_in_thread (task, gu_doctor_run);
      g_object_unref (task);
    }
}

GPtrArray *
gu_doctor_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
gu_journal_verify_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuJournalReport *report = NULL;
  g_autoptr (GError) error = NULL;

  if (gu_store_journal_verify (data, &report, &error))
    g_task_return_pointer (task, report, (GDestroyNotify) gu_journal_report_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_journal_verify_async (GuContext *context,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_journal_verify_async);
  g_task_set_task_data (task, g_object_ref (gu_context_get_store (context)), g_object_unref);
  g_task_run_in_thread (task, gu_journal_verify_run);
}

gboolean
gu_journal_verify_finish (GAsyncResult *result,
                          char **sentence,
                          gint64 *n_events,
                          gint64 *broken_at,
                          GError **error)
{
  g_autoptr (GuJournalReport) report = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  report = g_task_propagate_pointer (G_TASK (result), error);
  if (report == NULL)
    return FALSE;

  if (n_events != NULL)
    *n_events = report->events;
  if (broken_at != NULL)
    *broken_at = report->broken_seq;
  if (sentence != NULL)
    *sentence = report->intact ? g_strdup_printf (ngettext ("The journal is whole: %lld line",
                                                            "The journal is whole: %lld lines",
                                                            (gulong) report->events),
                                                  (long long) report->events)
                               : g_strdup (report->reason);

  return report->intact;
}
