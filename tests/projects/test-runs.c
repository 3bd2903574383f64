/* test-runs: runs, samples and checkpoints in a project file; columns of samples; a migration */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "projects/store/metrics.h"
#include "projects/store/migrate.h"
#include "projects/store/schema.h"
#include "tests/projects/project.h"

/* --- columns --- */

static WeftSample
single (gint64 step, float value)
{
  return (WeftSample){ .series = 2,
                       .first = step,
                       .last = step,
                       .count = 1,
                       .min = value,
                       .max = value,
                       .value = value,
                       .sum = (double) value };
}

static gsize
assert_packs (const WeftSample *samples, guint n)
{
  g_autoptr (GBytes) bytes = weft_column_pack (samples, n);
  g_autoptr (GArray) back = g_array_new (FALSE, FALSE, sizeof (WeftSample));

  g_assert_true (weft_column_unpack (bytes, 2, back));
  g_assert_cmpuint (back->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const WeftSample *a = &samples[i], *b = &g_array_index (back, WeftSample, i);

      g_assert_true (b->series == 2 && a->first == b->first && a->last == b->last
                     && a->count == b->count);
      g_assert_cmpmem (&a->min, 4, &b->min, 4);
      g_assert_cmpmem (&a->max, 4, &b->max, 4);
      g_assert_cmpmem (&a->value, 4, &b->value, 4);
      g_assert_cmpmem (&a->sum, 8, &b->sum, 8);
    }
  return g_bytes_get_size (bytes);
}

static void
test_columns (void)
{
  WeftSample samples[WEFT_COLUMN];

  for (int i = 0; i < WEFT_COLUMN; i++)
    samples[i] = single (10 + 40 * i, i == 7 ? NAN : i == 8 ? -INFINITY : 1.0f / (float) (i + 1));
  g_assert_cmpuint (assert_packs (samples, WEFT_COLUMN), <, WEFT_COLUMN * 4 + 100);
  assert_packs (samples, 1);
  assert_packs (samples, 0);
  samples[100] = (WeftSample){ .series = 2,
                               .first = 4010,
                               .last = 4049,
                               .count = 40,
                               .min = -1,
                               .max = 3,
                               .value = 2,
                               .sum = 41.5 };
  assert_packs (samples, WEFT_COLUMN);
}

static void
test_bad_columns (void)
{
  WeftSample samples[] = { single (1, 2), single (2, 3) };
  g_autoptr (GBytes) good = weft_column_pack (samples, 2);
  gsize size = g_bytes_get_size (good);

  for (gsize at = 0; at < size; at++)
    for (int bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), size);
        g_autoptr (GBytes) bad = NULL, cut = g_bytes_new (bytes, at);
        g_autoptr (GArray) back = g_array_new (FALSE, FALSE, sizeof (WeftSample));

        bytes[at] ^= (guint8) (1 << bit);
        bad = g_bytes_new (bytes, size);
        weft_column_unpack (bad, 2, back);
        g_assert_false (weft_column_unpack (cut, 2, back));
      }
}

/* --- runs --- */

static WeftStore *
make (Place *place)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);

  project_make (place->path, graph);
  return project_open (place->path, WEFT_STORE_WRITE);
}

static void
measure (const WeftSink *sink, gint64 from, gint64 to)
{
  for (gint64 step = from; step < to; step++)
    {
      WeftSample sample = single (step, (float) step);

      sample.series = 0;
      sink->samples (sink->user, &sample, 1);
    }
}

