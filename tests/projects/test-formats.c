/* test-formats: files of older formats, made by the programs that had them as their newest, are
 * what they were: graph, history, curves, states, data; read without being written, and whole
 * whenever the program is killed that brings one to the newest format */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "projects/formats/graph-json.h"
#include "projects/store/schema.h"
#include "tests/projects/project.h"

typedef struct
{
  const char *name;
  guint samples;
  gint64 last;  /* step */
  double value; /* there; −1: whatever it is */
} Curve;

typedef struct
{
  const char *id;
  guint edits, position;
  const char *first, *final; /* graphs with all undone and all redone; NULL: as it stands */
  gint64 run;                /* the newest with a frame */
  const char *last, *best;   /* hashes of its states; best nullable */
  gint64 step;
  const char *data; /* its hash, nullable */
  gint64 count;     /* of the data */
  Curve curves[8];  /* of the run, all of them */
} Old;

static const Old files[] = {
  { .id = "format-1-iris",
    .edits = 4,
    .position = 1,
    .first = "format-1-iris-first",
    .final = "format-1-iris-last",
    .run = 1,
    .last = "eaa1f47980df1b9ec6fa22c6f28859d3c1771a53a611d92e721c8444c492237d",
    .best = "eaa1f47980df1b9ec6fa22c6f28859d3c1771a53a611d92e721c8444c492237d",
    .step = 1800,
    .curves = { { "train/loss", 1800, 1800, -1 },
                { "validation/loss", 357, 1800, 0.3340961754322052 },
                { "validation/accuracy", 357, 1800, 1 },
                { "validation/top_3", 20, 642, 1 },
                { "rate", 5, 1800, -1 },
                { "seconds", 27, 1800, -1 } } },
  { .id = "format-1-pictures",
    .run = 1,
    .last = "e3e4c8e3cec4865dc2c237de96f637801f2f0a626d8d2d89e3405395bb2d0353",
    .best = "e3e4c8e3cec4865dc2c237de96f637801f2f0a626d8d2d89e3405395bb2d0353",
    .step = 12,
    .data = "5e56c35f12d61877f22589eb3ab0832135adbdfa815e95f5c0374392c95dbedb",
    .count = 42,
    .curves = { { "train/loss", 12, 12, -1 },
                { "validation/loss", 12, 12, -1 },
                { "validation/accuracy", 12, 12, 1 / 3.0 },
                { "rate", 2, 12, -1 },
                { "seconds", 2, 12, -1 } } },
  { .id = "format-1-table",
    .run = 2,
    .last = "9847067c64fc0b2c02a7e0a54cad68d3b1043515ec5624016263db0008f1e5ef",
    .best = "982bdfb0be11de9aecdfd2c2d8935eaa6ef5a2599557e4f74d439eba82849b09",
    .step = 200,
    .data = "09d74ca7276d49f02672b041851deec6073dc710ef5554e78997621b4ea993ad",
    .count = 90,
    .curves = { { "train/loss", 114, 200, -1 },
                { "validation/loss", 114, 200, 0.001339461137023237 },
                { "validation/mae", 114, 200, 8.839060465494791 },
                { "validation/r2", 114, 200, 0.998608493244532 },
                { "rate", 2, 200, -1 },
                { "seconds", 2, 200, -1 } } },
  { .id = "format-1-made",
    .edits = 3,
    .position = 2,
    .run = 1,
    .last = "4f176782d8868c34a05c881e46b761ea8caacb5f9de77bb942048abbebd2361b",
    .step = 12,
    .curves = { { "train/loss", 20, 20, 20 } } },
};

static char *
dup_path (const char *id, const char *ending)
{
  const char *fixtures = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *name = g_strconcat (id, ending, NULL);

  return g_build_filename (fixtures ? fixtures : "tests/fixtures", "../projects/fixtures", name,
                           NULL);
}

static Place *
place_with (const char *id)
{
  g_autofree char *from = dup_path (id, ".weft");
  g_autoptr (GBytes) bytes = place_bytes (from);
  Place *place = place_new ("p.weft");
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (place->path, data, (gssize) size, NULL));
  return place;
}

/* --- what has to be in it --- */

static void
check_graph (WeftGraph *graph, const char *id)
{
  g_autofree char *path = dup_path (id, ".json"), *text = NULL;
  g_autoptr (WeftGraph) wanted = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  wanted = weft_graph_from_json (text, -1, &error);
  g_assert_no_error (error);
  {
    g_autofree char *a = weft_graph_to_json (graph), *b = weft_graph_to_json (wanted);

    g_assert_cmpstr (a, ==, b);
  }
}

