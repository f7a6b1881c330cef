/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-health-look.h"

void
gu_health_look_apply (GtkWidget *icon, const char *state)
{
  static const struct
  {
    const char *state;
    const char *style;
  } looks[] = {
    { "online", "gu-ok" },        { "ready", "gu-ok" },        { "offline", "gu-warn" },
    { "refused", "gu-bad" },      { "no-service", "gu-bad" },  { "mute", "gu-bad" },
    { "unknown-card", "gu-bad" }, { "in-use", "gu-warn" },     { "none", "gu-wait" },
    { "starting", "gu-wait" },    { "connecting", "gu-wait" }, { "off", "gu-wait" },
    { "no-reader", "gu-wait" },   { "no-card", "gu-wait" },
  };
  static const char *const styles[] = { "gu-ok", "gu-wait", "gu-warn", "gu-bad" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (icon, styles[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_strcmp0 (looks[i].state, state) == 0)
      gtk_widget_add_css_class (icon, looks[i].style);
}

GBinding *
gu_health_look_follow_compact (GtkWidget *widget, GtkWidget *label)
{
  GObject *root = G_OBJECT (gtk_widget_get_root (widget));

  if (root == NULL || g_object_class_find_property (G_OBJECT_GET_CLASS (root), "compact") == NULL)
    return NULL;
  return g_object_bind_property (
      root, "compact", label, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
}
