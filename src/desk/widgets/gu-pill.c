/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-pill.h"

struct _GuPill
{
  GtkWidget parent_instance;

  char *code; /* owned, nullable */

  /* template children */
  GtkWidget *label;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_CODE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuPill, gu_pill, GTK_TYPE_WIDGET)

static const char *
look_of (const char *code)
{
  static const struct
  {
    const char *code;
    const char *look;
  } looks[] = {
    { "inregistrat", "active" },  { "in-verificare", "active" },
    { "in-analiza", "active" },   { "in-avizare", "active" },
    { "in-redactare", "active" }, { "la-semnat", "active" },
    { "complet", "good" },        { "completat", "good" },
    { "emis", "good" },           { "comunicat", "good" },
    { "publicat", "good" },       { "incomplet-notificat", "attention" },
    { "suspendat", "attention" }, { "soon", "attention" },
    { "overdue", "bad" },         { "respins", "bad" },
    { "none", "plain" },          { "rejected", "bad" },
    { "synced", "plain" },        { "local", "plain" },
    { "queued", "plain" },
  };

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].code, code))
      return looks[i].look;
  return NULL;
}

static void
set_code (GuPill *self, const char *code)
{
  const char *look = look_of (self->code);

  if (g_strcmp0 (self->code, code) == 0)
    return;
  if (look != NULL)
    gtk_widget_remove_css_class (self->label, look);
  g_free (self->code);
  self->code = g_strdup (code);
  look = look_of (code);
  if (look != NULL)
    gtk_widget_add_css_class (self->label, look);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
set_label (GuPill *self, const char *label)
{
  gtk_label_set_label (GTK_LABEL (self->label), label != NULL ? label : "");
  gtk_widget_set_visible (self->label, label != NULL && *label != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

static void
gu_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuPill *self = GU_PILL (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (GTK_LABEL (self->label)));
      break;
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_LABEL:
      set_label (GU_PILL (object), g_value_get_string (value));
      break;
    case PROP_CODE:
      set_code (GU_PILL (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_pill_dispose (GObject *object)
{
  g_clear_pointer (&GU_PILL (object)->label, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_pill_parent_class)->dispose (object);
}

static void
gu_pill_finalize (GObject *object)
{
  g_free (GU_PILL (object)->code);
  G_OBJECT_CLASS (gu_pill_parent_class)->finalize (object);
}

static void
gu_pill_class_init (GuPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = gu_pill_dispose;
  object_class->finalize = gu_pill_finalize;
  object_class->get_property = gu_pill_get_property;
  object_class->set_property = gu_pill_set_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/widgets/gu-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPill, label);
}

static void
gu_pill_init (GuPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
