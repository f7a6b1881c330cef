/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-sign-dialog.h"

#include <glib/gi18n-lib.h>

#include "gu-card-error.h"
#include "gu-certificate-list.h"
#include "gu-certificate-row.h"
#include "gu-error.h"
#include "gu-operation-bar.h"
#include "gu-pin-entry.h"
#include "gu-registration.h"

/* Certificate, PIN, progress. The PIN goes from the entry's locked buffer into locked memory and
 * is wiped when the card has seen it. */

struct _GuSignDialog
{
  AdwWindow parent_instance;

  GuContext *context;              /* owned */
  GuCertificateList *certificates; /* owned */
  GuRegistration *registration;    /* owned */
  GCancellable *cancellable;       /* owned, nullable: while signing */
  gboolean about_pin;              /* the error that is shown is about a PIN that was typed */

  /* template children */
  GtkWidget *note_box;
  GtkLabel *note;
  GtkStack *stack;
  AdwStatusPage *no_card;
  GtkListBox *list;
  GtkWidget *pin_box;
  GuPinEntry *pin;
  GtkLabel *tries;
  GtkWidget *pad_label;
  GtkWidget *error_box;
  GtkLabel *error_title;
  GtkLabel *error_hint;
  GtkWidget *error_detail_box;
  GtkLabel *error_detail;
  GuOperationBar *operation;
  GtkWidget *sign;
  GtkWidget *cancel;
  GtkSpinner *spinner;
};

enum
{
  REGISTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuSignDialog, gu_sign_dialog, ADW_TYPE_WINDOW)

static GuCertificateItem *
selected_item (GuSignDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  return row != NULL ? gu_certificate_row_get_item (GU_CERTIFICATE_ROW (row)) : NULL;
}

static void
update_sign_button (GuSignDialog *self)
{
  GuCertificateItem *item = selected_item (self);
  gboolean pad = item != NULL && gu_certificate_item_get_pin_pad (item);

  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "sign.sign",
                                 self->cancellable == NULL && item != NULL
                                     && (pad || gu_pin_entry_get_length (self->pin) >= 4));
}

static void
on_row_selected (GuSignDialog *self)
{
  GuCertificateItem *item = selected_item (self);
  gboolean pad = item != NULL && gu_certificate_item_get_pin_pad (item);
  int tries = item != NULL ? gu_certificate_item_get_pin_tries (item) : -1;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->pin_box, item != NULL && !pad);
  gtk_widget_set_visible (self->pad_label, pad);
  gtk_widget_set_visible (GTK_WIDGET (self->tries), tries >= 0 && !pad);
  if (tries >= 0)
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     /* Translators: how often a wrong PIN may still be typed. */
                     "%d try left before the card locks",
                     "%d tries left before the card locks",
                     (gulong) tries),
        tries);
  gtk_label_set_label (self->tries, text != NULL ? text : "");
  if (tries >= 0 && tries <= 1)
    gtk_widget_add_css_class (GTK_WIDGET (self->tries), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->tries), "error");
  update_sign_button (self);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return gu_certificate_row_new (GU_CERTIFICATE_ITEM (item));
}

static void
select_preferred (GuSignDialog *self)
{
  GuCertificateItem *preferred = gu_certificate_list_get_preferred (self->certificates);
  GtkListBoxRow *row = NULL;

  if (gtk_list_box_get_selected_row (self->list) != NULL)
    return;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      GuCertificateItem *item = gu_certificate_row_get_item (GU_CERTIFICATE_ROW (row));

      if (item == preferred || (preferred == NULL && gu_certificate_item_get_usable (item)))
        {
          gtk_list_box_select_row (self->list, row);
          return;
        }
    }
}

static void
update_certificates (GuSignDialog *self)
{
  g_autofree char *sentence = NULL;
  g_autofree char *hint = NULL;
  gboolean loading = FALSE;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->certificates));

  g_object_get (
      self->certificates, "sentence", &sentence, "hint", &hint, "loading", &loading, NULL);
  gtk_spinner_set_spinning (self->spinner, n == 0 && loading);
  if (n > 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "certificates");
      select_preferred (self);
      if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL
          || gtk_widget_get_visible (self->pin_box))
        gtk_widget_grab_focus (GTK_WIDGET (self->pin));
    }
  else if (loading)
    gtk_stack_set_visible_child_name (self->stack, "reading");
  else
    {
      adw_status_page_set_title (
          self->no_card,
          sentence != NULL && *sentence != '\0' ? sentence : _ ("No certificate was found"));
      /* What was said about the PIN of a card means nothing without the card. */
      if (self->about_pin)
        gtk_widget_set_visible (self->error_box, FALSE);
      adw_status_page_set_description (self->no_card, hint);
      gtk_stack_set_visible_child_name (self->stack, "no-card");
    }
  on_row_selected (self);
}

static void
show_error (GuSignDialog *self, const GError *error)
{
  const char *hint = gu_error_get_hint (error);
  const char *detail = gu_error_get_detail (error);

  self->about_pin = g_error_matches (error, GU_CARD_ERROR, GU_CARD_ERROR_WRONG_PIN)
                    || g_error_matches (error, GU_CARD_ERROR, GU_CARD_ERROR_PIN_FORMAT);
  gtk_label_set_label (self->error_title, error->message);
  gtk_label_set_label (self->error_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error_hint), hint != NULL);
  gtk_label_set_label (self->error_detail, detail != NULL ? detail : "");
  gtk_widget_set_visible (self->error_detail_box, detail != NULL);
  gtk_widget_set_visible (self->error_box, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->error_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  error->message,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint != NULL ? hint : "",
                                  -1);
}

