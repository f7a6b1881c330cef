/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-record.h"

G_BEGIN_DECLS

typedef struct _GuDossier GuDossier;
typedef struct _GuDocument GuDocument;

/**
 * GuDossierPage:
 *
 * What the page of one dossier shows; follows the store. Read-only properties with notify:
 * `dossier` (#GuDossier), `title` ("12345/23.11.2026" or "Draft"), `subtitle` (procedure and
 * applicant), `procedure-title`, `state-label`, `regime-label`, `sync-label`, `applicant-id` (CNP
 * or CUI, the CNP masked until gu_dossier_page_unmask_async()), `unmasked` (boolean), `summary`
 * (completeness in words), `next-steps` (string), `timeline` (#GListModel of #GuTimelineItem,
 * newest first), `clocks`
 * (#GListModel of #GuClockItem), `documents` (#GListModel of #GuDocument: opis and receipt
 * first), `requirements` (#GListModel of #GuRequirementItem), `is-draft` (boolean: open it with
 * gu_intake_open_async() instead).
 */
#define GU_TYPE_DOSSIER_PAGE (gu_dossier_page_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierPage, gu_dossier_page, GU, DOSSIER_PAGE, GuRecord)

/**
 * gu_dossier_page_open_async:
 * @context: a started context
 * @dossier_id: which dossier
 * @cancellable: (nullable): to give up
 * @callback: called when it has been read
 * @user_data: for @callback
 */
void gu_dossier_page_open_async (GuContext *context,
                                 const char *dossier_id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Returns: (transfer full) (nullable) */
GuDossierPage *gu_dossier_page_open_finish (GAsyncResult *result, GError **error);

GuDossier *gu_dossier_page_get_dossier (GuDossierPage *self);
GListModel *gu_dossier_page_get_timeline (GuDossierPage *self);
GListModel *gu_dossier_page_get_clocks (GuDossierPage *self);
GListModel *gu_dossier_page_get_documents (GuDossierPage *self);
GListModel *gu_dossier_page_get_requirements (GuDossierPage *self);

/**
 * gu_dossier_page_find_paper:
 * @self: a page
 * @role: "opis" or "receipt"
 *
 * Returns: (transfer none) (nullable): that paper.
 */
GuDocument *gu_dossier_page_find_paper (GuDossierPage *self, const char *role);

/**
 * gu_dossier_page_unmask_async:
 * @self: a page
 * @reason: (nullable): why the clerk needs to see it; kept in the journal
 *
 * Shows the CNP in full. The look itself becomes an event of the dossier before anything is shown.
 */
void gu_dossier_page_unmask_async (GuDossierPage *self,
                                   const char *reason,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gu_dossier_page_unmask_finish (GuDossierPage *self, GAsyncResult *result, GError **error);

/**
 * gu_dossier_page_export_async:
 * @self: a page
 * @folder: an existing folder; a subfolder is made in it
 *
 * Writes the dossier (JSON), its events and the original bytes of its papers. It becomes an event.
 */
void gu_dossier_page_export_async (GuDossierPage *self,
                                   GFile *folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full) (nullable): the subfolder. */
GFile *gu_dossier_page_export_finish (GuDossierPage *self, GAsyncResult *result, GError **error);

G_END_DECLS
