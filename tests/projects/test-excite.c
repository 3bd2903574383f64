/* test-excite: a picture that excites a unit of a network which was trained on real ones, and has
 * to stay as it is to the bit while the picture learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "probe.h"
#include "tests/engine/net.h"

#define STEPS_BEFORE 300
#define STEPS 200
#define UNITS 4
#define TIMES 10     /* what the unit answers at first, and to the mean picture */
#define TIMES_REAL 5 /* and on average to real ones, of which some are what it looks for */

static void
set_flags (WeftGraph *graph, gboolean is_dreaming)
{
  net_apply (graph, weft_edit_set_flag (net_id (graph, "dream"), WEFT_NODE_BYPASSED, !is_dreaming));
  net_apply (graph, weft_edit_set_flag (net_id (graph, "wish"), WEFT_NODE_MUTED, FALSE));
  net_apply (graph, weft_edit_set_flag (net_id (graph, "class"), WEFT_NODE_MUTED, TRUE));
}

/* The network of the file, asked for that unit: of what is learnt, or of the data. */
static WeftModel *
model_new (int unit, gboolean is_dreaming)
{
  g_autoptr (WeftGraph) graph = probe_load_graph ("excite");
  g_autofree char *number = g_strdup_printf ("int64 %d", unit);

  set_flags (graph, is_dreaming);
  net_set (graph, "wish", "unit", number);
  net_train (graph, "lr", "0.1");
  net_train (graph, "batch_size", "int64 8");
  if (is_dreaming)
    net_train (graph, "recipe", "'input'");
  return probe_model_new (graph, NULL);
}

/* What the unit answers, over the test part. */
static double
measure (WeftModel *model, WeftState *state)
{
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  return -evaluation->loss;
}

static void
fill_mean_picture (const WeftModel *model, WeftStateEntry *entry)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);
  const WeftSplit *split = model->split;
  g_autofree float *picture = g_new (float, entry->count);
  g_autofree double *mean = g_new0 (double, entry->count);
  gint64 n = split->count[WEFT_PART_TRAIN];

  for (gint64 k = 0; k < n; k++)
    {
      weft_field_get (x, split->samples[WEFT_PART_TRAIN][k], picture);
      for (gsize i = 0; i < entry->count; i++)
        mean[i] += (double) picture[i] / (double) n;
    }
  for (gsize i = 0; i < entry->count; i++) /* what the sigmoid makes the mean of */
    entry->value[i] = (float) log ((mean[i] + 1e-6) / (1 - mean[i] + 1e-6));
}

static void
assert_network_stood_still (const WeftState *before, const WeftState *after, gint64 free_input)
{
  for (guint i = 0; i < after->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (after->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (before, entry->node, entry->name);

      if (entry->node != free_input)
        g_assert_cmpmem (entry->value, entry->count * sizeof (float), old->value,
                         old->count * sizeof (float));
    }
}

static WeftState *
learn_digits (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("excite");
  WeftState *state = probe_train (model, NULL, 1, STEPS_BEFORE);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  g_assert_cmpfloat (probe_get_figure (model, evaluation, "accuracy"), >, 0.9);
  return state;
}

static void
excite (const WeftState *learnt, int unit)
{
  g_autoptr (WeftModel) model = model_new (unit, TRUE), real = model_new (unit, FALSE);
  g_autoptr (WeftState) first = probe_state_new (model, learnt),
                        mean = weft_state_dup (first, NULL),
                        of_real = probe_state_new (real, learnt), state = NULL;
  gint64 node = weft_graph_find_by_name (model->graph, "dream")->id;
  double by_first, by_mean, by_real, by_learnt;

  fill_mean_picture (model, weft_state_find (mean, node, "value"));
  state = probe_train (model, weft_state_dup (first, NULL), 1, STEPS);
  by_first = measure (model, first);
  by_mean = measure (model, mean);
  by_real = measure (real, of_real);
  by_learnt = measure (model, state);
  g_test_message ("unit %d: %.3f at first, %.3f by the mean picture, %.3f by real ones, %.3f by "
                  "what is learnt",
                  unit, by_first, by_mean, by_real, by_learnt);
  assert_network_stood_still (learnt, state, node);
  g_assert_cmpfloat (by_learnt, >, TIMES * MAX (by_first, by_mean));
  g_assert_cmpfloat (by_learnt, >, TIMES_REAL * by_real);
  if (unit == 0)
    probe_assert_same_ways (model, first, 40);
}

static void
test_excite (void)
{
  g_autoptr (WeftState) learnt = learn_digits ();

  for (int unit = 0; unit < UNITS; unit++)
    excite (learnt, unit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/excite", test_excite);
  return g_test_run ();
}
