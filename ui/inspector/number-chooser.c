/* number-chooser: which number of which tensor */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/number-chooser.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/inspector/number-grid.h"

#define ROOM 296
#define MOST 4096 /* numbers of the grid */

/* What was chosen of one stop. */
typedef struct
{
  guint target;
  gsize offset;
} Choice;

struct _WeftNumberChooser
{
  GtkBox parent_instance;
  GPtrArray *targets; /* borrowed; nullable */
  GHashTable *kept;   /* guint key → Choice */
  Choice *choice;     /* of the key at hand, in there */
  GtkWidget *list, *axes, *grid;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (WeftNumberChooser, weft_number_chooser, GTK_TYPE_BOX)

static guint chosen_signal;

static const WeftShape *
get_shape (WeftNumberChooser *self)
{
  const WeftWorkedTarget *target = self->targets->pdata[self->choice->target];

  return &target->tensor->shape;
}

/* The last two axes, of those that there are. */
static gint64
get_plane (const WeftShape *shape, gint64 *columns)
{
  gint64 rows = shape->rank > 1 ? shape->dims[shape->rank - 2] : 1;

  *columns = shape->rank > 0 ? shape->dims[shape->rank - 1] : 1;
  return rows * *columns <= MOST ? rows : MAX (MOST / *columns, 1);
}

/* In the midst of the last two axes: at an edge much is padding. */
static gsize
find_middle (const WeftShape *shape)
{
  gint64 rows, columns;

  if (shape->rank < 4)
    return 0;
  rows = shape->dims[shape->rank - 2];
  columns = shape->dims[shape->rank - 1];
  return (gsize) (rows / 2 * columns + columns / 2);
}

/* --- the grid --- */

static gsize
get_begin (WeftNumberChooser *self)
{
  const WeftShape *shape = get_shape (self);
  gint64 columns, rows = get_plane (shape, &columns), all = columns;

  if (shape->rank > 1)
    all *= shape->dims[shape->rank - 2];
  if (rows * columns == all)
    return self->choice->offset / (gsize) all * (gsize) all;
  return self->choice->offset / (gsize) (rows * columns) * (gsize) (rows * columns);
}

static void
show_grid (WeftNumberChooser *self)
{
  const WeftWorkedTarget *target = self->targets->pdata[self->choice->target];
  gint64 columns, rows = get_plane (&target->tensor->shape, &columns);
  gsize begin = get_begin (self), all = (gsize) weft_shape_count (&target->tensor->shape);
  guint n = (guint) MIN ((gsize) (rows * columns), all - begin);
  g_autofree double *x = g_new (double, n + 1);

  for (guint i = 0; i < n; i++)
    x[i] = (double) weft_tensor_floats (target->tensor)[begin + i];
  weft_number_grid_set (WEFT_NUMBER_GRID (self->grid), x, n, (guint) columns, ROOM);
  weft_number_grid_choose (WEFT_NUMBER_GRID (self->grid), (int) (self->choice->offset - begin));
  weft_widget_set_name (self->grid, target->name);
}

/* --- the other axes --- */

static gsize
get_stride (const WeftShape *shape, int axis)
{
  gsize stride = 1;

  for (int i = axis + 1; i < shape->rank; i++)
    stride *= (gsize) shape->dims[i];
  return stride;
}

static void
axis_cb (GtkSpinButton *spin, WeftNumberChooser *self)
{
  const WeftShape *shape = get_shape (self);
  int axis = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (spin), "axis"));
  gsize stride = get_stride (shape, axis), length = (gsize) shape->dims[axis];
  gsize before = self->choice->offset / stride % length;

  if (self->is_filling)
    return;
  self->choice->offset += ((gsize) gtk_spin_button_get_value_as_int (spin) - before) * stride;
  show_grid (self);
  g_signal_emit (self, chosen_signal, 0);
}

static void
add_axis (WeftNumberChooser *self, int axis)
{
  static const char *const names[] = { N_ ("Sample"), N_ ("Channel") };
  const WeftShape *shape = get_shape (self);
  GtkWidget *spin = gtk_spin_button_new_with_range (0, (double) shape->dims[axis] - 1, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label;
  const char *name = axis < 2 && shape->rank == 4 ? _ (names[axis]) : _ ("Index");

  gtk_spin_button_set_value (
      GTK_SPIN_BUTTON (spin),
      (double) (self->choice->offset / get_stride (shape, axis) % (gsize) shape->dims[axis]));
  g_object_set_data (G_OBJECT (spin), "axis", GINT_TO_POINTER (axis));
  g_signal_connect (spin, "value-changed", G_CALLBACK (axis_cb), self);
  weft_widget_set_name (spin, name);
  label = weft_label_new (name, NULL);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), spin);
  gtk_widget_add_css_class (box, "param-row");
  gtk_box_append (GTK_BOX (self->axes), box);
}

