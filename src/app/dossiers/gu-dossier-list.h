/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"

G_BEGIN_DECLS

/**
 * GuDossierList:
 *
 * A #GListModel of #GuDossierItem over the dossiers of the store: only the order (eight bytes per
 * dossier) and the rows near what was asked last are in memory. A row that is not loaded yet is an
 * item with `loaded` = %FALSE whose texts are empty; it fills itself in.
 *
 * Read-write properties: `search` (string: words, without regard to case and diacritics), `state`
 * (string or %NULL for all), `procedure` (string or %NULL), `sync` (string or %NULL), `sort`
 * ("registered", "filed", "applicant", "procedure", "state", "due"), `descending` (boolean).
 * Changing one asks the store again in the list thread; the answer before last is thrown away.
 *
 * Read-only: `loading` (boolean), `n-items` (uint), `error` (string or %NULL), `summary` (string:
 * "1,234 dossiers").
 *
 * The list follows the store; positions that did not change are not touched.
 */
#define GU_TYPE_DOSSIER_LIST (gu_dossier_list_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierList, gu_dossier_list, GU, DOSSIER_LIST, GObject)

/**
 * gu_dossier_list_new:
 * @context: a context, which may start later: the list fills when it is ready
 */
GuDossierList *gu_dossier_list_new (GuContext *context);

void gu_dossier_list_set_search (GuDossierList *self, const char *text);
void gu_dossier_list_set_state (GuDossierList *self, const char *state);
void gu_dossier_list_set_procedure (GuDossierList *self, const char *procedure);
void gu_dossier_list_set_sync (GuDossierList *self, const char *sync_state);
void gu_dossier_list_set_sort (GuDossierList *self, const char *sort, gboolean descending);
/** gu_dossier_list_refresh: asks the store again; what is shown stays until the answer comes. */
void gu_dossier_list_refresh (GuDossierList *self);
gboolean gu_dossier_list_get_loading (GuDossierList *self);

G_END_DECLS
