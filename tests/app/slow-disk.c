/* slow-disk: loaded before a program, it makes what is read below the folder $SLOW_DISK come at
 * $SLOW_DISK_PACE bytes a second at most, on however fast a machine */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FILE_OFFSET_BITS /* both names of pread are meant */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PAUSE 5000000 /* ns: sleeps are no shorter, for a page takes less than a sleep can */

static int
is_slow (int fd)
{
  const char *folder = getenv ("SLOW_DISK");
  char link[64], path[4096];
  ssize_t n;

  if (!folder)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  return n > 0 && strncmp (path, folder, strlen (folder)) == 0;
}

static void
wait_for (ssize_t n)
{
  static atomic_long owed; /* ns */
  const char *pace = getenv ("SLOW_DISK_PACE");
  long ns;

  if (n <= 0 || !pace)
    return;
  ns = atomic_fetch_add (&owed, (long) (1e9 * (double) n / atof (pace)));
  if (ns < PAUSE)
    return;
  atomic_fetch_sub (&owed, ns);
  nanosleep (&(struct timespec){ ns / 1000000000, ns % 1000000000 }, NULL);
}

#define SLOW(name, arguments, ...)                                                                 \
  __attribute__ ((visibility ("default"))) ssize_t name arguments                                  \
  {                                                                                                \
    static ssize_t (*real) arguments;                                                              \
    ssize_t found;                                                                                 \
                                                                                                   \
    if (!real)                                                                                     \
      *(void **) &real = dlsym (RTLD_NEXT, #name);                                                 \
    found = real (__VA_ARGS__);                                                                    \
    if (is_slow (fd))                                                                              \
      wait_for (found);                                                                            \
    return found;                                                                                  \
  }

SLOW (read, (int fd, void *bytes, size_t n), fd, bytes, n)
SLOW (pread, (int fd, void *bytes, size_t n, off_t at), fd, bytes, n, at)
SLOW (pread64, (int fd, void *bytes, size_t n, off64_t at), fd, bytes, n, at)