static void
show_axes (WeftNumberChooser *self)
{
  const WeftShape *shape = get_shape (self);
  GtkWidget *child;

  self->is_filling = TRUE;
  while ((child = gtk_widget_get_first_child (self->axes)) != NULL)
    gtk_box_remove (GTK_BOX (self->axes), child);
  for (int axis = 0; axis + 2 < shape->rank; axis++)
    if (shape->dims[axis] > 1)
      add_axis (self, axis);
  self->is_filling = FALSE;
  weft_widget_set_shown (self->axes, gtk_widget_get_first_child (self->axes) != NULL);
}

/* --- choosing --- */

static void
grid_cb (GtkWidget *grid, guint i, WeftNumberChooser *self)
{
  self->choice->offset = get_begin (self) + i;
  g_signal_emit (self, chosen_signal, 0);
}

static void
list_cb (WeftNumberChooser *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->list));

  if (self->is_filling || i >= self->targets->len)
    return;
  *self->choice = (Choice){ .target = i };
  self->choice->offset = find_middle (get_shape (self));
  show_axes (self);
  show_grid (self);
  g_signal_emit (self, chosen_signal, 0);
}

static void
show_list (WeftNumberChooser *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->targets->len; i++)
    gtk_string_list_append (names, ((const WeftWorkedTarget *) self->targets->pdata[i])->name);
  self->is_filling = TRUE;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->list), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->list), self->choice->target);
  self->is_filling = FALSE;
  weft_widget_set_shown (self->list, self->targets->len > 1);
}

void
weft_number_chooser_set (WeftNumberChooser *self, GPtrArray *targets, guint key)
{
  Choice *choice = g_hash_table_lookup (self->kept, GUINT_TO_POINTER (key));
  gboolean is_new = choice == NULL;

  if (choice == NULL)
    {
      choice = g_new0 (Choice, 1);
      g_hash_table_insert (self->kept, GUINT_TO_POINTER (key), choice);
    }
  self->targets = targets;
  self->choice = choice;
  weft_widget_set_shown (GTK_WIDGET (self), targets->len > 0);
  if (targets->len == 0)
    return;
  if (choice->target >= targets->len)
    *choice = (Choice){ 0 };
  if (is_new)
    choice->offset = find_middle (get_shape (self));
  if (choice->offset >= (gsize) weft_shape_count (get_shape (self)))
    choice->offset = 0;
  show_list (self);
  show_axes (self);
  show_grid (self);
}

guint
weft_number_chooser_get_target (WeftNumberChooser *self)
{
  return self->choice != NULL ? self->choice->target : 0;
}

gsize
weft_number_chooser_get_offset (WeftNumberChooser *self)
{
  return self->choice != NULL ? self->choice->offset : 0;
}

void
weft_number_chooser_go_on (WeftNumberChooser *self)
{
  if (self->targets == NULL || self->targets->len == 0)
    return;
  self->choice->offset = (self->choice->offset + 1) % (gsize) weft_shape_count (get_shape (self));
  show_axes (self);
  show_grid (self);
  g_signal_emit (self, chosen_signal, 0);
}

static void
weft_number_chooser_finalize (GObject *object)
{
  g_hash_table_unref (WEFT_NUMBER_CHOOSER (object)->kept);
  G_OBJECT_CLASS (weft_number_chooser_parent_class)->finalize (object);
}

static void
weft_number_chooser_class_init (WeftNumberChooserClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_number_chooser_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_number_chooser_init (WeftNumberChooser *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->kept = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->list = gtk_drop_down_new (NULL, NULL);
  weft_widget_set_inner_name (self->list, _ ("Which numbers"));
  self->axes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  self->grid = weft_number_grid_new ("");
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_box_append (GTK_BOX (self), self->axes);
  gtk_box_append (GTK_BOX (self), self->grid);
  g_signal_connect_swapped (self->list, "notify::selected", G_CALLBACK (list_cb), self);
  g_signal_connect (self->grid, "chosen", G_CALLBACK (grid_cb), self);
}

GtkWidget *
weft_number_chooser_new (void)
{
  return g_object_new (WEFT_TYPE_NUMBER_CHOOSER, NULL);
}
