/* test-strangers: files that are not what they should be: a clear error, at once, nothing written
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/projects/project.h"

/* A project with a bit of everything. */
static void
make_full (const char *path)
{
  g_autoptr (WeftGraph) graph = net_classifier (40, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'random'>, 'shape': <[int64 40]>, 'count': <int64 100>, "
                            "'classes': <int64 3>}"));
  g_autoptr (WeftDataset) dataset = weft_catalog_lookup (catalog, params, 8, 1, NULL);
  g_autoptr (GBytes) frame = frame_bytes (20, 3);
  WeftSample sample = { .first = 1, .last = 1, .count = 1 };
  WeftStore *store;
  WeftSink sink;

  project_make (path, graph);
  store = project_open (path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  for (int i = 0; i < 30; i++)
    anything (history, rand);
  g_assert_true (weft_store_put_data (store, dataset, NULL));
  weft_store_set_view (store, "zoom", g_variant_new_double (2));
  sink = weft_store_get_sink (store, weft_store_begin_run (store, 1, NULL, NULL));
  sink.samples (sink.user, &sample, 1);
  sink.frame (sink.user, WEFT_FRAME_CLOSE, 3, 0, frame);
  project_close (store);
}

/* The file is refused for both accesses with that code and word, and neither it nor the folder
 * changes. */
static void
assert_refused (Place *place, WeftErrorCode code, const char *word)
{
  gboolean is_plain = g_file_test (place->path, G_FILE_TEST_IS_REGULAR);
  g_autoptr (GBytes) before = is_plain ? place_bytes (place->path) : NULL, after = NULL;
  g_autofree char *list = place_list (place), *list_after = NULL;
  gint64 began = g_get_monotonic_time ();

  for (int access = WEFT_STORE_WRITE; access <= WEFT_STORE_READ; access++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_store_open (place->path, (WeftStoreAccess) access, &error));
      g_assert_error (error, WEFT_ERROR, (int) code);
      g_assert_nonnull (strstr (error->message, "p.weft"));
      if (!strstr (error->message, word))
        g_error ("“%s” does not say “%s”", error->message, word);
    }
  g_assert_cmpint (g_get_monotonic_time () - began, <, 30 * G_USEC_PER_SEC);
  after = is_plain ? place_bytes (place->path) : NULL;
  list_after = place_list (place);
  g_assert_true (!is_plain || g_bytes_equal (before, after));
  g_assert_cmpstr (list, ==, list_after);
}

static void
assert_content_refused (const char *content, gsize length, WeftErrorCode code, const char *word)
{
  g_autoptr (Place) place = place_new ("p.weft");

  g_assert_true (g_file_set_contents (place->path, content, (gssize) length, NULL));
  assert_refused (place, code, word);
}

static void
test_contents (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (GBytes) good = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  make_full (place->path);
  good = place_bytes (place->path);
  length = g_bytes_get_size (good);
  bytes = g_memdup2 (g_bytes_get_data (good, NULL), length);
  assert_content_refused ("", 0, WEFT_ERROR_UNFINISHED, "empty");
  assert_content_refused ("hello", 5, WEFT_ERROR_FOREIGN, "not a Weft project");
  assert_content_refused (bytes, 80, WEFT_ERROR_FOREIGN, "not a Weft project");
  assert_content_refused (bytes, 3000, WEFT_ERROR_DAMAGED, "end of the file");
  assert_content_refused (bytes, length - 4096, WEFT_ERROR_DAMAGED, "end of the file");
  assert_content_refused (bytes, length - 1, WEFT_ERROR_DAMAGED, "end of the file");
  bytes[60] = 0, bytes[61] = 0, bytes[62] = 0x27, bytes[63] = 0x0F;
  assert_content_refused (bytes, length, WEFT_ERROR_NEWER, "9999");
  bytes[62] = bytes[63] = 0;
  assert_content_refused (bytes, length, WEFT_ERROR_FOREIGN, "another program");
  bytes[63] = 1, bytes[18] = bytes[19] = 2; /* the other kind of journal */
  assert_content_refused (bytes, length, WEFT_ERROR_FOREIGN, "another program");
}

