/* platform: what only POSIX or Linux has, behind names of our own; the one file to port */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/futex.h>
#include <linux/magic.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define POLITE_NICE 10
#define SPARE ((gsize) 64 << 20) /* bytes that others find on a disk with our scratch */
#define PAGE ((gsize) sysconf (_SC_PAGESIZE))

struct _WeftThread
{
  pthread_t id;
  pthread_mutex_t lock; /* of the next two */
  id_t number;          /* the system's; 0: it has not begun */
  gboolean polite;
  char name[16]; /* as long as Linux takes */
  void *(*run) (void *);
  gpointer data;
};

/* Of this thread alone. */
static void
set_priority (const WeftThread *thread)
{
  if (thread->number != 0)
    setpriority (PRIO_PROCESS, thread->number, thread->polite ? POLITE_NICE : 0);
}

static void *
thread_main (void *user)
{
  WeftThread *thread = user;

  pthread_setname_np (pthread_self (), thread->name);
  pthread_mutex_lock (&thread->lock);
  thread->number = (id_t) syscall (SYS_gettid);
  set_priority (thread);
  pthread_mutex_unlock (&thread->lock);
  return thread->run (thread->data);
}

void
weft_thread_set_polite (WeftThread *thread, gboolean polite)
{
  pthread_mutex_lock (&thread->lock);
  thread->polite = polite;
  set_priority (thread);
  pthread_mutex_unlock (&thread->lock);
}

WeftThread *
weft_thread_start (const char *name, gboolean polite, void *(*run) (void *), gpointer data)
{
  WeftThread *thread = g_new0 (WeftThread, 1);
  sigset_t all, before;
  int result;

  pthread_mutex_init (&thread->lock, NULL);
  thread->polite = polite;
  thread->run = run;
  thread->data = data;
  g_strlcpy (thread->name, name, sizeof thread->name);
  sigfillset (&all);
  pthread_sigmask (SIG_SETMASK, &all, &before);
  result = pthread_create (&thread->id, NULL, thread_main, thread);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  if (result != 0)
    g_error ("No thread %s: %s", name, g_strerror (result));
  return thread;
}

void
weft_thread_join (WeftThread *thread)
{
  pthread_join (thread->id, NULL);
  pthread_mutex_destroy (&thread->lock);
  g_free (thread);
}

gint64
weft_thread_get_work (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

guint
weft_platform_count_processors (void)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  if (sched_getaffinity (0, sizeof set, &set) != 0)
    return g_get_num_processors ();
  return MAX (1, (guint) CPU_COUNT (&set));
}

/* The first number behind `key` in a small file of /proc or /sys; G_MAXSIZE when there is none. */
static gsize
read_number (const char *path, const char *key)
{
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return G_MAXSIZE;
  at = strstr (text, key);
  if (at == NULL)
    return G_MAXSIZE;
  at += strlen (key) + strspn (at + strlen (key), " \t");
  return g_ascii_isdigit (*at) ? (gsize) g_ascii_strtoull (at, NULL, 10) : G_MAXSIZE;
}

/* A container may allow less than the machine has. */
static gsize
get_container_memory (void)
{
  gsize limit = read_number ("/sys/fs/cgroup/memory.max", "");
  gsize used = read_number ("/sys/fs/cgroup/memory.current", "");
  gsize cached = read_number ("/sys/fs/cgroup/memory.stat", "inactive_file");

  if (limit == G_MAXSIZE || used == G_MAXSIZE)
    return G_MAXSIZE;
  if (cached != G_MAXSIZE)
    used -= MIN (used, cached);
  return limit > used ? limit - used : 0;
}

/* What "ulimit -v" leaves. */
static gsize
get_allowed_memory (void)
{
  struct rlimit room;
  gsize used;

  if (getrlimit (RLIMIT_AS, &room) != 0 || room.rlim_cur == RLIM_INFINITY)
    return G_MAXSIZE;
  used = read_number ("/proc/self/status", "VmSize:");
  if (used == G_MAXSIZE)
    return G_MAXSIZE;
  return room.rlim_cur > used * 1024 ? room.rlim_cur - used * 1024 : 0;
}

