/* test-full-disk: when there is no room, bulk stops, edits go on as long as they can, and nothing
 * is lost when there is room again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <time.h>

#include "projects/store/store-private.h"
#include "tests/projects/project.h"

static gsize
file_size (const char *path)
{
  GStatBuf at;

  g_assert_cmpint (g_stat (path, &at), ==, 0);
  return (gsize) at.st_size;
}

/* To SQLite a largest size of a file looks like a disk that is full. */
static void
limit (gsize bytes)
{
  struct rlimit room;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &room), ==, 0);
  room.rlim_cur = bytes ? bytes : room.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &room), ==, 0);
}

static void
title (WeftHistory *history, int i)
{
  g_autofree char *text = g_strdup_printf ("title %d", i);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, text);

  g_assert_true (weft_history_do (history, edit, 0, NULL));
}

static void
flush (WeftStore *store)
{
  g_autoptr (GError) error = NULL;

  weft_store_flush (store, &error);
  g_assert_no_error (error);
}

static void
note_cb (gpointer user, const GError *error)
{
  if (error)
    {
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
      g_assert_nonnull (strstr (error->message, "p.weft"));
      (*(int *) user)++;
    }
}

static void
dispatch (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* A checkpoint that does not fit: said once; the one before it is still there; edits go on in the
 * pages that its half gave back. Once there is room, it is written. */
static void
test_frame_does_not_fit (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GBytes) small = frame_bytes (8, 1), large = frame_bytes (400, 2);
  g_autoptr (WeftState) state = NULL;
  int said = 0;
  WeftStore *store;
  WeftSink sink;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  weft_store_set_listener (store, note_cb, &said);
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 1, 0, small));
  flush (store);

  limit (file_size (place->path) + 600 * 1024);
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 2, 0, large));
  flush (store);
  dispatch ();
  g_assert_cmpint (said, ==, 1);
  g_assert_false (sink.frame (sink.user, WEFT_FRAME_LAST, 3, 0, small)); /* bulk is refused now */
  for (int i = 0; i < 200; i++)
    title (history, i);
  flush (store);
  g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, 200);
  dispatch ();
  g_assert_cmpint (said, ==, 1);
  state = weft_store_load_state (store, 0, -1, NULL);
  g_assert_cmpint (state->step, ==, 1);
  g_clear_pointer (&state, weft_state_free);
  limit (0);
  project_close (store);

  assert_sound (place->path);
  store = project_open (place->path, WEFT_STORE_WRITE);
  back = weft_store_load_graph (store, NULL);
  g_assert_true (weft_graph_equal (graph, back));
  state = weft_store_load_state (store, 0, -1, NULL);
  g_assert_cmpint (state->step, ==, 2);
  sink = weft_store_get_sink (store, 1);
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_LAST, 3, 0, large));
  project_close (store);
}

/* Edits that do not fit wait in memory, in order, and are written once there is room. */
static void
test_edits_wait (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GError) error = NULL, problem = NULL;
  gint64 acknowledged;
  int said = 0;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  weft_store_set_listener (store, note_cb, &said);
  limit (file_size (place->path));
  for (int i = 0; i < 300; i++)
    title (history, i);
  g_assert_false (weft_store_flush (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  acknowledged = weft_store_get_acknowledged (store, NULL);
  g_assert_cmpint (acknowledged, <, 300);
  dispatch ();
  g_assert_cmpint (said, ==, 1);
  g_assert_true (weft_history_undo (history));
  g_usleep (1200000); /* it is tried again meanwhile, and stays said */
  dispatch ();
  problem = weft_store_dup_problem (store);
  g_assert_error (problem, WEFT_ERROR, WEFT_ERROR_FULL);
  g_assert_nonnull (strstr (problem->message, "newest changes are not saved"));
  g_clear_error (&problem);
  g_assert_cmpint (weft_store_count_unsaved (store), ==, 301 - acknowledged);
  limit (0);
  g_assert_true (weft_store_try_again (store, NULL));
  g_assert_null (weft_store_dup_problem (store));
  g_assert_cmpint (weft_store_count_unsaved (store), ==, 0);
  flush (store);
  g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, 301);
  project_close (store);

  assert_sound (place->path);
  store = project_open (place->path, WEFT_STORE_READ);
  back = weft_store_load_graph (store, NULL);
  g_assert_true (weft_graph_equal (graph, back));
  project_close (store);
}

