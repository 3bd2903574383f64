/* test-fine-tune: filters learnt on digits, frozen, serve on clothes: better than from nothing
 * after as many steps */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/train/evaluate.h"
#include "engine/train/trainer.h"
#include "projects/gallery/gallery.h"
#include "tests/engine/net.h"

#define STEPS_BEFORE 300
#define STEPS 25

static char *gallery;

static const char *const filters[] = { "conv1", "conv2", "norm1", "conv3", "norm2" };

static WeftDataset *
load (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  return weft_gallery_load_data (gallery, source, error);
}

/* The digits' network on that set. */
static WeftModel *
model_new (const char *source, gboolean is_frozen)
{
  WeftCatalogHost host = { .load = load };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  WeftExample *example = weft_gallery_find (gallery, "digits-cnn", NULL);
  g_autoptr (WeftGraph) graph = weft_gallery_load_graph (example, NULL);
  g_autofree char *quoted = g_strdup_printf ("'%s'", source);
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  net_set (graph, "data", "source", quoted);
  net_train (graph, "schedule", "'constant'");
  for (gsize i = 0; i < G_N_ELEMENTS (filters) && is_frozen; i++)
    net_apply (graph, weft_edit_set_flag (net_id (graph, filters[i]), WEFT_NODE_FROZEN, TRUE));
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  weft_example_free (example);
  return model;
}

/* from: nullable, what the state begins with where names and shapes are the same. */
static WeftState *
train (WeftModel *model, const WeftState *from, gint64 steps)
{
  WeftTrainerOptions options = { .threads = 2, .level = -1 };
  WeftLimits limits = { .steps = steps };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftState *state = weft_model_new_state (model, 1, NULL);

  for (guint i = 0; from && i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (from, entry->node, entry->name);

      if (old && weft_shape_equal (&old->shape, &entry->shape))
        memcpy (entry->value, old->value, entry->count * sizeof (float));
    }
  weft_trainer_load (trainer, model, state, 1, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 300));
  state = weft_trainer_dup_state (trainer);
  g_assert_cmpint (state->step, ==, steps);
  return state;
}

static double
judge (WeftModel *model, WeftState *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEvaluation) evaluation
      = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, &error);

  g_assert_no_error (error);
  return evaluation->metrics[0];
}

static void
test_fine_tune (void)
{
  g_autoptr (WeftModel) digits = model_new ("digits", FALSE);
  g_autoptr (WeftModel) whole = model_new ("fashion", FALSE), tuned = model_new ("fashion", TRUE);
  g_autoptr (WeftState) learnt = train (digits, NULL, STEPS_BEFORE);
  g_autoptr (WeftState) fresh = train (whole, NULL, STEPS), fine = train (tuned, learnt, STEPS);
  g_autoptr (WeftState) again = train (tuned, learnt, STEPS);
  g_autofree char *a = weft_state_dup_hash (fine), *b = weft_state_dup_hash (again);
  double from_nothing = judge (whole, fresh), from_digits = judge (tuned, fine);

  g_test_message ("accuracy on clothes after %d steps: %.3f from nothing, %.3f with the digits' "
                  "filters",
                  STEPS, from_nothing, from_digits);
  g_assert_cmpfloat (from_digits, >, from_nothing);
  g_assert_cmpstr (a, ==, b);
  for (guint i = 0; i < fine->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (fine->entries, WeftStateEntry, i);
      const WeftStateEntry *old = weft_state_find (learnt, entry->node, entry->name);
      const WeftNode *node = weft_graph_find (tuned->graph, entry->node);

      if (entry->learnt && node->flags & WEFT_NODE_FROZEN)
        g_assert_cmpmem (entry->value, entry->count * sizeof (float), old->value,
                         old->count * sizeof (float));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gallery
      = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
  g_test_add_func ("/fine-tune", test_fine_tune);
  return g_test_run ();
}
