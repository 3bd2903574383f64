/* test-views: codes that only know two views of a digit from those of others tell digits apart: a
 * linear layer reads them better than codes of weights that learnt nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/outputs.h"
#include "probe.h"

#define STEPS 800
#define STEPS_READ 600
#define SHIFT 3 /* pixels, at most, each way */

/* A digit moved and made darker, with some noise. */
static void
make_view (const guint8 *digit, gint64 side, const WeftRandom *random, guint8 *view)
{
  gint64 left = (gint64) weft_random_below (random, 0, 2 * SHIFT + 1) - SHIFT;
  gint64 top = (gint64) weft_random_below (random, 1, 2 * SHIFT + 1) - SHIFT;
  float light = 0.5f + 0.5f * weft_random_uniform (random, 8);

  for (gint64 i = 0; i < side; i++)
    for (gint64 j = 0; j < side; j++)
      {
        gint64 row = i - top, column = j - left;
        gboolean is_inside = row >= 0 && row < side && column >= 0 && column < side;
        float value = is_inside ? light * (float) digit[row * side + column] : 0;

        value += 20 * weft_random_uniform (random, (guint64) (16 + i * side + j));
        view[i * side + j] = (guint8) CLAMP (value, 0, 255);
      }
}

static WeftDataset *
new_views (void)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (WeftDataset) digits = weft_gallery_load_data (gallery, "digits", NULL);
  WeftDataset *dataset = weft_dataset_new ();
  const WeftField *from = weft_dataset_get_x (digits);
  gint64 side = from->shape.dims[1];
  WeftField *x[2], *y;
  WeftRandom random = { 1, WEFT_STREAM_CHECK, 0 };

  dataset->name = g_strdup ("views");
  dataset->count = digits->count;
  for (int k = 0; k < 2; k++)
    {
      x[k] = weft_dataset_add_field (dataset, k == 0 ? "x" : "x2", WEFT_KIND_PICTURE);
      x[k]->shape = from->shape;
      x[k]->shape.type = WEFT_U8;
      x[k]->scale = from->scale;
      g_assert_true (weft_dataset_allocate (dataset, x[k], NULL));
      for (gint64 i = 0; i < dataset->count; i++, random.step++)
        make_view (weft_field_get_sample (from, i, NULL), side, &random,
                   (guint8 *) x[k]->data + i * side * side);
    }
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = 10;
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  for (gint64 i = 0; i < dataset->count; i++)
    ((gint64 *) y->data)[i] = weft_field_get_class (weft_dataset_get_y (digits), i);
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static WeftModel *
model_new (const char *probe, WeftDataset *dataset)
{
  g_autoptr (WeftGraph) graph = probe_load_graph (probe);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftEdit) all = NULL, inverse = NULL;

  weft_data_use_file (weft_graph_find_by_name (graph, "data")->id, dataset, edits);
  all = weft_edit_list (edits, NULL);
  inverse = weft_graph_apply (graph, all, NULL);
  g_assert_nonnull (inverse);
  return probe_model_new (graph, dataset);
}

/* How well one layer reads the codes of those weights; from nullable: as they are drawn. */
static double
read_codes (WeftDataset *dataset, const WeftState *from)
{
  g_autoptr (WeftModel) model = model_new ("views-read", dataset);
  g_autoptr (WeftState) state = probe_train (model, probe_state_new (model, from), 1, STEPS_READ);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  return evaluation->metrics[0]; /* accuracy */
}

static void
test_views (void)
{
  g_autoptr (WeftDataset) dataset = new_views ();
  g_autoptr (WeftModel) model = model_new ("views", dataset);
  g_autoptr (WeftState) state = NULL;
  double learnt, drawn;

  probe_assert_same_ways (model, NULL, 20);
  state = probe_train (model, NULL, 1, STEPS);
  learnt = read_codes (dataset, state);
  drawn = read_codes (dataset, NULL);
  g_test_message ("read from codes of views %.3f, from codes of nothing %.3f", learnt, drawn);
  g_assert_cmpfloat (learnt, >, 0.7);
  g_assert_cmpfloat (learnt, >, drawn + 0.1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/digits", test_views);
  return g_test_run ();
}
