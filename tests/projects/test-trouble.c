/* test-trouble: a project whose disk fails while it is open: what is said of it, what is kept, and
 * the ways out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/schema.h"
#include "projects/store/store-private.h"
#include "tests/projects/faulty-disk.h"
#include "tests/projects/project.h"

typedef struct
{
  Place *place;
  char *other;
  WeftGraph *graph;
  WeftHistory *history;
  WeftStore *store;
  int said; /* how often the listener was told of an error */
} Case;

static void
listener_cb (gpointer user, const GError *error)
{
  ((Case *) user)->said += error != NULL;
}

static void
dispatch (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
title (Case *c, int i)
{
  g_autofree char *text = g_strdup_printf ("title %d", i);
  g_autoptr (WeftEdit) edit = weft_edit_set_title (2, text);

  g_assert_true (weft_history_do (c->history, edit, 0, NULL));
}

static void
begin (Case *c)
{
  faulty_heal ();
  c->place = place_new ("p.weft");
  c->other = g_build_filename (c->place->folder, "other.weft", NULL);
  c->graph = net_classifier (4, 3);
  c->history = weft_history_new (c->graph);
  project_make (c->place->path, c->graph);
  c->store = project_open (c->place->path, WEFT_STORE_WRITE);
  weft_store_set_listener (c->store, listener_cb, c);
  weft_store_follow (c->store, c->history);
  title (c, 1);
  g_assert_true (weft_store_flush (c->store, NULL));
}

static void
end (Case *c)
{
  faulty_heal ();
  g_object_unref (c->history);
  g_object_unref (c->graph);
  g_free (c->other);
  place_free (c->place);
}

static void
assert_same (Case *c, const char *path)
{
  WeftStore *store = project_open (path, WEFT_STORE_WRITE);
  g_autoptr (WeftGraph) back = weft_store_load_graph (store, NULL);

  g_assert_true (weft_graph_equal (c->graph, back));
  project_close (store);
  assert_sound (path);
}

/* Pages that were read long ago would hide what the disk gives now. */
static gboolean
forget_pages (WeftWriter *writer, gpointer data, GError **error)
{
  sqlite3_db_release_memory (writer->db->handle);
  return TRUE;
}

/* An edit is not saved, which stays said, once; the next ones wait too, and the file says so when
 * asked. words: what is the matter, in the message. */
static void
assert_trouble (Case *c, int code, const char *words)
{
  g_autoptr (GError) error = NULL, problem = NULL, again = NULL;

  title (c, 2);
  g_assert_false (weft_store_flush (c->store, &error));
  g_assert_error (error, WEFT_ERROR, code);
  title (c, 3);
  g_assert_false (weft_store_try_again (c->store, &again));
  g_assert_error (again, WEFT_ERROR, code);
  dispatch ();
  g_assert_cmpint (c->said, >=, 1);
  g_assert_cmpint (weft_store_count_unsaved (c->store), ==, 2);
  problem = weft_store_dup_problem (c->store);
  g_assert_error (problem, WEFT_ERROR, code);
  g_assert_nonnull (strstr (problem->message, "“p.weft”"));
  g_assert_nonnull (strstr (problem->message, words));
  g_assert_nonnull (strstr (problem->message, "not saved"));
}

typedef struct
{
  gint *fault;
  int result;
  int code; /* a WeftErrorCode */
  const char *words;
} Fault;

static const Fault faults[] = {
  { &faulty.write_result, SQLITE_READONLY, WEFT_ERROR_READ_ONLY, "it may only be read" },
  { &faulty.write_result, SQLITE_READONLY_DIRECTORY, WEFT_ERROR_READ_ONLY, "it may only be read" },
  { &faulty.write_result, SQLITE_IOERR_WRITE, WEFT_ERROR_IO, "the disk gave an error" },
  { &faulty.sync_result, SQLITE_IOERR_FSYNC, WEFT_ERROR_IO, "the disk gave an error" },
  { &faulty.write_result, SQLITE_CORRUPT, WEFT_ERROR_DAMAGED, "the file is damaged" },
};

/* What waits is written as soon as one tries again on a disk that got well. */
static void
test_gets_well (gconstpointer data)
{
  const Fault *fault = data;
  Case c = { 0 };

  begin (&c);
  g_atomic_int_set (fault->fault, fault->result);
  assert_trouble (&c, fault->code, fault->words);
  faulty_heal ();
  g_assert_true (weft_store_try_again (c.store, NULL));
  g_assert_null (weft_store_dup_problem (c.store));
  g_assert_cmpint (weft_store_count_unsaved (c.store), ==, 0);
  title (&c, 4);
  project_close (c.store);
  assert_same (&c, c.place->path);
  end (&c);
}

/* A disk that can be read still gives its pages for a copy, in which all goes on. */
static void
test_goes_on (gconstpointer data)
{
  const Fault *fault = data;
  Case c = { 0 };
  g_autoptr (GBytes) before = NULL, after = NULL;

  begin (&c);
  before = place_bytes (c.place->path);
  g_atomic_int_set (fault->fault, fault->result);
  assert_trouble (&c, fault->code, fault->words);
  g_assert_true (weft_store_go_to (c.store, c.other, NULL));
  g_assert_null (weft_store_dup_problem (c.store));
  title (&c, 4);
  project_close (c.store);
  assert_same (&c, c.other);
  after = place_bytes (c.place->path);
  g_assert_true (g_bytes_equal (before, after));
  end (&c);
}

/* What the window does where not even the pages can be had: a new file, from memory. */
static void
keep_from_memory (Case *c, int code)
{
  WeftStore *old = c->store;
  g_autoptr (GError) error = NULL;

  c->store = weft_store_create (c->other, c->graph, "A", NULL, NULL);
  weft_store_unfollow (old);
  weft_store_follow (c->store, c->history);
  g_assert_false (weft_store_close (old, &error));
  g_assert_error (error, WEFT_ERROR, code);
  title (c, 4);
  project_close (c->store);
  assert_same (c, c->other);
}

/* After a sync that failed nobody knows what the disk has: SQLite gives no page any more. */
static void
test_no_sync (void)
{
  Case c = { 0 };
  g_autofree char *list = NULL;

  begin (&c);
  g_atomic_int_set (&faulty.sync_result, SQLITE_IOERR_FSYNC);
  assert_trouble (&c, WEFT_ERROR_IO, "the disk gave an error");
  g_assert_false (weft_store_go_to (c.store, c.other, NULL));
  list = place_list (c.place);
  g_assert_null (strstr (list, "other"));
  keep_from_memory (&c, WEFT_ERROR_IO);
  end (&c);
}

/* A disk that gives back other bytes: nothing of them is kept or written, and no half copy of them
 * is made. */
static void
test_garbled (void)
{
  Case c = { 0 };
  g_autoptr (GBytes) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;

  begin (&c);
  before = place_bytes (c.place->path);
  weft_store_call (c.store, forget_pages, NULL, NULL);
  g_atomic_int_set (&faulty.garbles, TRUE);
  assert_trouble (&c, WEFT_ERROR_DAMAGED, "the file is damaged");
  g_assert_false (weft_store_go_to (c.store, c.other, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "“p.weft”"));
  list = place_list (c.place);
  g_assert_null (strstr (list, "other"));
  keep_from_memory (&c, WEFT_ERROR_DAMAGED);
  after = place_bytes (c.place->path);
  g_assert_true (g_bytes_equal (before, after));
  end (&c);
}

/* It was the cable: with the right bytes again nothing is lost. */
static void
test_garbled_for_a_while (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&c);
  weft_store_call (c.store, forget_pages, NULL, NULL);
  g_atomic_int_set (&faulty.garbles, TRUE);
  assert_trouble (&c, WEFT_ERROR_DAMAGED, "the file is damaged");
  faulty_heal ();
  weft_store_try_again (c.store, &error);
  g_assert_no_error (error);
  project_close (c.store);
  assert_same (&c, c.place->path);
  end (&c);
}

