/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-certificate-list.h"

G_BEGIN_DECLS

#define GU_TYPE_CERTIFICATE_ROW (gu_certificate_row_get_type ())
G_DECLARE_FINAL_TYPE (GuCertificateRow, gu_certificate_row, GU, CERTIFICATE_ROW, AdwActionRow)

/**
 * gu_certificate_row_new:
 * @item: a certificate
 *
 * Returns: a row with the person, the issuer and the validity; greyed, with the reason, when the
 *   certificate cannot sign.
 */
GtkWidget *gu_certificate_row_new (GuCertificateItem *item);

/** gu_certificate_row_get_item: Returns: (transfer none): the certificate. */
GuCertificateItem *gu_certificate_row_get_item (GuCertificateRow *self);

G_END_DECLS
