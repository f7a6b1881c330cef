/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-import-result.h"

G_BEGIN_DECLS

typedef struct _GuDossier GuDossier;
typedef struct _GuDocument GuDocument;
typedef struct _GuPerson GuPerson;
typedef struct _GuProperty GuProperty;
typedef struct _GuProcedure GuProcedure;
typedef struct _GuOperation GuOperation;

/**
 * GuIntake:
 *
 * The draft that a clerk fills in. It is in the store from the first moment; every change is saved
 * by itself, in the worker, as one update with its event, within half a second of the last
 * keystroke. After a crash gu_intake_open_async() goes on where it stopped.
 *
 * Bind these:
 * - `dossier` (#GuDossier, read-only): its `applicant`, `representative` (%NULL until
 *   gu_intake_set_represented()) and `property` are live objects whose properties may be set;
 * - `procedure-id` (string), `filed-on` (string "YYYY-MM-DD"): read-write; setting either decides
 * the regime again;
 * - `procedure` (#GuProcedure), `regime` ("L50" or "L169"), `regime-label` (translated): read-only;
 * - `represented` (boolean, read-write);
 * - `facts` (#GListModel of #GuFactItem): the questions of the procedure;
 * - `documents` (#GListModel of #GuDocument): the papers; `name`, `issued`, `certified-copy`,
 *   `paper-original`, `requirements` may be set on them and are saved;
 * - `requirements` (#GListModel of #GuRequirementItem): the checklist, what is missing first;
 * - `missing-count` (uint), `complete` (boolean), `summary` (string: "2 documents are missing",
 *   "Complete"): read-only;
 * - `problems` (#GStrv, translated): what keeps the request from being registered (no applicant,
 *   wrong CNP, an answer that is not a date…); `can-register` (boolean);
 * - `saved` (boolean: all that was typed is on disk), `save-error` (string or %NULL, for a banner).
 *
 * Signal `field-message (field, message)`: detailed by field ("applicant.cnp"); the message is
 * %NULL when the field is right.
 */
#define GU_TYPE_INTAKE (gu_intake_get_type ())
G_DECLARE_FINAL_TYPE (GuIntake, gu_intake, GU, INTAKE, GObject)

/**
 * gu_intake_new_async:
 * @context: a started context
 * @procedure_id: (nullable): a procedure of the rule book; %NULL takes the first one
 * @filed_on: (nullable): the date that decides law and freshness; %NULL is today
 * @cancellable: (nullable): to give up
 * @callback: called when the draft is in the store
 * @user_data: for @callback
 */
