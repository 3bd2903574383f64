/* test-anything-kill: each step that a killed program's file knows of is had again, whatever had
 * been done to the run, and what goes on from there, too, with every recipe and every example whose
 * steps are short
 *
 * A child does things to a run in a file, forks it and goes back in it, and says over a pipe what
 * its stops left, until it is killed. The file is then opened again, and what each of its runs had
 * is had again; the next child goes on with the newest. WEFT_KILLS: so often. */
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
  gint64 run;    /* 0: it has begun */
  gint64 lowest; /* that it was at since it said something */
  gint64 step;
  char hash[65]; /* "": it went back there */
} Said;

/* What is killed. */
typedef struct
{
  Anything any; /* first: who forks or goes back has it alone */
  WeftStore *store;
  gint64 run; /* that goes on */
  int pipe;
} Child;

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

/* --- what is kept of runs --- */

typedef struct
{
  WeftStore *store;
  WeftCatalog *catalog;
} Family;

static gboolean load_record (Family *family, gint64 run, WeftRunRecord *record);

static WeftState *
load_had (gpointer user, gint64 run, gint64 step, GError **error)
{
  g_auto (WeftRunRecord) record = { 0 };
  g_auto (WeftReplayed) replayed = { 0 };

  return load_record (user, run, &record) && weft_replay (&record, step, &replayed, error)
             ? g_steal_pointer (&replayed.state)
             : NULL;
}

static gboolean
load_record (Family *family, gint64 run, WeftRunRecord *record)
{
  *record = (WeftRunRecord){
    .catalog = family->catalog, .threads = 1, .load_parent = load_had, .parent_user = family
  };
  return weft_store_load_record (family->store, run, record, NULL);
}

/* Of the run as far as its journal knows, else the one that it begins with. */
static WeftGraph *
load_graph (WeftStore *store, gint64 run, const Subject *subject)
{
  g_autoptr (GError) error = NULL;
  g_auto (WeftRunRecord) record = { 0 };
  WeftGraph *graph = NULL;

  if (weft_store_load_record (store, run, &record, NULL))
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

/* --- the child --- */

static void
say (Child *child, gboolean is_back)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (any_run (&child->any)->trainer);
  g_autofree char *hash = weft_state_dup_hash (state);
  Said said = { .run = child->run, .lowest = child->any.lowest, .step = state->step };

  if (!is_back)
    g_strlcpy (said.hash, hash, sizeof said.hash);
  g_assert_cmpint (write (child->pipe, &said, sizeof said), ==, sizeof said);
  child->any.lowest = G_MAXINT64;
}

/* What it has learnt so far is in the file. */
static void
keep_state (Child *child)
{
  WeftTrainer *trainer = any_run (&child->any)->trainer;

  weft_trainer_write_frame (trainer);
  weft_trainer_halt (trainer);
  g_assert_true (weft_store_settle (child->store, NULL));
}

/* Of a step that the run at hand passed, and which the file has: spoilt numbers are not kept. NULL:
 * there is none. */
static WeftState *
load_earlier (Child *child)
{
  Family family = { child->store, child->any.catalog };
  GHashTable *hashes = any_run (&child->any)->hashes;
  g_autoptr (WeftState) last = NULL;
  g_autofree gpointer *steps = NULL;
  g_autoptr (GError) error = NULL;
  WeftState *state;
  guint n;

  keep_state (child);
  last = weft_store_load_state (child->store, child->run, -1, NULL);
  g_hash_table_foreach_remove (hashes, any_is_beyond, &last->step);
  steps = g_hash_table_get_keys_as_array (hashes, &n);
  if (n == 0)
    return NULL;
  state
      = load_had (&family, child->run, *(gint64 *) steps[any_below (&child->any, (int) n)], &error);
  g_assert_no_error (error);
  return state;
}

/* parent: 0: the run at hand goes on, from another state. state: taken; it is in the file before
 * anything is done to it, and before it is said that what came after it does not count any more. */
static void
go_from (Child *child, WeftState *state, gint64 parent)
{
  WeftTrainer *trainer = any_run (&child->any)->trainer;
  WeftSink sink = weft_store_get_sink (child->store, child->run);

  weft_trainer_load (trainer, child->any.model, state, 7, &sink);
  if (parent > 0)
    weft_trainer_set_parent (trainer, parent);
  keep_state (child);
  any_forget (&child->any);
  say (child, TRUE);
}

static void
fork_cb (Anything *any)
{
  Child *child = (Child *) any;
  gint64 parent = child->run;
  WeftState *state = parent < MOST_RUNS ? load_earlier (child) : NULL;

  if (state == NULL)
    return;
  child->run = weft_store_begin_run (child->store, 7, NULL, NULL);
  g_hash_table_remove_all (any_run (any)->hashes);
  go_from (child, state, parent);
  any_go (any, 1);
}

static void
restore_cb (Anything *any)
{
  Child *child = (Child *) any;
  WeftState *state = load_earlier (child);

  if (state != NULL)
    go_from (child, state, 0);
}

/* The newest that has a state. */
static gint64
find_run (WeftStore *store)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  gint64 newest = runs->len > 0 ? 1 : weft_store_begin_run (store, 7, NULL, NULL);

  for (guint i = 0; i < runs->len; i++)
    {
      const WeftRunInfo *info = runs->pdata[i];

      if (info->last_frame >= 0)
        newest = info->id;
    }
  return newest;
}

