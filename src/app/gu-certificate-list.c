/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-certificate-list.h"

#include "gu-card-monitor.h"
#include "gu-certificate-item-private.h"
#include "gu-clock.h"
#include "gu-error.h"
#include "gu-token-service.h"
#include "gu-words.h"

#include <string.h>

/* The certificates of the cards that are in now. */
struct _GuCertificateList
{
  GObject parent_instance;

  /* owned */
  GPtrArray *items;
  char *sentence;
  char *hint;
  char *last_used;

  /* borrowed: the context owns this object */
  GuContext *context;
  GuCardMonitor *cards;

  guint n_loading;
};

enum
{
  PROP_LOADING = 1,
  PROP_SENTENCE,
  PROP_HINT,
  PROP_N_USABLE,
  PROP_PREFERRED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
gu_certificate_list_get_item_type (GListModel *model)
{
  return GU_TYPE_CERTIFICATE_ITEM;
}

static guint
gu_certificate_list_get_n_items (GListModel *model)
{
  return GU_CERTIFICATE_LIST (model)->items->len;
}

static gpointer
gu_certificate_list_get_item (GListModel *model, guint position)
{
  GuCertificateList *self = GU_CERTIFICATE_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
gu_certificate_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gu_certificate_list_get_item_type;
  iface->get_n_items = gu_certificate_list_get_n_items;
  iface->get_item = gu_certificate_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GuCertificateList,
                               gu_certificate_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      gu_certificate_list_model_init))

static guint
gu_certificate_list_count_usable (GuCertificateList *self)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += gu_certificate_item_get_usable (g_ptr_array_index (self->items, i)) ? 1 : 0;

  return n;
}

