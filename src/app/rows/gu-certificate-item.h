/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

#include "gu-token-certificate.h"

G_BEGIN_DECLS

/**
 * GuCertificateItem:
 *
 * Read-only properties: `id`, `reader`, `token-label`, `subject` (the person's name), `issuer`,
 * `not-after` (string "23.11.2026"), `usable` (boolean), `reason` (string: why not, or ""),
 * `pin-tries` (int, -1 unknown), `pin-pad` (boolean: the PIN is typed on the reader).
 */
#define GU_TYPE_CERTIFICATE_ITEM (gu_certificate_item_get_type ())
G_DECLARE_FINAL_TYPE (GuCertificateItem, gu_certificate_item, GU, CERTIFICATE_ITEM, GuRecord)

/* The properties above, (transfer none). */
const char *gu_certificate_item_get_id (GuCertificateItem *self);
const char *gu_certificate_item_get_subject (GuCertificateItem *self);
const char *gu_certificate_item_get_reader (GuCertificateItem *self);
gboolean gu_certificate_item_get_usable (GuCertificateItem *self);
const char *gu_certificate_item_get_reason (GuCertificateItem *self);
int gu_certificate_item_get_pin_tries (GuCertificateItem *self);
gboolean gu_certificate_item_get_pin_pad (GuCertificateItem *self);
GuTokenCertificate *gu_certificate_item_get_certificate (GuCertificateItem *self);

G_END_DECLS