/* What a stranger does with SQL to a sound file. */
static void
test_tampered (void)
{
  static const struct
  {
    const char *sql, *word;
    WeftErrorCode code;
  } cases[] = {
    { "CREATE TABLE zz (x)", "more in it", WEFT_ERROR_FOREIGN },
    { "CREATE TABLE zz (x); CREATE TRIGGER t AFTER INSERT ON zz BEGIN DELETE FROM zz; END",
      "more in it", WEFT_ERROR_FOREIGN },
    { "DROP TABLE journal; CREATE VIEW journal AS SELECT 1", "", WEFT_ERROR_FOREIGN },
    { "DROP TABLE view", "view", WEFT_ERROR_FOREIGN },
    { "CREATE INDEX i ON chunk (sha256)", "more in it", WEFT_ERROR_FOREIGN },
    { "ALTER TABLE node ADD COLUMN colour TEXT", "node", WEFT_ERROR_FOREIGN },
    { "PRAGMA application_id = 7", "not a Weft project", WEFT_ERROR_FOREIGN },
    { "DELETE FROM project", "project", WEFT_ERROR_DAMAGED },
    { "UPDATE project SET position = 99999", "gap", WEFT_ERROR_DAMAGED },
    { "UPDATE project SET position = -1", "project", WEFT_ERROR_DAMAGED },
    { "UPDATE project SET training = '{\"lrr\": 1}'", "lrr", WEFT_ERROR_DAMAGED },
    { "UPDATE project SET training = '[' || hex (zeroblob (100000))", "line 1",
      WEFT_ERROR_DAMAGED },
    { "UPDATE node SET layer = 'magic'", "magic", WEFT_ERROR_DAMAGED },
    { "UPDATE node SET name = '../x'", "../x", WEFT_ERROR_DAMAGED },
    { "UPDATE node SET name = 'same'", "same", WEFT_ERROR_DAMAGED },
    { "UPDATE node SET params = '{\"units\": 1e999}'", "1e999", WEFT_ERROR_DAMAGED },
    { "UPDATE node SET x = 9e300", "node", WEFT_ERROR_DAMAGED },
    { "UPDATE node SET parent = 3", "node", WEFT_ERROR_DAMAGED },
    { "INSERT OR REPLACE INTO wire VALUES (1, 77, 2, 0)", "wire", WEFT_ERROR_DAMAGED },
    { "INSERT OR REPLACE INTO wire VALUES (123456, 0, 2, 0)", "wire", WEFT_ERROR_DAMAGED },
    { "DELETE FROM edit WHERE place = 1", "gap", WEFT_ERROR_DAMAGED },
    { "UPDATE edit SET edit = x'00'", "edit", WEFT_ERROR_DAMAGED },
    { "UPDATE edit SET inverse = zeroblob (100000)", "edit", WEFT_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Place) place = place_new ("p.weft");

      g_test_message ("%s", cases[i].sql);
      make_full (place->path);
      tamper (place->path, cases[i].sql);
      assert_refused (place, cases[i].code, cases[i].word);
    }
}

static void
test_not_files (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *other = g_build_filename (place->folder, "other", NULL);

  assert_refused (place, WEFT_ERROR_NOT_FOUND, "no such file");
  make_full (other);
  g_assert_cmpint (symlink (other, place->path), ==, 0);
  assert_refused (place, WEFT_ERROR_FOREIGN, "link");
  g_remove (place->path);
  g_assert_cmpint (mkfifo (place->path, 0600), ==, 0);
  assert_refused (place, WEFT_ERROR_FOREIGN, "not a file");
  g_remove (place->path);
  g_assert_cmpint (g_mkdir (place->path, 0700), ==, 0);
  assert_refused (place, WEFT_ERROR_FOREIGN, "not a file");
}

