/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-columns.h"

/* Up to three columns side by side. Where the window is too narrow for the text size, it shows
 * two or one of them, the current one among them, and :folded lets the page offer a switch. */

#define N_COLUMNS 3

struct _GuColumns
{
  GtkWidget parent_instance;

  GtkWidget *children[N_COLUMNS]; /* owned by the widget tree */
  guint current;
  guint n_shown;
  guint notify_id;
};

enum
{
  PROP_0,
  PROP_START_CHILD,
  PROP_MIDDLE_CHILD,
  PROP_END_CHILD,
  PROP_CURRENT,
  PROP_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const double weights[N_COLUMNS] = { 0.31, 0.32, 0.37 };

G_DEFINE_FINAL_TYPE (GuColumns, gu_columns, GTK_TYPE_WIDGET)

static gboolean
has_column (GuColumns *self, guint index)
{
  return self->children[index] != NULL && gtk_widget_get_visible (self->children[index]);
}

static int
column_minimum (GuColumns *self, guint index)
{
  int minimum = 0;

  if (has_column (self, index))
    gtk_widget_measure (
        self->children[index], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static gboolean
notify_folded (gpointer data)
{
  GuColumns *self = GU_COLUMNS (data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

/* The run of columns that fits in @width and holds the current one: as many as possible. */
static void
choose_run (GuColumns *self, int width, guint *first, guint *n)
{
  for (guint count = N_COLUMNS; count > 1; count--)
    {
      guint start = MIN (self->current > 0 ? self->current - 1 : 0, N_COLUMNS - count);
      int needed = 0;

      for (guint i = start; i < start + count; i++)
        needed += column_minimum (self, i);
      if (needed <= width)
        {
          *first = start;
          *n = count;
          return;
        }
    }
  *first = self->current;
  *n = 1;
}

static void
gu_columns_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  GuColumns *self = GU_COLUMNS (widget);

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      int child_minimum = 0;
      int child_natural = 0;

      if (!has_column (self, i))
        continue;
      gtk_widget_measure (
          self->children[i], orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + child_natural
                                                           : MAX (*natural, child_natural);
    }
}

static void
gu_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuColumns *self = GU_COLUMNS (widget);
  guint first = 0;
  guint n = 0;
  int x = 0;
  double total = 0;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int spare = width;

  choose_run (self, width, &first, &n);
  for (guint i = first; i < first + n; i++)
    if (has_column (self, i))
      {
        total += weights[i];
        spare -= column_minimum (self, i);
      }
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkAllocation area = { 0, 0, 0, height };

      if (self->children[i] == NULL)
        continue;
      gtk_widget_set_child_visible (self->children[i], i >= first && i < first + n);
      if (!has_column (self, i) || i < first || i >= first + n)
        continue;
      area.width = column_minimum (self, i) + (int) (spare * weights[i] / total);
      if (i == first + n - 1)
        area.width = width - x;
      area.x = rtl ? width - x - area.width : x;
      x += area.width;
      gtk_widget_size_allocate (self->children[i], &area, -1);
    }
  if (n != self->n_shown)
    {
      self->n_shown = n;
      /* Others change their visibility by it, which must not happen while sizes are handed out. */
      if (self->notify_id == 0)
        self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_folded, self, NULL);
    }
}

static void
set_column (GuColumns *self, guint index, GtkWidget *child)
{
  if (self->children[index] == child)
    return;
  g_clear_pointer (&self->children[index], gtk_widget_unparent);
  self->children[index] = child;
  if (child != NULL)
    {
      GtkWidget *next = NULL;

      for (guint i = index + 1; i < N_COLUMNS && next == NULL; i++)
        next = self->children[i];
      gtk_widget_insert_before (child, GTK_WIDGET (self), next);
    }
}

static void
gu_columns_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuColumns *self = GU_COLUMNS (object);

  switch (id)
    {
    case PROP_START_CHILD:
    case PROP_MIDDLE_CHILD:
    case PROP_END_CHILD:
      set_column (self, id - PROP_START_CHILD, g_value_get_object (value));
      break;
    case PROP_CURRENT:
      gu_columns_show_column (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuColumns *self = GU_COLUMNS (object);

  switch (id)
    {
    case PROP_START_CHILD:
    case PROP_MIDDLE_CHILD:
    case PROP_END_CHILD:
      g_value_set_object (value, self->children[id - PROP_START_CHILD]);
      break;
    case PROP_CURRENT:
      g_value_set_uint (value, self->current);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->n_shown < N_COLUMNS);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_columns_dispose (GObject *object)
{
  GuColumns *self = GU_COLUMNS (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_clear_pointer (&self->children[i], gtk_widget_unparent);
  G_OBJECT_CLASS (gu_columns_parent_class)->dispose (object);
}

static void
gu_columns_class_init (GuColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_columns_dispose;
  object_class->get_property = gu_columns_get_property;
  object_class->set_property = gu_columns_set_property;
  widget_class->measure = gu_columns_measure;
  widget_class->size_allocate = gu_columns_size_allocate;

  properties[PROP_START_CHILD] = g_param_spec_object (
      "start-child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MIDDLE_CHILD] = g_param_spec_object (
      "middle-child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_END_CHILD] = g_param_spec_object (
      "end-child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * GuColumns:current:
   *
   * The column that is shown in any case.
   */
  properties[PROP_CURRENT] = g_param_spec_uint ("current",
                                                NULL,
                                                NULL,
                                                0,
                                                N_COLUMNS - 1,
                                                0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                    | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * GuColumns:folded:
   *
   * Whether some columns are out of sight for want of room.
   */
  properties[PROP_FOLDED] = g_param_spec_boolean (
      "folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "columns");
}

static void
gu_columns_init (GuColumns *self)
{
  self->n_shown = N_COLUMNS;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

void
gu_columns_show_column (GuColumns *self, guint index)
{
  g_return_if_fail (GU_IS_COLUMNS (self));
  g_return_if_fail (index < N_COLUMNS);

  if (self->current == index)
    return;
  self->current = index;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

guint
gu_columns_get_n_shown (GuColumns *self)
{
  g_return_val_if_fail (GU_IS_COLUMNS (self), 0);

  return self->n_shown;
}
