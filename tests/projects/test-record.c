/* test-record: what a file keeps of a run: enough to make any step of it again, and not too much */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/project.h"

static WeftModel *
make_model (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

/* Makes some steps; what they left. */
static char *
learn (WeftTrainer *trainer, gint64 steps)
{
  g_autoptr (WeftState) state = NULL;

  weft_trainer_run (trainer, &(WeftLimits){ .steps = steps, .outlasts_schedule = TRUE });
  g_assert_true (weft_trainer_wait (trainer, 60));
  state = weft_trainer_dup_state (trainer);
  return weft_state_dup_hash (state);
}

static void
assert_step (const char *path, gint64 step, const char *hash)
{
  WeftStore *store = project_open (path, WEFT_STORE_READ);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = NULL;

  {
    g_auto (WeftRunRecord) record = { .catalog = catalog };
    g_auto (WeftReplayed) replayed = { 0 };

    weft_store_load_record (store, 0, &record, &error);
    g_assert_no_error (error);
    weft_replay (&record, step, &replayed, &error);
    g_assert_no_error (error);
    found = weft_state_dup_hash (replayed.state);
    g_assert_true (replayed.is_exact);
  }
  g_assert_cmpstr (found, ==, hash);
  project_close (store);
}

/* Entries say of which revision of the document their graph is, whatever the session. */
static void
assert_revisions (const char *path)
{
  WeftStore *store = project_open (path, WEFT_STORE_READ);
  WeftRunRecord record = { 0 };
  const WeftJournalEntry *first, *last;

  g_assert_true (weft_store_load_record (store, 1, &record, NULL));
  first = record.entries->pdata[0];
  last = record.entries->pdata[record.entries->len - 1];
  g_assert_cmpstr (first->kind, ==, "load");
  g_assert_cmpstr (last->kind, ==, "load");
  g_assert_cmpuint (last->revision, >, first->revision);
  g_assert_nonnull (last->graph);
  weft_run_record_clear (&record);
  project_close (store);
}

/* Two sessions, the second with another graph; only the newest frame is left. */
static void
test_sessions (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (12, 3);
  g_autoptr (WeftModel) model = make_model (graph), wider = NULL;
  g_autoptr (WeftState) stored = NULL;
  char *hashes[4] = { NULL };
  WeftTrainer *trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1, .level = -1 });
  WeftStore *store = weft_store_create (place->path, graph, NULL, NULL, NULL);
  WeftSink sink = weft_store_get_sink (store, weft_store_begin_run (store, 5, NULL, NULL));

  weft_trainer_load (trainer, model, NULL, 5, &sink);
  hashes[0] = learn (trainer, 9);
  weft_trainer_set_rate (trainer, 0.02);
  hashes[1] = learn (trainer, 9);
  net_set (graph, "dense1", "units", "int64 11");
  wider = make_model (graph);
  weft_trainer_swap (trainer, wider);
  hashes[2] = learn (trainer, 9);
  weft_trainer_load (trainer, model, NULL, 5, NULL);
  g_assert_true (weft_trainer_wait (trainer, 60));
  project_close (store);

  store = project_open (place->path, WEFT_STORE_WRITE);
  sink = weft_store_get_sink (store, 1);
  stored = weft_store_load_state (store, 1, -1, NULL);
  weft_trainer_load (trainer, wider, g_steal_pointer (&stored), 5, &sink);
  hashes[3] = learn (trainer, 9);
  weft_trainer_free (trainer);
  project_close (store);
  assert_revisions (place->path);
  for (int i = 0; i < 4; i++)
    assert_step (place->path, 9 * (i + 1), hashes[i]);
  tamper (place->path, "DELETE FROM frame WHERE id < (SELECT max (id) FROM frame)");
  for (int i = 0; i < 4; i++)
    {
      assert_step (place->path, 9 * (i + 1), hashes[i]);
      g_free (hashes[i]);
    }
}

static guint
count_frames (WeftStore *store)
{
  g_auto (WeftRunRecord) record = { 0 };

  g_assert_true (weft_store_load_record (store, 1, &record, NULL));
  return record.frames->len;
}

/* Rows as if so many frames had been written. */
static void
pretend_frames (const char *path, int n)
{
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < %d) "
      "INSERT INTO frame SELECT 100 + n, 1, iif (n = 20, 1, 3), n, 0, 10, 1, zeroblob (32) FROM i",
      n);

  tamper (path, sql);
}

