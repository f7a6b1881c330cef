/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"
#include "gu-document.h"

G_BEGIN_DECLS

#define GU_TYPE_RECEIPT_PAGE (gu_receipt_page_get_type ())
G_DECLARE_FINAL_TYPE (GuReceiptPage, gu_receipt_page, GU, RECEIPT_PAGE, GtkWidget)

/** gu_receipt_page_set_context: @context: where the papers come from. */
void gu_receipt_page_set_context (GuReceiptPage *self, GuContext *context);

/**
 * gu_receipt_page_show:
 * @self: the page
 * @number: (nullable): "12345/23.11.2026"
 * @applicant: (nullable): who filed it
 * @receipt: (nullable): the receipt
 *
 * The end of the work at the counter: the number, large enough to be read aloud, and the receipt,
 * to be printed or saved.
 */
void gu_receipt_page_show (GuReceiptPage *self,
                           const char *number,
                           const char *applicant,
                           GuDocument *receipt);

G_END_DECLS