/* What lies beside a sound file. */
static void
test_beside (void)
{
  static const guint8 magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *wal = g_strconcat (place->path, "-wal", NULL);
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  g_autofree char *precious = g_build_filename (place->folder, "precious.txt", NULL);
  g_autoptr (GByteArray) super = g_byte_array_new ();
  guint32 length = GUINT32_TO_BE ((guint32) strlen (precious)), sum = 0;

  make_full (place->path);
  g_file_set_contents (wal, "x", 1, NULL);
  assert_refused (place, WEFT_ERROR_FOREIGN, "p.weft-wal");
  g_remove (wal);
  g_file_set_contents (precious, "x", 1, NULL);
  g_assert_cmpint (symlink (precious, journal), ==, 0);
  assert_refused (place, WEFT_ERROR_FOREIGN, "link");
  g_remove (journal);
  g_assert_cmpint (mkfifo (journal, 0600), ==, 0);
  assert_refused (place, WEFT_ERROR_FOREIGN, "not a file");
  g_remove (journal);

  /* A journal that names another file at its end: SQLite would delete that file. */
  g_byte_array_append (super, magic, sizeof magic);
  g_byte_array_set_size (super, 512);
  g_byte_array_append (super, (const guint8 *) precious, (guint) strlen (precious));
  for (const char *p = precious; *p; p++)
    sum += (guint32) (guchar) *p;
  sum = GUINT32_TO_BE (sum);
  g_byte_array_append (super, (const guint8 *) &length, 4);
  g_byte_array_append (super, (const guint8 *) &sum, 4);
  g_byte_array_append (super, magic, sizeof magic);
  g_file_set_contents (journal, (const char *) super->data, super->len, NULL);
  assert_refused (place, WEFT_ERROR_FOREIGN, "names another file");
  g_assert_true (g_file_test (precious, G_FILE_TEST_EXISTS));
  g_remove (journal);
  project_close (project_open (place->path, WEFT_STORE_WRITE));
}

/* A journal that was made for something else is not applied and not lost: the file wins. */
static void
test_foreign_journal (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  static const guint8 head[]
      = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 1, 0,  0,
          0,    0,    0,    0,    0,    1,    0,    0,    2, 0, 0, 0, 16, 0 };
  guint32 sum = 0;
  guint8 page[4096] = "this was page one of something else";
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autofree char *list = NULL, *list_after = NULL, *kept = NULL;
  WeftStore *store;

  make_full (place->path);
  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_set_size (bytes, 512);
  memset (bytes->data + sizeof head, 0, 512 - sizeof head);
  g_byte_array_append (bytes, (const guint8[]){ 0, 0, 0, 1 }, 4);
  g_byte_array_append (bytes, page, sizeof page);
  for (int i = 4096 - 200; i > 0; i -= 200)
    sum += page[i];
  sum = GUINT32_TO_BE (sum);
  g_byte_array_append (bytes, (const guint8 *) &sum, 4);
  g_file_set_contents (journal, (const char *) bytes->data, bytes->len, NULL);
  before = place_bytes (journal);
  store = project_open (place->path, WEFT_STORE_READ);
  g_assert_nonnull (strstr (weft_store_get_notice (store), "p.weft-journal"));
  project_close (store);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft|p.weft-journal");
  store = project_open (place->path, WEFT_STORE_WRITE);
  g_assert_nonnull (strstr (weft_store_get_notice (store), "p.weft-journal.kept-1"));
  project_close (store);
  list_after = place_list (place);
  g_assert_cmpstr (list_after, ==, "p.weft|p.weft-journal.kept-1");
  kept = g_strconcat (journal, ".kept-1", NULL);
  after = place_bytes (kept);
  g_assert_true (g_bytes_equal (before, after));
  assert_sound (place->path);
}

