/* column-cells: the rows of the table of columns, and what stands in each of its cells */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/column-cells.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/brief.h"
#include "engine/data/called.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

enum
{
  SPREAD_WIDE = 64,
  SPREAD_TALL = 20,
  ROOM_FOR_SHARE = 32, /* px of the bar of what goes with the target */
};

struct _WeftColumnRow
{
  GObject parent_instance;
  WeftColumnTable *table;
  guint i;
};

G_DEFINE_FINAL_TYPE (WeftColumnRow, weft_column_row, G_TYPE_OBJECT)

WeftColumnTable *
weft_column_table_new (WeftDataset *dataset, WeftFacts *facts)
{
  WeftColumnTable *table = g_new0 (WeftColumnTable, 1);

  g_atomic_ref_count_init (&table->ref_count);
  table->dataset = weft_dataset_ref (dataset);
  table->facts = facts;
  return table;
}

void
weft_column_table_unref (WeftColumnTable *table)
{
  if (!g_atomic_ref_count_dec (&table->ref_count))
    return;
  weft_dataset_unref (table->dataset);
  weft_facts_free (table->facts);
  g_free (table);
}

GListStore *
weft_column_table_list (WeftColumnTable *table)
{
  GListStore *rows = g_list_store_new (WEFT_TYPE_COLUMN_ROW);

  for (guint i = 0; i < table->facts->n; i++)
    {
      g_autoptr (WeftColumnRow) row = g_object_new (WEFT_TYPE_COLUMN_ROW, NULL);

      g_atomic_ref_count_inc (&table->ref_count);
      row->table = table;
      row->i = i;
      g_list_store_append (rows, row);
    }
  return rows;
}

static void
weft_column_row_finalize (GObject *object)
{
  g_clear_pointer (&WEFT_COLUMN_ROW (object)->table, weft_column_table_unref);
  G_OBJECT_CLASS (weft_column_row_parent_class)->finalize (object);
}

static void
weft_column_row_class_init (WeftColumnRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_column_row_finalize;
}

static void
weft_column_row_init (WeftColumnRow *row)
{
}

static const WeftColumnFacts *
get_facts (const WeftColumnRow *row)
{
  return &row->table->facts->columns[row->i];
}

static const WeftField *
get_field (const WeftColumnRow *row)
{
  return &row->table->dataset->fields[get_facts (row)->field];
}

/* --- what stands in a cell; transfer full --- */

static char *
dup_name (const WeftColumnRow *row)
{
  const WeftDataset *dataset = row->table->dataset;
  const WeftField *field = get_field (row);
  gint64 number = get_facts (row)->number;

  if (number >= 0 && weft_called_feature (dataset, field, number) != NULL)
    return weft_brief (weft_called_feature (dataset, field, number), WEFT_BRIEF_NAME);
  if (number > 0 || (number == 0 && weft_shape_count (&field->shape) > 1))
    return g_strdup_printf ("%s[%" G_GINT64_FORMAT "]", field->name, number);
  return weft_brief (weft_called_field (dataset, field), WEFT_BRIEF_NAME);
}

static char *
dup_type (const WeftColumnRow *row)
{
  const WeftField *field = get_field (row);
  gboolean is_target = field == weft_dataset_get_y (row->table->dataset);
  g_autofree char *classes = weft_format_count (field->classes);
  g_autofree char *type
      = field->kind == WEFT_KIND_CLASS ? g_strdup_printf (
            ngettext ("%s class", "%s classes", (gulong) field->classes), classes)
                                       : g_strdup (weft_kind_get_title (field->kind));

  return is_target ? g_strdup_printf (_ ("%s, to predict"), type) : g_steal_pointer (&type);
}

static char *
dup_count (gint64 n, gint64 of)
{
  g_autofree char *count = weft_format_count (n), *share = NULL;

  if (n == 0)
    return g_strdup ("0");
  share = weft_format_share ((double) n / (double) MAX (of, 1));
  return g_strdup_printf ("%s · %s", count, share);
}

