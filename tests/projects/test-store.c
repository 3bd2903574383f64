/* test-store: a project file is made, written, closed, read, shared and refused */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/errand.h"
#include "projects/store/schema.h"
#include "tests/projects/project.h"

/* --- create and open --- */

static void
test_create (void)
{
  g_autoptr (Place) place = place_new ("a b 中.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *list = NULL, *title = NULL, *example = NULL;
  const guint8 *head;
  WeftStore *store;

  project_make (place->path, graph);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "a b 中.weft");
  assert_sound (place->path);
  bytes = place_bytes (place->path);
  head = g_bytes_get_data (bytes, NULL);
  g_assert_cmpmem (head, 16, "SQLite format 3", 16);
  g_assert_cmpmem (head + 68, 4, "WEFT", 4);
  g_assert_cmpint (head[63], ==, WEFT_FORMAT);

  store = project_open (place->path, WEFT_STORE_WRITE);
  back = weft_store_load_graph (store, &error);
  g_assert_true (weft_graph_equal (graph, back));
  g_assert_cmpint (weft_graph_get_next_id (graph), ==, weft_graph_get_next_id (back));
  title = weft_store_dup_title (store);
  example = weft_store_dup_example (store);
  g_assert_cmpstr (title, ==, "A 项目");
  g_assert_cmpstr (example, ==, "digits-mlp");
  g_assert_cmpstr (weft_store_get_path (store), ==, place->path);
  project_close (store);

  g_assert_null (weft_store_create (place->path, graph, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "a b 中.weft"));
}

static void
test_create_fails (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autofree char *nowhere = g_build_filename (place->folder, "none", "p.weft", NULL);
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  g_assert_null (weft_store_create (nowhere, graph, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* A journal that waits for a file of this name must not be played into a new one. */
  g_assert_cmpint (symlink ("elsewhere", journal), ==, 0);
  g_assert_null (weft_store_create (place->path, graph, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FOREIGN);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft-journal");
}

static void
test_remembered (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autofree char *title = NULL;
  g_autoptr (GVariant) zoom = NULL, none = NULL;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_set_title (store, "新");
  weft_store_set_view (store, "zoom", g_variant_new_double (1.5));
  weft_store_set_view (store, "zoom", g_variant_new_parsed ("(1.25, 'x', [int64 3])"));
  project_close (store);
  store = project_open (place->path, WEFT_STORE_READ);
  title = weft_store_dup_title (store);
  zoom = weft_store_get_view (store, "zoom");
  none = weft_store_get_view (store, "nothing");
  g_assert_cmpstr (title, ==, "新");
  assert_variant (zoom, "(1.25, 'x', [int64 3])");
  g_assert_null (none);
  project_close (store);
}

/* --- edits --- */

/* Undoes everything on both sides, then redoes it: equal all the way. */
static void
assert_same_history (WeftHistory *a, WeftHistory *b)
{
  g_assert_cmpuint (weft_history_get_position (a), ==, weft_history_get_position (b));
  do
    g_assert_true (weft_graph_equal (weft_history_get_graph (a), weft_history_get_graph (b)));
  while (weft_history_undo (a) & weft_history_undo (b));
  g_assert_false (weft_history_can_undo (a) || weft_history_can_undo (b));
  do
    g_assert_true (weft_graph_equal (weft_history_get_graph (a), weft_history_get_graph (b)));
  while (weft_history_redo (a) & weft_history_redo (b));
  g_assert_false (weft_history_can_redo (a) || weft_history_can_redo (b));
}

/* Sessions of random edits; after each the file holds exactly the document and its history. */
static void
test_edits (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) live = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (live);
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  gint64 seq = 0;

  project_make (place->path, live);
  for (int session = 0; session < 6; session++)
    {
      WeftStore *store = project_open (place->path, WEFT_STORE_WRITE);
      g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
      g_autoptr (WeftHistory) read = weft_history_new (graph);

      g_assert_true (weft_graph_equal (live, graph));
      g_assert_cmpint (weft_graph_get_next_id (live), ==, weft_graph_get_next_id (graph));
      g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, seq);
      weft_store_load_history (store, read, NULL);
      g_assert_cmpuint (weft_history_get_position (history), ==, weft_history_get_position (read));
      if (session % 2)
        assert_same_history (history, read);
      weft_store_follow (store, history);
      if (session % 2) /* the position is another one now: that is written too */
        seq += weft_history_get_position (history) != weft_history_get_position (read);
      for (int i = 0; i < 300; i++)
        seq += anything (history, rand);
      g_assert_true (weft_store_flush (store, NULL));
      seq = weft_store_get_acknowledged (store, NULL);
      project_close (store);
    }
  assert_sound (place->path);
}

static void
test_acknowledged (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, "one");
  gint64 when, before;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  g_assert_cmpint (weft_store_get_acknowledged (store, &when), ==, 0);
  g_assert_cmpint (when, ==, 0);
  before = g_get_monotonic_time ();
  weft_history_do (history, edit, 0, NULL);
  g_assert_true (weft_store_flush (store, NULL));
  g_assert_cmpint (weft_store_get_acknowledged (store, &when), ==, 1);
  g_assert_cmpint (when, >=, before);
  g_assert_cmpint (when, <=, g_get_monotonic_time ());
  weft_history_undo (history);
  g_assert_true (weft_store_flush (store, NULL));
  g_assert_cmpint (weft_store_get_acknowledged (store, NULL), ==, 2);
  project_close (store);
}