static void
test_runs (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GVariant) overrides = NULL, none = NULL;
  g_autoptr (GBytes) frame = frame_bytes (8, 40);
  const WeftRunInfo *info;
  WeftSink sink;

  g_assert_cmpint (weft_store_begin_run (store, G_MAXUINT64, NULL, NULL), ==, 1);
  g_assert_cmpint (
      weft_store_begin_run (store, 2, g_variant_new_parsed ("{'dense1.units': <int64 9>}"), NULL),
      ==, 2);
  sink = weft_store_get_sink (store, 2);
  measure (&sink, 1, 51);
  note (&sink, 7, "rate", "{'rate': <0.5>}");
  note (&sink, 9, "restart", "@a{sv} {}");
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_BEST, 40, 0, frame));
  project_close (store);

  store = project_open (place->path, WEFT_STORE_READ);
  runs = weft_store_list_runs (store);
  g_assert_cmpuint (runs->len, ==, 2);
  info = g_ptr_array_index (runs, 0);
  g_assert_cmpuint (info->seed, ==, G_MAXUINT64);
  g_assert_cmpint (info->last_frame, ==, -1);
  info = g_ptr_array_index (runs, 1);
  g_assert_cmpint (info->id, ==, 2);
  g_assert_cmpint (info->last_step, ==, 50);
  g_assert_cmpint (info->best_frame, ==, 40);
  g_assert_nonnull (strchr (info->started, 'T'));
  overrides = weft_store_load_overrides (store, 2);
  none = weft_store_load_overrides (store, 1);
  assert_variant (overrides, "{'dense1.units': <int64 9>}");
  g_assert_null (none);
  project_close (store);
}

static void
assert_steps (WeftStore *store, gint64 run, gint64 first, gint64 last)
{
  g_autoptr (GArray) samples = weft_store_load_samples (store, run);

  g_assert_cmpuint (samples->len, ==, last - first + 1);
  for (guint i = 0; i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      g_assert_cmpint (sample->first, ==, first + i);
      g_assert_cmpfloat (sample->value, ==, (float) (first + i));
    }
}

/* Many columns; a run that goes on from an older frame has its later samples anew. */
static void
test_samples (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  sink = weft_store_get_sink (store, 1);
  measure (&sink, 1, 6000);
  assert_steps (store, 1, 1, 5999);
  measure (&sink, 6000, 10001);
  project_close (store);
  for (gint64 from = 9000; from > 3000; from -= 2900) /* 9000, 6100, 3200 */
    {
      store = project_open (place->path, WEFT_STORE_WRITE);
      sink = weft_store_get_sink (store, 1);
      measure (&sink, from, from + 500);
      assert_steps (store, 1, 1, from + 499);
      measure (&sink, from + 100, from + 300); /* back again, in the same session */
      assert_steps (store, 1, 1, from + 299);
      project_close (store);
    }
  store = project_open (place->path, WEFT_STORE_READ);
  assert_steps (store, 1, 1, 3499);
  project_close (store);
}

/* What a stranger may call series is bounded: names stay for as long as the program runs. */
static void
test_many_names (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (GArray) samples = NULL;
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  sink = weft_store_get_sink (store, 1);
  measure (&sink, 1, 2);
  project_close (store);
  tamper (place->path,
          "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
          "INSERT INTO metric (run, series, first, last, samples, data) "
          "SELECT 1, 'x/' || i, 1, 1, 1, (SELECT data FROM metric WHERE id = 1) FROM n");
  tamper (place->path,
          "UPDATE metric SET series = hex (zeroblob (200)) WHERE series IN ('x/1', 'x/2')");
  store = project_open (place->path, WEFT_STORE_READ);
  samples = weft_store_load_samples (store, 1);
  g_assert_cmpuint (samples->len, ==, 4096);
  for (guint i = 0; i < samples->len; i++)
    g_assert_cmpuint (strlen (weft_series_get_name (g_array_index (samples, WeftSample, i).series)),
                      <=, WEFT_SERIES_LONGEST);
  project_close (store);
}

/* --- checkpoints --- */

static void
assert_state (WeftStore *store, gint64 run, gint64 at, gint64 step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftState) state = weft_store_load_state (store, run, at, &error);

  if (step < 0)
    {
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (state->step, ==, step);
}