static void
set_busy (GuSignDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !busy);
  gtk_widget_set_sensitive (self->pin_box, !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign.refresh", !busy);
  update_sign_button (self);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuSignDialog) self = GU_SIGN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;

  /* Why the list is empty is one of its own properties, shown by update_certificates(). */
  if (!gu_certificate_list_refresh_finish (GU_CERTIFICATE_LIST (source), result, &error))
    g_debug ("the cards were asked again: %s", error->message);
  if (self->stack != NULL)
    update_certificates (self);
}

static void
refresh (GuSignDialog *self)
{
  gu_certificate_list_refresh_async (self->certificates, NULL, on_refreshed, g_object_ref (self));
  update_certificates (self);
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuSignDialog) self = GU_SIGN_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  gboolean done = gu_registration_run_finish (GU_REGISTRATION (source), result, &error);

  if (self->stack == NULL)
    return;
  g_clear_object (&self->cancellable);
  gu_operation_bar_set_operation (self->operation, NULL);
  set_busy (self, FALSE);
  if (done)
    {
      g_signal_emit (self, signals[REGISTERED], 0, self->registration);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
  /* The number of tries may have changed, and the card may be gone. */
  refresh (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->pin));
}

static void
act_sign (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuSignDialog *self = GU_SIGN_DIALOG (widget);
  GuCertificateItem *item = selected_item (self);
  g_autoptr (GuSecretBytes) pin = NULL;

  if (item == NULL || self->cancellable != NULL)
    return;
  if (!gu_certificate_item_get_pin_pad (item))
    pin = gu_pin_entry_take_pin (self->pin);
  gtk_widget_set_visible (self->error_box, FALSE);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  gu_registration_run_async (self->registration,
                             gu_certificate_item_get_id (item),
                             pin,
                             self->cancellable,
                             on_registered,
                             g_object_ref (self));
  gu_operation_bar_set_operation (self->operation,
                                  gu_registration_get_operation (self->registration));
}

static void
act_refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuSignDialog *self = GU_SIGN_DIALOG (widget);

  gtk_widget_set_visible (self->error_box, FALSE);
  refresh (self);
}

static void
on_pin_activate (GuSignDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign.sign", NULL);
}

static gboolean
gu_sign_dialog_close_request (GtkWindow *window)
{
  GuSignDialog *self = GU_SIGN_DIALOG (window);

  gu_pin_entry_clear (self->pin);
  if (self->cancellable != NULL)
    {
      /* The dialog stays until the card has let go. */
      g_cancellable_cancel (self->cancellable);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (gu_sign_dialog_parent_class)->close_request (window);
}

static void
gu_sign_dialog_dispose (GObject *object)
{
  GuSignDialog *self = GU_SIGN_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->certificates != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->certificates, self);
      gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
    }
  self->stack = NULL;
  g_clear_object (&self->certificates);
  g_clear_object (&self->registration);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_sign_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, note_box);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, note);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, no_card);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, list);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, pin_box);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, pin);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, tries);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, pad_label);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, error_box);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, error_title);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, error_hint);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, error_detail_box);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, error_detail);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, operation);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, sign);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, GuSignDialog, spinner);
}

static void
gu_sign_dialog_class_init (GuSignDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_OPERATION_BAR);
  g_type_ensure (GU_TYPE_PIN_ENTRY);
  G_OBJECT_CLASS (klass)->dispose = gu_sign_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gu_sign_dialog_close_request;

  /**
   * GuSignDialog::registered:
   * @registration: the #GuRegistration that was done
   */
  signals[REGISTERED] = g_signal_new ("registered",
                                      G_TYPE_FROM_CLASS (klass),
                                      G_SIGNAL_RUN_LAST,
                                      0,
                                      NULL,
                                      NULL,
                                      NULL,
                                      G_TYPE_NONE,
                                      1,
                                      GU_TYPE_REGISTRATION);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/signing/gu-sign-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, update_sign_button);
  gtk_widget_class_bind_template_callback (widget_class, on_pin_activate);
  gtk_widget_class_install_action (widget_class, "sign.sign", NULL, act_sign);
  gtk_widget_class_install_action (widget_class, "sign.refresh", NULL, act_refresh);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
gu_sign_dialog_init (GuSignDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_sign_dialog_new (GuContext *context, const char *dossier_id)
{
  GuSignDialog *self = g_object_new (GU_TYPE_SIGN_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->certificates = g_object_ref (gu_context_get_certificates (context));
  self->registration = gu_registration_new (context, dossier_id);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->certificates), create_row, self, NULL);
  g_signal_connect_object (self->certificates,
                           "items-changed",
                           G_CALLBACK (update_certificates),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (
      self->certificates, "notify", G_CALLBACK (update_certificates), self, G_CONNECT_SWAPPED);
  update_certificates (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->certificates)) == 0)
    refresh (self);
  return GTK_WIDGET (self);
}

void
gu_sign_dialog_set_note (GuSignDialog *self, const char *note)
{
  g_return_if_fail (GU_IS_SIGN_DIALOG (self));

  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (self->note_box, note != NULL);
}