gsize
weft_platform_get_available_memory (void)
{
  gsize kilobytes = read_number ("/proc/meminfo", "MemAvailable:");
  gsize machine = kilobytes > G_MAXSIZE / 1024 ? G_MAXSIZE : kilobytes * 1024;
  gsize container = get_container_memory ();

  return MIN (MIN (machine, container), get_allowed_memory ());
}

void
weft_platform_wait_on (const void *word, guint32 expected)
{
  syscall (SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

void
weft_platform_wake (const void *word, int waiters)
{
  syscall (SYS_futex, word, FUTEX_WAKE_PRIVATE, waiters, NULL, NULL, 0);
}

/* --- scratch --- */

/* A file whose name is gone before anybody sees it; where the disk cannot have one, gone at once.
 */
static int
open_scratch (const char *folder)
{
  int fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_autofree char *path = NULL;

  if (fd >= 0)
    return fd;
  path = g_build_filename (folder, "weft-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (path);
  return fd;
}

/* Bytes that may be taken there; what lies in memory is no disk. */
static gsize
measure_room (const char *folder)
{
  struct statfs about;
  gsize left;

  if (statfs (folder, &about) != 0 || about.f_type == TMPFS_MAGIC || about.f_type == RAMFS_MAGIC)
    return 0;
  left = (gsize) about.f_bavail * (gsize) about.f_bsize;
  return left > SPARE ? left - SPARE : 0;
}

/* "ulimit -f" would be a signal. */
static gboolean
may_be_so_long (gsize bytes)
{
  struct rlimit longest;

  return getrlimit (RLIMIT_FSIZE, &longest) != 0 || longest.rlim_cur == RLIM_INFINITY
         || bytes <= longest.rlim_cur;
}

/* Without the kernel's own reading ahead, which would map two megabytes wherever one byte is asked
 * for. */
static gpointer
map_in (const char *folder, gsize bytes)
{
  int fd = open_scratch (folder);
  gpointer memory = MAP_FAILED;

  if (fd < 0)
    return NULL;
  if (posix_fallocate (fd, 0, (off_t) bytes) == 0)
    memory = mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (memory == MAP_FAILED)
    return NULL;
  madvise (memory, bytes, MADV_RANDOM);
  return memory;
}

#define N_FOLDERS 3

static void
list_folders (const char *folders[N_FOLDERS])
{
  folders[0] = g_get_tmp_dir ();
  folders[1] = "/var/tmp";
  folders[2] = g_get_user_cache_dir ();
}

gpointer
weft_platform_map_scratch (gsize bytes, gsize *room)
{
  const char *folders[N_FOLDERS];
  gpointer memory = NULL;

  list_folders (folders);
  *room = 0;
  for (guint i = 0; memory == NULL && i < N_FOLDERS; i++)
    {
      gsize there = measure_room (folders[i]);

      *room = MAX (*room, there);
      if (there >= bytes && may_be_so_long (bytes))
        memory = map_in (folders[i], bytes);
    }
  return memory;
}

int
weft_platform_open_scratch (gsize *room)
{
  const char *folders[N_FOLDERS], *roomiest = NULL;

  list_folders (folders);
  *room = 0;
  for (guint i = 0; i < N_FOLDERS; i++)
    if (measure_room (folders[i]) > *room)
      {
        *room = measure_room (folders[i]);
        roomiest = folders[i];
      }
  return roomiest ? open_scratch (roomiest) : -1;
}

#define LARGE_PAGE ((gsize) 2 << 20)

void
weft_platform_use_large_pages (gpointer memory, gsize bytes)
{
#ifdef MADV_HUGEPAGE
  gsize from = (GPOINTER_TO_SIZE (memory) + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
  gsize end = (GPOINTER_TO_SIZE (memory) + bytes) & ~(LARGE_PAGE - 1);

  if (from < end)
    madvise (GSIZE_TO_POINTER (from), end - from, MADV_HUGEPAGE);
#endif
}

void
weft_platform_unmap (gpointer memory, gsize bytes)
{
  munmap (memory, bytes);
}

void
weft_platform_give_back (gpointer memory, gsize bytes)
{
  madvise (memory, bytes, MADV_DONTNEED);
}

void
weft_platform_expect (gconstpointer from, gsize bytes)
{
  gsize into = GPOINTER_TO_SIZE (from) & (PAGE - 1);

  madvise ((char *) from - into, bytes + into, MADV_WILLNEED);
}
