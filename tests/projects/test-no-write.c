/* test-no-write: a disk on which, from some write on, none succeeds any more; a machine on which no
 * thread starts */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/projects/project.h"

static int writes_left;

static gssize
write_or_fail (int fd, const void *bytes, gsize n, off64_t offset)
{
  if (writes_left-- > 0)
    return pwrite64 (fd, bytes, n, offset);
  errno = ENOSPC;
  return -1;
}

static int
truncate_or_fail (int fd, off_t length)
{
  if (writes_left > 0)
    return ftruncate (fd, length);
  errno = ENOSPC;
  return -1;
}

/* Wherever the writes end while a project is made: an error, and nothing is left. */
static void
test_no_write (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  sqlite3_vfs *vfs;
  gboolean is_made = FALSE;

  sqlite3_initialize ();
  vfs = sqlite3_vfs_find (NULL);
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) write_or_fail);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) write_or_fail);
  vfs->xSetSystemCall (vfs, "ftruncate", (sqlite3_syscall_ptr) truncate_or_fail);
  for (int n = 0; !is_made; n++)
    {
      g_autoptr (Place) place = place_new ("p.weft");
      g_autoptr (GError) error = NULL;
      g_autofree char *list = NULL;
      WeftStore *store;

      writes_left = n;
      store = weft_store_create (place->path, graph, NULL, NULL, &error);
      is_made = writes_left >= 0; /* it did not come to the last */
      writes_left = G_MAXINT;
      if (store)
        project_close (store);
      else
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_FULL);
      list = place_list (place);
      g_assert_cmpstr (list, ==, store ? "p.weft" : "");
      g_assert_cmpint (n, <, 1000);
    }
  vfs->xSetSystemCall (vfs, NULL, NULL);
}

static void *
wait_for_ever (void *data)
{
  while (pause () < 0)
    ;
  return NULL;
}

/* In a process whose addresses do not suffice for another thread's stack. */
static int
create_in_vain (const char *path)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  struct rlimit room = { 2 << 20, RLIM_INFINITY };

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 2;
  room.rlim_cur += (rlim_t) g_ascii_strtoull (text, NULL, 10) * (rlim_t) sysconf (_SC_PAGESIZE);
  setrlimit (RLIMIT_AS, &room);
  for (pthread_t thread; pthread_create (&thread, NULL, wait_for_ever, NULL) == 0;)
    ;
  if (weft_store_create (path, graph, NULL, NULL, &error))
    return 3;
  return g_error_matches (error, WEFT_ERROR, WEFT_ERROR_MEMORY) ? 0 : 4;
}

static void
test_no_thread (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autofree char *list = NULL;
  pid_t child;
  int status;

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
  g_test_skip ("a sanitizer cannot live within a limit of addresses");
  return;
#endif
  child = fork ();
  if (child == 0)
    _exit (create_in_vain (place->path));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  list = place_list (place);
  g_assert_cmpstr (list, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/no-write/no-thread", test_no_thread);
  g_test_add_func ("/no-write/create", test_no_write);
  return g_test_run ();
}
