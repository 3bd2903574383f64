/* test-fine-tune: filters learnt on digits, frozen, serve on clothes: better than from nothing
 * after as many steps, and it is what they learnt that helps, not that they stand still */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"
#include "tests/engine/net.h"

#define SEEDS 3
#define STEPS_BEFORE 300
#define STEPS 25

static const char *const filters[] = { "conv1", "conv2", "norm1", "conv3", "norm2" };

/* The digits' network on that set. */
static WeftModel *
model_new (const char *source, int seed, gboolean is_frozen)
{
  g_autofree char *gallery = probe_dup_gallery (), *quoted = g_strdup_printf ("'%s'", source);
  g_autofree char *number = g_strdup_printf ("int64 %d", seed);
  WeftExample *example = weft_gallery_find (gallery, "digits-cnn", NULL);
  g_autoptr (WeftGraph) graph = weft_gallery_load_graph (example, NULL);

  net_set (graph, "data", "source", quoted);
  net_train (graph, "schedule", "'constant'");
  net_train (graph, "seed", number);
  for (gsize i = 0; i < G_N_ELEMENTS (filters) && is_frozen; i++)
    net_apply (graph, weft_edit_set_flag (net_id (graph, filters[i]), WEFT_NODE_FROZEN, TRUE));
  weft_example_free (example);
  return probe_model_new (graph, NULL);
}

static double
learn (WeftModel *model, const WeftState *from, WeftState **state)
{
  g_autoptr (WeftEvaluation) evaluation = NULL;

  *state = probe_train (model, probe_state_new (model, from), 2, STEPS);
  evaluation = probe_judge (model, *state);
  return evaluation->metrics[0];
}

static void
assert_filters_stood_still (const WeftModel *model, const WeftState *before, const WeftState *after)
{
  for (guint i = 0; i < after->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (after->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (before, entry->node, entry->name);
      const WeftNode *node = weft_graph_find (model->graph, entry->node);

      if (entry->learnt && node->flags & WEFT_NODE_FROZEN)
        g_assert_cmpmem (entry->value, entry->count * sizeof (float), old->value,
                         old->count * sizeof (float));
    }
}

typedef struct
{
  double fresh, tuned, still; /* accuracies: from nothing, from digits, frozen as they were drawn */
} Figures;

static Figures
compare (int seed)
{
  g_autoptr (WeftModel) digits = model_new ("digits", seed, FALSE);
  g_autoptr (WeftModel) whole = model_new ("fashion", seed, FALSE);
  g_autoptr (WeftModel) frozen = model_new ("fashion", seed, TRUE);
  g_autoptr (WeftState) learnt = probe_train (digits, NULL, 2, STEPS_BEFORE);
  g_autoptr (WeftState) fresh = NULL, tuned = NULL, still = NULL,
                        first = probe_state_new (frozen, learnt);
  Figures figures = { learn (whole, NULL, &fresh), learn (frozen, learnt, &tuned),
                      learn (frozen, NULL, &still) };

  if (seed == 1)
    probe_assert_same_ways (frozen, first, STEPS);
  assert_filters_stood_still (frozen, learnt, tuned);
  g_test_message ("seed %d, accuracy on clothes after %d steps: %.3f from nothing, %.3f with the "
                  "digits' filters, %.3f with filters that nothing was learnt by",
                  seed, STEPS, figures.fresh, figures.tuned, figures.still);
  return figures;
}

static void
test_fine_tune (void)
{
  double margin = 0;

  for (int seed = 1; seed <= SEEDS; seed++)
    {
      Figures figures = compare (seed);

      g_assert_cmpfloat (figures.tuned, >, figures.fresh + 0.05);
      g_assert_cmpfloat (figures.tuned, >, figures.still);
      margin += (figures.tuned - figures.fresh) / SEEDS;
    }
  g_assert_cmpfloat (margin, >, 0.1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fine-tune", test_fine_tune);
  return g_test_run ();
}