static void
gu_certificate_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuCertificateList *self = GU_CERTIFICATE_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->n_loading > 0);
      break;
    case PROP_SENTENCE:
      g_value_set_string (value, self->sentence);
      break;
    case PROP_HINT:
      g_value_set_string (value, self->hint);
      break;
    case PROP_N_USABLE:
      g_value_set_uint (value, gu_certificate_list_count_usable (self));
      break;
    case PROP_PREFERRED:
      g_value_set_object (value, gu_certificate_list_get_preferred (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_certificate_list_finalize (GObject *object)
{
  GuCertificateList *self = GU_CERTIFICATE_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->hint, g_free);
  g_clear_pointer (&self->last_used, g_free);

  G_OBJECT_CLASS (gu_certificate_list_parent_class)->finalize (object);
}

static void
gu_certificate_list_class_init (GuCertificateListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = gu_certificate_list_get_property;
  object_class->finalize = gu_certificate_list_finalize;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_SENTENCE] = g_param_spec_string ("sentence", NULL, NULL, "", flags);
  properties[PROP_HINT] = g_param_spec_string ("hint", NULL, NULL, "", flags);
  properties[PROP_N_USABLE] = g_param_spec_uint ("n-usable", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PREFERRED] = g_param_spec_object (
      "preferred", NULL, NULL, GU_TYPE_CERTIFICATE_ITEM, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_certificate_list_init (GuCertificateList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->sentence = g_strdup ("");
  self->hint = g_strdup ("");
}

static GuCertificateItem *
gu_certificate_list_make_item (GuCertificateList *self, GuTokenCertificate *certificate)
{
  GuCertificateItem *item = g_object_new (GU_TYPE_CERTIFICATE_ITEM, NULL);
  GuClock *clock = gu_context_get_clock (self->context);
  g_autofree char *until = gu_words_instant (clock,
                                             gu_token_certificate_get_not_after_ms (certificate));

  /* The day is enough: nobody plans by the minute in which a certificate ends. */
  if (strlen (until) > 10)
    until[10] = '\0';
  gu_record_set_object (item, GU_CERTIFICATE_ITEM_CERTIFICATE, certificate);
  gu_record_set_string (item, GU_CERTIFICATE_ITEM_ID, gu_token_certificate_get_id (certificate));
  gu_record_set_string (
      item, GU_CERTIFICATE_ITEM_READER, gu_token_certificate_get_reader (certificate));
  gu_record_set_string (
      item, GU_CERTIFICATE_ITEM_TOKEN_LABEL, gu_token_certificate_get_token_label (certificate));
  gu_record_set_string (
      item, GU_CERTIFICATE_ITEM_SUBJECT, gu_token_certificate_get_subject (certificate));
  gu_record_set_string (
      item, GU_CERTIFICATE_ITEM_ISSUER, gu_token_certificate_get_issuer (certificate));
  gu_record_set_string (item, GU_CERTIFICATE_ITEM_NOT_AFTER, until);
  gu_record_set_boolean (
      item, GU_CERTIFICATE_ITEM_USABLE, gu_token_certificate_get_usable (certificate));
  gu_record_set_string (
      item, GU_CERTIFICATE_ITEM_REASON, gu_token_certificate_get_reason (certificate));
  gu_record_set_int (
      item, GU_CERTIFICATE_ITEM_PIN_TRIES, gu_token_certificate_get_pin_tries (certificate));
  gu_record_set_boolean (
      item, GU_CERTIFICATE_ITEM_PIN_PAD, gu_token_certificate_get_pin_pad (certificate));

  return item;
}

static void
gu_certificate_list_take (GuCertificateList *self,
                          GPtrArray *certificates,
                          const char *sentence,
                          const char *hint)
{
  guint n_old = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    g_ptr_array_add (self->items,
                     gu_certificate_list_make_item (self, g_ptr_array_index (certificates, i)));

  g_free (self->sentence);
  g_free (self->hint);
  self->sentence = g_strdup (sentence != NULL ? sentence : "");
  self->hint = g_strdup (hint != NULL ? hint : "");

  if (n_old > 0 || self->items->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->items->len);
  for (guint i = PROP_SENTENCE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
gu_certificate_list_cards_changed (GuCertificateList *self)
{
  g_autoptr (GPtrArray) certificates = gu_card_monitor_get_certificates (self->cards);
  g_autofree char *sentence = NULL;
  g_autofree char *hint = NULL;

  if (certificates->len == 0)
    {
      sentence = gu_card_monitor_dup_sentence (self->cards);
      hint = gu_card_monitor_dup_hint (self->cards);
    }
  gu_certificate_list_take (self, certificates, sentence, hint);
}

GuCertificateList *
gu_certificate_list_new (GuContext *context)
{
  GuCertificateList *self = g_object_new (GU_TYPE_CERTIFICATE_LIST, NULL);

  self->context = context;

  return self;
}

void
gu_certificate_list_attach (GuCertificateList *self, GuCardMonitor *cards)
{
  self->cards = cards;
  g_signal_connect_object (
      cards, "changed", G_CALLBACK (gu_certificate_list_cards_changed), self, G_CONNECT_SWAPPED);
  gu_certificate_list_cards_changed (self);
}

static void
gu_certificate_list_refresh_run (GTask *task,
                                 gpointer source,
                                 gpointer data,
                                 GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *certificates = gu_token_service_list_certificates (data, cancellable, &error);

  if (certificates == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, certificates, (GDestroyNotify) g_ptr_array_unref);
}

static void
gu_certificate_list_set_loading (GuCertificateList *self, int change)
{
  self->n_loading += change;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
gu_certificate_list_refreshed (GObject *source, GAsyncResult *result, gpointer data)
{
  GuCertificateList *self = GU_CERTIFICATE_LIST (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) certificates = g_task_propagate_pointer (G_TASK (result), &error);

  gu_certificate_list_set_loading (self, -1);
  if (certificates == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gu_certificate_list_take (self, NULL, error->message, gu_error_get_hint (error));
      g_task_return_error (outer, g_steal_pointer (&error));
      return;
    }

  gu_certificate_list_take (self, certificates, NULL, NULL);
  g_task_return_boolean (outer, TRUE);
}

void
gu_certificate_list_refresh_async (GuCertificateList *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) inner = NULL;
  GTask *outer;

  g_return_if_fail (GU_IS_CERTIFICATE_LIST (self));

  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, gu_certificate_list_refresh_async);
  gu_certificate_list_set_loading (self, 1);
  inner = g_task_new (self, cancellable, gu_certificate_list_refreshed, outer);
  g_task_set_source_tag (inner, gu_certificate_list_refresh_run);
  g_task_set_task_data (
      inner, g_object_ref (gu_context_get_tokens (self->context)), g_object_unref);
  gu_task_queue_push (
      gu_context_get_card_queue (self->context), inner, gu_certificate_list_refresh_run);
}

gboolean
gu_certificate_list_refresh_finish (GuCertificateList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
gu_certificate_list_set_last_used (GuCertificateList *self, const char *id)
{
  g_return_if_fail (GU_IS_CERTIFICATE_LIST (self));

  g_free (self->last_used);
  self->last_used = g_strdup (id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PREFERRED]);
}

GuCertificateItem *
gu_certificate_list_get_preferred (GuCertificateList *self)
{
  GuCertificateItem *only = NULL;
  guint n_usable = 0;

  g_return_val_if_fail (GU_IS_CERTIFICATE_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      GuCertificateItem *item = g_ptr_array_index (self->items, i);

      if (!gu_certificate_item_get_usable (item))
        continue;
      if (g_strcmp0 (gu_certificate_item_get_id (item), self->last_used) == 0)
        return item;
      only = item;
      n_usable++;
    }

  return n_usable == 1 ? only : NULL;
}

GuCertificateItem *
gu_certificate_list_find (GuCertificateList *self, const char *id)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_LIST (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      GuCertificateItem *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (gu_certificate_item_get_id (item), id) == 0)
        return item;
    }

  return NULL;
}
