/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-window.h"

#include "gu-card-button.h"
#include "gu-dossier-list.h"
#include "gu-dossiers-page.h"
#include "gu-intake-page.h"
#include "gu-line-button.h"
#include "gu-place.h"

G_BEGIN_DECLS

struct _GuWindow
{
  AdwApplicationWindow parent_instance;

  GuContext *context;      /* owned */
  GSettings *settings;     /* owned, nullable: how the window looked last time */
  GListStore *place_list;  /* owned */
  GuPlace *intake_place;   /* owned */
  GuPlace *dossiers_place; /* owned */
  GuDossierList *drafts;   /* owned: those that wait at the counter */
  GuDossierList *all;      /* owned: for the count of the list of dossiers */
  GtkWidget *preferences;  /* weak pointer */
  GtkWidget *drop_mark;    /* weak pointer: what shows that it takes the files held over it */
  gboolean compact;
  guint compact_id;
  guint prepare_id;

  /* template children */
  AdwToastOverlay *toasts;
  GtkPaned *paned;
  GtkWidget *sidebar;
  GtkLabel *institution;
  GtkListView *places;
  AdwViewStack *stack;
  GuIntakePage *intake;
  GuLineButton *line;
  GuCardButton *card;

  /* owned by the stack, NULL until they are made */
  GuDossiersPage *dossiers;
  AdwStatusPage *trouble;
};

/* gu-window-actions.c: everything the window does by name. */
void gu_window_install_actions (GtkWidgetClass *widget_class);

/* gu-window-import.c: what is dropped on the window or pasted. */
void gu_window_install_import_actions (GtkWidgetClass *widget_class);
void gu_window_install_import (GuWindow *self);
void gu_window_forget_import (GuWindow *self);

G_END_DECLS
