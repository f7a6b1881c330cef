/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-paper-row.h"

#include <glib/gi18n-lib.h>

#include "gu-words.h"

/* One paper of a dossier. */

struct _GuPaperRow
{
  AdwActionRow parent_instance;

  GuDocument *item; /* owned */

  /* template children */
  GtkImage *icon;
};

G_DEFINE_FINAL_TYPE (GuPaperRow, gu_paper_row, ADW_TYPE_ACTION_ROW)

static void
update (GuPaperRow *self)
{
  const char *role = gu_document_get_role (self->item);
  gboolean ours = g_strcmp0 (role, "opis") == 0 || g_strcmp0 (role, "receipt") == 0;
  g_autofree char *size = gu_words_size ((guint64) gu_document_get_size (self->item));
  g_autoptr (GString) subtitle = g_string_new (NULL);
  int pages = gu_document_get_pages (self->item);
  int signatures = gu_document_get_signatures (self->item);

  if (ours)
    g_string_append_printf (subtitle, "%s · ", gu_words_role (role));
  if (pages > 0)
    g_string_append_printf (
        subtitle, g_dngettext (GETTEXT_PACKAGE, "%d page", "%d pages", (gulong) pages), pages);
  g_string_append_printf (subtitle, "%s%s", pages > 0 ? " · " : "", size);
  if (signatures > 0)
    {
      g_string_append (subtitle, " · ");
      g_string_append_printf (
          subtitle,
          g_dngettext (GETTEXT_PACKAGE, "%d signature", "%d signatures", (gulong) signatures),
          signatures);
    }
  if (gu_document_get_certified_copy (self->item))
    g_string_append_printf (subtitle, " · %s", _ ("certified copy"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), gu_document_get_name (self->item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle->str);
  gtk_image_set_from_icon_name (self->icon,
                                g_strcmp0 (role, "receipt") == 0 ? "gu-receipt-symbolic"
                                : g_strcmp0 (role, "opis") == 0  ? "gu-sign-symbolic"
                                                                 : "gu-paper-symbolic");
}

static void
gu_paper_row_dispose (GObject *object)
{
  GuPaperRow *self = GU_PAPER_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gu_paper_row_parent_class)->dispose (object);
}

static void
gu_paper_row_class_init (GuPaperRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_paper_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/dossier/gu-paper-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPaperRow, icon);
}

static void
gu_paper_row_init (GuPaperRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_paper_row_new (GuDocument *item)
{
  GuPaperRow *self = g_object_new (GU_TYPE_PAPER_ROW, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

GuDocument *
gu_paper_row_get_item (GuPaperRow *self)
{
  g_return_val_if_fail (GU_IS_PAPER_ROW (self), NULL);

  return self->item;
}