/* Closing while there is no room says so; what was acknowledged is there. */
static void
test_close_full (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  gint64 acknowledged;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  limit (file_size (place->path));
  for (int i = 0; i < 300; i++)
    title (history, i);
  weft_store_flush (store, NULL);
  acknowledged = weft_store_get_acknowledged (store, NULL);
  g_assert_false (weft_store_close (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "p.weft"));
  limit (0);

  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  assert_sound (place->path);
  store = project_open (place->path, WEFT_STORE_WRITE);
  g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, acknowledged);
  back = weft_store_load_graph (store, NULL);
  while (weft_history_get_position (history) > acknowledged)
    weft_history_undo (history);
  g_assert_true (weft_graph_equal (graph, back));
  project_close (store);
}

/* A project that cannot be made leaves nothing behind. */
static void
test_create_full (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  limit (8192);
  g_assert_null (weft_store_create (place->path, graph, NULL, NULL, &error));
  limit (0);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "");
}

/* --- the largest size of a project --- */

static gboolean
set_limit (WeftWriter *writer, gpointer pages, GError **error)
{
  g_autofree char *text = g_strdup_printf ("PRAGMA max_page_count = %d", GPOINTER_TO_INT (pages));

  return weft_db_exec (writer->db, text, error);
}

/* It is not the disk that is full, and nobody is told so. */
static void
test_limit_of_size (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GBytes) large = frame_bytes (400, 2);
  g_autoptr (GError) error = NULL, close_error = NULL;
  WeftStore *store;
  WeftSink sink;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  flush (store);
  g_assert_true (weft_store_call (
      store, set_limit, GINT_TO_POINTER ((int) (file_size (place->path) / 4096) + 8), NULL));
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 2, 0, large));
  flush (store);
  error = weft_queue_take_report (store->queue);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "p.weft"));
  g_assert_nonnull (strstr (error->message, "largest size of a project"));
  g_assert_null (strstr (error->message, "disk"));
  g_clear_error (&error);
  for (int i = 0; i < 1000; i++)
    title (history, i);
  g_assert_false (weft_store_flush (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "largest size of a project"));
  g_assert_false (weft_store_close (store, &close_error));
  g_assert_nonnull (strstr (close_error->message, "largest size of a project"));
  assert_sound (place->path);
}

/* --- samples that wait --- */

#define STEPS 400000

static void
measure (const WeftSink *sink, gint64 from, gint64 to)
{
  for (gint64 step = from; step < to; step++)
    {
      float value = (float) (step % 1009) / 64;
      WeftSample sample = { 0, step, step, 1, value, value, value, (double) value };

      sink->samples (sink->user, &sample, 1);
    }
}

/* The curve of hours without room: bounded in memory, with a gap nowhere. */
static void
test_samples_wait (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GArray) samples = NULL;
  g_autoptr (GError) error = NULL;
  gint64 next = 1;
  double sum = 0, expected = 0;
  WeftStore *store;
  WeftSink sink;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  measure (&sink, 1, 5000);
  flush (store);
  limit (file_size (place->path));
  measure (&sink, 5000, STEPS);
  g_assert_false (weft_store_flush (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  limit (0);
  measure (&sink, STEPS, STEPS + 10);
  project_close (store);

  store = project_open (place->path, WEFT_STORE_READ);
  samples = weft_store_load_samples (store, 1);
  project_close (store);
  g_assert_cmpuint (samples->len, <=, 65536 + 4096 + 10);
  for (guint i = 0; i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      g_assert_cmpint (sample->first, ==, next);
      g_assert_cmpint (sample->count, ==, sample->last + 1 - sample->first);
      g_assert_cmpfloat (sample->value, ==, (float) (sample->last % 1009) / 64);
      next = sample->last + 1;
      sum += sample->sum;
    }
  g_assert_cmpint (next, ==, STEPS + 10);
  for (gint64 step = 1; step < STEPS + 10; step++)
    expected += (double) (step % 1009) / 64;
  g_assert_cmpfloat (sum, ==, expected); /* sixty-fourths: exact */
}

static gboolean
break_down (WeftWriter *writer, gpointer data, GError **error)
{
  g_autoptr (GError) cause = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_IO, "pulled out");

  weft_writer_note_failure (writer, cause);
  return TRUE;
}

