/* test-roles: a recipe's roles are found wherever they stand, in groups too */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/group.h"
#include "engine/plan/roles.h"
#include "small-gan.h"
#include "small-trainer.h"

static gint64
group_named (WeftGraph *graph, const char *names)
{
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 group = weft_graph_get_next_id (graph);

  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 id = weft_graph_find_by_name (graph, words[i])->id;

      g_array_append_val (ids, id);
    }
  net_apply (graph, weft_group_make_edit (graph, ids, NULL));
  return group;
}

static char *
learn (WeftGraph *graph, guint threads)
{
  g_autoptr (WeftModel) model = new_model (graph);
  WeftTrainer *trainer = new_trainer (threads);
  char *hash;

  weft_trainer_load (trainer, model, NULL, 3, NULL);
  finish (trainer, 25);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  hash = dup_hash (trainer);
  weft_trainer_free (trainer);
  return hash;
}

/* Whoever makes, whoever judges and the contest itself, each in a group: the same bits as without.
 */
static void
test_in_groups (void)
{
  static const char *const sets[][2] = {
    { "make1 make2 make3 make4 make5", NULL },
    { "make3 make4 make5 contest1", NULL },
    { "judge1 judge2 judge3", "noise1 make1" },
    { "contest1 judge1 judge2 judge3 judge4 judge5 loss", "make4 make5" },
  };
  g_autoptr (WeftGraph) plain = gan_new ();
  g_autofree char *wanted = learn (plain, 1);

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (WeftGraph) graph = gan_new ();
      g_autofree char *hash = NULL;

      group_named (graph, sets[i][0]);
      if (sets[i][1] != NULL)
        group_named (graph, sets[i][1]);
      hash = learn (graph, 2);
      g_test_message ("%s", sets[i][0]);
      g_assert_cmpstr (hash, ==, wanted);
    }
}

/* A group that is repeated takes the role with all its times. */
static void
test_repeated (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  gint64 group = group_named (graph, "make3 make4"), made = 0, judged = 0;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) first = NULL, last = NULL;
  WeftTrainer *trainer;

  net_apply (graph, weft_edit_set_param (group, "repeat", g_variant_new_int64 (3)));
  model = new_model (graph);
  trainer = new_trainer (1);
  weft_trainer_load (trainer, model, NULL, 3, NULL);
  first = weft_trainer_dup_state (trainer);
  finish (trainer, 10);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  last = weft_trainer_dup_state (trainer);
  weft_trainer_free (trainer);
  for (guint i = 0; i < first->n_live; i++)
    {
      const WeftStateEntry *a = &g_array_index (first->entries, WeftStateEntry, i),
                           *b = &g_array_index (last->entries, WeftStateEntry, i);
      const WeftNode *node = weft_graph_find (graph, a->node);

      if (node == NULL || memcmp (a->value, b->value, a->count * sizeof (float)) == 0)
        continue;
      made += g_str_equal (node->name, "make3") && g_str_equal (a->name, "weight");
      judged += g_str_has_prefix (node->name, "judge");
    }
  g_assert_cmpint (made, ==, 3);
  g_assert_cmpint (judged, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roles/in-groups", test_in_groups);
  g_test_add_func ("/roles/repeated", test_repeated);
  return g_test_run ();
}
