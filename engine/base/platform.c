/* platform: what only POSIX or Linux has, behind names of our own; the one file to port */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/platform.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define POLITE_NICE 10

struct _WeftThread
{
  pthread_t id;
  gboolean polite;
  char name[16]; /* as long as Linux takes */
  void *(*run) (void *);
  gpointer data;
};

static void *
thread_main (void *user)
{
  WeftThread *thread = user;

  pthread_setname_np (pthread_self (), thread->name);
  if (thread->polite)
    setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), POLITE_NICE); /* of this thread alone */
  return thread->run (thread->data);
}

WeftThread *
weft_thread_start (const char *name, gboolean polite, void *(*run) (void *), gpointer data)
{
  WeftThread *thread = g_new0 (WeftThread, 1);
  sigset_t all, before;
  int result;

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
  g_free (thread);
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
