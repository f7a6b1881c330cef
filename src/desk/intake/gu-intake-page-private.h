/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-intake-page.h"

#include "gu-banner.h"
#include "gu-checklist-view.h"
#include "gu-columns.h"
#include "gu-intake.h"
#include "gu-operation-bar.h"
#include "gu-page-viewer.h"
#include "gu-receipt-page.h"
#include "gu-request-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _GuIntakePage
{
  GtkWidget parent_instance;

  GuContext *context;            /* owned, nullable */
  GuDossierList *drafts;         /* owned, nullable */
  GuIntake *intake;              /* owned, nullable */
  GSettings *settings;           /* owned, nullable */
  GCancellable *opening;         /* owned, nullable */
  GtkFileChooserNative *chooser; /* owned, nullable: while it is open */
  GPtrArray *waiting_files;      /* owned, nullable: dropped before a draft was open */
  GBytes *waiting_bytes;         /* owned, nullable: pasted before a draft was open */
  char *waiting_name;            /* owned, nullable: of those bytes */
  GtkWidget *sign_dialog;        /* weak pointer */
  char *import_slot;             /* owned, nullable: where the running import goes */
  gboolean telling_problems;     /* the banner holds what keeps the request from being registered */

  /* template children */
  GtkWidget *box;
  GtkStack *stack;
  AdwWindowTitle *title;
  GuBanner *banner;
  GuOperationBar *operation;
  GtkWidget *start_new;
  GtkWidget *drafts_section;
  GtkListBox *drafts_list;
  GtkSpinner *spinner;

  /* of the page of the draft, NULL until it is made */
  GtkToggleButton *request_button;
  GtkToggleButton *papers_button;
  GtkToggleButton *pages_button;
  GuColumns *columns;
  GuRequestForm *form;
  GuChecklistView *checklist;
  GuPageViewer *viewer;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkMenuButton *problems_button;
  GtkLabel *problems;
  GtkLabel *saved;

  /* owned by the stack, NULL until it is made */
  GuReceiptPage *receipt;
};

/* gu-intake-page-import.c */
void gu_intake_page_install_import_actions (GtkWidgetClass *widget_class);
void gu_intake_page_import_waiting (GuIntakePage *self);

/* gu-intake-page-parts.c */
void gu_intake_page_ensure_form (GuIntakePage *self);
void gu_intake_page_ensure_receipt (GuIntakePage *self);

/* gu-intake-page.c */
void gu_intake_page_show_document (GuIntakePage *self, GuDocument *document);

G_END_DECLS
