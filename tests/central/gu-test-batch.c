/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-batch.h"

#include "gu-event.h"
#include "gu-uuid.h"

TestBatch *
test_batch_new (const char *origin, gint64 number)
{
  TestBatch *self = g_new0 (TestBatch, 1);

  self->origin = origin != NULL ? g_strdup (origin) : gu_uuid_new_v7 (g_get_real_time () / 1000);
  self->number = number;
  self->rows = json_array_new ();
  self->last_hash = g_strdup (GU_EVENT_FIRST_HASH);

  return self;
}

TestBatch *
test_batch_continue (TestBatch *before)
{
  TestBatch *self = test_batch_new (before->origin, before->number + 1);

  self->seq = before->seq;
  g_free (self->last_hash);
  self->last_hash = g_strdup (before->last_hash);

  return self;
}

void
test_batch_free (TestBatch *self)
{
  g_free (self->origin);
  g_free (self->last_hash);
  json_array_unref (self->rows);
  g_free (self);
}

char *
test_batch_to_text (TestBatch *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "origin", self->origin);
  json_object_set_int_member (object, "batch", self->number);
  json_object_set_array_member (object, "rows", json_array_ref (self->rows));

  return json_to_string (node, FALSE);
}

void
test_batch_add_row (TestBatch *self, const char *kind, const char *dossier_id, JsonObject *payload)
{
  g_autofree char *id = gu_uuid_new_v7 (g_get_real_time () / 1000);
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "id", id);
  json_object_set_string_member (row, "kind", kind);
  json_object_set_string_member (row, "dossier_id", dossier_id != NULL ? dossier_id : "");
  json_object_set_string_member (row, "entity_id", dossier_id != NULL ? dossier_id : "");
  json_object_set_int_member (
      row, "version", json_object_get_int_member_with_default (payload, "rev", 1));
  json_object_set_object_member (row, "payload", payload);
  json_array_add_object_element (self->rows, row);
}

char *
test_batch_add_dossier (TestBatch *self,
                        const char *id,
                        gint64 rev,
                        gint64 base_rev,
                        const char *officer)
{
  char *own = id != NULL ? g_strdup (id) : gu_uuid_new_v7 (g_get_real_time () / 1000);
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "id", own);
  json_object_set_int_member (payload, "rev", rev);
  json_object_set_int_member (payload, "base_rev", base_rev);
  json_object_set_string_member (payload, "procedure", "cu-construire");
  json_object_set_string_member (payload, "regime", "L169");
  json_object_set_string_member (payload, "state", "inregistrat");
  json_object_set_string_member (payload, "filed_on", "2026-11-23");
  if (officer != NULL)
    json_object_set_string_member (payload, "officer", officer);
  test_batch_add_row (self, "dossier", own, payload);

  return own;
}

void
test_batch_add_document (TestBatch *self, const char *dossier_id, const char *sha256, gint64 size)
{
  g_autofree char *id = gu_uuid_new_v7 (g_get_real_time () / 1000);
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "id", id);
  json_object_set_string_member (payload, "dossier_id", dossier_id);
  json_object_set_string_member (payload, "sha256", sha256);
  json_object_set_string_member (payload, "name", "act.pdf");
  json_object_set_string_member (payload, "media_type", "application/pdf");
  json_object_set_int_member (payload, "size", size);
  json_object_set_int_member (payload, "pages", 1);
  json_object_set_string_member (payload, "role", "submitted");
  test_batch_add_row (self, "document", dossier_id, payload);
}

void
test_batch_add_registration (TestBatch *self,
                             const char *dossier_id,
                             const char *reg,
                             int year,
                             gint64 number,
                             const char *lease_id)
{
  g_autofree char *display = g_strdup_printf ("%" G_GINT64_FORMAT "/23.11.%d", number, year);
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "dossier_id", dossier_id);
  json_object_set_string_member (payload, "register", reg);
  json_object_set_int_member (payload, "year", year);
  json_object_set_int_member (payload, "number", number);
  json_object_set_string_member (payload, "registration", display);
  json_object_set_int_member (payload, "registered_at", G_GINT64_CONSTANT (1795420800000));
  json_object_set_string_member (payload, "lease_id", lease_id);
  test_batch_add_row (self, "registration", dossier_id, payload);
}

void
test_batch_add_event (TestBatch *self, const char *dossier_id, const char *kind, const char *body)
{
  g_autoptr (GuEvent) event = gu_event_new ();
  g_autofree char *hash = NULL;

  gu_event_set_origin (event, self->origin);
  gu_event_set_seq (event, ++self->seq);
  gu_event_set_dossier_id (event, dossier_id);
  gu_event_set_kind (event, kind);
  gu_event_set_at (event, G_GINT64_CONSTANT (1795420800000) + self->seq);
  gu_event_set_who (event, "Ioana Probă");
  gu_event_set_desk (event, "G1");
  gu_event_set_body_text (event, body);
  gu_event_set_prev_hash (event, self->last_hash);
  hash = gu_event_compute_hash (event);
  gu_event_set_hash (event, hash);
  g_free (self->last_hash);
  self->last_hash = g_strdup (hash);
  test_batch_add_row (self, "event", dossier_id, gu_event_to_json (event));
}

JsonObject *
test_batch_last_payload (TestBatch *self)
{
  JsonObject *row = json_array_get_object_element (self->rows,
                                                   json_array_get_length (self->rows) - 1);

  return json_object_get_object_member (row, "payload");
}
