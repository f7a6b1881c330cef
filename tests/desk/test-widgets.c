/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include "gu-banner.h"
#include "gu-certificate-row.h"
#include "gu-checklist-view.h"
#include "gu-clock-row.h"
#include "gu-columns.h"
#include "gu-document-chip.h"
#include "gu-dossiers-page.h"
#include "gu-draft-row.h"
#include "gu-error.h"
#include "gu-event-row.h"
#include "gu-fact-choice-row.h"
#include "gu-field-row.h"
#include "gu-operation-bar.h"
#include "gu-outbox-row.h"
#include "gu-paper-row.h"
#include "gu-person-form.h"
#include "gu-pill.h"
#include "gu-pin-entry.h"
#include "gu-preferences-window.h"
#include "gu-property-form.h"
#include "gu-receipt-page.h"
#include "gu-request-form.h"
#include "gu-sign-dialog.h"
#include "gu-slot-row.h"
#include "gu-window.h"

#define RESOURCES "/ro/ghiseuunic/Ghiseu"

static guint
instantiate (const char *class_name)
{
  GType type = g_type_from_name (class_name);
  GObject *object = NULL;
  gpointer weak = NULL;

  g_test_message ("%s", class_name);
  /* A template whose class no other template pulls in would fail only in front of a clerk. */
  g_assert_cmpuint (type, !=, G_TYPE_INVALID);
  object = g_object_new (type, NULL);
  g_assert_true (GTK_IS_WIDGET (object));
  weak = object;
  g_object_add_weak_pointer (object, &weak);
  if (GTK_IS_WINDOW (object))
    gtk_window_destroy (GTK_WINDOW (object));
  else
    {
      g_object_ref_sink (object);
      g_object_unref (object);
    }
  DESK_WAIT (weak == NULL);
  return 1;
}

static void
test_templates (void)
{
  g_auto (GStrv)
      folders = g_resources_enumerate_children (RESOURCES, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  const GType rows[] = {
    GU_TYPE_CERTIFICATE_ROW, GU_TYPE_CLOCK_ROW,    GU_TYPE_DOCUMENT_CHIP,   GU_TYPE_DRAFT_ROW,
    GU_TYPE_EVENT_ROW,       GU_TYPE_OUTBOX_ROW,   GU_TYPE_FACT_CHOICE_ROW, GU_TYPE_PAPER_ROW,
    GU_TYPE_SIGN_DIALOG,     GU_TYPE_SLOT_ROW,     GU_TYPE_CHECKLIST_VIEW,  GU_TYPE_DOSSIERS_PAGE,
    GU_TYPE_RECEIPT_PAGE,    GU_TYPE_REQUEST_FORM, GU_TYPE_FIELD_ROW,       GU_TYPE_PERSON_FORM,
    GU_TYPE_PROPERTY_FORM,
  };
  g_autoptr (GRegex) regex = g_regex_new ("<template class=\"(Gu\\w+)\"", 0, 0, NULL);
  guint n = 0;

  /* Makes the classes of the whole window known; those made when they are needed stand here. */
  g_type_class_unref (g_type_class_ref (GU_TYPE_WINDOW));
  g_type_class_unref (g_type_class_ref (GU_TYPE_PREFERENCES_WINDOW));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_type_class_unref (g_type_class_ref (rows[i]));
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *folder = g_strdup_printf ("%s/%s", RESOURCES, folders[i]);
      g_auto (GStrv)
          files = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      for (guint j = 0; files != NULL && files[j] != NULL; j++)
        {
          g_autofree char *path = g_build_filename (folder, files[j], NULL);
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (GMatchInfo) match = NULL;
          g_autofree char *class_name = NULL;

          if (!g_str_has_suffix (path, ".ui"))
            continue;
          bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
          g_assert_nonnull (bytes);
          if (!g_regex_match_full (regex,
                                   g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes),
                                   0,
                                   0,
                                   &match,
                                   NULL))
            continue;
          class_name = g_match_info_fetch (match, 1);
          /* A dialog without a draft and rows without an item have no content to show. */
          n += instantiate (class_name);
        }
    }
  g_test_message ("%u templates", n);
  g_assert_cmpuint (n, >=, 25);
}

