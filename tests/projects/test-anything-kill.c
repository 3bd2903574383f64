/* test-anything-kill: each step that a killed program's file knows of is had again, whatever had
 * been done to the run, and what goes on from there, too, with every recipe and every example whose
 * steps are short
 *
 * A child does things to a run in a file, and says over a pipe what its stops left, until it is
 * killed. The file is then opened again; the next child goes on. WEFT_KILLS: so often. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "projects/store/store.h"
#include "small-gallery.h"
#include "tests/engine/small-ways.h"

#define MOST_KILLS 20 /* on a busy machine, until one leaves a step in the file */
#define ACTIONS 15    /* that each child does at least, of which two make one run */
#define LONGEST 10    /* steps between two of these */
#define LONGEST_SLOW 2
#define SHORT_FLOPS 3000000 /* forward, of a batch of an example */

/* What is trained. */
typedef struct
{
  const WeftRecipe *recipe;   /* nullable: it is an example */
  const WeftExample *example; /* nullable */
  WeftCatalog *catalog;       /* its data is loaded before a child is made */
  int longest;                /* steps between two actions */
} Subject;

typedef struct
{
  gint64 step; /* −1: it has begun */
  char hash[65];
} Said;

static void
say (int pipe, Run *run)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (run->trainer);
  g_autofree char *hash = weft_state_dup_hash (state);
  Said said = { .step = state->step };

  if (g_strcmp0 (g_hash_table_lookup (run->hashes, &state->step), hash) != 0)
    return; /* something was done after it */
  g_strlcpy (said.hash, hash, sizeof said.hash);
  g_assert_cmpint (write (pipe, &said, sizeof said), ==, sizeof said);
}

/* Of recipes that act: how much they do for a step, so that many are made in a short time. */
static void
act_little (WeftGraph *graph, const WeftRecipe *recipe)
{
  static const struct
  {
    const char *name;
    gint64 value;
  } little[]
      = { { "n_envs", 2 },        { "n_steps", 8 },     { "n_epochs", 1 }, { "first_moves", 20 },
          { "memory_size", 200 }, { "simulations", 4 }, { "games", 2 } };

  for (guint i = 0; recipe->params != NULL && i < G_N_ELEMENTS (little); i++)
    if (weft_params_find (recipe->params, little[i].name) != NULL)
      net_train (graph, little[i].name, g_variant_new_int64 (little[i].value));
}

/* That it begins with. */
static WeftGraph *
make_graph (const Subject *subject)
{
  int pressed;
  WeftGraph *graph;

  if (subject->example != NULL)
    return small_gallery_load_graph (subject->example);
  graph = ways_make (subject->recipe->id, subject->catalog, &pressed);
  net_train (graph, "batch_size", g_variant_new_int64 (8));
  act_little (graph, subject->recipe);
  return graph;
}

/* Of the run as far as its journal knows, else the one that it begins with. */
static WeftGraph *
load_graph (WeftStore *store, const Subject *subject)
{
  g_autoptr (GError) error = NULL;
  g_auto (WeftRunRecord) record = { 0 };
  WeftGraph *graph = NULL;

  if (weft_store_load_record (store, 1, &record, NULL))
    for (guint i = 0; i < record.entries->len; i++)
      {
        const WeftJournalEntry *entry = record.entries->pdata[i];

        if (entry->graph == NULL)
          continue;
        g_clear_object (&graph);
        graph = weft_graph_deserialize (entry->graph, &error);
        g_assert_no_error (error);
      }
  return graph != NULL ? graph : make_graph (subject);
}

/* The child: never returns. */
static void
work (const char *path, const Subject *subject, guint32 seed, int pipe)
{
  WeftStore *store = weft_store_open (path, WEFT_STORE_WRITE, NULL);
  Anything any = { .rand = g_rand_new_with_seed (seed), .catalog = subject->catalog };
  gint64 run = seed == 1 ? weft_store_begin_run (store, 7, NULL, NULL) : 1;
  WeftSink sink = weft_store_get_sink (store, run);
  WeftState *state = weft_store_load_state (store, run, -1, NULL);

  any.graph = load_graph (store, subject);
  any.model = weft_model_new (any.graph, subject->catalog, NULL);
  any.runs = g_ptr_array_new ();
  any.undos = g_ptr_array_new ();
  g_ptr_array_add (any.runs, any_run_new (any.model));
  weft_trainer_load (any_run (&any)->trainer, any.model, state, 7, &sink);
  g_assert_cmpint (write (pipe, &(Said){ .step = -1 }, sizeof (Said)), ==, sizeof (Said));
  for (;;)
    {
      any_go (&any, 1 + any_below (&any, subject->longest));
      say (pipe, any_run (&any));
      any_do (&any);
    }
}

static gboolean
is_beyond (gpointer step, gpointer hash, gpointer now)
{
  return *(const gint64 *) step > *(const gint64 *) now;
}

