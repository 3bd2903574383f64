/* test-where: a file that is moved, removed, replaced or written over while it is open */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "projects/store/store-private.h"
#include "tests/projects/project.h"

typedef struct
{
  Place *place;
  char *other;
  WeftGraph *graph;
  WeftHistory *history;
  WeftStore *store;
  char *path; /* as it was told last */
  GError *why;
} Case;

static void
moved_cb (gpointer user, const char *path, const GError *why)
{
  Case *c = user;

  g_free (c->path);
  c->path = g_strdup (path);
  g_clear_error (&c->why);
  c->why = why ? g_error_copy (why) : NULL;
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
  c->place = place_new ("p.weft");
  c->other = g_build_filename (c->place->folder, "other.weft", NULL);
  c->graph = net_classifier (4, 3);
  c->history = weft_history_new (c->graph);
  project_make (c->place->path, c->graph);
  c->store = project_open (c->place->path, WEFT_STORE_WRITE);
  weft_store_set_moved (c->store, moved_cb, c);
  weft_store_follow (c->store, c->history);
  title (c, 1);
  g_assert_true (weft_store_flush (c->store, NULL));
}

static void
dispatch (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The project at the path is as the graph is now, with its history. */
static void
assert_same (Case *c, const char *path)
{
  WeftStore *store = project_open (path, WEFT_STORE_WRITE);
  g_autoptr (WeftGraph) back = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (back);

  g_assert_true (weft_graph_equal (c->graph, back));
  weft_store_load_history (store, history, NULL);
  g_assert_cmpuint (weft_history_get_position (history), ==,
                    weft_history_get_position (c->history));
  project_close (store);
  assert_sound (path);
}

static void
end (Case *c)
{
  g_object_unref (c->history);
  g_object_unref (c->graph);
  g_clear_error (&c->why);
  g_free (c->path);
  g_free (c->other);
  place_free (c->place);
}

static void
test_moved (void)
{
  Case c = { 0 };
  g_autofree char *list = NULL;

  begin (&c);
  g_assert_cmpint (g_rename (c.place->path, c.other), ==, 0);
  title (&c, 2);
  g_assert_true (weft_store_flush (c.store, NULL));
  dispatch ();
  g_assert_cmpstr (c.path, ==, c.other);
  g_assert_no_error (c.why);
  g_assert_cmpstr (weft_store_get_path (c.store), ==, c.other);
  title (&c, 3);
  project_close (c.store);
  list = place_list (c.place);
  g_assert_cmpstr (list, ==, "other.weft");
  assert_same (&c, c.other);
  end (&c);
}

/* Nobody edits, and it is noticed all the same. */
static void
test_moved_while_idle (void)
{
  Case c = { 0 };
  gint64 until = g_get_monotonic_time () + 8 * G_USEC_PER_SEC;

  begin (&c);
  g_assert_cmpint (g_rename (c.place->path, c.other), ==, 0);
  while (!c.path && g_get_monotonic_time () < until)
    {
      dispatch ();
      g_usleep (20000);
    }
  g_assert_cmpstr (c.path, ==, c.other);
  project_close (c.store);
  assert_same (&c, c.other);
  end (&c);
}

/* All of it goes on in a rescue copy, also what was edited before anybody noticed. */
static void
check_rescue (gboolean is_replaced, const char *what)
{
  Case c = { 0 };
  g_autofree char *rescued = NULL;
  g_autoptr (GBytes) foreign = g_bytes_new_static ("mine\n", 5), kept = NULL;

  begin (&c);
  weft_store_set_rescue (c.store, c.place->folder);
  if (is_replaced)
    {
      g_assert_true (g_file_set_contents (c.other, "mine\n", 5, NULL));
      g_assert_cmpint (g_rename (c.other, c.place->path), ==, 0);
    }
  else
    g_assert_cmpint (g_unlink (c.place->path), ==, 0);
  title (&c, 2);
  g_assert_true (weft_store_flush (c.store, NULL));
  dispatch ();
  g_assert_error (c.why, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_nonnull (strstr (c.why->message, what));
  rescued = g_build_filename (c.place->folder, "p-1.weft", NULL);
  g_assert_cmpstr (c.path, ==, rescued);
  title (&c, 3);
  project_close (c.store);
  assert_same (&c, rescued);
  if (is_replaced)
    {
      kept = place_bytes (c.place->path);
      g_assert_true (g_bytes_equal (kept, foreign));
    }
  end (&c);
}

static void
test_removed (void)
{
  check_rescue (FALSE, "removed");
}

static void
test_replaced (void)
{
  check_rescue (TRUE, "another file");
}

/* Without a folder for rescue copies, as for a command: an error, at once and at the end. */
static void
test_lost (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL, close_error = NULL, problem = NULL;

  begin (&c);
  g_assert_null (weft_store_dup_problem (c.store));
  g_assert_cmpint (g_unlink (c.place->path), ==, 0);
  title (&c, 2);
  g_assert_false (weft_store_flush (c.store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_LOST);
  problem = weft_store_dup_problem (c.store);
  g_assert_error (problem, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_nonnull (strstr (problem->message, "not saved"));
  g_assert_cmpint (weft_store_count_unsaved (c.store), ==, 1);
  g_assert_false (weft_store_close (c.store, &close_error));
  g_assert_error (close_error, WEFT_ERROR, WEFT_ERROR_LOST);
  end (&c);
}

/* As by cp: the same inode with somebody else's bytes. They stay as they are. */
static void
test_overwritten (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) foreign = g_bytes_new_static ("not yours\n", 10), kept = NULL;
  FILE *file;

  begin (&c);
  weft_store_set_rescue (c.store, c.place->folder);
  file = g_fopen (c.place->path, "r+"); /* by another program; here it only drops the lock */
  g_assert_cmpint (ftruncate (fileno (file), 0), ==, 0);
  fputs ("not yours\n", file);
  fclose (file);
  title (&c, 2);
  g_assert_false (weft_store_flush (c.store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_nonnull (strstr (error->message, "wrote into it"));
  g_assert_false (weft_store_close (c.store, NULL));
  kept = place_bytes (c.place->path);
  g_assert_true (g_bytes_equal (kept, foreign));
  end (&c);
}

/* Its time is another, and what it says is not. */
static void
test_touched (void)
{
  Case c = { 0 };
  const struct timespec times[] = { { 1000000000, 0 }, { 1000000000, 0 } };

  begin (&c);
  g_assert_cmpint (utimensat (AT_FDCWD, c.place->path, times, 0), ==, 0);
  title (&c, 2);
  g_assert_true (weft_store_flush (c.store, NULL));
  g_assert_cmpint (utimensat (AT_FDCWD, c.place->path, NULL, 0), ==, 0);
  title (&c, 3);
  project_close (c.store);
  assert_same (&c, c.place->path);
  end (&c);
}

/* As by cp of a copy that was made while it was open: as long, with the same first page but for
 * what an edit changed elsewhere. */
static void
test_put_back (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL, after = NULL;
  FILE *file;

  begin (&c);
  before = place_bytes (c.place->path);
  title (&c, 2);
  g_assert_true (weft_store_flush (c.store, NULL));
  after = place_bytes (c.place->path);
  g_assert_cmpuint (g_bytes_get_size (before), ==, g_bytes_get_size (after));
  file = g_fopen (c.place->path, "r+");
  fwrite (g_bytes_get_data (before, NULL), 1, g_bytes_get_size (before), file);
  fclose (file);
  title (&c, 3);
  g_assert_false (weft_store_flush (c.store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_false (weft_store_close (c.store, NULL));
  end (&c);
}

static gboolean
write_over (WeftWriter *writer, gpointer foreign, GError **error)
{
  FILE *file = g_fopen (writer->path, "r+");

  fwrite (g_bytes_get_data (foreign, NULL), 1, g_bytes_get_size (foreign), file);
  fclose (file);
  weft_where_note (&writer->where, writer->path);
  return TRUE;
}

/* As by cp while a transaction ends, before it is noted what it wrote. */
static void
test_overwritten_meanwhile (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) foreign = NULL, kept = NULL;

  begin (&c);
  project_make (c.other, c.graph);
  project_close (project_open (c.other, WEFT_STORE_WRITE));
  foreign = place_bytes (c.other);
  g_assert_true (weft_store_call (c.store, write_over, foreign, NULL));
  title (&c, 2);
  g_assert_false (weft_store_flush (c.store, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_false (weft_store_close (c.store, NULL));
  kept = place_bytes (c.place->path);
  g_assert_cmpmem (g_bytes_get_data (kept, NULL), g_bytes_get_size (foreign),
                   g_bytes_get_data (foreign, NULL), g_bytes_get_size (foreign));
  end (&c);
}

static struct
{
  gssize (*write) (int, const void *, gsize, off64_t);
  const char *path; /* over which `foreign` is copied; NULL: not now */
  GBytes *foreign;
} copying;

/* The journal's head is written a second time when its pages are on the disk. */
static gssize
write_and_copy (int fd, const void *bytes, gsize n, off64_t offset)
{
  gssize written = copying.write (fd, bytes, n, offset);

  if (copying.path && n == 12 && offset == 0)
    {
      FILE *file = g_fopen (g_steal_pointer (&copying.path), "r+");

      g_assert_cmpint (ftruncate (fileno (file), 0), ==, 0);
      fwrite (g_bytes_get_data (copying.foreign, NULL), 1, g_bytes_get_size (copying.foreign),
              file);
      fclose (file);
    }
  return written;
}

static void
catch_writes (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  if (copying.write)
    return;
  copying.write
      = (gssize (*) (int, const void *, gsize, off64_t)) vfs->xGetSystemCall (vfs, "pwrite64");
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) write_and_copy);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) write_and_copy);
}

/* As by cp between the journal and the pages: not a byte of the other file becomes ours. */
static void
test_overwritten_in_commit (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) foreign = NULL, kept = NULL;

  begin (&c);
  project_make (c.other, c.graph);
  project_close (project_open (c.other, WEFT_STORE_WRITE));
  foreign = place_bytes (c.other);
  title (&c, 2);
  g_assert_true (weft_store_flush (c.store, NULL));
  catch_writes ();
  copying.foreign = foreign;
  copying.path = c.place->path;
  title (&c, 3);
  g_assert_false (weft_store_flush (c.store, &error));
  g_assert_null (copying.path);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_LOST);
  g_assert_cmpint (weft_store_count_unsaved (c.store), ==, 1);
  g_assert_false (weft_store_close (c.store, NULL));
  kept = place_bytes (c.place->path);
  g_assert_true (g_bytes_equal (kept, foreign));
  end (&c);
}

/* A new file for a history that came from elsewhere, as when nothing can be read of the old one. */
static void
test_from_memory (void)
{
  Case c = { 0 };
  WeftStore *store;

  begin (&c);
  title (&c, 2);
  title (&c, 3);
  g_assert_true (weft_history_undo (c.history));
  store = weft_store_create (c.other, c.graph, NULL, NULL, NULL);
  weft_store_follow (store, c.history);
  project_close (store);
  assert_same (&c, c.other);
  project_close (c.store);
  end (&c);
}

/* Kept elsewhere with all that is in it. */
static void
test_go_to (void)
{
  Case c = { 0 };
  g_autoptr (GError) error = NULL;

  begin (&c);
  g_assert_false (weft_store_go_to (c.store, c.place->path, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS);
  title (&c, 2);
  g_assert_true (weft_store_go_to (c.store, c.other, NULL));
  g_assert_cmpstr (weft_store_get_path (c.store), ==, c.other);
  title (&c, 3);
  project_close (c.store);
  assert_same (&c, c.other);
  assert_sound (c.place->path);
  end (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/where/moved", test_moved);
  g_test_add_func ("/where/moved-while-idle", test_moved_while_idle);
  g_test_add_func ("/where/removed", test_removed);
  g_test_add_func ("/where/replaced", test_replaced);
  g_test_add_func ("/where/lost", test_lost);
  g_test_add_func ("/where/overwritten", test_overwritten);
  g_test_add_func ("/where/touched", test_touched);
  g_test_add_func ("/where/put-back", test_put_back);
  g_test_add_func ("/where/overwritten-meanwhile", test_overwritten_meanwhile);
  g_test_add_func ("/where/overwritten-in-commit", test_overwritten_in_commit);
  g_test_add_func ("/where/from-memory", test_from_memory);
  g_test_add_func ("/where/go-to", test_go_to);
  return g_test_run ();
}
