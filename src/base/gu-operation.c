/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-operation.h"

/* A long action as an object: what it is, how far it is, how it ended. */
struct _GuOperation
{
  GObject parent_instance;

  /* owned */
  char *title;
  GCancellable *cancellable;
  GMainContext *context; /* where "notify" comes */

  GMutex lock;

  /* all below under @lock */
  char *phase;
  double fraction;
  GuOperationState state;
  GError *error;
  guint changed;      /* bits 1 << property id, to be told */
  gboolean scheduled; /* a source that will tell them is attached */
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_CANCELLABLE,
  PROP_PHASE,
  PROP_FRACTION,
  PROP_STATE,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuOperation, gu_operation, G_TYPE_OBJECT)

GType
gu_operation_state_get_type (void)
{
  static gsize once = 0;
  static GType type = 0;
  static const GEnumValue values[] = {
    { GU_OPERATION_RUNNING, "GU_OPERATION_RUNNING", "running" },
    { GU_OPERATION_DONE, "GU_OPERATION_DONE", "done" },
    { GU_OPERATION_FAILED, "GU_OPERATION_FAILED", "failed" },
    { GU_OPERATION_CANCELLED, "GU_OPERATION_CANCELLED", "cancelled" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&once))
    {
      type = g_enum_register_static ("GuOperationState", values);
      g_once_init_leave (&once, 1);
    }

  return type;
}

static gboolean
gu_operation_tell (gpointer data)
{
  GuOperation *self = data;
  guint changed;

  g_mutex_lock (&self->lock);
  changed = self->changed;
  self->changed = 0;
  self->scheduled = FALSE;
  g_mutex_unlock (&self->lock);

  g_object_freeze_notify (G_OBJECT (self));
  for (guint id = PROP_0 + 1; id < N_PROPS; id++)
    {
      if ((changed & (1u << id)) != 0)
        g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
    }
  g_object_thaw_notify (G_OBJECT (self));

  return G_SOURCE_REMOVE;
}

/* Called with the lock held. */
static void
gu_operation_mark (GuOperation *self, guint id)
{
  g_autoptr (GSource) source = NULL;

  self->changed |= 1u << id;
  if (self->scheduled)
    return;

  self->scheduled = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "gu-operation");
  g_source_set_callback (source, gu_operation_tell, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

static void
gu_operation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuOperation *self = GU_OPERATION (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_CANCELLABLE:
      g_value_set_object (value, self->cancellable);
      break;
    case PROP_PHASE:
      g_value_take_string (value, gu_operation_dup_phase (self));
      break;
    case PROP_FRACTION:
      g_value_set_double (value, gu_operation_get_fraction (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, (int) gu_operation_get_state (self));
      break;
    case PROP_ERROR:
      g_value_take_boxed (value, gu_operation_dup_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_operation_finalize (GObject *object)
{
  GuOperation *self = GU_OPERATION (object);

  g_clear_pointer (&self->title, g_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->phase, g_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_operation_parent_class)->finalize (object);
}

static void
gu_operation_class_init (GuOperationClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gu_operation_get_property;
  object_class->finalize = gu_operation_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_CANCELLABLE] = g_param_spec_object (
      "cancellable", NULL, NULL, G_TYPE_CANCELLABLE, flags);
  properties[PROP_PHASE] = g_param_spec_string ("phase", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1.0, 1.0, -1.0, flags);
  properties[PROP_STATE] = g_param_spec_enum (
      "state", NULL, NULL, GU_TYPE_OPERATION_STATE, GU_OPERATION_RUNNING, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_operation_init (GuOperation *self)
{
  g_mutex_init (&self->lock);
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  self->fraction = -1.0;
}

GuOperation *
gu_operation_new (const char *title)
{
  GuOperation *self = g_object_new (GU_TYPE_OPERATION, NULL);

  self->title = g_strdup (title);

  return self;
}

const char *
gu_operation_get_title (GuOperation *self)
{
  g_return_val_if_fail (GU_IS_OPERATION (self), NULL);

  return self->title;
}

GCancellable *
gu_operation_get_cancellable (GuOperation *self)
{
  g_return_val_if_fail (GU_IS_OPERATION (self), NULL);

  return self->cancellable;
}

void
gu_operation_cancel (GuOperation *self)
{
  g_return_if_fail (GU_IS_OPERATION (self));

  g_cancellable_cancel (self->cancellable);
}

char *
gu_operation_dup_phase (GuOperation *self)
{
  char *phase;

  g_return_val_if_fail (GU_IS_OPERATION (self), NULL);

  g_mutex_lock (&self->lock);
  phase = g_strdup (self->phase);
  g_mutex_unlock (&self->lock);

  return phase;
}

void
gu_operation_set_phase (GuOperation *self, const char *phase)
{
  g_return_if_fail (GU_IS_OPERATION (self));

  g_mutex_lock (&self->lock);
  if (self->state == GU_OPERATION_RUNNING && g_strcmp0 (self->phase, phase) != 0)
    {
      g_free (self->phase);
      self->phase = g_strdup (phase);
      gu_operation_mark (self, PROP_PHASE);
    }
  g_mutex_unlock (&self->lock);
}

double
gu_operation_get_fraction (GuOperation *self)
{
  double fraction;

  g_return_val_if_fail (GU_IS_OPERATION (self), -1.0);

  g_mutex_lock (&self->lock);
  fraction = self->fraction;
  g_mutex_unlock (&self->lock);

  return fraction;
}

void
gu_operation_set_fraction (GuOperation *self, double fraction)
{
  double bounded = fraction < 0.0 ? -1.0 : MIN (fraction, 1.0);

  g_return_if_fail (GU_IS_OPERATION (self));

  g_mutex_lock (&self->lock);
  if (self->state == GU_OPERATION_RUNNING && self->fraction != bounded)
    {
      self->fraction = bounded;
      gu_operation_mark (self, PROP_FRACTION);
    }
  g_mutex_unlock (&self->lock);
}

GuOperationState
gu_operation_get_state (GuOperation *self)
{
  GuOperationState state;

  g_return_val_if_fail (GU_IS_OPERATION (self), GU_OPERATION_FAILED);

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);

  return state;
}

GError *
gu_operation_dup_error (GuOperation *self)
{
  GError *error;

  g_return_val_if_fail (GU_IS_OPERATION (self), NULL);

  g_mutex_lock (&self->lock);
  error = self->error != NULL ? g_error_copy (self->error) : NULL;
  g_mutex_unlock (&self->lock);

  return error;
}

void
gu_operation_finish (GuOperation *self)
{
  g_return_if_fail (GU_IS_OPERATION (self));

  g_mutex_lock (&self->lock);
  if (self->state == GU_OPERATION_RUNNING)
    {
      self->state = GU_OPERATION_DONE;
      gu_operation_mark (self, PROP_STATE);
      if (self->fraction != 1.0)
        {
          self->fraction = 1.0;
          gu_operation_mark (self, PROP_FRACTION);
        }
    }
  g_mutex_unlock (&self->lock);
}

void
gu_operation_fail (GuOperation *self, const GError *error)
{
  g_return_if_fail (GU_IS_OPERATION (self));
  g_return_if_fail (error != NULL);

  g_mutex_lock (&self->lock);
  if (self->state == GU_OPERATION_RUNNING)
    {
      self->state = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                        ? GU_OPERATION_CANCELLED
                        : GU_OPERATION_FAILED;
      self->error = g_error_copy (error);
      gu_operation_mark (self, PROP_STATE);
      gu_operation_mark (self, PROP_ERROR);
    }
  g_mutex_unlock (&self->lock);
}
