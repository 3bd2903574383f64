/* test-journal: what lies beside a file after a kill belongs to it, or is kept and not applied
 *
 * A child ends at its n-th write, for every n, as a kill or a power cut that keeps the order would
 * end it. Sound copies from before, from the same time and from later are then put into the file's
 * place. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/projects/project.h"

static int writes_left = G_MAXINT;

static gssize
write_or_end (int fd, const void *bytes, gsize n, off64_t offset)
{
  if (writes_left-- == 0)
    _exit (9);
  return pwrite64 (fd, bytes, n, offset);
}

static void
catch_writes (void)
{
  sqlite3_vfs *vfs;

  sqlite3_initialize ();
  vfs = sqlite3_vfs_find (NULL);
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) write_or_end);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) write_or_end);
}

static void
edit (const char *path, int n)
{
  WeftStore *store = project_open (path, WEFT_STORE_WRITE);
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  g_autoptr (WeftHistory) history = weft_history_new (graph);

  weft_store_load_history (store, history, NULL);
  weft_store_follow (store, history);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *title = g_strdup_printf ("%d%0*d", (int) weft_history_get_position (history),
                                                i % 3 * 60 + 1, 0);
      g_autoptr (WeftEdit) change = weft_edit_set_title (2, title);

      g_assert_true (weft_history_do (history, change, 0, NULL));
      weft_store_flush (store, NULL);
    }
  project_close (store);
}

/* TRUE: it was ended before it was done. */
static gboolean
edit_and_end (const char *path, int n, int after)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      catch_writes ();
      writes_left = after;
      edit (path, n);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status) == 9;
}

static void
put (GBytes *bytes, const char *path)
{
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
}

static gint64
count_edits (const char *path, WeftStoreAccess access, gboolean *has_notice)
{
  WeftStore *store = project_open (path, access);
  gint64 seq = weft_store_get_acknowledged (store, NULL);
  g_autoptr (WeftGraph) graph = weft_store_load_graph (store, NULL);
  const char *title = weft_graph_find (graph, 2)->title;

  *has_notice = weft_store_get_notice (store) != NULL;
  /* The graph is of the same moment as the history. */
  g_assert_cmpint (seq == 0 ? 1 : (gint64) g_ascii_strtoll (title, NULL, 10) >= 0, ==, 1);
  project_close (store);
  return seq;
}

static gboolean
is_hot (const char *journal)
{
  g_autofree char *content = NULL;
  gsize length = 0;

  return g_file_get_contents (journal, &content, &length, NULL) && length > 0 && content[0] != 0;
}

/* A copy that is neither older nor newer than its journal keeps it; it may then only be applied
 * without changing anything. */
static void
check_copy (GBytes *copy, GBytes *journal_bytes, gint64 edits)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  g_autofree char *kept = g_strconcat (journal, ".kept-1", NULL);
  gboolean was_said, is_said;

  put (copy, place->path);
  put (journal_bytes, journal);
  g_assert_cmpint (count_edits (place->path, WEFT_STORE_READ, &was_said), ==, edits);
  g_assert_cmpint (count_edits (place->path, WEFT_STORE_WRITE, &is_said), ==, edits);
  g_assert_cmpint (was_said, ==, is_said);
  g_assert_cmpint (g_file_test (kept, G_FILE_TEST_EXISTS), ==, is_said);
  if (is_said)
    {
      g_autoptr (GBytes) after = place_bytes (kept);

      g_assert_true (g_bytes_equal (after, journal_bytes));
    }
  assert_sound (place->path);
}

typedef struct
{
  GBytes *bytes;
  gint64 edits;
} Copy;

static void
take_copy (Copy *copy, const char *path)
{
  gboolean is_said;

  copy->edits = count_edits (path, WEFT_STORE_READ, &is_said);
  copy->bytes = place_bytes (path);
}

/* The file of the killed session itself is rolled back, with nothing left beside it. */
static void
check_own (Place *place)
{
  g_autofree char *list = NULL;
  gboolean was_said, is_said;
  gint64 read = count_edits (place->path, WEFT_STORE_READ, &was_said);

  g_assert_cmpint (count_edits (place->path, WEFT_STORE_WRITE, &is_said), ==, read);
  g_assert_false (was_said || is_said);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "p.weft");
  assert_sound (place->path);
}

