/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"
#include "gu-document.h"

G_BEGIN_DECLS

/**
 * gu_print_document:
 * @widget: a widget of the window that asks
 * @context: where the paper comes from
 * @document: the paper
 *
 * Opens the print dialog. The pages are drawn by the document worker, one at a time, while the
 * printer asks for them. What goes wrong is said in a toast of the window.
 */
void gu_print_document (GtkWidget *widget, GuContext *context, GuDocument *document);

G_END_DECLS
