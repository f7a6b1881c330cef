/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-certificate-item.h"
#include "gu-context.h"

G_BEGIN_DECLS

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

/* For the context, which owns it. */
GuCertificateList *gu_certificate_list_new (GuContext *context);
void gu_certificate_list_attach (GuCertificateList *self, GuCardMonitor *cards);

/* Remembers which certificate signed last, for gu_certificate_list_get_preferred(). */
void gu_certificate_list_set_last_used (GuCertificateList *self, const char *id);

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

G_END_DECLS