static char *
dup_missing (const WeftColumnRow *row)
{
  const WeftColumnFacts *facts = get_facts (row);

  return dup_count (facts->missing, facts->missing + facts->values);
}

static char *
dup_outliers (const WeftColumnRow *row)
{
  return dup_count (get_facts (row)->outliers, get_facts (row)->values);
}

static char *
dup_range (const WeftColumnRow *row)
{
  const WeftColumnFacts *facts = get_facts (row);
  g_autofree char *low = weft_format_digits (facts->low, 4),
                  *high = weft_format_digits (facts->high, 4);

  return facts->values > 0 ? g_strdup_printf ("%s … %s", low, high) : g_strdup ("–");
}

static char *
dup_middle (const WeftColumnRow *row)
{
  const WeftColumnFacts *facts = get_facts (row);

  return facts->values > 0 ? weft_format_digits (facts->middle, 4) : g_strdup ("–");
}

static char *
dup_with_target (const WeftColumnRow *row)
{
  double with = get_facts (row)->with_target;

  return isnan (with) ? g_strdup ("–") : weft_format_digits (with, 2);
}

/* --- by what a heading sorts --- */

static double
get_place (const WeftColumnRow *row)
{
  return row->i;
}

static double
get_type (const WeftColumnRow *row)
{
  return get_field (row)->kind;
}

static double
get_missing (const WeftColumnRow *row)
{
  return (double) get_facts (row)->missing;
}

static double
get_outliers (const WeftColumnRow *row)
{
  return (double) get_facts (row)->outliers;
}

static double
get_width (const WeftColumnRow *row)
{
  return get_facts (row)->values > 0 ? get_facts (row)->high - get_facts (row)->low : -1;
}

static double
get_middle (const WeftColumnRow *row)
{
  return get_facts (row)->values > 0 ? get_facts (row)->middle : -HUGE_VAL;
}

static double
get_strength (const WeftColumnRow *row)
{
  return isnan (get_facts (row)->with_target) ? -1 : fabs (get_facts (row)->with_target);
}

/* --- what is drawn --- */

static void
draw_spread (const WeftColumnRow *row, cairo_t *cr, int width, int height)
{
  const WeftColumnFacts *facts = get_facts (row);
  double step = (double) width / WEFT_FACTS_BINS;

  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, weft_theme_is_dark ());
  for (int b = 0; b < WEFT_FACTS_BINS; b++)
    {
      double tall = facts->bins[b] > 0
                        ? MAX ((double) facts->bins[b] / facts->most * (height - 2), 1.5)
                        : 0;

      cairo_rectangle (cr, b * step, height - 1 - tall, MAX (step - 0.5, 1), tall);
    }
  cairo_fill (cr);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, weft_theme_is_dark ());
  cairo_rectangle (cr, 0, height - 1, width, 1);
  cairo_fill (cr);
}

static void
draw_with_target (const WeftColumnRow *row, cairo_t *cr, int width, int height)
{
  double with = get_facts (row)->with_target;

  if (isnan (with))
    return;
  weft_theme_set_source (cr, WEFT_ROLE_WELL, weft_theme_is_dark ());
  cairo_rectangle (cr, 0, height / 2.0 - 4, width, 8);
  cairo_fill (cr);
  weft_theme_set_source (cr, with < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE,
                         weft_theme_is_dark ());
  cairo_rectangle (cr, 0, height / 2.0 - 4, MAX (width * fabs (with), 1), 8);
  cairo_fill (cr);
}

/* --- the columns of the view --- */

typedef struct
{
  const char *title, *help; /* N_ (); help nullable */
  char *(*dup_text) (const WeftColumnRow *row);
  double (*get_key) (const WeftColumnRow *row);
  /* Beside the text; nullable. */
  void (*draw) (const WeftColumnRow *row, cairo_t *cr, int width, int height);
  int drawn; /* px wide */
  gboolean is_words, expands;
} Cell;

