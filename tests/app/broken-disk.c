/* broken-disk: loaded before a program, it makes each write below the folder $BROKEN_DISK fail as
 * on a disk that is worn out, from when there is a file "broken" in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#undef _FILE_OFFSET_BITS /* both names of pwrite are meant */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_broken (int fd)
{
  const char *folder = getenv ("BROKEN_DISK");
  char link[64], path[4096], sign[4096];
  ssize_t n;

  if (!folder)
    return 0;
  snprintf (sign, sizeof sign, "%s/broken", folder);
  if (access (sign, F_OK) != 0)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  return n > 0 && strncmp (path, folder, strlen (folder)) == 0;
}

#define FAILING(name, arguments, ...)                                                              \
  __attribute__ ((visibility ("default"))) ssize_t name arguments                                  \
  {                                                                                                \
    static ssize_t (*real) arguments;                                                              \
                                                                                                   \
    if (is_broken (fd))                                                                            \
      {                                                                                            \
        errno = EIO;                                                                               \
        return -1;                                                                                 \
      }                                                                                            \
    if (!real)                                                                                     \
      *(void **) &real = dlsym (RTLD_NEXT, #name);                                                 \
    return real (__VA_ARGS__);                                                                     \
  }

FAILING (write, (int fd, const void *bytes, size_t n), fd, bytes, n)
FAILING (pwrite, (int fd, const void *bytes, size_t n, off_t at), fd, bytes, n, at)
FAILING (pwrite64, (int fd, const void *bytes, size_t n, off64_t at), fd, bytes, n, at)
