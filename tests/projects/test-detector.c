/* test-detector: one or two digits on a canvas twice their size are found: which they are, and
 * where their boxes lie */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "digits-canvas.h"
#include "probe.h"

#define STEPS 1200
#define ROW 5 /* class, middle, width, height */

/* Every fifth canvas has one digit, the others two, side by side or above each other. */
static gint64
count_digits (gint64 canvas)
{
  return canvas % 5 == 4 ? 1 : 2;
}

static WeftDataset *
new_empty (const WeftDataset *digits)
{
  WeftDataset *dataset = weft_dataset_new ();
  gint64 side = weft_dataset_get_x (digits)->shape.dims[1];
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_BOXES);

  dataset->name = g_strdup ("pairs");
  dataset->count = digits->count;
  x->shape = WEFT_SHAPE (1, 2 * side, 2 * side);
  x->shape.type = WEFT_U8;
  x->scale = weft_dataset_get_x (digits)->scale;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  y->shape = WEFT_SHAPE (2, ROW);
  y->classes = 10;
  y->ragged = 0;
  y->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof *y->offsets, NULL);
  for (gint64 i = 0; i < dataset->count; i++)
    y->offsets[i + 1] = y->offsets[i] + count_digits (i);
  y->data = weft_memory_new ((gsize) (y->offsets[dataset->count] * ROW) * sizeof (float), NULL);
  dataset->part = weft_memory_new ((gsize) dataset->count, NULL);
  return dataset;
}

/* Digits i and, as the second, another of the same part: what is tested was never seen. */
static void
fill_canvas (WeftDataset *dataset, const WeftDataset *digits, gint64 i, const WeftRandom *random)
{
  gint64 side = weft_dataset_get_x (digits)->shape.dims[1];
  guint8 *canvas = (guint8 *) dataset->fields[0].data + i * 4 * side * side;
  float *row = (float *) dataset->fields[1].data + dataset->fields[1].offsets[i] * ROW;
  gboolean is_above = weft_random_below (random, (guint64) (8 * i), 2) == 1;

  for (gint64 k = 0; k < count_digits (i); k++, row += ROW)
    {
      gint64 digit = k == 0
                         ? i
                         : (i + 10 * (gint64) weft_random_below (random, (guint64) (8 * i + 1), 50))
                               % digits->count;
      gint64 along = k * side;
      gint64 across
          = (gint64) weft_random_below (random, (guint64) (8 * i + 2 + k), (guint64) side + 1);
      gint64 left = is_above ? across : along, top = is_above ? along : across;

      canvas_put (weft_field_get_sample (weft_dataset_get_x (digits), digit, NULL), side, left, top,
                  canvas);
      row[0] = (float) weft_field_get_class (weft_dataset_get_y (digits), digit);
      row[1] = ((float) left + (float) side / 2) / (float) (2 * side);
      row[2] = ((float) top + (float) side / 2) / (float) (2 * side);
      row[3] = row[4] = 0.5f;
    }
}

static WeftDataset *
new_pairs (void)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) digits = weft_gallery_load_data (gallery, "digits", &error);
  WeftDataset *dataset = new_empty (digits);
  const WeftRandom random = { 1, WEFT_STREAM_CHECK, 0 };

  for (gint64 i = 0; i < dataset->count; i++)
    {
      fill_canvas (dataset, digits, i, &random);
      dataset->part[i] = i % 10 < 8    ? WEFT_PART_TRAIN + 1
                         : i % 10 == 8 ? WEFT_PART_VALIDATION + 1
                                       : WEFT_PART_TEST + 1;
    }
  g_assert_true (weft_dataset_finish (dataset, &error));
  g_assert_no_error (error);
  return dataset;
}

static void
test_detector (void)
{
  g_autoptr (WeftDataset) dataset = new_pairs ();
  g_autoptr (WeftGraph) graph = probe_load_graph ("detector");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;

  canvas_use (graph, dataset);
  model = probe_model_new (graph, dataset);
  probe_assert_same_ways (model, NULL, 30);
  state = probe_train (model, NULL, 1, STEPS);
  evaluation = probe_judge (model, state);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "map"), >, 0.9);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detector/digits", test_detector);
  return g_test_run ();
}
