/* numbers: a row a column, in the column's own units: a slider over what was learnt from, and an
 * entry for what lies beyond; columns that stand for one of several words are chosen together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/drop-down.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/forms/column-groups.h"
#include "ui/panels/trying/trying.h"

enum
{
  MOST = 256, /* columns */
  NAME_CHARS = 18,
  SCALE_WIDTH = 90,
};

typedef struct _Numbers Numbers;

/* A row of the form. */
typedef struct
{
  Numbers *numbers;
  const WeftColumnGroup *group;
  GtkWidget *spin, *scale; /* of a number */
  GtkWidget *list;         /* of words */
} Row;

struct _Numbers
{
  const WeftFormSite *site;
  WeftColumnGroups *groups;
  float *x; /* what is given */
  Row *rows;
  gboolean is_filling;
};

static void
number_cb (GtkAdjustment *adjustment, Row *row)
{
  if (row->numbers->is_filling)
    return;
  row->numbers->x[row->group->first] = (float) gtk_adjustment_get_value (adjustment);
  weft_form_tell (row->numbers->site);
}

static void
word_cb (GtkDropDown *list, GParamSpec *spec, Row *row)
{
  guint chosen = gtk_drop_down_get_selected (list);

  if (row->numbers->is_filling)
    return;
  for (guint i = 0; i < row->group->n; i++)
    row->numbers->x[row->group->first + i] = i == chosen ? 1 : 0;
  weft_form_tell (row->numbers->site);
}

/* Beyond what was learnt from, too: by as much again on either side. */
static void
add_number (Row *row, GtkWidget *grid, int at)
{
  const WeftColumnGroup *group = row->group;
  double range = group->high - group->low, step = group->is_whole ? 1 : range / 100;
  int digits = group->is_whole ? 0 : (int) CLAMP (ceil (2 - log10 (range)), 0, 6);
  GtkAdjustment *adjustment = gtk_adjustment_new (group->middle, group->low - range,
                                                  group->high + range, step, step * 10, 0);
  GtkWidget *scale;

  row->spin = gtk_spin_button_new (adjustment, step, (guint) digits);
  scale = row->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);
  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_scale_add_mark (GTK_SCALE (scale), group->low, GTK_POS_BOTTOM, NULL);
  gtk_scale_add_mark (GTK_SCALE (scale), group->high, GTK_POS_BOTTOM, NULL);
  gtk_widget_set_size_request (scale, SCALE_WIDTH, -1);
  gtk_widget_set_hexpand (scale, TRUE);
  weft_widget_set_name (scale, group->name);
  weft_widget_set_name (row->spin, group->name);
  g_signal_connect (adjustment, "value-changed", G_CALLBACK (number_cb), row);
  gtk_grid_attach (GTK_GRID (grid), scale, 1, at, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), row->spin, 2, at, 1, 1);
}

static void
add_words (Row *row, GtkWidget *grid, int at)
{
  row->list = gtk_drop_down_new_from_strings ((const char *const *) row->group->words);
  weft_drop_down_bound (GTK_DROP_DOWN (row->list), NAME_CHARS);
  weft_widget_set_inner_name (row->list, row->group->name);
  g_signal_connect (row->list, "notify::selected", G_CALLBACK (word_cb), row);
  gtk_grid_attach (GTK_GRID (grid), row->list, 1, at, 2, 1);
}

/* The rows say what is given. */
static void
fill (Numbers *numbers)
{
  numbers->is_filling = TRUE;
  for (guint i = 0; i < numbers->groups->n; i++)
    {
      const Row *row = &numbers->rows[i];
      const float *x = numbers->x + row->group->first;
      guint chosen = 0;

      for (guint k = 1; k < row->group->n; k++)
        chosen = x[k] > x[chosen] ? k : chosen;
      if (row->list != NULL)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (row->list), chosen);
      else
        gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->spin), (double) x[0]);
    }
  numbers->is_filling = FALSE;
}

static void
numbers_free (gpointer data)
{
  Numbers *numbers = data;

  weft_column_groups_free (numbers->groups);
  g_free (numbers->x);
  g_free (numbers->rows);
  g_free (numbers);
}

/* It begins with what is in the middle of each column. */
static GtkWidget *
create (const WeftFormSite *site)
{
  Numbers *numbers = g_new0 (Numbers, 1);
  GtkWidget *grid = gtk_grid_new ();

  numbers->site = site;
  numbers->groups = weft_column_groups_new (site->dataset, site->field, site->split);
  numbers->x = g_new0 (float, weft_shape_count (&site->field->shape));
  numbers->rows = g_new0 (Row, numbers->groups->n);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 1);
  gtk_widget_add_css_class (grid, "panel-controls");
  for (guint i = 0; i < numbers->groups->n; i++)
    {
      Row *row = &numbers->rows[i];
      GtkWidget *name = weft_label_new (numbers->groups->groups[i].name, NULL);

      *row = (Row){ .numbers = numbers, .group = &numbers->groups->groups[i] };
      gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
      gtk_label_set_width_chars (GTK_LABEL (name), 8);
      gtk_label_set_max_width_chars (GTK_LABEL (name), NAME_CHARS);
      gtk_widget_set_tooltip_text (name, row->group->name);
      gtk_grid_attach (GTK_GRID (grid), name, 0, (int) i, 1, 1);
      if (row->group->words != NULL)
        add_words (row, grid, (int) i);
      else
        add_number (row, grid, (int) i);
      numbers->x[row->group->first] = row->group->words != NULL ? 1 : (float) row->group->middle;
    }
  fill (numbers);
  weft_form_set_data (grid, numbers, numbers_free);
  return grid;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Numbers *numbers = weft_form_get_data (form);

  return weft_form_add_numbers (numbers->site, numbers->x, asked, error);
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Numbers *numbers = weft_form_get_data (form);

  weft_field_get (weft_form_get_field (numbers->site, from), sample, numbers->x);
  fill (numbers);
  weft_form_tell (numbers->site);
}

static gboolean
fits (const WeftField *field)
{
  return (field->kind == WEFT_KIND_NUMBERS || field->kind == WEFT_KIND_POINTS) && field->ragged < 0
         && field->shape.rank <= 1 && weft_shape_count (&field->shape) <= MOST;
}

const WeftForm weft_form_numbers
    = { .id = "numbers", .fits = fits, .create = create, .add = add, .show = show };
