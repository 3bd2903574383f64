/* test-store-kill: kill -9 at random moments loses no acknowledged edit and no whole checkpoint
 *
 * A child edits and writes frames and says over a pipe what the store has acknowledged. Its edits
 * follow from a seed, so that the parent can make the same graph and compare. 20 kills; WEFT_KILLS
 * asks for another number. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/projects/project.h"

typedef struct
{
  gint64 edit; /* acknowledged */
  gint64 step; /* of the newest frame that is certainly in the file */
} Said;

static void
say (int pipe, Said said)
{
  g_assert_cmpint (write (pipe, &said, sizeof said), ==, sizeof said);
}

static void
add_samples (const WeftSink *sink, gint64 step)
{
  WeftSample samples[2];

  for (guint32 i = 0; i < 2; i++)
    samples[i] = (WeftSample){ .series = i,
                               .first = step,
                               .last = step,
                               .count = 1,
                               .min = 0.5f,
                               .max = 0.5f,
                               .value = 0.5f,
                               .sum = 0.5 };
  sink->samples (sink->user, samples, 2);
}

/* The child: never returns. The first frames are small, later ones need several chunks. */
static void
work (const char *path, guint32 seed, gint64 step, int pipe, GBytes **frames)
{
  WeftStore *store = project_open (path, WEFT_STORE_WRITE);
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 run = weft_store_begin_run (store, seed, NULL, NULL);
  WeftSink sink = weft_store_get_sink (store, run);
  Said said = { weft_store_get_acknowledged (store, NULL), -1 };

  weft_store_load_history (store, history, NULL);
  weft_store_follow (store, history);
  say (pipe, said);
  for (guint i = 0;; i++)
    {
      anything (history, rand);
      add_samples (&sink, ++step);
      sink.frame (sink.user,
                  i % 5 == 2   ? WEFT_FRAME_BEST
                  : i % 7 == 3 ? WEFT_FRAME_CLOSE
                               : WEFT_FRAME_LAST,
                  step, 0, frames[i % 2]);
      if (i % 16 == 15)
        {
          g_assert_true (weft_store_flush (store, NULL));
          said.step = i; /* at least something is whole now */
        }
      said.edit = weft_store_get_acknowledged (store, NULL);
      say (pipe, said);
      if (i % 3 == 0)
        g_usleep (500);
    }
}

/* Lets a child work for a while and kills it. */
static Said
kill_one (const char *path, guint32 seed, guint microseconds, GBytes **frames)
{
  Said said = { 0, -1 }, next;
  int ends[2], status;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (ends[0]);
      work (path, seed, (gint64) seed * 1000000, ends[1], frames);
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &said, sizeof said), ==, sizeof said); /* it has begun */
  g_usleep (microseconds);
  kill (child, SIGKILL);
  while (read (ends[0], &next, sizeof next) == sizeof next)
    said = next;
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  return said;
}

/* What the child did, as far as the file's seq says that it got. */
static void
follow_child (WeftHistory *history, guint32 seed, gint64 n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  while (n > 0)
    n -= anything (history, rand);
}

/* Whether a transaction was cut off: then the journal begins with something. */
static gboolean
is_hot (Place *place)
{
  g_autofree char *path = g_strconcat (place->path, "-journal", NULL);
  g_autofree char *content = NULL;
  gsize length = 0;

  return g_file_get_contents (path, &content, &length, NULL) && length > 0 && content[0] != 0;
}

/* Reading changes nothing, though a journal may wait to be rolled back. */
static gint64
read_after_kill (Place *place)
{
  g_autoptr (GBytes) before = place_bytes (place->path), after = NULL;
  g_autofree char *list = place_list (place), *list_after = NULL;
  WeftStore *store = project_open (place->path, WEFT_STORE_READ);
  gint64 seq = weft_store_get_acknowledged (store, NULL);

  project_close (store);
  after = place_bytes (place->path);
  list_after = place_list (place);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpstr (list, ==, list_after);
  return seq;
}

static void
check_runs (WeftStore *store, Said said)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  const WeftRunInfo *run = runs->len ? g_ptr_array_index (runs, runs->len - 1) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (GArray) samples = NULL;

  if (said.step < 0)
    return;
  g_assert_nonnull (run);
  g_assert_cmpint (run->last_frame, >=, 0);
  state = weft_store_load_state (store, run->id, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (state->step, >=, 1);
  samples = weft_store_load_samples (store, run->id);
  for (guint i = 2; i < samples->len; i++)
    g_assert_cmpint (g_array_index (samples, WeftSample, i).first, ==,
                     g_array_index (samples, WeftSample, i - 2).first + 1);
}

typedef struct
{
  int kills, hot;
  gint64 edits;
} Count;

/* Kills with these seeds, one after the other of one project. */
static void
kill_project (guint32 first, guint32 last, GBytes **frames, Count *count)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  gint64 seq = 0;

  project_make (place->path, graph);
  for (guint32 i = first; i <= last; i++)
    {
      Said said = kill_one (place->path, i, (guint) g_test_rand_int_range (1, 120000), frames);
      gboolean was_hot = is_hot (place);
      gint64 found = read_after_kill (place);
      WeftStore *store = project_open (place->path, WEFT_STORE_WRITE);
      g_autoptr (WeftGraph) back = weft_store_load_graph (store, NULL);
      g_autofree char *list = NULL;

      g_assert_cmpint (found, >=, said.edit);
      g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, found);
      follow_child (history, i, found - seq);
      g_assert_true (weft_graph_equal (graph, back));
      g_assert_cmpint (weft_graph_get_next_id (graph), <=, weft_graph_get_next_id (back));
      check_runs (store, said);
      weft_store_load_history (store, history, NULL); /* as the next child has it */
      project_close (store);
      list = place_list (place);
      g_assert_cmpstr (list, ==, "p.weft");
      assert_sound (place->path);
      count->kills++;
      count->edits += found - seq;
      count->hot += was_hot;
      seq = found;
    }
}

/* A new project every 25 kills: each kill reads all that its project has been through. */
static void
test_kill (void)
{
  g_autoptr (GBytes) small = frame_bytes (8, 1), large = frame_bytes (400, 2);
  GBytes *frames[] = { small, large };
  guint32 n = g_getenv ("WEFT_KILLS") ? (guint32) atoi (g_getenv ("WEFT_KILLS")) : 20;
  Count count = { 0 };

  for (guint32 first = 1; first <= n; first += 25)
    kill_project (first, MIN (first + 24, n), frames, &count);
  g_test_message ("%d kills, %d within a transaction, %" G_GINT64_FORMAT " edits", count.kills,
                  count.hot, count.edits);
  g_assert_cmpint (count.kills, ==, n);
  g_assert_cmpint (count.edits, >, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/kill", test_kill);
  return g_test_run ();
}
