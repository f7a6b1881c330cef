/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-dossier-list.h"

G_BEGIN_DECLS

/* Rows are read in pages of this many; about this many pages stay in memory. GTK keeps some two
 * hundred rows alive around what is seen. */
#define PAGE_ROWS  64
#define PAGES_KEPT 16

/* A window onto the dossiers of the store. */
struct _GuDossierList
{
  GObject parent_instance;

  /* owned */
  GuContext *context;
  GArray *rowids;      /* of gint64: the whole order, nothing else */
  GHashTable *items;   /* rowid → GuDossierItem, those of the pages kept */
  GQueue *pages;       /* page numbers, the one asked for last in front */
  GHashTable *asked;   /* set of page numbers being loaded */
  GCancellable *query; /* the one that runs, nullable */
  char *search;
  char *state;
  char *procedure;
  char *sync;
  char *sort;
  char *error;

  gboolean descending;
  gboolean loading;
  guint generation; /* of the order: pages of an older one are thrown away */
  guint settle;     /* source id: changes of the store that come close together are one */
};

enum
{
  GU_DOSSIER_LIST_PROP_SEARCH = 1,
  GU_DOSSIER_LIST_PROP_STATE,
  GU_DOSSIER_LIST_PROP_PROCEDURE,
  GU_DOSSIER_LIST_PROP_SYNC,
  GU_DOSSIER_LIST_PROP_SORT,
  GU_DOSSIER_LIST_PROP_DESCENDING,
  GU_DOSSIER_LIST_PROP_LOADING,
  GU_DOSSIER_LIST_PROP_N_ITEMS,
  GU_DOSSIER_LIST_PROP_ERROR,
  GU_DOSSIER_LIST_PROP_SUMMARY,
  GU_DOSSIER_LIST_N_PROPS,
};

/* gu-dossier-list.c */
void gu_dossier_list_notify (GuDossierList *self, guint prop);
void gu_dossier_list_set_error (GuDossierList *self, const char *message);
void gu_dossier_list_use_page (GuDossierList *self, guint page);
void gu_dossier_list_load_page (GuDossierList *self, guint page);

G_END_DECLS
