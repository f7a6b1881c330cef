/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"

G_BEGIN_DECLS

typedef struct _GuTokenCertificate GuTokenCertificate;

/**
 * GuCertificateList:
 *
 * A #GListModel of #GuCertificateItem: the certificates of the cards that are in the readers,
 * usable ones first. It follows the readers by itself when the context was started with
 * %GU_CONTEXT_CARDS: the card is opened when it arrives, not when the clerk presses *sign*.
 *
 * Properties: `loading` (boolean), `sentence` (string: why the list is empty, or ""), `hint`
 * (string), `n-usable` (uint), `preferred` (#GuCertificateItem, nullable: the only usable one, or
 * the one used last).
 */
#define GU_TYPE_CERTIFICATE_LIST (gu_certificate_list_get_type ())
G_DECLARE_FINAL_TYPE (GuCertificateList, gu_certificate_list, GU, CERTIFICATE_LIST, GObject)

/**
 * GuCertificateItem:
 *
 * Read-only properties: `id`, `reader`, `token-label`, `subject` (the person's name), `issuer`,
 * `not-after` (string "23.11.2026"), `usable` (boolean), `reason` (string: why not, or ""),
 * `pin-tries` (int, -1 unknown), `pin-pad` (boolean: the PIN is typed on the reader).
 */
#define GU_TYPE_CERTIFICATE_ITEM (gu_certificate_item_get_type ())
G_DECLARE_FINAL_TYPE (GuCertificateItem, gu_certificate_item, GU, CERTIFICATE_ITEM, GObject)

GuCertificateList *gu_certificate_list_new (GuContext *context);

/**
 * gu_certificate_list_refresh_async:
 * @self: the list
 *
 * Asks the cards again; also what the window does on "try again". An empty list is an error that
 * says why (no reader, no card…).
 */
void gu_certificate_list_refresh_async (GuCertificateList *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
gu_certificate_list_refresh_finish (GuCertificateList *self, GAsyncResult *result, GError **error);

/* (transfer none) (nullable) */
GuCertificateItem *gu_certificate_list_get_preferred (GuCertificateList *self);
GuCertificateItem *gu_certificate_list_find (GuCertificateList *self, const char *id);

const char *gu_certificate_item_get_id (GuCertificateItem *self);
const char *gu_certificate_item_get_subject (GuCertificateItem *self);
const char *gu_certificate_item_get_reader (GuCertificateItem *self);
gboolean gu_certificate_item_get_usable (GuCertificateItem *self);
const char *gu_certificate_item_get_reason (GuCertificateItem *self);
int gu_certificate_item_get_pin_tries (GuCertificateItem *self);
gboolean gu_certificate_item_get_pin_pad (GuCertificateItem *self);
GuTokenCertificate *gu_certificate_item_get_certificate (GuCertificateItem *self);

G_END_DECLS