static void
test_copies (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  Copy copies[4];
  int hot = 0;

  project_make (place->path, graph);
  take_copy (&copies[0], place->path);
  edit (place->path, 5);
  take_copy (&copies[1], place->path);
  edit (place->path, 7);
  take_copy (&copies[2], place->path); /* as the session finds it that is killed */
  edit (place->path, 3);
  take_copy (&copies[3], place->path); /* what became of it elsewhere */
  for (int n = 0;; n++)
    {
      g_autoptr (GBytes) left = NULL;

      put (copies[2].bytes, place->path);
      if (!edit_and_end (place->path, 4, n))
        break;
      if (is_hot (journal))
        {
          hot++;
          left = place_bytes (journal);
          for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
            check_copy (copies[i].bytes, left, copies[i].edits);
        }
      check_own (place);
    }
  g_test_message ("%d states with a journal", hot);
  g_assert_cmpint (hot, >, 20);
  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    g_bytes_unref (copies[i].bytes);
}

/* Wherever making a project is cut off, there is none, a whole one, or one that says that it is
 * unfinished and can be removed. */
static void
test_making (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (Place) whole = place_new ("p.weft");
  g_autoptr (GBytes) sound = NULL, left = NULL;
  gboolean is_done = FALSE;
  int unfinished = 0;

  project_make (whole->path, graph);
  sound = place_bytes (whole->path);

  for (int n = 0; !is_done; n++)
    {
      g_autoptr (Place) place = place_new ("p.weft");
      g_autoptr (GError) error = NULL;
      g_autofree char *list = NULL, *journal = NULL;
      pid_t child = fork ();
      WeftStore *store;
      int status;

      if (child == 0)
        {
          catch_writes ();
          writes_left = n;
          project_make (place->path, graph);
          _exit (0);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      is_done = WEXITSTATUS (status) == 0;
      journal = g_strconcat (place->path, "-journal", NULL);
      if (!left && is_hot (journal))
        left = place_bytes (journal);
      store = weft_store_open (place->path, WEFT_STORE_WRITE, &error);
      if (store)
        {
          g_autoptr (WeftGraph) back = weft_store_load_graph (store, NULL);

          g_assert_true (weft_graph_equal (graph, back));
          project_close (store);
          g_assert_false (weft_store_remove_unfinished (place->path, NULL));
          continue;
        }
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNFINISHED);
      g_assert_nonnull (strstr (error->message, "removed"));
      g_assert_true (weft_store_remove_unfinished (place->path, NULL));
      list = place_list (place);
      g_assert_cmpstr (list, ==, "");
      unfinished++;
    }
  g_assert_cmpint (unfinished, >, 10);
  check_copy (sound, left, 0); /* a whole one beside the journal of one that is not */
}

/* Cut off between its graph and its data, too. */
static void
test_making_with_data (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'file'>, 'name': <'a'>, 'sha256': <'abc'>}"));
  WeftNode node = { .id = 1, .name = "data", .layer = weft_layer_find ("data"), .params = params };
  g_autoptr (WeftEdit) addition = weft_edit_add_node (&node);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, addition, NULL);
  int status;
  pid_t child;

  g_assert_nonnull (inverse);
  child = fork ();
  if (child == 0)
    {
      weft_store_create (place->path, graph, NULL, NULL, NULL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_null (weft_store_open (place->path, WEFT_STORE_READ, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNFINISHED);
  g_assert_true (weft_store_remove_unfinished (place->path, NULL));

  /* Made so on purpose, and closed: it opens, and asks for its data. */
  project_make (place->path, graph);
  project_close (project_open (place->path, WEFT_STORE_WRITE));
  g_assert_false (weft_store_remove_unfinished (place->path, NULL));
}

/* Where one may only read, the copy is made with the journal. */
static void
test_copy_of_cut (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autofree char *journal = g_strconcat (place->path, "-journal", NULL);
  g_autofree char *to = g_build_filename (place->folder, "copy.weft", NULL);
  g_autoptr (GBytes) sound = NULL;
  int cut = 0;

  project_make (place->path, graph);
  sound = place_bytes (place->path);
  for (int n = 0;; n++)
    {
      gboolean was_cut, is_said;

      put (sound, place->path);
      if (!edit_and_end (place->path, 3, n))
        break;
      g_assert_true (weft_store_copy (place->path, to, &was_cut, NULL));
      g_assert_cmpint (was_cut, ==, is_hot (journal));
      g_assert_false (weft_store_copy (place->path, to, &was_cut, NULL)); /* it is there */
      g_assert_cmpint (count_edits (to, WEFT_STORE_WRITE, &is_said), ==,
                       count_edits (place->path, WEFT_STORE_READ, &is_said));
      assert_sound (to);
      cut += was_cut;
      g_remove (to);
      g_remove (journal);
    }
  g_assert_cmpint (cut, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/copies", test_copies);
  g_test_add_func ("/journal/making", test_making);
  g_test_add_func ("/journal/making-with-data", test_making_with_data);
  g_test_add_func ("/journal/copy-of-cut", test_copy_of_cut);
  return g_test_run ();
}
