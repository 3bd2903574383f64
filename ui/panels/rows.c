/* rows: the rows of a table that is learnt, laid out in the plane: words, classes, codes; those
 * that the sample takes are lit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/panels/inside-view.h"
#include "ui/plots/places.h"
#include "ui/plots/spread.h"

#define MOST_NUMBERS 120000 /* so that it is drawn in some ms */
#define MOST 400
#define LEAST 64

static gboolean
fits (const WeftInsideLook *look)
{
  const WeftTensor *table = weft_inside_find_table (look);

  return weft_inside_find_sight (look, WEFT_SIGHT_ROWS) != NULL && table != NULL
         && table->shape.rank == 2 && table->shape.dims[0] > 1 && table->shape.dims[1] > 1;
}

/* Those that the sample takes, then the others as far as there is time. */
static GArray *
choose_rows (const WeftTensor *taken, const WeftTensor *table, gsize *n_lit)
{
  gint64 n = table->shape.dims[0], width = table->shape.dims[1];
  guint most = (guint) CLAMP (MOST_NUMBERS / width, LEAST, MOST);
  g_autofree gboolean *has = g_new0 (gboolean, n);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 0; i < weft_shape_count (&taken->shape) && rows->len < most; i++)
    {
      gint64 row = (gint64) weft_tensor_floats (taken)[i];

      if (row < 0 || row >= n || has[row])
        continue;
      has[row] = TRUE;
      g_array_append_val (rows, row);
    }
  *n_lit = rows->len;
  for (gint64 row = 0; row < n && rows->len < most; row++)
    if (!has[row])
      g_array_append_val (rows, row);
  return rows;
}

static char **
dup_names (const WeftInsideLook *look, const WeftNodeSight *sight, GArray *rows)
{
  const WeftDataset *dataset = look->model->dataset;
  const WeftField *field
      = sight->field != NULL ? weft_dataset_find_field (dataset, sight->field) : NULL;
  char **names = g_new0 (char *, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    {
      gint64 row = g_array_index (rows, gint64, i);

      names[i] = field != NULL ? weft_dataset_dup_class_name (dataset, field, row) : NULL;
      if (names[i] == NULL)
        names[i] = g_strdup_printf ("%" G_GINT64_FORMAT, row);
    }
  return names;
}

static float *
dup_table (const WeftTensor *table, GArray *rows)
{
  gsize width = (gsize) table->shape.dims[1];
  float *x = g_new (float, rows->len *width);

  for (guint i = 0; i < rows->len; i++)
    memcpy (x + i * width,
            weft_tensor_floats (table) + (gsize) g_array_index (rows, gint64, i) * width,
            width * sizeof *x);
  return x;
}

static char *
dup_line (GArray *rows, gint64 all, double share)
{
  g_autofree char *seen = weft_format_share (share);
  g_autofree char *shown = weft_format_count (rows->len), *count = weft_format_large (all);

  if ((gint64) rows->len < all)
    return g_strdup_printf (_ ("%s of %s rows · %s of their differences are seen"), shown, count,
                            seen);
  return g_strdup_printf (_ ("%s rows · %s of their differences are seen"), count, seen);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftNodeSight *sight = weft_inside_find_sight (look, WEFT_SIGHT_ROWS);
  const WeftTensor *table = weft_inside_find_table (look);
  gsize n_lit;
  g_autoptr (GArray) rows = choose_rows (sight->tensor, table, &n_lit);
  g_auto (GStrv) names = dup_names (look, sight, rows);
  g_autofree float *x = dup_table (table, rows), *xy = g_new (float, 2 * rows->len);
  g_autofree gboolean *is_lit = g_new0 (gboolean, rows->len);
  double share = weft_spread_fit (x, rows->len, (gsize) table->shape.dims[1], xy);
  g_autofree char *title = g_strdup_printf (_ ("%s in two dimensions"), look->title);
  g_autofree char *line = dup_line (rows, table->shape.dims[0], share);

  for (gsize i = 0; i < n_lit; i++)
    is_lit[i] = TRUE;
  weft_inside_draw_head (cr, title, line, box);
  weft_places_draw (
      cr,
      &(WeftPlaces){
          .xy = xy, .n = rows->len, .names = names, .is_lit = is_lit, .is_dark = box->is_dark },
      box->x, box->y, box->w, box->h);
}

const WeftInsideView weft_inside_view_rows
    = { .id = "rows", .title = N_ ("In two dimensions"), .fits = fits, .draw = draw };