static const Cell cells[] = {
  { N_ ("Column"), .dup_text = dup_name, .get_key = get_place, .is_words = TRUE, .expands = TRUE },
  { N_ ("Spread"), N_ ("How often values of which size occur, from the smallest to the largest"),
    dup_range, get_width, draw_spread, SPREAD_WIDE },
  { N_ ("With the target"),
    N_ ("How far the target goes with the column alone, on straight lines: of a number the "
        "correlation, from −1 to 1; of classes the correlation ratio, from 0 to 1"),
    dup_with_target, get_strength, draw_with_target, ROOM_FOR_SHARE },
  { N_ ("Missing"), N_ ("Values that the source does not have"), dup_missing, get_missing },
  { N_ ("Stands out"), N_ ("Values farther from the middle half of all than three times its width"),
    dup_outliers, get_outliers },
  { N_ ("Middle"), N_ ("As many values are below it as above it"), dup_middle, get_middle },
  { N_ ("Type"), .dup_text = dup_type, .get_key = get_type, .is_words = TRUE },
};

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Cell *cell = user;
  WeftColumnRow *row = g_object_get_data (G_OBJECT (area), "row");

  if (row != NULL)
    cell->draw (row, cr, width, height);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user)
{
  const Cell *cell = user;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (NULL);

  if (cell->draw != NULL)
    {
      GtkWidget *area = gtk_drawing_area_new ();

      gtk_widget_set_size_request (area, cell->drawn, SPREAD_TALL);
      gtk_widget_set_valign (area, GTK_ALIGN_CENTER);
      gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, user, NULL);
      weft_widget_set_name (area, _ (cell->title));
      gtk_box_append (GTK_BOX (box), area);
    }
  gtk_label_set_xalign (GTK_LABEL (label), cell->is_words || cell->draw != NULL ? 0 : 1);
  gtk_label_set_ellipsize (GTK_LABEL (label),
                           cell->expands ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  if (cell->expands)
    gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  if (cell->help != NULL)
    gtk_widget_set_tooltip_text (box, _ (cell->help));
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer user)
{
  const Cell *cell = user;
  WeftColumnRow *row = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item), *area = gtk_widget_get_first_child (box);
  g_autofree char *text = cell->dup_text (row);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (box)), text);
  if (cell->draw == NULL)
    return;
  g_object_set_data_full (G_OBJECT (area), "row", g_object_ref (row), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
  gtk_widget_queue_draw (area);
}

/* The largest first where the heading is clicked once, but for names. */
static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user)
{
  const Cell *cell = user;
  double x = cell->get_key ((WeftColumnRow *) a), y = cell->get_key ((WeftColumnRow *) b);

  return cell->is_words ? (x > y) - (x < y) : (x < y) - (x > y);
}

static void
append_cell (GtkColumnView *view, const Cell *cell)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;
  g_autoptr (GtkSorter) sorter
      = GTK_SORTER (gtk_custom_sorter_new (compare_cb, (gpointer) cell, NULL));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), (gpointer) cell);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), (gpointer) cell);
  column = gtk_column_view_column_new (_ (cell->title), factory);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, cell->expands);
  gtk_column_view_append_column (view, column);
  g_object_unref (column);
}

GtkWidget *
weft_column_cells_new_view (GListStore *rows)
{
  GtkWidget *view = gtk_column_view_new (NULL);
  GtkSortListModel *sorted;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    append_cell (GTK_COLUMN_VIEW (view), &cells[i]);
  sorted = gtk_sort_list_model_new (
      G_LIST_MODEL (rows), g_object_ref (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (view))));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (view), GTK_SELECTION_MODEL (gtk_single_selection_new (
                                                         G_LIST_MODEL (sorted))));
  g_object_unref (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  gtk_widget_add_css_class (view, "data-table");
  gtk_widget_add_css_class (view, "columns");
  weft_widget_set_name (view, _ ("Columns of the data"));
  return view;
}
