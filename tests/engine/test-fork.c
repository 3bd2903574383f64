/* test-fork: a run that begins at a step of another one, and a fork of that: each step again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-replay.h"

#define PARENT 1
#define CHILD 2

/* Runs by what they are called; the first is the oldest. */
typedef struct
{
  Run *runs[3];
  WeftCatalog *catalog;
  guint asked; /* how often a parent was asked */
} Family;

static gboolean replay (Family *family, gint64 run, gint64 step, WeftReplayed *replayed,
                        GError **error);

static WeftState *
load_parent_cb (gpointer user, gint64 run, gint64 step, GError **error)
{
  Family *family = user;
  g_auto (WeftReplayed) replayed = { 0 };

  family->asked++;
  return replay (family, run, step, &replayed, error) ? g_steal_pointer (&replayed.state) : NULL;
}

/* With no frame: all from the journals. */
static gboolean
replay (Family *family, gint64 run, gint64 step, WeftReplayed *replayed, GError **error)
{
  Run *of = family->runs[run - PARENT];
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  WeftRunRecord record = { .entries = of->entries,
                           .frames = frames,
                           .last_step = of->last_step,
                           .catalog = family->catalog,
                           .threads = 2,
                           .load = load_cb,
                           .user = of,
                           .load_parent = load_parent_cb,
                           .parent_user = family };

  return weft_replay (&record, step, replayed, error);
}

/* Goes on with what the parent had at a step, as another run. */
static Run *
fork_of (Family *family, WeftModel *model, gint64 parent, gint64 step)
{
  Run *run = run_new (model, 1);
  WeftSink sink = get_sink (run);
  g_auto (WeftReplayed) replayed = { 0 };

  g_assert_true (replay (family, parent, step, &replayed, NULL));
  weft_trainer_load (run->trainer, model, g_steal_pointer (&replayed.state), 7, &sink);
  weft_trainer_set_parent (run->trainer, parent);
  return run;
}

static void
check_family (Family *family, gint64 which)
{
  GHashTableIter iter;
  gpointer step, hash;

  g_hash_table_iter_init (&iter, family->runs[which - PARENT]->hashes);
  while (g_hash_table_iter_next (&iter, &step, &hash))
    {
      g_autoptr (GError) error = NULL;
      g_auto (WeftReplayed) replayed = { 0 };
      g_autofree char *found = NULL;

      replay (family, which, *(gint64 *) step, &replayed, &error);
      g_assert_no_error (error);
      found = weft_state_dup_hash (replayed.state);
      g_assert_cmpstr (found, ==, hash);
    }
}

static void
test_fork (void)
{
  g_autoptr (WeftGraph) graph = net_points (), other = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), changed = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (Run) parent = run_new (model, 1), child = NULL, grandchild = NULL;
  Family family = { { parent }, catalog, 0 };
  const WeftJournalEntry *first;

  go (parent, 20);
  weft_trainer_set_rate (parent->trainer, 0.002);
  go (parent, 20);
  net_train (other, "lr", g_variant_new_double (0.003));
  changed = net_model (other);
  child = family.runs[1] = fork_of (&family, changed, PARENT, 25);
  go (child, 9);
  weft_trainer_set_rate (child->trainer, 0.001);
  go (child, 9);
  first = g_ptr_array_index (child->entries, 0);
  g_assert_cmpstr (first->kind, ==, "load");
  g_assert_cmpint (first->step, ==, 25);
  g_assert_cmpint (weft_journal_entry_get_parent (first), ==, PARENT);
  g_assert_cmpint (weft_journal_entry_get_parent (g_ptr_array_index (parent->entries, 0)), ==, 0);
  grandchild = family.runs[2] = fork_of (&family, model, CHILD, 40);
  go (grandchild, 7);
  for (gint64 i = PARENT; i <= CHILD + 1; i++)
    check_family (&family, i);
  g_assert_cmpuint (family.asked, >, 0);
  /* The parent has what it had: its journal knows of no child. */
  g_assert_cmpuint (parent->entries->len, ==, 2);
}

/* Without the parent what it had cannot be had, and that is said. */
static void
test_orphan (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (Run) parent = run_new (model, 1), child = NULL;
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  g_autoptr (GError) error = NULL;
  g_auto (WeftReplayed) replayed = { 0 };
  Family family = { { parent }, catalog, 0 };
  WeftRunRecord record;

  go (parent, 10);
  child = fork_of (&family, model, PARENT, 6);
  go (child, 5);
  record = (WeftRunRecord){ .entries = child->entries,
                            .frames = frames,
                            .last_step = child->last_step,
                            .catalog = catalog,
                            .load = load_cb,
                            .user = child };
  g_assert_false (weft_replay (&record, 9, &replayed, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fork/each-step-again", test_fork);
  g_test_add_func ("/fork/orphan", test_orphan);
  return g_test_run ();
}
