/* guard: looks at the file once more between a transaction's journal and its first page */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/guard.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

typedef gssize (*Write) (int descriptor, const void *bytes, gsize n, off64_t offset);
typedef int (*Truncate) (int descriptor, off64_t length);

static struct
{
  Write write;
  Truncate truncate;
} system_calls;

static _Thread_local WeftGuard *watched;

static gboolean
may_write (int descriptor)
{
  if (!watched || descriptor != watched->where->descriptor || !watched->where->is_known)
    return TRUE;
  if (!watched->is_checked && !weft_where_is_unchanged (watched->where))
    watched->is_foreign = TRUE;
  watched->is_checked = TRUE;
  if (watched->is_foreign)
    errno = EIO;
  return !watched->is_foreign;
}

static gssize
guarded_write (int descriptor, const void *bytes, gsize n, off64_t offset)
{
  return may_write (descriptor) ? system_calls.write (descriptor, bytes, n, offset) : -1;
}

static int
guarded_truncate (int descriptor, off64_t length)
{
  return may_write (descriptor) ? system_calls.truncate (descriptor, length) : -1;
}

/* Which of the two names SQLite uses is decided when it is built. */
static gpointer
install_cb (gpointer unused)
{
  sqlite3_vfs *vfs;

  sqlite3_initialize ();
  vfs = sqlite3_vfs_find (NULL);
  system_calls.write = (Write) vfs->xGetSystemCall (vfs, "pwrite64");
  if (!system_calls.write)
    system_calls.write = (Write) vfs->xGetSystemCall (vfs, "pwrite");
  system_calls.truncate = (Truncate) vfs->xGetSystemCall (vfs, "ftruncate");
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) guarded_write);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) guarded_write);
  vfs->xSetSystemCall (vfs, "ftruncate", (sqlite3_syscall_ptr) guarded_truncate);
  return NULL;
}

void
weft_guard_watch (WeftGuard *guard)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, install_cb, NULL);
  watched = guard;
}
