/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-desk-toast.h"

#include <gio/gio.h>

#include "gu-error.h"

void
gu_desk_toast (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gtk_widget_activate_action (widget, "win.toast", "s", text);
}

void
gu_desk_toast_error (GtkWidget *widget, const GError *error)
{
  const char *hint = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  hint = gu_error_get_hint (error);
  text = hint != NULL ? g_strdup_printf ("%s %s", error->message, hint) : g_strdup (error->message);
  gu_desk_toast (widget, text);
}