static void
test_frames (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (GError) error = NULL;
  WeftStore *store = make (place);
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  assert_state (store, 0, -1, -1);
  sink = weft_store_get_sink (store, 1);
  for (gint64 step = 1; step <= 6; step++)
    {
      g_autoptr (GBytes) bytes = frame_bytes (150, step);

      g_assert_true (
          sink.frame (sink.user, step == 3 ? WEFT_FRAME_BEST : WEFT_FRAME_LAST, step, 0, bytes));
      g_assert_true (weft_store_flush (store, NULL));
      assert_state (store, 1, -1, step);
    }
  assert_state (store, 1, -2, 3);
  assert_state (store, 1, 3, 3);
  assert_state (store, 1, 6, 6);
  g_assert_null (weft_store_load_state (store, 1, 1234567, &error));
  g_assert_nonnull (strstr (error->message, "at step 1,234,567"));
  assert_state (store, 1, 5, -1);          /* replaced */
  for (gint64 step = 8; step >= 7; step--) /* the run went back after its best step */
    {
      g_autoptr (GBytes) bytes = frame_bytes (8, step);

      g_assert_true (
          sink.frame (sink.user, step == 8 ? WEFT_FRAME_BEST : WEFT_FRAME_CLOSE, step, 0, bytes));
      g_assert_true (weft_store_flush (store, NULL));
      assert_state (store, 1, -1, step);
    }
  assert_state (store, 1, -2, 8);
  weft_store_begin_run (store, 1, NULL, NULL);
  assert_state (store, 0, -1, 7); /* the new run has none yet */
  assert_state (store, 2, -1, -1);
  project_close (store);

  /* A frame with a wrong hash is passed over for the one before it. */
  tamper (place->path, "UPDATE chunk SET data = zeroblob (length (data)) WHERE id >> 16 = 8");
  store = project_open (place->path, WEFT_STORE_WRITE);
  assert_state (store, 0, -1, 8);
  project_close (store);
}

static gsize
file_size (const char *path)
{
  GStatBuf at;

  g_stat (path, &at);
  return (gsize) at.st_size;
}

/* Checkpoint after checkpoint, edits between them: the file holds two or three and grows no more.
 */
static void
test_thinning (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (GBytes) bytes = frame_bytes (400, 1);
  gsize early = 0;
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  sink = weft_store_get_sink (store, 1);
  for (gint64 step = 1; step <= 30; step++)
    {
      g_assert_true (sink.frame (sink.user, WEFT_FRAME_LAST, step, 0, bytes));
      g_assert_true (weft_store_flush (store, NULL));
      if (step == 5)
        early = file_size (place->path);
    }
  g_assert_cmpuint (file_size (place->path), <=, early + 65536);
  g_assert_cmpuint (early, <, 4 * g_bytes_get_size (bytes));
  project_close (store);
}

/* While a large frame is written, edits go between its chunks; a second one waits, a third one is
 * refused; one that must not be refused is not. */
static void
test_edits_first (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GBytes) bytes = frame_bytes (6000, 1), close_bytes = frame_bytes (8, 9);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, "one");
  gint64 began;
  guint taken = 0;
  WeftSink sink;

  weft_store_follow (store, history);
  weft_store_begin_run (store, 1, NULL, NULL);
  sink = weft_store_get_sink (store, 1);
  for (int i = 0; i < 5; i++)
    taken += (guint) sink.frame (sink.user, WEFT_FRAME_LAST, 1, 0, bytes);
  g_assert_cmpuint (taken, >=, 1);
  g_assert_cmpuint (taken, <=, 2);
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 8, 0, close_bytes));
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 9, 0, close_bytes));
  began = g_get_monotonic_time ();
  g_assert_true (weft_history_do (history, edit, 0, NULL));
  while (weft_store_get_acknowledged (store, NULL) == 0)
    g_usleep (200);
  assert_state (store, 1, -1, -1); /* the large one is still being written */
  g_test_message ("an edit took %.1f ms", (double) (g_get_monotonic_time () - began) / 1000);
  project_close (store);
  store = project_open (place->path, WEFT_STORE_READ);
  assert_state (store, 1, -1, 9);
  project_close (store);
}

/* The best is as sure as what is written at the close: taken while another frame waits or is being
 * written, the newest in place of those before; neither takes the place of the other. */
