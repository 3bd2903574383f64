/* thumb-data: the small picture of a data set, by what its samples are shown by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-row.h"

#include <string.h>

#include "ui/paint/pixels.h"
#include "ui/paint/wave.h"

#define MAX_POINTS 400
#define TABLE_ROWS 10
#define WAVE_ROWS 3
#define WAVE_COLUMNS 80

static WeftThumb *
thumb_of_pictures (const WeftDataset *dataset)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  const gint64 *dims = field->shape.dims;
  WeftThumb *thumb
      = weft_thumb_make (WEFT_THUMB_MAPS, (guint) MIN (dataset->count, WEFT_THUMB_MAX_MAPS));
  g_autofree float *x = g_new (float, weft_shape_count (&field->shape));

  weft_thumb_set_grid (thumb);
  for (guint i = 0; i < thumb->n; i++)
    {
      weft_field_get (field, i * dataset->count / MAX (thumb->n, 1), x);
      thumb->maps[i] = dims[0] == 3 ? weft_pixels_colour (x, dims[1], dims[2])
                                    : weft_pixels_grey (x, dims[1], dims[2]);
    }
  return thumb;
}

/* Each column from its least to its greatest value among the rows shown. */
static void
spread_columns (float *v, int rows, int cols)
{
  for (int k = 0; k < cols; k++)
    {
      float low = G_MAXFLOAT, high = -G_MAXFLOAT;

      for (int r = 0; r < rows; r++)
        {
          low = fminf (low, v[r * cols + k]);
          high = fmaxf (high, v[r * cols + k]);
        }
      for (int r = 0; r < rows; r++)
        v[r * cols + k] = high > low ? 2 * (v[r * cols + k] - low) / (high - low) - 1 : 0;
    }
}

static WeftThumb *
thumb_of_points (const WeftDataset *dataset)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_POINTS, (guint) MIN (dataset->count, MAX_POINTS));
  const WeftField *classes = weft_dataset_get_classes (dataset);

  thumb->values = g_new (float, 2 * thumb->n);
  thumb->marks = g_new0 (guint8, thumb->n);
  for (guint i = 0; i < thumb->n; i++)
    {
      gint64 sample = i * dataset->count / thumb->n;

      weft_field_get (weft_dataset_get_x (dataset), sample, thumb->values + 2 * i);
      if (classes != NULL)
        thumb->marks[i] = (guint8) weft_field_get_class (classes, sample);
    }
  spread_columns (thumb->values, (int) thumb->n, 2);
  return thumb;
}

static WeftThumb *
thumb_of_table (const WeftDataset *dataset)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  gint64 width = weft_shape_count (&field->shape);
  int rows = (int) MIN (dataset->count, TABLE_ROWS), cols = (int) MIN (width, 40);
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_CELLS, (guint) (rows * cols));
  g_autofree float *x = g_new0 (float, width);

  thumb->rows = rows;
  thumb->cols = cols;
  thumb->values = g_new (float, thumb->n);
  for (int r = 0; r < rows; r++)
    {
      weft_field_get (field, r * dataset->count / rows, x);
      memcpy (thumb->values + r * cols, x, (gsize) cols * sizeof (float));
    }
  spread_columns (thumb->values, rows, cols);
  return thumb;
}

static WeftThumb *
thumb_of_sounds (const WeftDataset *dataset)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  int rows = (int) MIN (dataset->count, WAVE_ROWS);
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_WAVES, (guint) (rows * WAVE_COLUMNS));
  g_autofree float *x = g_new (float, weft_shape_count (&field->shape));

  thumb->rows = rows;
  thumb->cols = WAVE_COLUMNS;
  thumb->values = g_new (float, thumb->n);
  for (int r = 0; r < rows; r++)
    {
      gint64 sample = r * dataset->count / rows;
      WeftShape shape;

      weft_field_get_sample (field, sample, &shape);
      weft_field_get (field, sample, x);
      weft_wave_measure (x, shape.dims[shape.rank - 1], thumb->values + r * WAVE_COLUMNS,
                         WAVE_COLUMNS);
    }
  return thumb;
}

/* A sample a line. */
static WeftThumb *
thumb_of_words (const WeftDataset *dataset)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  WeftThumb *thumb
      = weft_thumb_make (WEFT_THUMB_WORDS, (guint) MIN (dataset->count, WEFT_THUMB_WORD_ROWS));

  thumb->names = g_new0 (char *, thumb->n + 1);
  for (guint i = 0; i < thumb->n; i++)
    thumb->names[i] = weft_field_dup_text (field, i * dataset->count / thumb->n, 40);
  return thumb;
}

/* By what a sample is shown by; else a table. */
static WeftThumb *(*const makers[WEFT_N_KINDS]) (const WeftDataset *dataset) = {
  [WEFT_KIND_PICTURE] = thumb_of_pictures,
  [WEFT_KIND_POINTS] = thumb_of_points,
  [WEFT_KIND_SOUND] = thumb_of_sounds,
  [WEFT_KIND_TOKENS] = thumb_of_words,
};

WeftThumb *
weft_thumb_new_from_dataset (const WeftDataset *dataset)
{
  WeftKind kind = weft_dataset_get_x (dataset)->kind;

  return makers[kind] != NULL ? makers[kind](dataset) : thumb_of_table (dataset);
}
