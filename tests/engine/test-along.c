/* test-along: what belongs to a picture goes along where it is moved at random: the class of each
 * pixel, and the boxes of things in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/run/exec.h"
#include "engine/train/model/batches.h"
#include "engine/train/model/judges.h"
#include "small-net.h"

#define N 60
#define H 16
#define W 20
#define SIZE (H * W)

/* A bright thing on a dark ground: the picture, the class 1 of its pixels, the box around it. */
static void
fill (WeftDataset *dataset, int i, const WeftRandom *random)
{
  guint64 at = (guint64) (8 * i);
  int left = (int) weft_random_below (random, at, W - 8),
      top = (int) weft_random_below (random, at + 1, H - 7);
  int width = 2 + (int) weft_random_below (random, at + 2, 6),
      height = 2 + (int) weft_random_below (random, at + 3, 5);
  float *box = (float *) dataset->fields[2].data + 5 * i;

  for (int y = top; y < top + height; y++)
    for (int x = left; x < left + width; x++)
      ((guint8 *) dataset->fields[0].data)[i * SIZE + y * W + x]
          = ((guint8 *) dataset->fields[1].data)[i * SIZE + y * W + x] = 1;
  box[0] = (float) (i % 3);
  box[1] = ((float) left + (float) width / 2) / W;
  box[2] = ((float) top + (float) height / 2) / H;
  box[3] = (float) width / W;
  box[4] = (float) height / H;
}

static WeftDataset *
new_set (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *a = weft_dataset_add_field (dataset, "a", WEFT_KIND_AREAS);
  WeftField *b = weft_dataset_add_field (dataset, "b", WEFT_KIND_BOXES);
  const WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };
  g_autoptr (GError) error = NULL;

  dataset->name = g_strdup ("things");
  dataset->count = N;
  x->shape = WEFT_SHAPE (1, H, W);
  a->shape = WEFT_SHAPE (H, W);
  x->shape.type = a->shape.type = WEFT_U8;
  a->classes = 2;
  b->classes = 3;
  b->shape = WEFT_SHAPE (1, 5);
  b->ragged = 0;
  b->offsets = weft_memory_new ((N + 1) * sizeof *b->offsets, NULL);
  for (int i = 0; i < N; i++)
    b->offsets[i + 1] = i + 1;
  b->data = weft_memory_new (5 * N * sizeof (float), NULL);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, a, NULL));
  for (int i = 0; i < N; i++)
    fill (dataset, i, &random);
  g_assert_true (weft_dataset_finish (dataset, &error));
  g_assert_no_error (error);
  return dataset;
}

static gint64
add_data (WeftGraph *graph, const WeftDataset *dataset)
{
  g_autofree char *params
      = g_strdup_printf ("{'source': <'file'>, 'name': <'things'>, 'sha256': <'%s'>, "
                         "'fields': <'x a b b_mask'>}",
                         dataset->sha256);

  return net_add (graph, "data", "data", params);
}

/* data → what moves (“ID PARAMS”) → a net for each target; its outputs are y, mask, boxes. */
static WeftGraph *
new_graph (WeftDataset *dataset, const char *mover)
{
  g_auto (GStrv) words = g_strsplit (mover, " ", 2);
  WeftGraph *graph = weft_graph_new ();
  gint64 data = add_data (graph, dataset), moved = net_add (graph, words[0], "moved", words[1]);
  gint64 areas
      = net_add (graph, "conv2d", "areas", "{'out_channels': <int64 2>, 'padding': <'same'>}");
  gint64 cells
      = net_add (graph, "conv2d", "cells", "{'out_channels': <int64 8>, 'stride': <[int64 4, 4]>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);
  gint64 boxes = net_add (graph, "detection", "boxes", NULL);

  for (int k = 0; k < 3; k++)
    net_wire (graph, data, k, moved, k);
  net_wire (graph, moved, 0, areas, 0);
  net_wire (graph, areas, 0, loss, 0);
  net_wire (graph, moved, 1, loss, 1);
  net_wire (graph, moved, 0, cells, 0);
  net_wire (graph, cells, 0, boxes, 0);
  net_wire (graph, moved, 2, boxes, 1);
  net_train (graph, "batch_size", g_variant_new_int64 (7));
  return graph;
}

static WeftModel *
new_model (WeftGraph *graph, WeftDataset *dataset, GError **error)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  weft_catalog_add (catalog, dataset);
  return weft_model_new (graph, catalog, error);
}

typedef struct
{
  int kept, dropped, cut;
} Seen;