/* What a child said next; FALSE: it says no more. */
static gboolean
hear (int pipe, GHashTable *hashes)
{
  Said said;

  if (read (pipe, &said, sizeof said) != sizeof said)
    return FALSE;
  g_hash_table_foreach_remove (hashes, is_beyond, &said.step);
  g_hash_table_replace (hashes, g_memdup2 (&said.step, sizeof said.step), g_strdup (said.hash));
  return TRUE;
}

/* Lets a child do some things, go on for a while, and kills it; hashes: of what it said. */
static guint
kill_one (const char *path, const Subject *subject, guint32 seed, guint microseconds,
          GHashTable *hashes)
{
  int ends[2], status;
  pid_t child;
  guint done = 0;
  Said said;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (ends[0]);
      work (path, subject, seed, ends[1]);
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &said, sizeof said), ==, sizeof said);
  while (done < ACTIONS && hear (ends[0], hashes))
    done++;
  g_usleep (microseconds);
  kill (child, SIGKILL);
  while (hear (ends[0], hashes))
    done++;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  return done;
}

/* What was lost by the kill will be passed anew. */
static guint
check_file (const char *path, WeftCatalog *catalog, GHashTable *hashes)
{
  WeftStore *store = weft_store_open (path, WEFT_STORE_WRITE, NULL);
  g_autoptr (WeftState) last = NULL;
  gint64 known;
  guint checked = 0;

  g_assert_nonnull (store);
  last = weft_store_load_state (store, 1, -1, NULL);
  known = last != NULL ? last->step : 0;
  {
    const WeftTrainerOptions options = { .threads = 1 };
    g_auto (WeftRunRecord) record = { .catalog = catalog, .threads = 1 };
    g_autoptr (WeftWalk) walk = NULL;
    GHashTableIter iter;
    gpointer step, hash;

    weft_store_load_record (store, 1, &record, NULL);
    g_hash_table_foreach_remove (hashes, is_beyond, &known);
    g_hash_table_iter_init (&iter, hashes);
    walk = weft_walk_new (&record, &options, 0);
    while (g_hash_table_iter_next (&iter, &step, &hash))
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *found = NULL;

        weft_walk_head_for (walk, *(gint64 *) step, &error);
        g_assert_no_error (error);
        weft_walk_finish (walk, &error);
        g_assert_no_error (error);
        found = dup_hash (weft_walk_get_trainer (walk));
        if (!g_str_equal (found, hash))
          g_error ("step %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " differs", *(gint64 *) step,
                   known);
        checked++;
      }
  }
  g_assert_true (weft_store_close (store, NULL));
  return checked;
}

static void
test_kills (gconstpointer data)
{
  const Subject *subject = data;
  g_autofree char *folder = g_dir_make_tmp ("weft-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "p.weft", NULL);
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autoptr (WeftGraph) graph = make_graph (subject);
  g_autoptr (GHashTable) hashes
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  const char *asked = g_getenv ("WEFT_KILLS");
  guint32 kills = asked != NULL ? (guint32) g_ascii_strtoull (asked, NULL, 10) : 2;
  guint checked = 0, done = 0;
  WeftStore *store;

  if (subject->example != NULL && !small_gallery_is_cheap (graph, subject->catalog, SHORT_FLOPS))
    {
      g_test_skip ("a step of it takes too long");
      g_assert_cmpint (g_rmdir (folder), ==, 0);
      return;
    }
  store = weft_store_create (path, graph, NULL, NULL, NULL);
  g_assert_nonnull (store);
  g_assert_true (weft_store_close (store, NULL));
  for (guint32 seed = 1; seed <= kills || (checked == 0 && seed <= MOST_KILLS); seed++)
    {
      done
          += kill_one (path, subject, seed, (guint) g_rand_int_range (rand, 50000, 400000), hashes);
      checked += check_file (path, subject->catalog, hashes);
    }
  g_test_message ("%u steps, %u actions", checked, done);
  g_assert_cmpuint (checked, >, 0);
  g_unlink (journal);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
subject_free (gpointer data)
{
  weft_catalog_unref (((Subject *) data)->catalog);
  g_free (data);
}

static void
add (const char *kind, const char *id, Subject subject)
{
  g_autofree char *path = g_strdup_printf ("/anything/kills/%s/%s", kind, id);

  g_test_add_data_func_full (path, g_memdup2 (&subject, sizeof subject), test_kills, subject_free);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) examples = NULL;
  WeftCatalogHost host = { .load = small_gallery_load };
  const WeftRecipe *recipe;

  g_test_init (&argc, &argv, NULL);
  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    add ("recipe", recipe->id,
         (Subject){ .recipe = recipe,
                    .catalog = weft_catalog_new (NULL),
                    .longest = recipe->advise != NULL ? LONGEST_SLOW : LONGEST });
  examples = small_gallery_list ();
  for (guint i = 0; i < examples->len; i++)
    {
      const WeftExample *example = examples->pdata[i];

      add ("example", example->id,
           (Subject){
               .example = example, .catalog = weft_catalog_new (&host), .longest = LONGEST_SLOW });
    }
  return g_test_run ();
}