static void
count_cb (gpointer user, const GError *error)
{
  g_assert_no_error (error);
  (*(int *) user)++;
}

/* The listener is called by the main loop, never from the store's thread. */
static void
test_listener (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, "one");
  int called = 0;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  weft_store_set_listener (store, count_cb, &called);
  weft_history_do (history, edit, 0, NULL);
  g_assert_true (weft_store_flush (store, NULL));
  g_assert_cmpint (called, ==, 0);
  while (called == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (called, ==, 1);
  project_close (store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (called, ==, 1);
}

/* --- who may open it --- */

/* In the other process. */
static void
test_other_process (void)
{
  const char *path = g_getenv ("WEFT_TEST_PATH");

  for (int access = WEFT_STORE_WRITE; path && access <= WEFT_STORE_READ; access++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_store_open (path, (WeftStoreAccess) access, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
      g_assert_nonnull (strstr (error->message, "p.weft"));
      g_assert_nonnull (strstr (error->message, g_get_user_name ()));
      g_assert_true (g_regex_match_simple ("since \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d [+-]\\d\\d$",
                                           error->message, 0, 0)); /* with its zone */
    }
}

static void
test_two_opens (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, "one");
  g_autoptr (GError) error = NULL;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_follow (store, history);
  g_assert_null (weft_store_open (place->path, WEFT_STORE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (weft_store_open (place->path, WEFT_STORE_READ, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
  /* Having tried must not have dropped the lock. */
  g_setenv ("WEFT_TEST_PATH", place->path, TRUE);
  g_test_trap_subprocess ("/store/other-process", 10 * G_USEC_PER_SEC,
                          G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_unsetenv ("WEFT_TEST_PATH");
  weft_history_do (history, edit, 0, NULL);
  project_close (store);
  store = project_open (place->path, WEFT_STORE_WRITE);
  project_close (store);
}

/* Reading leaves the file and the folder as they are, also when several read. */
static void
test_read (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3), back = NULL;
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  WeftStore *a, *b;

  project_make (place->path, graph);
  before = place_bytes (place->path);
  a = project_open (place->path, WEFT_STORE_READ);
  b = project_open (place->path, WEFT_STORE_READ);
  back = weft_store_load_graph (a, NULL);
  g_assert_true (weft_graph_equal (graph, back));
  g_assert_null (weft_store_load_state (b, 0, -1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (weft_store_begin_run (a, 1, NULL, &error), ==, 0);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_READ_ONLY);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  project_close (a);
  project_close (b);
  after = place_bytes (place->path);
  g_assert_true (g_bytes_equal (before, after));
  a = project_open (place->path, WEFT_STORE_WRITE);
  project_close (a);
}

/* Where one may not write, also as root: then as nobody. */
static void
test_read_only_file (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;
  gboolean is_root = geteuid () == 0;
  WeftStore *store;

  project_make (place->path, graph);
  g_chmod (place->path, 0444);
  g_chmod (place->folder, 0755);
  g_assert_true (!is_root || seteuid (65534) == 0);
  g_assert_null (weft_store_open (place->path, WEFT_STORE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "p.weft"));
  g_clear_error (&error);
  g_assert_true (!is_root || seteuid (0) == 0);

  g_chmod (place->path, 0666);
  g_chmod (place->folder, 0555);
  g_assert_true (!is_root || seteuid (65534) == 0);
  g_assert_null (weft_store_open (place->path, WEFT_STORE_WRITE, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_READ_ONLY);
  store = project_open (place->path, WEFT_STORE_READ);
  project_close (store);
  g_assert_true (!is_root || seteuid (0) == 0);
  g_chmod (place->folder, 0755);
}

/* --- data --- */

static void
test_data (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (300, 3);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'random'>, 'shape': <[int64 300]>, 'count': <int64 999>, "
                            "'classes': <int64 3>}"));
  g_autoptr (WeftDataset) dataset = weft_catalog_lookup (catalog, params, 8, 1, NULL), back = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) list = NULL;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  for (int i = 0; i < 2; i++) /* the second time it is there already */
    g_assert_true (weft_store_put_data (store, dataset, &error));
  g_assert_no_error (error);
  project_close (store);

  store = project_open (place->path, WEFT_STORE_READ);
  list = weft_store_list_data (store);
  g_assert_cmpuint (g_strv_length (list), ==, 1);
  g_assert_cmpstr (list[0], ==, dataset->sha256);
  back = weft_store_load_data (store, dataset->sha256, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->count, ==, 999);
  g_assert_cmpmem (back->fields[0].data, 999 * 300 * 4, dataset->fields[0].data, 999 * 300 * 4);
  g_assert_cmpmem (back->fields[1].data, 999 * 8, dataset->fields[1].data, 999 * 8);
  g_assert_null (weft_store_load_data (store, "abc", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  project_close (store);

  tamper (place->path, "UPDATE block SET data = zeroblob (length (data)) WHERE id % 65536 = 2");
  store = project_open (place->path, WEFT_STORE_READ);
  g_assert_null (weft_store_load_data (store, dataset->sha256, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
  project_close (store);
}

/* Neither what was put in half nor what was read half is there; the next attempt is whole. */
static void
test_data_cancelled (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (300, 3);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (g_variant_new_parsed (
      "{'source': <'random'>, 'shape': <[int64 300]>, 'count': <int64 9999>}"));
  g_autoptr (WeftDataset) dataset = weft_catalog_lookup (catalog, params, 8, 1, NULL), back = NULL;
  g_autoptr (WeftErrand) errand = weft_errand_new (1);
  g_autoptr (GError) error = NULL;
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_errand_set_own (errand);
  weft_errand_cancel (errand);
  g_assert_false (weft_store_put_data (store, dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (weft_store_measure_data (store, dataset->sha256), ==, 0);
  weft_errand_set_own (NULL);
  g_assert_true (weft_store_put_data (store, dataset, &error));
  g_assert_cmpuint (weft_store_measure_data (store, dataset->sha256), >, 9999 * 300 * 4);

  weft_errand_set_own (errand);
  g_assert_null (weft_store_load_data (store, dataset->sha256, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  weft_errand_set_own (NULL);
  g_clear_error (&error);
  back = weft_store_load_data (store, dataset->sha256, &error);
  g_assert_no_error (error);
  g_assert_nonnull (back);
  project_close (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/create", test_create);
  g_test_add_func ("/store/create-fails", test_create_fails);
  g_test_add_func ("/store/remembered", test_remembered);
  g_test_add_func ("/store/edits", test_edits);
  g_test_add_func ("/store/acknowledged", test_acknowledged);
  g_test_add_func ("/store/listener", test_listener);
  g_test_add_func ("/store/other-process", test_other_process);
  g_test_add_func ("/store/two-opens", test_two_opens);
  g_test_add_func ("/store/read", test_read);
  g_test_add_func ("/store/read-only-file", test_read_only_file);
  g_test_add_func ("/store/data", test_data);
  g_test_add_func ("/store/data-cancelled", test_data_cancelled);
  return g_test_run ();
}