static void
test_best_is_sure (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (GBytes) large = frame_bytes (6000, 1), close_bytes = frame_bytes (8, 8);
  WeftSink sink;

  weft_store_begin_run (store, 1, NULL, NULL);
  sink = weft_store_get_sink (store, 1);
  sink.frame (sink.user, WEFT_FRAME_LAST, 1, 0, large);
  sink.frame (sink.user, WEFT_FRAME_LAST, 2, 0, large);
  for (gint64 step = 3; step <= 6; step++)
    {
      g_autoptr (GBytes) best = frame_bytes (8, step);

      g_assert_true (sink.frame (sink.user, WEFT_FRAME_BEST, step, 0, best));
    }
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 8, 0, close_bytes));
  project_close (store);
  store = project_open (place->path, WEFT_STORE_READ);
  assert_state (store, 1, -1, 8);
  assert_state (store, 1, -2, 6);
  project_close (store);
}

/* --- a migration, with a format that there is not yet --- */

static gboolean
to_next (WeftDb *db, GError **error)
{
  return weft_migrate_table (db, "view",
                             "CREATE TABLE view (key TEXT PRIMARY KEY, value BLOB NOT NULL, "
                             "since INTEGER NOT NULL) STRICT, WITHOUT ROWID",
                             "key, value, 0", error);
}

static gboolean
to_nowhere (WeftDb *db, GError **error)
{
  return weft_db_exec (db, "DROP TABLE view; SELECT * FROM nothing", error);
}

/* From the newest format on, in a transaction. */
static gboolean
migrate (WeftDb *db, const WeftMigration *steps, int to, GError **error)
{
  g_assert_true (weft_db_exec (db, "BEGIN IMMEDIATE", NULL));
  if (weft_migrate_with (db, steps, WEFT_FORMAT, to, error))
    return weft_db_commit (db, error);
  weft_db_rollback (db);
  return FALSE;
}

static void
test_migrate (void)
{
  static const WeftMigration good[] = { { WEFT_FORMAT, to_next }, { 0 } };
  static const WeftMigration bad[]
      = { { WEFT_FORMAT, to_next }, { WEFT_FORMAT + 1, to_nowhere }, { 0 } };
  g_autoptr (Place) place = place_new ("p.weft");
  WeftStore *store = make (place);
  g_autoptr (WeftDb) db = NULL;
  g_autoptr (GError) error = NULL;

  weft_store_set_view (store, "zoom", g_variant_new_double (2));
  project_close (store);
  db = weft_db_new (place->path, "p.weft", SQLITE_OPEN_READWRITE, &error);
  g_assert_no_error (error);
  g_assert_false (migrate (db, bad, WEFT_FORMAT + 2, &error)); /* all or nothing */
  g_clear_error (&error);
  g_assert_false (migrate (db, good, WEFT_FORMAT + 2, &error)); /* no step to it */
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_cmpint (weft_db_number (db, "PRAGMA user_version", -1), ==, WEFT_FORMAT);
  g_assert_true (weft_schema_check (db, WEFT_FORMAT, &error));
  g_assert_no_error (error);
  g_assert_true (migrate (db, good, WEFT_FORMAT + 1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (weft_db_number (db, "PRAGMA user_version ", -1), ==, WEFT_FORMAT + 1);
  g_assert_cmpint (
      weft_db_number (db, "SELECT count (*) FROM view WHERE since = 0 AND key = 'zoom'", -1), ==,
      1);
  g_assert_cmpint (
      weft_db_number (db,
                      "SELECT count (*) FROM sqlite_schema WHERE name = 'view' AND sql = "
                      "'CREATE TABLE view (key TEXT PRIMARY KEY, value BLOB NOT NULL, "
                      "since INTEGER NOT NULL) STRICT, WITHOUT ROWID'",
                      -1),
      ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runs/columns", test_columns);
  g_test_add_func ("/runs/bad-columns", test_bad_columns);
  g_test_add_func ("/runs/runs", test_runs);
  g_test_add_func ("/runs/samples", test_samples);
  g_test_add_func ("/runs/many-names", test_many_names);
  g_test_add_func ("/runs/frames", test_frames);
  g_test_add_func ("/runs/thinning", test_thinning);
  g_test_add_func ("/runs/edits-first", test_edits_first);
  g_test_add_func ("/runs/best-is-sure", test_best_is_sure);
  g_test_add_func ("/runs/migrate", test_migrate);
  return g_test_run ();
}
