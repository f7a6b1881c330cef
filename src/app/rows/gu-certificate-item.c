/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-certificate-item.h"

#include "gu-certificate-item-private.h"

/* A certificate on a card, as the window shows it. */
struct _GuCertificateItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuCertificateItem, gu_certificate_item, GU_TYPE_RECORD)

static void
gu_certificate_item_class_init (GuCertificateItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },
    { "reader", G_TYPE_INVALID, FALSE },
    { "token-label", G_TYPE_INVALID, FALSE },
    { "subject", G_TYPE_INVALID, FALSE },
    { "issuer", G_TYPE_INVALID, FALSE },
    { "not-after", G_TYPE_INVALID, FALSE },
    { "usable", G_TYPE_BOOLEAN, FALSE },
    { "reason", G_TYPE_INVALID, FALSE },
    { "pin-tries", G_TYPE_INT, FALSE },
    { "pin-pad", G_TYPE_BOOLEAN, FALSE },
    { "certificate", GU_TYPE_TOKEN_CERTIFICATE, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_certificate_item_init (GuCertificateItem *self)
{
}

const char *
gu_certificate_item_get_id (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CERTIFICATE_ITEM_ID);
}

const char *
gu_certificate_item_get_subject (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CERTIFICATE_ITEM_SUBJECT);
}

const char *
gu_certificate_item_get_reader (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CERTIFICATE_ITEM_READER);
}

gboolean
gu_certificate_item_get_usable (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), 0);

  return gu_record_get_boolean (self, GU_CERTIFICATE_ITEM_USABLE);
}

const char *
gu_certificate_item_get_reason (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CERTIFICATE_ITEM_REASON);
}

int
gu_certificate_item_get_pin_tries (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), 0);

  return gu_record_get_int (self, GU_CERTIFICATE_ITEM_PIN_TRIES);
}

gboolean
gu_certificate_item_get_pin_pad (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), 0);

  return gu_record_get_boolean (self, GU_CERTIFICATE_ITEM_PIN_PAD);
}

GuTokenCertificate *
gu_certificate_item_get_certificate (GuCertificateItem *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ITEM (self), NULL);

  return gu_record_get_object (self, GU_CERTIFICATE_ITEM_CERTIFICATE);
}