/* What is bright is of class 1, and the box frames it; of a small rest there is no box. */
static void
check_sample (const float *x, const gint64 *labels, const float *box, gint64 h, gint64 w,
              double tolerance, Seen *seen)
{
  double left = (double) w, right = 0, top = (double) h, bottom = 0;

  for (gint64 i = 0; i < h * w; i++)
    {
      g_assert_cmpint (labels[i], ==, tolerance > 0 ? labels[i] : (gint64) x[i]);
      if (labels[i] == 0)
        continue;
      left = fmin (left, (double) (i % w));
      right = fmax (right, (double) (i % w) + 1);
      top = fmin (top, (double) (i / w));
      bottom = fmax (bottom, (double) (i / w) + 1);
    }
  if (box[3] == 0)
    {
      seen->dropped++;
      return;
    }
  seen->kept++;
  seen->cut += left == 0 || top == 0 || right == (double) w || bottom == (double) h;
  g_assert_cmpfloat (fabs ((double) (box[1] - box[3] / 2) * (double) w - left), <=,
                     tolerance + 1e-4);
  g_assert_cmpfloat (fabs ((double) (box[1] + box[3] / 2) * (double) w - right), <=,
                     tolerance + 1e-4);
  g_assert_cmpfloat (fabs ((double) (box[2] - box[4] / 2) * (double) h - top), <=,
                     tolerance + 1e-4);
  g_assert_cmpfloat (fabs ((double) (box[2] + box[4] / 2) * (double) h - bottom), <=,
                     tolerance + 1e-4);
}

static void
check_epoch (WeftModel *model, gint64 epoch, double tolerance, Seen *seen)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level (), .keep_all = TRUE };
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, NULL, NULL);
  gint64 id = weft_graph_find_by_name (model->graph, "moved")->id;

  for (gint64 at = 0; at < batches->count; at += batches->binding.n)
    {
      WeftBinding binding = weft_batches_gather (batches, epoch, at);
      WeftPlan *plan = weft_model_get_plan (model, binding, &options, NULL);
      g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
      const WeftProgram *program = weft_plan_get_program (plan);
      int x = weft_program_find_output (program, id, 0);
      const gint64 *dims = g_array_index (program->values, WeftProgramValue, x).shape.dims;
      gint64 size = dims[2] * dims[3];
      const gint64 *labels;
      const float *boxes;

      weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
      weft_exec_run (exec, 5, at);
      labels = (const void *) weft_exec_get_value (exec, weft_program_find_output (program, id, 1));
      boxes = weft_exec_get_value (exec, weft_program_find_output (program, id, 2));
      for (gint64 i = 0; i < binding.n; i++)
        check_sample ((const float *) weft_exec_get_value (exec, x) + i * size, labels + i * size,
                      boxes + 5 * i, dims[2], dims[3], tolerance, seen);
    }
}

/* Whole pixels are moved exactly; turned and sheared the box is the one around the corners, which
 * is wider than what is seen of a thing that has been turned. */
static const struct
{
  const char *name, *mover;
  double tolerance; /* pixels */
} moves[] = {
  { "flip", "random_flip {'direction': <'both'>}", 0 },
  { "shift", "random_shift {'translate': <[0.4, 0.5]>}", 0 },
  { "crop", "random_crop {'size': <[int64 9, 8]>, 'padding': <[int64 2, 3]>}", 0 },
  { "scale", "random_scale {'scale': <[0.7, 1.5]>}", 1 },
  { "rotate", "random_rotation {'degrees': <10.0>}", 2 },
  { "shear", "random_shear {'shear': <15.0>}", 2 },
};

static void
test_move (gconstpointer user)
{
  guint k = GPOINTER_TO_UINT (user);
  g_autoptr (WeftDataset) dataset = new_set ();
  g_autoptr (WeftGraph) graph = new_graph (dataset, moves[k].mover);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = new_model (graph, dataset, &error);
  Seen seen = { 0 };

  g_assert_no_error (error);
  for (gint64 epoch = 0; epoch < 4; epoch++)
    check_epoch (model, epoch, moves[k].tolerance, &seen);
  g_test_message ("%d kept, %d of them at the edge, %d dropped", seen.kept, seen.cut, seen.dropped);
  g_assert_cmpint (seen.kept, >, 50);
  g_assert_true (g_str_equal (moves[k].name, "flip") == (seen.dropped == 0)
                 || moves[k].tolerance > 0);
}

/* Outside training nothing is moved, and answers are judged as the data says. */
static void
test_judged (void)
{
  g_autoptr (WeftDataset) dataset = new_set ();
  g_autoptr (WeftGraph) graph = new_graph (dataset, moves[1].mover);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = new_model (graph, dataset, &error);

  g_assert_no_error (error);
  g_assert_cmpint (weft_model_find_criterion (model, "mean_iou"), >=, 0);
  g_assert_cmpint (weft_model_find_criterion (model, "map"), >=, 0);
}

/* A picture at the port for boxes is refused in its own words. */
static void
test_boxes (void)
{
  g_autoptr (WeftDataset) dataset = new_set ();
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  gint64 data = add_data (graph, dataset), flip = net_add (graph, "random_flip", "flip", NULL);
  gboolean is_said = FALSE;

  net_wire (graph, data, 0, flip, 0);
  net_wire (graph, data, 0, flip, 2);
  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);

      is_said |= g_str_equal (diagnostic->code, "needs-boxes");
    }
  g_assert_true (is_said);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint k = 0; k < G_N_ELEMENTS (moves); k++)
    {
      g_autofree char *name = g_strdup_printf ("/along/%s", moves[k].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (k), test_move);
    }
  g_test_add_func ("/along/judged", test_judged);
  g_test_add_func ("/along/boxes", test_boxes);
  return g_test_run ();
}
