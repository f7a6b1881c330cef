/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"
#include "gu-dossier-list.h"

G_BEGIN_DECLS

#define GU_TYPE_INTAKE_PAGE (gu_intake_page_get_type ())
G_DECLARE_FINAL_TYPE (GuIntakePage, gu_intake_page, GU, INTAKE_PAGE, GtkWidget)

/**
 * gu_intake_page_set_context:
 * @self: the page
 * @context: the desk's services
 * @drafts: the drafts that wait at the counter
 *
 * The counter: from the first paper to the receipt.
 */
void gu_intake_page_set_context (GuIntakePage *self, GuContext *context, GuDossierList *drafts);

/**
 * gu_intake_page_prepare:
 * @self: the page, with its context
 *
 * Makes one part that does not show yet, so that the first draft opens at once; what is asked for
 * earlier is made then. For idle moments after the first frame.
 *
 * Returns: whether more is left to make
 */
gboolean gu_intake_page_prepare (GuIntakePage *self);

/** gu_intake_page_new_dossier: starts a draft; what is open is saved and waits among the drafts. */
void gu_intake_page_new_dossier (GuIntakePage *self);

/** gu_intake_page_resume: @dossier_id: (not nullable): a draft to go on with. */
void gu_intake_page_resume (GuIntakePage *self, const char *dossier_id);

/**
 * gu_intake_page_import:
 * @self: the page
 * @files: (element-type GFile): what was dropped, pasted or chosen
 *
 * Takes files in: a single one into the selected line of the checklist, several each into the line
 * that its name suggests. Starts a draft when none is open.
 */
void gu_intake_page_import (GuIntakePage *self, GPtrArray *files);

/**
 * gu_intake_page_drop:
 * @self: the page
 * @files: (element-type GFile): what was dropped
 * @requirement: (nullable): the line of the checklist it was dropped on
 *
 * Takes files in: all of them into that line, or each into the line that its name suggests. Starts
 * a draft when none is open.
 */
void gu_intake_page_drop (GuIntakePage *self, GPtrArray *files, const char *requirement);

/**
 * gu_intake_page_import_bytes:
 * @self: the page
 * @bytes: a paper that was pasted and is in no file
 * @name: what to call it
 *
 * Takes a paper into the selected line of the checklist. Starts a draft when none is open.
 */
void gu_intake_page_import_bytes (GuIntakePage *self, GBytes *bytes, const char *name);

/** gu_intake_page_print: prints the receipt in view. Returns: %FALSE when there is none. */
gboolean gu_intake_page_print (GuIntakePage *self);

/**
 * gu_intake_page_flush_async:
 * @self: the page
 * @callback: called when nothing typed is left unsaved; finish with gu_intake_page_flush_finish()
 * @user_data: for @callback
 */
void
gu_intake_page_flush_async (GuIntakePage *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean gu_intake_page_flush_finish (GuIntakePage *self, GAsyncResult *result, GError **error);

G_END_DECLS