/* Every other one goes when there are too many; the newest and the best stay. */
static void
test_thinning (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GBytes) bytes = frame_bytes (1, WEFT_FRAMES_MOST + 1);
  g_autoptr (WeftState) last = NULL;
  WeftStore *store = weft_store_create (place->path, graph, NULL, NULL, NULL);
  gboolean is_there[WEFT_FRAMES_MOST + 2] = { FALSE };
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  project_close (store);
  pretend_frames (place->path, WEFT_FRAMES_MOST);
  store = project_open (place->path, WEFT_STORE_WRITE);
  g_assert_cmpuint (count_frames (store), ==, WEFT_FRAMES_MOST);
  sink = weft_store_get_sink (store, 1);
  sink.frame (sink.user, WEFT_FRAME_KEY, WEFT_FRAMES_MOST + 1, 0, bytes);
  weft_store_settle (store, NULL);
  {
    g_auto (WeftRunRecord) record = { 0 };

    g_assert_true (weft_store_load_record (store, 1, &record, NULL));
    g_assert_cmpuint (record.frames->len, ==, WEFT_FRAMES_MOST / 2 + 2);
    for (guint i = 0; i < record.frames->len; i++)
      is_there[g_array_index (record.frames, WeftKeyFrame, i).step] = TRUE;
  }
  g_assert_true (is_there[1] && is_there[20] && is_there[WEFT_FRAMES_MOST + 1]);
  for (int step = 1; step <= WEFT_FRAMES_MOST; step++)
    g_assert_true (is_there[step] || is_there[step + 1]);
  last = weft_store_load_state (store, 1, -1, NULL);
  g_assert_cmpint (last->step, ==, WEFT_FRAMES_MOST + 1);
  project_close (store);
  assert_sound (place->path);
}

/* Where they lie far apart none goes as long as others lie close. */
static void
test_uneven_thinning (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GBytes) bytes = frame_bytes (1, 1000000);
  g_auto (WeftRunRecord) record = { 0 };
  WeftStore *store = weft_store_create (place->path, graph, NULL, NULL, NULL);
  WeftSink sink;
  guint far = 0;

  weft_store_begin_run (store, 1, NULL, NULL);
  project_close (store);
  pretend_frames (place->path, WEFT_FRAMES_MOST);
  tamper (place->path, "UPDATE frame SET step = step * 1000 WHERE step > 400");
  store = project_open (place->path, WEFT_STORE_WRITE);
  sink = weft_store_get_sink (store, 1);
  sink.frame (sink.user, WEFT_FRAME_KEY, 1000000, 0, bytes);
  weft_store_settle (store, NULL);
  g_assert_true (weft_store_load_record (store, 1, &record, NULL));
  g_assert_cmpuint (record.frames->len, <=, WEFT_FRAMES_MOST / 2 + 2);
  for (guint i = 0; i < record.frames->len; i++)
    far += g_array_index (record.frames, WeftKeyFrame, i).step > 400;
  g_assert_cmpuint (far, ==, WEFT_FRAMES_MOST - 400 + 1);
  project_close (store);
}

/* One that does not stay is replaced by the next, of any kind but the best. */
static void
test_last_is_replaced (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  WeftStore *store = weft_store_create (place->path, graph, NULL, NULL, NULL);
  WeftSink sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  const WeftFrame kinds[]
      = { WEFT_FRAME_LAST, WEFT_FRAME_LAST, WEFT_FRAME_KEY,   WEFT_FRAME_LAST,
          WEFT_FRAME_BEST, WEFT_FRAME_BEST, WEFT_FRAME_CLOSE, WEFT_FRAME_CLOSE };
  const guint left[] = { 1, 1, 1, 2, 3, 3, 3, 4 };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GBytes) bytes = frame_bytes (1, i + 1);

      sink.frame (sink.user, kinds[i], i + 1, 0, bytes);
      weft_store_settle (store, NULL);
      g_assert_cmpuint (count_frames (store), ==, left[i]);
    }
  project_close (store);
}

/* A file of format 1 has its checkpoints, and says why it has nothing else. */
static void
test_earlier_format (void)
{
  const char *fixtures = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *path = g_build_filename (fixtures ? fixtures : "tests/fixtures",
                                            "../projects/fixtures/format-1-made.weft", NULL);
  WeftStore *store = project_open (path, WEFT_STORE_READ);
  g_autoptr (WeftState) stored = weft_store_load_state (store, 1, -1, NULL);
  WeftRunRecord record = { 0 };
  WeftReplayed replayed;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (stored);
  g_assert_true (weft_store_load_record (store, 1, &record, NULL));
  g_assert_cmpuint (record.frames->len, ==, 1);
  g_assert_cmpuint (record.entries->len, >, 0);
  g_assert_false (weft_replay (&record, stored->step, &replayed, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "earlier Weft"));
  weft_run_record_clear (&record);
  project_close (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/sessions", test_sessions);
  g_test_add_func ("/record/thinning", test_thinning);
  g_test_add_func ("/record/uneven-thinning", test_uneven_thinning);
  g_test_add_func ("/record/last-is-replaced", test_last_is_replaced);
  g_test_add_func ("/record/earlier-format", test_earlier_format);
  return g_test_run ();
}