/* Never returns. */
static void
work (const char *path, const Subject *subject, guint32 seed, int pipe)
{
  WeftStore *store = weft_store_open (path, WEFT_STORE_WRITE, NULL);
  Child child = { .any = { .rand = g_rand_new_with_seed (seed),
                           .catalog = subject->catalog,
                           .lowest = G_MAXINT64,
                           .fork = fork_cb,
                           .restore = restore_cb },
                  .store = store,
                  .run = find_run (store),
                  .pipe = pipe };
  Anything *any = &child.any;
  WeftSink sink = weft_store_get_sink (store, child.run);

  any->graph = load_graph (store, child.run, subject);
  any->model = weft_model_new (any->graph, subject->catalog, NULL);
  any->runs = g_ptr_array_new ();
  any->undos = g_ptr_array_new ();
  g_ptr_array_add (any->runs, any_run_new (any->model));
  weft_trainer_load (any_run (any)->trainer, any->model,
                     weft_store_load_state (store, child.run, -1, NULL), 7, &sink);
  g_assert_cmpint (write (pipe, &(Said){ .run = 0 }, sizeof (Said)), ==, sizeof (Said));
  for (guint i = 0;; i++)
    {
      any_go (any, 1 + any_below (any, subject->longest));
      say (&child, FALSE);
      if (i == ACTIONS / 2)
        fork_cb (any); /* whatever chance says */
      else
        any_do (any);
    }
}

/* --- who kills it --- */

/* Of a run: gint64 step → SHA-256. runs: of these, by number. */
static GHashTable *
get_hashes (GPtrArray *runs, gint64 run)
{
  while ((gint64) runs->len < run)
    g_ptr_array_add (runs, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free));
  return runs->pdata[run - 1];
}

/* What a child said next, which counts when it did something; FALSE: it says no more. */
static gboolean
hear (int pipe, GPtrArray *runs, guint *done)
{
  Said said;
  GHashTable *hashes;

  if (read (pipe, &said, sizeof said) != sizeof said)
    return FALSE;
  hashes = get_hashes (runs, said.run);
  g_hash_table_foreach_remove (hashes, any_is_beyond, &said.lowest);
  if (said.hash[0] == '\0')
    return TRUE;
  g_hash_table_replace (hashes, g_memdup2 (&said.step, sizeof said.step), g_strdup (said.hash));
  *done += 1;
  return TRUE;
}

/* Lets a child do some things, go on for a while, and kills it; runs: what it said of each. */
static guint
kill_one (const char *path, const Subject *subject, guint32 seed, guint microseconds,
          GPtrArray *runs)
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
  while (done < ACTIONS && hear (ends[0], runs, &done))
    ;
  g_usleep (microseconds);
  kill (child, SIGKILL);
  while (hear (ends[0], runs, &done))
    ;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  return done;
}

/* Of the frames the one that says how far a run came. */
static void
keep_newest (GArray *frames)
{
  WeftKeyFrame newest = { .step = -1 };

  for (guint i = 0; i < frames->len; i++)
    {
      const WeftKeyFrame *frame = &g_array_index (frames, WeftKeyFrame, i);

      if (frame->place > newest.place
          || (frame->place == newest.place && frame->step > newest.step))
        newest = *frame;
    }
  g_array_set_size (frames, 0);
  g_array_append_val (frames, newest);
}

/* is_bare: without most states that the file has of a fork, so that it comes from its parent's.
 * What was lost by the kill will be passed anew. */
static guint
check_run (Family *family, gint64 run, GHashTable *hashes, gboolean is_bare)
{
  const WeftTrainerOptions options = { .threads = 1 };
  g_autoptr (WeftState) last = weft_store_load_state (family->store, run, -1, NULL);
  gint64 known = last != NULL ? last->step : 0;
  g_auto (WeftRunRecord) record = { 0 };
  g_autoptr (WeftWalk) walk = NULL;
  GHashTableIter iter;
  gpointer step, hash;
  guint checked = 0;

  g_assert_true (load_record (family, run, &record));
  if (is_bare && run > 1)
    keep_newest (record.frames);
  g_hash_table_foreach_remove (hashes, any_is_beyond, &known);
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
        g_error ("run %" G_GINT64_FORMAT ", step %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
                 " differs",
                 run, *(gint64 *) step, known);
      checked++;
    }
  return checked;
}

static guint
check_file (const char *path, WeftCatalog *catalog, GPtrArray *runs, gboolean is_bare)
{
  Family family = { weft_store_open (path, WEFT_STORE_WRITE, NULL), catalog };
  guint checked = 0;

  g_assert_nonnull (family.store);
  for (guint i = 0; i < runs->len; i++)
    checked += check_run (&family, i + 1, runs->pdata[i], is_bare);
  g_assert_true (weft_store_close (family.store, NULL));
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
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
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
      done += kill_one (path, subject, seed, (guint) g_rand_int_range (rand, 50000, 400000), runs);
      checked += check_file (path, subject->catalog, runs, seed % 2 == 0);
    }
  g_test_message ("%u steps of %u runs, %u actions", checked, runs->len, done);
  g_assert_cmpuint (checked, >, 0);
  g_assert_cmpuint (runs->len, >, 1);
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