static void
copy (const char *from, const char *to)
{
  g_autoptr (GBytes) bytes = place_bytes (from);

  g_assert_true (g_file_set_contents (to, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

/* A file and its journal as a kill leaves them in the middle of a transaction that has begun to
 * change the file. */
static void
make_hot (Place *place)
{
  g_autoptr (Place) other = place_new ("p.weft");
  g_autofree char *from = g_strconcat (other->path, "-journal", NULL);
  g_autofree char *to = g_strconcat (place->path, "-journal", NULL);
  sqlite3 *db;

  make_full (other->path);
  g_assert_cmpint (sqlite3_open (other->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode = PERSIST; PRAGMA cache_size = 1; BEGIN; "
                                 "UPDATE node SET title = 'lost', x = 1; DELETE FROM edit; "
                                 "UPDATE chunk SET data = zeroblob (300000); DELETE FROM block",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  copy (other->path, place->path);
  copy (from, to);
  sqlite3_close (db);
}

/* Reading sees what was there before, and changes nothing; writing rolls back. */
static void
test_hot_journal (void)
{
  g_autoptr (Place) place = place_new ("p.weft"), sound = place_new ("p.weft");
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (WeftGraph) graph = NULL, read = NULL, written = NULL;
  g_autofree char *list = NULL, *list_after = NULL, *alone = NULL;
  WeftStore *store;

  make_full (sound->path);
  store = project_open (sound->path, WEFT_STORE_READ);
  graph = weft_store_load_graph (store, NULL);
  project_close (store);
  make_hot (place);
  before = place_bytes (place->path);
  list = place_list (place);
  store = project_open (place->path, WEFT_STORE_READ);
  read = weft_store_load_graph (store, NULL);
  g_assert_true (weft_graph_equal (graph, read));
  project_close (store);
  after = place_bytes (place->path);
  list_after = place_list (place);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpstr (list, ==, list_after);

  store = project_open (place->path, WEFT_STORE_WRITE);
  written = weft_store_load_graph (store, NULL);
  g_assert_true (weft_graph_equal (graph, written));
  project_close (store);
  alone = place_list (place);
  g_assert_cmpstr (alone, ==, "p.weft");
  assert_sound (place->path);
}

/* --- damage --- */

/* Everything that can be read is read. */
static void
read_everything (WeftStore *store)
{
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  g_autoptr (GArray) samples = weft_store_load_samples (store, 1);
  g_autoptr (WeftState) state = weft_store_load_state (store, 0, -1, NULL);
  g_autoptr (GVariant) view = weft_store_get_view (store, "zoom");
  g_auto (GStrv) data = weft_store_list_data (store);

  weft_store_load_history (store, history, NULL);
  while (weft_history_undo (history))
    ;
  for (char **sha256 = data; *sha256; sha256++)
    {
      g_autoptr (WeftDataset) dataset = weft_store_load_data (store, *sha256, NULL);
    }
}

static void
damage (guint8 *bytes, gsize *length)
{
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      *length = (gsize) g_test_rand_int_range (0, (int) *length);
      return;
    case 1:
      for (gsize at = (gsize) g_test_rand_int_range (0, (int) *length - 64), i = 0; i < 64; i++)
        bytes[at + i] = (guint8) g_test_rand_int ();
      return;
    case 2:
      memset (bytes + g_test_rand_int_range (0, (int) (*length / 512)) * 512, 0, 512);
      return;
    default:
      for (int i = g_test_rand_int_range (1, 20); i > 0; i--)
        bytes[g_test_rand_int_range (0, (int) *length)]
            ^= (guint8) (1 << g_test_rand_int_range (0, 8));
    }
}

static void
test_damaged (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (GBytes) good = NULL;
  guint opened = 0;

  make_full (place->path);
  good = place_bytes (place->path);
  for (int i = 0; i < 1000; i++)
    {
      gsize length = g_bytes_get_size (good);
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, NULL), length);
      g_autoptr (GBytes) after = NULL, before = NULL;
      g_autoptr (GError) error = NULL;
      WeftStore *store;

      damage (bytes, &length);
      before = g_bytes_new (bytes, length);
      g_file_set_contents (place->path, (const char *) bytes, (gssize) length, NULL);
      store = weft_store_open (place->path, i % 2 ? WEFT_STORE_READ : WEFT_STORE_WRITE, &error);
      g_assert_true ((store == NULL) == (error != NULL));
      if (store)
        read_everything (store);
      else
        g_assert_nonnull (strstr (error->message, "p.weft"));
      if (store)
        weft_store_close (store, NULL);
      opened += store != NULL;
      after = place_bytes (place->path);
      g_assert_true (g_bytes_equal (before, after) || (store && i % 2 == 0));
    }
  g_test_message ("%u of 1000 opened", opened);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strangers/contents", test_contents);
  g_test_add_func ("/strangers/tampered", test_tampered);
  g_test_add_func ("/strangers/not-files", test_not_files);
  g_test_add_func ("/strangers/beside", test_beside);
  g_test_add_func ("/strangers/foreign-journal", test_foreign_journal);
  g_test_add_func ("/strangers/hot-journal", test_hot_journal);
  g_test_add_func ("/strangers/damaged", test_damaged);
  return g_test_run ();
}