/* Undone to its beginning and done again to its end. */
static void
check_history (WeftStore *store, const Old *old)
{
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  guint n = 0;

  check_graph (graph, old->id);
  g_assert_true (weft_store_load_history (store, history, NULL));
  g_assert_cmpuint (weft_history_get_position (history), ==, old->position);
  for (; weft_history_undo (history); n++)
    ;
  g_assert_cmpuint (n, ==, old->position);
  if (old->first)
    check_graph (graph, old->first);
  for (n = 0; weft_history_redo (history); n++)
    ;
  g_assert_cmpuint (n, ==, old->edits);
  if (old->final)
    check_graph (graph, old->final);
  while (weft_history_get_position (history) > old->position)
    g_assert_true (weft_history_undo (history));
  check_graph (graph, old->id);
}

static void
check_curve (GArray *samples, const Curve *curve)
{
  guint32 series = weft_series_intern (curve->name);
  WeftSample newest = { 0 };
  guint n = 0;

  for (guint i = 0; i < samples->len; i++)
    if (g_array_index (samples, WeftSample, i).series == series)
      {
        newest = g_array_index (samples, WeftSample, i);
        n++;
      }
  g_assert_cmpuint (n, ==, curve->samples);
  g_assert_cmpint (newest.last, ==, curve->last);
  if (curve->value >= 0)
    g_assert_cmpfloat_with_epsilon ((double) newest.value, curve->value, 1e-6 * curve->value);
}

static void
check_run (WeftStore *store, const Old *old)
{
  g_autoptr (GArray) samples = weft_store_load_samples (store, old->run);
  guint wanted = 0;

  for (guint i = 0; i < G_N_ELEMENTS (old->curves) && old->curves[i].name; i++)
    {
      check_curve (samples, &old->curves[i]);
      wanted += old->curves[i].samples;
    }
  g_assert_cmpuint (samples->len, ==, wanted); /* and no curve besides */
}

static void
check_state (WeftStore *store, const Old *old, gint64 at, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftState) state = weft_store_load_state (store, old->run, at, &error);
  g_autofree char *hash = NULL;

  g_assert_no_error (error);
  hash = weft_state_dup_hash (state);
  g_assert_cmpstr (hash, ==, wanted);
  if (at == -1)
    g_assert_cmpint (state->step, ==, old->step);
}

static void
check_data (WeftStore *store, const Old *old)
{
  g_auto (GStrv) list = weft_store_list_data (store);
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (list), ==, old->data ? 1 : 0);
  if (!old->data)
    return;
  g_assert_cmpstr (list[0], ==, old->data);
  dataset = weft_store_load_data (store, old->data, &error); /* has that hash, or does not load */
  g_assert_no_error (error);
  g_assert_cmpint (dataset->count, ==, old->count);
}

static void
check_all (WeftStore *store, const Old *old)
{
  check_history (store, old);
  check_run (store, old);
  check_state (store, old, -1, old->last);
  if (old->best)
    check_state (store, old, -2, old->best);
  check_data (store, old);
}

static int
get_format (const char *path)
{
  g_autoptr (GBytes) bytes = place_bytes (path);

  return ((const guint8 *) g_bytes_get_data (bytes, NULL))[63];
}

/* --- tests --- */

/* What is only read stays as it is, to the byte, and alone. */
static void
test_read (gconstpointer data)
{
  const Old *old = data;
  g_autoptr (Place) place = place_with (old->id);
  g_autoptr (GBytes) before = place_bytes (place->path), after = NULL;
  g_autofree char *list = NULL;
  WeftStore *store = project_open (place->path, WEFT_STORE_READ);

  check_all (store, old);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  project_close (store);
  after = place_bytes (place->path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpint (get_format (place->path), <, WEFT_FORMAT);
}

/* What is opened to be written is of the newest format from then on. */
static void
test_write (gconstpointer data)
{
  const Old *old = data;
  g_autoptr (Place) place = place_with (old->id);
  WeftStore *store = project_open (place->path, WEFT_STORE_WRITE);
  g_autofree char *list = NULL;

  check_all (store, old);
  g_assert_nonnull (weft_store_get_notice (store)); /* and that is said, once */
  project_close (store);
  g_assert_cmpint (get_format (place->path), ==, WEFT_FORMAT);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  assert_sound (place->path);
  for (int i = 0; i < 2; i++)
    {
      store = project_open (place->path, i ? WEFT_STORE_READ : WEFT_STORE_WRITE);
      check_all (store, old);
      g_assert_null (weft_store_get_notice (store));
      project_close (store);
    }
}

/* What would not be whole afterwards is not written: as it was, to the byte, and alone. */
static void
test_damaged (void)
{
  static const char *const damages[] = {
    "UPDATE edit SET place = 7 WHERE place = 4",
    "UPDATE node SET layer = 'nothing' WHERE id = 2",
    "CREATE TABLE graph (a)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (Place) place = place_with (files[0].id);
      g_autoptr (GBytes) before = NULL, after = NULL;
      g_autofree char *list = NULL;

      tamper (place->path, damages[i]);
      before = place_bytes (place->path);
      for (int access = WEFT_STORE_WRITE; access <= WEFT_STORE_READ; access++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (weft_store_open (place->path, (WeftStoreAccess) access, &error));
          g_assert_true (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_DAMAGED)
                         || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FOREIGN));
        }
      after = place_bytes (place->path);
      g_assert_true (g_bytes_equal (before, after));
      list = place_list (place);
      g_assert_cmpstr (list, ==, "p.weft");
    }
}