/* Whoever waits for a large frame waits for a few transactions, not for one a chunk: each takes
 * long on a slow disk. */
static void
test_slow_sync (void)
{
  Case c = { 0 };
  g_autoptr (GBytes) large = frame_bytes (2000, 1);
  gsize chunks = g_bytes_get_size (large) / WEFT_CHUNK;
  WeftSink sink;

  begin (&c);
  sink = weft_store_get_sink (c.store, weft_store_begin_run (c.store, 1, NULL, NULL));
  g_assert_true (weft_store_settle (c.store, NULL));
  g_atomic_int_set (&faulty.syncs, 0);
  g_assert_true (sink.frame (sink.user, WEFT_FRAME_CLOSE, 1, 0, large));
  g_assert_true (weft_store_settle (c.store, NULL));
  g_assert_cmpuint (chunks, >, 20);
  g_assert_cmpint (g_atomic_int_get (&faulty.syncs), <, (int) chunks);
  project_close (c.store);
  assert_same (&c, c.place->path);
  end (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  faulty_install ("p.weft");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *well = g_strdup_printf ("/trouble/gets-well/%d", faults[i].result);
      g_autofree char *on = g_strdup_printf ("/trouble/goes-on/%d", faults[i].result);

      g_test_add_data_func (well, &faults[i], test_gets_well);
      if (faults[i].fault != &faulty.sync_result)
        g_test_add_data_func (on, &faults[i], test_goes_on);
    }
  g_test_add_func ("/trouble/no-sync", test_no_sync);
  g_test_add_func ("/trouble/slow-sync", test_slow_sync);
  g_test_add_func ("/trouble/garbled", test_garbled);
  g_test_add_func ("/trouble/garbled-for-a-while", test_garbled_for_a_while);
  return g_test_run ();
}