static void
test_banner (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GuBanner *banner = g_object_new (GU_TYPE_BANNER, NULL);
  g_autoptr (GError) error = NULL;

  gtk_window_set_child (window, GTK_WIDGET (banner));
  gtk_window_present (window);
  g_assert_false (gu_banner_get_revealed (banner));
  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");
  gu_banner_show_error (banner, error);
  g_assert_true (gu_banner_get_revealed (banner));
  gtk_test_accessible_assert_role (banner, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_property (banner, GTK_ACCESSIBLE_PROPERTY_LABEL, "The disk is full.");
  gu_banner_hide (banner);
  g_assert_false (gu_banner_get_revealed (banner));
  desk_test_destroy (window);
}

static void
test_pin_entry (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GuPinEntry *entry = g_object_new (GU_TYPE_PIN_ENTRY, NULL);
  g_autoptr (GuSecretBytes) pin = NULL;
  gsize size = 0;

  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "PIN", -1);
  gtk_window_set_child (window, GTK_WIDGET (entry));
  gtk_window_present (window);
  gtk_test_accessible_assert_role (entry, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_test_accessible_assert_property (entry, GTK_ACCESSIBLE_PROPERTY_LABEL, "PIN");
  /* What is editable is what GTK puts on the accessibility bus. */
  g_assert_false (GTK_IS_EDITABLE (entry));
  DESK_WAIT (gtk_window_is_active (window));
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  desk_test_type ("4711");
  DESK_WAIT (gu_pin_entry_get_length (entry) == 4);
  g_assert_false (gtk_test_accessible_has_property (GTK_ACCESSIBLE (entry),
                                                    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));

  pin = gu_pin_entry_take_pin (entry);
  g_assert_cmpmem (gu_secret_bytes_peek (pin, &size), size, "4711", 4);
  g_assert_cmpuint (gu_pin_entry_get_length (entry), ==, 0);
  g_assert_null (gu_pin_entry_take_pin (entry));
  desk_test_destroy (window);
}

static void
test_columns (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GuColumns *columns = g_object_new (GU_TYPE_COLUMNS, NULL);
  GtkWidget *children[3] = { NULL };

  for (int i = 0; i < 3; i++)
    {
      children[i] = gtk_button_new_with_label ("column");
      gtk_widget_set_size_request (children[i], 300, 100);
    }
  g_object_set (columns,
                "start-child",
                children[0],
                "middle-child",
                children[1],
                "end-child",
                children[2],
                NULL);
  gtk_window_set_child (window, GTK_WIDGET (columns));
  gtk_window_set_default_size (window, 1000, 300);
  gtk_window_present (window);
  DESK_WAIT (gtk_widget_get_width (GTK_WIDGET (columns)) >= 900
             && gu_columns_get_n_shown (columns) == 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint (gtk_widget_get_allocated_width (children[i]), >=, 300);

  /* Too narrow for three: the current one and its neighbour stay. */
  gtk_window_set_default_size (window, 700, 300);
  DESK_WAIT (gu_columns_get_n_shown (columns) == 2);
  g_assert_true (gtk_widget_get_child_visible (children[0]));
  gu_columns_show_column (columns, 2);
  DESK_WAIT (gtk_widget_get_child_visible (children[2]));
  g_assert_false (gtk_widget_get_child_visible (children[0]));

  gtk_window_set_default_size (window, 320, 300);
  DESK_WAIT (gu_columns_get_n_shown (columns) == 1);
  g_assert_true (gtk_widget_get_child_visible (children[2]));
  g_assert_false (gtk_widget_get_child_visible (children[1]));
  desk_test_destroy (window);
}

static void
test_operation_bar (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GuOperationBar *bar = g_object_new (GU_TYPE_OPERATION_BAR, NULL);
  g_autoptr (GuOperation) operation = gu_operation_new ("Import");
  GtkWidget *revealer = NULL;
  GtkWidget *button = NULL;

  gtk_window_set_child (window, GTK_WIDGET (bar));
  gtk_window_present (window);
  revealer = desk_test_find (GTK_WIDGET (bar), GTK_TYPE_REVEALER, 0);
  gu_operation_bar_set_operation (bar, operation);
  g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  button = desk_test_find (GTK_WIDGET (bar), GTK_TYPE_BUTTON, 0);
  g_signal_emit_by_name (button, "clicked");
  g_assert_true (g_cancellable_is_cancelled (gu_operation_get_cancellable (operation)));
  gu_operation_finish (operation);
  DESK_WAIT (!gtk_revealer_get_reveal_child (GTK_REVEALER (revealer)));
  desk_test_destroy (window);
}

static void
on_css_error (GtkCssProvider *provider,
              GtkCssSection *section,
              const GError *error,
              gpointer user_data)
{
  g_test_message ("%s", error->message);
  (*(guint *) user_data)++;
}

static void
test_style (void)
{
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();
  guint n_errors = 0;

  g_signal_connect (css, "parsing-error", G_CALLBACK (on_css_error), &n_errors);
  gtk_css_provider_load_from_resource (css, RESOURCES "/style.css");
  g_assert_cmpuint (n_errors, ==, 0);
  /* A style sheet that is broken is noticed. */
  gtk_css_provider_load_from_data (css, "label { colour: red; }", -1);
  g_assert_cmpuint (n_errors, ==, 1);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add_func ("/desk/widgets/templates", test_templates);
  g_test_add_func ("/desk/widgets/style", test_style);
  g_test_add_func ("/desk/widgets/banner", test_banner);
  g_test_add_func ("/desk/widgets/pin-entry", test_pin_entry);
  g_test_add_func ("/desk/widgets/columns", test_columns);
  g_test_add_func ("/desk/widgets/operation-bar", test_operation_bar);
  return g_test_run ();
}
