/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A batch made by hand, well formed until a test changes it. */
typedef struct
{
  char *origin;
  gint64 number;
  JsonArray *rows;
  gint64 seq;      /* last line of the journal */
  char *last_hash; /* its hash */
} TestBatch;

/* @origin %NULL: a new workstation. */
TestBatch *test_batch_new (const char *origin, gint64 number);
/* The batch after @before of the same workstation. */
TestBatch *test_batch_continue (TestBatch *before);
void test_batch_free (TestBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBatch, test_batch_free)

char *test_batch_to_text (TestBatch *self);
/* Takes @payload. */
void
test_batch_add_row (TestBatch *self, const char *kind, const char *dossier_id, JsonObject *payload);
/* @id %NULL: a new one; returns the id. */
char *test_batch_add_dossier (TestBatch *self,
                              const char *id,
                              gint64 rev,
                              gint64 base_rev,
                              const char *officer);
void
test_batch_add_document (TestBatch *self, const char *dossier_id, const char *sha256, gint64 size);
void test_batch_add_registration (TestBatch *self,
                                  const char *dossier_id,
                                  const char *reg,
                                  int year,
                                  gint64 number,
                                  const char *lease_id);
void
test_batch_add_event (TestBatch *self, const char *dossier_id, const char *kind, const char *body);
JsonObject *test_batch_last_payload (TestBatch *self);

G_END_DECLS
