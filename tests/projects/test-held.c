/* test-held: a project that is open is never opened, copied or written over by another path, and a
 * path that SQLite cannot take says so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "projects/formats/output.h"
#include "projects/readers/files/input.h"
#include "projects/store/open.h"
#include "tests/projects/project.h"

/* Whether another process sees a lock on the file. */
static gboolean
is_locked (const char *path)
{
  struct flock lock
      = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512 };
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      int fd = open (path, O_RDWR);

      _exit (fd >= 0 && fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WEXITSTATUS (status) == 1;
}

/* Its folder by a link: nothing that Weft reads or writes for somebody touches it. */
static void
test_two_paths (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *link = g_build_filename (place->folder, "linked", NULL);
  g_autofree char *other = g_build_filename (link, "p.weft", NULL);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize length = 0;
  WeftStore *store;

  project_make (place->path, graph);
  g_assert_cmpint (symlink (".", link), ==, 0);
  g_assert_false (weft_open_is_held (place->path));
  store = project_open (place->path, WEFT_STORE_WRITE);
  g_assert_true (weft_open_is_held (place->path));
  g_assert_true (weft_open_is_held (other));
  g_assert_true (is_locked (place->path));

  g_assert_null (weft_store_open (other, WEFT_STORE_READ, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (weft_input_load (other, 1 << 30, &bytes, &length, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (weft_output_write (other, "x", 1, &error));
  g_assert_nonnull (error);
  g_assert_true (is_locked (place->path));
  project_close (store);
  g_assert_false (weft_open_is_held (other));
  assert_sound (place->path);
}

/* A name within a folder so deep that the whole has as many bytes. */
static char *
dup_deep (const char *folder, gsize length)
{
  GString *path = g_string_new (folder);

  while (path->len + 202 < length)
    {
      g_string_append_printf (path, "/%0200d", 0);
      g_assert_cmpint (g_mkdir_with_parents (path->str, 0700), ==, 0);
    }
  g_string_append_printf (path, "/%0*d.weft", (int) (length - path->len - strlen ("/.weft")), 0);
  return g_string_free (path, FALSE);
}

static void
remove_deep (const char *folder, const char *path)
{
  g_autofree char *at = g_strdup (path);

  g_remove (at);
  for (char *end = strrchr (at, '/'); end && strlen (at) > strlen (folder); end = strrchr (at, '/'))
    {
      *end = '\0';
      if (strlen (at) > strlen (folder))
        g_rmdir (at);
    }
}

static void
test_long_path (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *fits = dup_deep (place->folder, 504);
  g_autofree char *too_long = dup_deep (place->folder, 505);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;

  project_make (fits, graph);
  project_close (project_open (fits, WEFT_STORE_WRITE));
  g_assert_null (weft_store_create (too_long, graph, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "505 bytes"));
  g_assert_false (g_file_test (too_long, G_FILE_TEST_EXISTS));
  remove_deep (place->folder, fits);
}

static void
test_long_name (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *name = g_strdup_printf ("%0243d.weft", 0);
  g_autofree char *path = g_build_filename (place->folder, name, NULL);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_store_create (path, graph, NULL, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "at most 242 letters"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/held/two-paths", test_two_paths);
  g_test_add_func ("/held/long-path", test_long_path);
  g_test_add_func ("/held/long-name", test_long_name);
  return g_test_run ();
}