/* On a disk without room for it: as it was, to the byte, and alone; once there is some, it is done.
 */
static void
test_no_room (void)
{
  g_autoptr (Place) place = place_with (files[2].id);
  g_autoptr (GBytes) before = place_bytes (place->path), after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  struct rlimit room, small;
  WeftStore *store;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &room), ==, 0);
  small = (struct rlimit){ g_bytes_get_size (before), room.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  store = weft_store_open (place->path, WEFT_STORE_WRITE, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &room), ==, 0);
  g_assert_null (store);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "no larger file")); /* the disk has room, after all */
  after = place_bytes (place->path);
  g_assert_true (g_bytes_equal (before, after));
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  store = project_open (place->path, WEFT_STORE_WRITE);
  check_all (store, &files[2]);
  project_close (store);
}

/* --- killed on the way --- */

/* Curves of many steps, so that bringing it to the newest format takes a while. */
static void
make_long (const char *path)
{
  tamper (path, "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
                "INSERT INTO metric (run, series, first, last, samples, data) "
                "SELECT 1000, i % 3, i, i, 1, randomblob (9000) FROM n");
}

static gboolean
is_hot (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL), *content = NULL;
  gsize length = 0;

  return g_file_get_contents (journal, &content, &length, NULL) && length > 0 && content[0] != 0;
}

/* µs that opening takes here and now, when nobody kills it. */
static int
measure_opening (void)
{
  g_autoptr (Place) place = place_with (files[0].id);
  gint64 began;

  make_long (place->path);
  began = g_get_monotonic_time ();
  project_close (project_open (place->path, WEFT_STORE_WRITE));
  return (int) (g_get_monotonic_time () - began);
}

static void
kill_while_it_opens (const char *path, int microseconds)
{
  int ends[2], status;
  char begun = 0;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_assert_cmpint (write (ends[1], &begun, 1), ==, 1);
      weft_store_open (path, WEFT_STORE_WRITE, NULL);
      for (;;)
        pause ();
    }
  g_assert_cmpint (read (ends[0], &begun, 1), ==, 1);
  close (ends[0]);
  close (ends[1]);
  g_usleep ((gulong) microseconds);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
}

static void
test_kill (void)
{
  int hot = 0, old = 0, n = 12, time = measure_opening ();

  for (int i = 0; i < n; i++)
    {
      g_autoptr (Place) place = place_with (files[0].id);
      WeftStore *store;

      make_long (place->path);
      kill_while_it_opens (place->path, g_test_rand_int_range (time / 8, time + 1000));
      hot += is_hot (place->path);
      old += get_format (place->path) < WEFT_FORMAT;
      for (int access = WEFT_STORE_READ; access >= WEFT_STORE_WRITE; access--)
        {
          store = project_open (place->path, (WeftStoreAccess) access);
          check_all (store, &files[0]);
          project_close (store);
        }
      assert_sound (place->path);
    }
  g_test_message ("%d kills: %d within a transaction, %d before it was written", n, hot, old);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *read = g_strconcat ("/formats/read/", files[i].id, NULL);
      g_autofree char *write = g_strconcat ("/formats/write/", files[i].id, NULL);

      g_test_add_data_func (read, &files[i], test_read);
      g_test_add_data_func (write, &files[i], test_write);
    }
  g_test_add_func ("/formats/damaged", test_damaged);
  g_test_add_func ("/formats/no-room", test_no_room);
  g_test_add_func ("/formats/kill", test_kill);
  return g_test_run ();
}
