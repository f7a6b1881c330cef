/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "gu-regime.h"
#include "gu-rule-pack.h"

G_BEGIN_DECLS

/* All rule packs of the desk. Add the packs first; after that it may be read from any thread. */
#define GU_TYPE_RULE_BOOK (gu_rule_book_get_type ())
G_DECLARE_FINAL_TYPE (GuRuleBook, gu_rule_book, GU, RULE_BOOK, GObject)

/** gu_rule_book_new: Returns: (transfer full): an empty book. */
GuRuleBook *gu_rule_book_new (void);

/** gu_rule_book_load_builtin: adds the packs that come with the program. Returns: %FALSE with
 * @error. */
gboolean gu_rule_book_load_builtin (GuRuleBook *self, GError **error);

/**
 * gu_rule_book_add:
 * @pack: (transfer none): a pack
 *
 * A newer version of a pack already there governs new dossiers; the older stays for those it
 * governs. The same id and version twice, or a procedure that two different packs offer for the
 * same day, is %GU_RULES_ERROR_DUPLICATE.
 *
 * Returns: success.
 */
gboolean gu_rule_book_add (GuRuleBook *self, GuRulePack *pack, GError **error);

/** gu_rule_book_get_packs: Returns: (transfer none) (element-type GuRulePack): in the order they
 * were added. */
GPtrArray *gu_rule_book_get_packs (GuRuleBook *self);

/**
 * gu_rule_book_find_procedure:
 * @id: (not nullable): id of a procedure
 * @on: (not nullable): the day of filing
 *
 * Returns: (transfer none) (nullable): the procedure under which a request may be filed on that day
 *   (the transition of an old law included).
 */
GuProcedure *gu_rule_book_find_procedure (GuRuleBook *self, const char *id, const GDate *on);

/**
 * gu_rule_book_find_governing:
 * @pack_id: (nullable): pack stored with a dossier
 * @pack_version: (nullable): its version; when it is not there any more, the newest one
 * @id: id of the procedure
 *
 * Returns: (transfer none) (nullable): the procedure that governs an existing dossier.
 */
GuProcedure *gu_rule_book_find_governing (GuRuleBook *self,
                                          const char *pack_id,
                                          const char *pack_version,
                                          const char *id);

/** gu_rule_book_list: Returns: (transfer container) (element-type GuProcedure): what may be filed
 * on that day, in order of the packs. */
GPtrArray *gu_rule_book_list (GuRuleBook *self, const GDate *on);

/** gu_rule_book_find_clock: Returns: (transfer none) (nullable): a term by its id, in any
 * procedure. */
GuClockRule *gu_rule_book_find_clock (GuRuleBook *self, const char *clock_id);

G_END_DECLS
