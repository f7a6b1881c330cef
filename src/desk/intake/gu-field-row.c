/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-field-row.h"

#include <glib/gi18n-lib.h>

struct _GuFieldRow
{
  AdwEntryRow parent_instance;

  char *field;      /* owned, nullable */
  char *check;      /* owned, nullable */
  char *property;   /* owned, nullable */
  GuIntake *intake; /* owned, nullable */
  GObject *object;  /* owned, nullable */
  gboolean setting;

  /* template children */
  GtkWidget *wrap;
  GtkWidget *note;
};

enum
{
  PROP_0,
  PROP_FIELD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuFieldRow, gu_field_row, ADW_TYPE_ENTRY_ROW)

static gboolean
is_number (GuFieldRow *self)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self->object),
                                                    self->property);

  return pspec != NULL && G_IS_PARAM_SPEC_DOUBLE (pspec);
}

static char *
read_object (GuFieldRow *self)
{
  char *text = NULL;

  if (is_number (self))
    {
      double number = 0;

      g_object_get (self->object, self->property, &number, NULL);
      return number > 0 ? g_strdup_printf ("%.10g", number) : g_strdup ("");
    }
  g_object_get (self->object, self->property, &text, NULL);
  return text != NULL ? text : g_strdup ("");
}

static void
write_object (GuFieldRow *self, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  self->setting = TRUE;
  if (is_number (self))
    {
      g_strdelimit (stripped, ",", '.');
      g_object_set (self->object, self->property, g_ascii_strtod (stripped, NULL), NULL);
    }
  else
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self->object),
                                                        self->property);
      gboolean empty_is_null = G_PARAM_SPEC_STRING (pspec)->default_value == NULL;

      g_object_set (
          self->object, self->property, *stripped == '\0' && empty_is_null ? NULL : stripped, NULL);
    }
  self->setting = FALSE;
}

/* While the clerk is still typing, what is missing is only told; it counts as wrong when the
 * cursor leaves. */
static void
update_note (GuFieldRow *self)
{
  g_autofree char *message = NULL;
  gboolean typing = (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN)
                    != 0;

  if (self->intake != NULL && self->check != NULL)
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self)));

      /* Numbers are written with a comma here. */
      if (is_number (self))
        g_strdelimit (text, ",", '.');
      message = gu_intake_check_field (self->intake, self->check, text);
    }
  gtk_label_set_label (GTK_LABEL (self->note), message != NULL ? message : "");
  gtk_widget_set_visible (self->note, message != NULL);
  if (message != NULL && !typing)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               message != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                               : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  message != NULL ? message : "",
                                  -1);
}

static void
on_text_changed (GuFieldRow *self)
{
  if (self->object == NULL)
    return;
  if (!self->setting)
    write_object (self, gtk_editable_get_text (GTK_EDITABLE (self)));
  update_note (self);
}

static void
on_object_changed (GuFieldRow *self)
{
  g_autofree char *text = NULL;

  if (self->setting)
    return;
  text = read_object (self);
  if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (self))) == 0)
    return;
  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  self->setting = FALSE;
  update_note (self);
}

static void
on_flags_changed (GuFieldRow *self, GtkStateFlags before)
{
  GtkStateFlags now = gtk_widget_get_state_flags (GTK_WIDGET (self));

  if (self->object != NULL && ((before ^ now) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    {
      update_note (self);
      /* What Tab had selected does not stay grey behind the cursor. */
      if (!(now & GTK_STATE_FLAG_FOCUS_WITHIN))
        gtk_editable_select_region (GTK_EDITABLE (self), -1, -1);
    }
}

static void
unbind (GuFieldRow *self)
{
  if (self->object != NULL)
    g_signal_handlers_disconnect_by_data (self->object, self);
  g_clear_object (&self->object);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->property, g_free);
  g_clear_pointer (&self->check, g_free);
}

static void
gu_field_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FIELD:
      g_value_set_string (value, GU_FIELD_ROW (object)->field);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuFieldRow *self = GU_FIELD_ROW (object);

  switch (id)
    {
    case PROP_FIELD:
      g_free (self->field);
      self->field = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_field_row_dispose (GObject *object)
{
  unbind (GU_FIELD_ROW (object));
  G_OBJECT_CLASS (gu_field_row_parent_class)->dispose (object);
}

static void
gu_field_row_finalize (GObject *object)
{
  g_free (GU_FIELD_ROW (object)->field);
  G_OBJECT_CLASS (gu_field_row_parent_class)->finalize (object);
}

static void
gu_field_row_class_init (GuFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_field_row_dispose;
  object_class->finalize = gu_field_row_finalize;
  object_class->get_property = gu_field_row_get_property;
  object_class->set_property = gu_field_row_set_property;

  properties[PROP_FIELD] = g_param_spec_string (
      "field", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-field-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuFieldRow, wrap);
  gtk_widget_class_bind_template_child (widget_class, GuFieldRow, note);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_flags_changed);
}

/* The entry of the row moves into a box that has room for the note below it. */
static void
gu_field_row_init (GuFieldRow *self)
{
  GtkWidget *content = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  content = g_object_ref (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->wrap);
  gtk_box_prepend (GTK_BOX (self->wrap), content);
  g_object_unref (content);
}

GtkWidget *
gu_field_row_new (const char *title)
{
  return g_object_new (GU_TYPE_FIELD_ROW, "title", title, NULL);
}

void
gu_field_row_bind (GuFieldRow *self,
                   GuIntake *intake,
                   GObject *object,
                   const char *property,
                   const char *check)
{
  g_autofree char *signal = NULL;

  g_return_if_fail (GU_IS_FIELD_ROW (self));

  unbind (self);
  if (object == NULL)
    return;
  self->object = g_object_ref (object);
  self->intake = intake != NULL ? g_object_ref (intake) : NULL;
  self->property = g_strdelimit (g_strdup (property != NULL ? property : self->field), "_", '-');
  self->check = g_strdup (check);
  signal = g_strdup_printf ("notify::%s", self->property);
  g_signal_connect_object (object, signal, G_CALLBACK (on_object_changed), self, G_CONNECT_SWAPPED);
  on_object_changed (self);
  update_note (self);
}

/* Without these no request is registered. */
static gboolean
is_required (GuFieldRow *self)
{
  return self->check != NULL
         && (g_str_has_suffix (self->check, ".name") || g_str_has_suffix (self->check, ".cui")
             || g_str_equal (self->check, "property.locality"));
}

gboolean
gu_field_row_needs_attention (GuFieldRow *self)
{
  g_return_val_if_fail (GU_IS_FIELD_ROW (self), FALSE);

  if (self->object == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return FALSE;
  return gtk_widget_get_visible (self->note)
         || (is_required (self) && *gtk_editable_get_text (GTK_EDITABLE (self)) == '\0');
}

const char *
gu_field_row_get_field (GuFieldRow *self)
{
  g_return_val_if_fail (GU_IS_FIELD_ROW (self), NULL);

  return self->field;
}

const char *
gu_field_row_get_message (GuFieldRow *self)
{
  g_return_val_if_fail (GU_IS_FIELD_ROW (self), NULL);

  return gtk_label_get_label (GTK_LABEL (self->note));
}