/* When nothing will ever be written again, samples are let go, and nobody turns in circles. */
static void
test_samples_when_broken (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;
  clock_t before;
  WeftStore *store;
  WeftSink sink;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  measure (&sink, 1, 100);
  g_assert_true (weft_store_call (store, break_down, NULL, NULL));
  measure (&sink, 100, 200);
  g_usleep (1200000); /* when they would have been written */
  before = clock ();
  g_usleep (500000);
  g_assert_cmpint (clock () - before, <, CLOCKS_PER_SEC / 5);
  g_assert_false (weft_store_close (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  assert_sound (place->path);
}

/* --- a disk of 3 MB, where one may mount --- */

static gboolean
mount_small (const char *folder)
{
  return unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0
         && mount ("tmpfs", folder, "tmpfs", 0, "size=3m") == 0;
}

static void
fill (const char *path)
{
  FILE *file = g_fopen (path, "w");
  static const char block[4096];

  setvbuf (file, NULL, _IONBF, 0);
  while (fwrite (block, sizeof block, 1, file) == 1)
    ;
  fclose (file);
}

/* With little room checkpoints stop beforehand; with none, edits wait. */
static void
test_small_disk (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *filler = g_build_filename (place->folder, "filler", NULL);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GBytes) small = frame_bytes (8, 1);
  g_autoptr (GError) error = NULL, problem = NULL;
  int said = 0;
  WeftStore *store;
  WeftSink sink;

  if (!mount_small (place->folder))
    {
      g_test_skip ("one may not mount here");
      return;
    }
  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  weft_store_set_listener (store, note_cb, &said);
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_LAST, 1, 0, small));
  flush (store);
  dispatch ();
  g_assert_cmpint (said, ==, 1);
  g_assert_null (weft_store_load_state (store, 0, -1, NULL));
  g_assert_true (
      sink.frame (sink.user, WEFT_FRAME_CLOSE, 2, 0, small)); /* the one at the end is tried */
  for (int i = 0; i < 100; i++)
    title (history, i);
  flush (store);
  fill (filler);
  for (int i = 0; i < 400; i++)
    title (history, i);
  g_assert_false (weft_store_flush (store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  problem = weft_store_dup_problem (store);
  g_assert_nonnull (strstr (problem->message, "newest changes are not saved"));
  g_clear_error (&problem);
  g_remove (filler);
  flush (store);
  g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, 500);
  problem = weft_store_dup_problem (store); /* there is room for edits, and less than SPARE */
  g_assert_nonnull (strstr (problem->message, "edits are kept"));
  g_clear_error (&problem);
  project_close (store);
  assert_sound (place->path);
  store = project_open (place->path, WEFT_STORE_READ);
  back = weft_store_load_graph (store, NULL);
  g_assert_true (weft_graph_equal (graph, back));
  project_close (store);
  g_remove (place->path);
  umount (place->folder);
}

int
main (int argc, char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/full-disk/frame-does-not-fit", test_frame_does_not_fit);
  g_test_add_func ("/full-disk/edits-wait", test_edits_wait);
  g_test_add_func ("/full-disk/close-full", test_close_full);
  g_test_add_func ("/full-disk/create-full", test_create_full);
  g_test_add_func ("/full-disk/limit-of-size", test_limit_of_size);
  g_test_add_func ("/full-disk/samples-wait", test_samples_wait);
  g_test_add_func ("/full-disk/samples-when-broken", test_samples_when_broken);
  g_test_add_func ("/full-disk/small-disk", test_small_disk);
  return g_test_run ();
}