void gu_intake_new_async (GuContext *context,
                          const char *procedure_id,
                          const GDate *filed_on,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * gu_intake_open_async:
 * @context: a started context
 * @dossier_id: a dossier in state "ciorna"
 */
void gu_intake_open_async (GuContext *context,
                           const char *dossier_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * gu_intake_new_finish:
 * @result: of gu_intake_new_async() or gu_intake_open_async()
 *
 * Returns: (transfer full) (nullable): the draft.
 */
GuIntake *gu_intake_new_finish (GAsyncResult *result, GError **error);

/* The properties above, (transfer none). */
const char *gu_intake_get_id (GuIntake *self);
GuContext *gu_intake_get_context (GuIntake *self);
GuDossier *gu_intake_get_dossier (GuIntake *self);
GuProcedure *gu_intake_get_procedure (GuIntake *self);
const char *gu_intake_get_procedure_id (GuIntake *self);
const char *gu_intake_get_regime (GuIntake *self);
GListModel *gu_intake_get_facts (GuIntake *self);
GListModel *gu_intake_get_documents (GuIntake *self);
GListModel *gu_intake_get_requirements (GuIntake *self);
guint gu_intake_get_missing_count (GuIntake *self);
gboolean gu_intake_get_complete (GuIntake *self);
const char *gu_intake_get_summary (GuIntake *self);
const char *const *gu_intake_get_problems (GuIntake *self);
gboolean gu_intake_get_can_register (GuIntake *self);

/**
 * gu_intake_set_procedure:
 * @self: a draft
 * @procedure_id: a procedure of the rule book
 *
 * Changes the procedure; papers stay, those whose slot is gone become unassigned.
 */
void gu_intake_set_procedure (GuIntake *self, const char *procedure_id);
void gu_intake_set_filed_on (GuIntake *self, const GDate *date);
void gu_intake_set_represented (GuIntake *self, gboolean represented);

/**
 * gu_intake_set_applicant:
 * @self: a draft
 * @person: replaces the applicant as a whole (a list, a card that was read, a file)
 *
 * gu_intake_set_representative() takes %NULL for none.
 */
void gu_intake_set_applicant (GuIntake *self, GuPerson *person);
void gu_intake_set_representative (GuIntake *self, GuPerson *person);
void gu_intake_set_property (GuIntake *self, GuProperty *property);

/**
 * gu_intake_set_fact:
 * @self: a draft
 * @id: a fact of the procedure
 * @value: as in #GuFactItem:value
 * @error: (out) (optional): no such fact, or a value that it cannot have
 *
 * Returns: whether it was taken.
 */
gboolean gu_intake_set_fact (GuIntake *self, const char *id, const char *value, GError **error);

/**
 * gu_intake_check_field:
 * @self: a draft
 * @field: "applicant.name", "applicant.cnp", "applicant.cui", "applicant.postal_code", the same
 * under "representative.", "property.siruta", "property.postal_code", "property.cadastral_number",
 *   "property.land_book", "property.area_m2", "filed_on", "facts.<id>"
 * @value: what is typed so far
 *
 * Checks a field as it is typed. Cheap; no I/O.
 *
 * Returns: (transfer full) (nullable): what is wrong, translated; %NULL when nothing is or the
 *   field is empty and may be.
 */
char *gu_intake_check_field (GuIntake *self, const char *field, const char *value);

/**
 * gu_intake_check_value:
 * @field: as for gu_intake_check_field(), except "facts.<id>"
 * @value: what is typed so far
 * @today: (nullable): the day, for dates
 *
 * The check without a draft.
 *
 * Returns: (transfer full) (nullable): what is wrong, translated.
 */
char *gu_intake_check_value (const char *field, const char *value, const GDate *today);

/**
 * gu_intake_suggest_requirement:
 * @self: a draft
 * @file_name: the name of a file that is brought
 *
 * Returns: (transfer none) (nullable): the id of the missing requirement whose name the file's name
 *   resembles, or %NULL.
 */
const char *gu_intake_suggest_requirement (GuIntake *self, const char *file_name);

/**
 * gu_intake_add_files:
 * @self: a draft
 * @files: (element-type GFile): what was dropped, chosen or pasted
 * @requirement: (nullable): the slot that they answer; %NULL suggests one for each
 * @callback: (nullable): called when all files have been dealt with
 * @user_data: for @callback
 *
 * Looks at each file in the document worker, keeps the bytes of those that are accepted and adds
 * them to the draft. One refused file does not stop the others.
 *
 * Returns: (transfer full): the operation (title, phase, fraction, cancel), for the progress
 * widget.
 */
GuOperation *gu_intake_add_files (GuIntake *self,
                                  GPtrArray *files,
                                  const char *requirement,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * gu_intake_add_files_finish:
 *
 * Returns: (transfer full) (element-type GuImportResult) (nullable): one result per file, in order;
 * %NULL only when the desk itself failed or the operation was cancelled before the first file.
 */
GPtrArray *gu_intake_add_files_finish (GuIntake *self, GAsyncResult *result, GError **error);

/**
 * gu_intake_add_bytes_async:
 * @self: a draft
 * @bytes: a picture or PDF that was pasted
 * @name: the name to give it, such as "Pasted picture.png"
 * @requirement: (nullable): the slot
 *
 * Finish with gu_intake_add_bytes_finish().
 */
void gu_intake_add_bytes_async (GuIntake *self,
                                GBytes *bytes,
                                const char *name,
                                const char *requirement,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
GuImportResult *gu_intake_add_bytes_finish (GuIntake *self, GAsyncResult *result, GError **error);

/**
 * gu_intake_assign:
 * @self: a draft
 * @document: one of its papers
 * @requirement: a requirement of the procedure
 * @assigned: whether the paper answers it
 *
 * A paper may answer several requirements, and a requirement may have several papers. Saved by
 * itself.
 */
void
gu_intake_assign (GuIntake *self, GuDocument *document, const char *requirement, gboolean assigned);

/**
 * gu_intake_remove_document_async:
 * @self: a draft
 * @document: one of its papers
 *
 * Takes the paper out of the draft; the event stays. Finish with
 * gu_intake_remove_document_finish().
 */
void gu_intake_remove_document_async (GuIntake *self,
                                      GuDocument *document,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean gu_intake_remove_document_finish (GuIntake *self, GAsyncResult *result, GError **error);

/**
 * gu_intake_flush_async:
 * @self: a draft
 *
 * Saves at once what is not saved yet. Call it before signing, before leaving the page, at the end.
 */
void gu_intake_flush_async (GuIntake *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean gu_intake_flush_finish (GuIntake *self, GAsyncResult *result, GError **error);

/**
 * gu_intake_close:
 * @self: a draft whose dossier has just been registered
 *
 * Nothing is saved any more. Call it when a registration has succeeded.
 */
void gu_intake_close (GuIntake *self);

/**
 * gu_intake_discard_async:
 * @self: a draft
 *
 * Gives the draft up (state "clasat"); a number that was reserved for it becomes an explained gap.
 */
void gu_intake_discard_async (GuIntake *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean gu_intake_discard_finish (GuIntake *self, GAsyncResult *result, GError **error);

G_END_DECLS
