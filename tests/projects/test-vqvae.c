/* test-vqvae: digits made of 25 codes each, out of a book of 32, come back far nearer than the mean
 * picture, and most codes of the book are used */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/run/exec.h"
#include "engine/train/model/batches.h"
#include "probe.h"

#define SEEDS 3
#define STEPS 700
#define CODES 32

/* The mean square of what the mean of all that trains misses of what is tested. */
static double
judge_mean (const WeftModel *model)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);
  const WeftSplit *split = model->split;
  gint64 n = weft_shape_count (&x->shape);
  g_autofree float *one = g_new (float, n);
  g_autofree double *mean = g_new0 (double, n);
  double sum = 0;

  for (gint64 i = 0; i < split->count[WEFT_PART_TRAIN]; i++)
    {
      weft_field_get (x, split->samples[WEFT_PART_TRAIN][i], one);
      for (gint64 k = 0; k < n; k++)
        mean[k] += (double) one[k] / (double) split->count[WEFT_PART_TRAIN];
    }
  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    {
      weft_field_get (x, split->samples[WEFT_PART_TEST][i], one);
      for (gint64 k = 0; k < n; k++)
        sum += ((double) one[k] - mean[k]) * ((double) one[k] - mean[k]);
    }
  return sum / (double) (n * split->count[WEFT_PART_TEST]);
}

/* How many codes of the book (CODES, D) are those of some place of some sample: each place's vector
 * is one of them to the bit. */
static int
count_used (WeftModel *model, WeftState *state)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level (), .keep_all = TRUE };
  gint64 id = weft_graph_find_by_name (model->graph, "book")->id;
  const WeftStateEntry *book = weft_state_find (state, id, "weight");
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, NULL, NULL);
  gboolean is_used[CODES] = { FALSE };
  int n = 0;

  for (gint64 at = 0; at < batches->count; at += batches->binding.n)
    {
      WeftBinding binding = weft_batches_gather (batches, 0, at);
      WeftPlan *plan = weft_model_get_plan (model, binding, &options, NULL);
      g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
      const WeftProgram *program = weft_plan_get_program (plan);
      int codes = weft_program_find_output (program, id, 1);
      const gint64 *dims = g_array_index (program->values, WeftProgramValue, codes).shape.dims;
      gint64 places = dims[2] * dims[3];
      const float *y;

      weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
      weft_exec_run (exec, 5, at);
      y = weft_exec_get_value (exec, codes);
      for (gint64 i = 0; i < binding.n * places; i++)
        for (int c = 0; c < CODES; c++)
          {
            const float *of = y + i / places * dims[1] * places + i % places;
            gint64 same = 0;

            while (same < dims[1] && of[same * places] == book->value[c * dims[1] + same])
              same++;
            is_used[c] |= same == dims[1];
          }
    }
  for (int c = 0; c < CODES; c++)
    n += is_used[c];
  return n;
}

static void
test_vqvae (gconstpointer user)
{
  gint64 seed = GPOINTER_TO_INT (user);
  g_autoptr (WeftGraph) graph = probe_load_graph ("vqvae");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  double missed, mean;
  int used;

  probe_set_seed (graph, seed);
  model = probe_model_new (graph, NULL);
  if (seed == 1)
    probe_assert_same_ways (model, NULL, 20);
  state = probe_train (model, NULL, 2, STEPS);
  evaluation = probe_judge (model, state);
  missed
      = evaluation
            ->results[weft_model_find_judge (model, weft_graph_find_by_name (graph, "picture")->id)]
            .loss;
  mean = judge_mean (model);
  used = count_used (model, state);
  g_test_message ("missed %.4f, by the mean picture %.4f: %.3f; codes used: %d of %d", missed, mean,
                  missed / mean, used, CODES);
  g_assert_cmpfloat (missed / mean, <, 0.6);
  g_assert_cmpint (used, >=, CODES / 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (int seed = 1; seed <= SEEDS; seed++)
    {
      g_autofree char *name = g_strdup_printf ("/vqvae/digits/%d", seed);

      if (probe_asks_seed (seed))
        g_test_add_data_func (name, GINT_TO_POINTER (seed), test_vqvae);
    }
  return g_test_run ();
}
