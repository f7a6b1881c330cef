/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-store-sync.h"
#include "gu-store.h"

G_BEGIN_DECLS

/* A store in a folder of its own, removed afterwards, with a clock that stands at noon of 23
 * November 2026. */
typedef struct
{
  char *dir;
  GuClock *clock;
  GuStore *store;
} StoreFixture;

#define STORE_TEST_NOW G_GINT64_CONSTANT (1795428000000)

extern const GuActor store_test_actor;

void store_fixture_set_up (StoreFixture *fixture, gconstpointer data);
void store_fixture_tear_down (StoreFixture *fixture, gconstpointer data);
void store_fixture_reopen (StoreFixture *fixture);

#define STORE_TEST(path, func)                                                                     \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)

/* An invented draft that is complete enough to be registered. */
GuDossier *store_test_draft (const char *applicant);

/* A paper with these bytes, its blob imported. */
GuDocument *store_test_document (GuStore *store, const char *text);

/* Creates, reserves and registers a draft; (transfer full): its id. */
char *store_test_register (GuStore *store, const char *applicant);

/* A lease of the register "general" for 2026. */
void store_test_lease (GuStore *store, gint64 first, gint64 last);

/* Removes a folder and all that is in it. */
void store_test_remove_tree (const char *dir);

/* Runs SQL on the database of a store that is closed, past all guards. */
void store_test_sql (const char *dir, const char *sql);

JsonObject *store_test_parse (const char *text);

G_END_DECLS
