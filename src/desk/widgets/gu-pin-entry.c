/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-pin-entry.h"

/* Where a PIN is typed. The password entries of GTK 4.8 hand their clear text to any program on
 * the accessibility bus; a bare GtkText is not on that bus, so this widget stands there in its
 * place: a text box with a name and nothing to read. The characters live in the locked buffer
 * of GtkPasswordEntryBuffer, never in a GString or a label. */

struct _GuPinEntry
{
  GtkWidget parent_instance;

  /* template children */
  GtkText *text;
};

enum
{
  PROP_0,
  PROP_LENGTH,
  N_PROPS
};

enum
{
  ACTIVATE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuPinEntry, gu_pin_entry, GTK_TYPE_WIDGET)

static void
on_text_activate (GuPinEntry *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
on_text_length_changed (GuPinEntry *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENGTH]);
}

static gboolean
gu_pin_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GU_PIN_ENTRY (widget)->text));
}

static void
gu_pin_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LENGTH:
      g_value_set_uint (value, gu_pin_entry_get_length (GU_PIN_ENTRY (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_pin_entry_dispose (GObject *object)
{
  GuPinEntry *self = GU_PIN_ENTRY (object);

  if (self->text != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->text)));
  G_OBJECT_CLASS (gu_pin_entry_parent_class)->dispose (object);
}

static void
gu_pin_entry_class_init (GuPinEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_pin_entry_dispose;
  object_class->get_property = gu_pin_entry_get_property;
  widget_class->grab_focus = gu_pin_entry_grab_focus;

  /**
   * GuPinEntry:length:
   *
   * How many characters were typed; all that can be known of them.
   */
  properties[PROP_LENGTH] = g_param_spec_uint (
      "length", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * GuPinEntry::activate:
   *
   * Enter was pressed.
   */
  signals[ACTIVATE] = g_signal_new ("activate",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);

  gtk_widget_class_set_css_name (widget_class, "entry");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TEXT_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/widgets/gu-pin-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPinEntry, text);
  gtk_widget_class_bind_template_callback (widget_class, on_text_activate);
}

static void
gu_pin_entry_init (GuPinEntry *self)
{
  g_autoptr (GtkEntryBuffer) buffer = gtk_password_entry_buffer_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_text_set_buffer (self->text, buffer);
  g_signal_connect_object (
      buffer, "notify::length", G_CALLBACK (on_text_length_changed), self, G_CONNECT_SWAPPED);
}

GuSecretBytes *
gu_pin_entry_take_pin (GuPinEntry *self)
{
  GtkEntryBuffer *buffer = NULL;
  GuSecretBytes *pin = NULL;

  g_return_val_if_fail (GU_IS_PIN_ENTRY (self), NULL);

  buffer = gtk_text_get_buffer (self->text);
  if (gtk_entry_buffer_get_length (buffer) == 0)
    return NULL;
  pin = gu_secret_bytes_new (gtk_entry_buffer_get_text (buffer),
                             gtk_entry_buffer_get_bytes (buffer));
  gu_pin_entry_clear (self);
  return pin;
}

void
gu_pin_entry_clear (GuPinEntry *self)
{
  g_return_if_fail (GU_IS_PIN_ENTRY (self));

  gtk_entry_buffer_delete_text (gtk_text_get_buffer (self->text), 0, -1);
}

guint
gu_pin_entry_get_length (GuPinEntry *self)
{
  g_return_val_if_fail (GU_IS_PIN_ENTRY (self), 0);

  return self->text != NULL ? gtk_entry_buffer_get_length (gtk_text_get_buffer (self->text)) : 0;
}
