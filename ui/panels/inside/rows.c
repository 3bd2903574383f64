/* rows: the rows of a table that is learnt, laid out in the plane: words, classes, codes; those
 * that the sample takes are lit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "ui/base/format.h"
#include "ui/panels/inside/inside-view.h"

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

/* Those that the sample takes and the first others, as far as there is time, in the table's order;
 * is_taken: by row. */
static GArray *
choose_rows (const WeftTensor *taken, const WeftTensor *table, gboolean **is_taken)
{
  gint64 n = table->shape.dims[0], width = table->shape.dims[1];
  gint64 most = CLAMP (MOST_NUMBERS / width, LEAST, MOST), left = most;
  gboolean *has = *is_taken = g_new0 (gboolean, n);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 i = 0; i < weft_shape_count (&taken->shape) && left > 0; i++)
    {
      gint64 row = (gint64) weft_tensor_floats (taken)[i];

      if (row < 0 || row >= n || has[row])
        continue;
      has[row] = TRUE;
      left--;
    }
  for (gint64 row = 0; row < n; row++)
    if (has[row] || left-- > 0)
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
dup_line (const WeftInsideLook *look)
{
  const WeftTensor *table = weft_inside_find_table (look);
  g_autofree char *line = weft_cloud_dup_line (look->cloud),
                  *all = weft_format_large (table->shape.dims[0]);

  return line != NULL ? weft_count_close_up (g_strdup_printf (_ ("%s rows · %s"), all, line))
                      : g_strdup (all);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftNodeSight *sight = weft_inside_find_sight (look, WEFT_SIGHT_ROWS);
  const WeftTensor *table = weft_inside_find_table (look);
  g_autofree gboolean *is_taken = NULL, *is_lit = NULL;
  g_autoptr (GArray) rows = choose_rows (sight->tensor, table, &is_taken);
  g_auto (GStrv) names = dup_names (look, sight, rows);
  g_autofree float *x = dup_table (table, rows);
  g_autofree char *title = g_strdup_printf (_ ("Map of %s"), look->title), *line = NULL;
  WeftCloudThings things = { .x = x,
                             .n = rows->len,
                             .width = (gsize) table->shape.dims[1],
                             .ids = (const gint64 *) (gpointer) rows->data,
                             .names = names,
                             .names_all = TRUE };

  things.is_lit = is_lit = g_new (gboolean, rows->len);
  for (guint i = 0; i < rows->len; i++)
    is_lit[i] = is_taken[things.ids[i]];
  weft_cloud_lay_out (look->cloud, &things);
  line = dup_line (look);
  weft_inside_draw_head (cr, title, line, box);
  weft_cloud_draw (look->cloud, &things, cr, box->x, box->y, box->w, box->h, box->is_dark);
}

const WeftInsideView weft_inside_view_rows = { .id = "rows",
                                               .title = N_ ("As a map"),
                                               .fits = fits,
                                               .draw = draw,
                                               .dup_text = dup_line,
                                               .lays_out = TRUE };
