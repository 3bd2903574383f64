/* where: whether the path of an open file still leads to it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/where.h"

#include <stdlib.h>
#include <sys/vfs.h>
#include <unistd.h>

#define BLOCK 4096
#define COOKIE 40   /* where page 1 has a number of each session's own */
#define N_BLOCKS 64 /* all of a file up to 256 KB; of a larger one evenly spread ones */

/* Theirs are told by a server, when it pleases. */
static const guint32 remote[] = { 0x6969 /* NFS */, 0x517b /* SMB */, 0xff534d42 /* CIFS */,
                                  0xfe534d42, 0x65735546 /* FUSE */ };

static gboolean
tells_time (const char *path)
{
  struct statfs about;

  if (statfs (path, &about) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (remote); i++)
    if (remote[i] == (guint32) about.f_type)
      return FALSE;
  return TRUE;
}

static gboolean
is_it (const WeftWhere *where, const struct stat *at)
{
  return at->st_dev == where->device && at->st_ino == where->inode;
}

static gboolean
is_descriptor_of (const WeftWhere *where, int descriptor)
{
  struct stat at;

  return descriptor >= 0 && fstat (descriptor, &at) == 0 && is_it (where, &at);
}

/* SQLite's own: one opened here could not be closed without dropping its locks. -1: it is not open.
 */
static int
find_descriptor (const WeftWhere *where)
{
  g_autoptr (GDir) descriptors = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while (descriptors && (name = g_dir_read_name (descriptors)))
    if (is_descriptor_of (where, atoi (name)))
      return atoi (name);
  return -1;
}

/* FNV-1a over eight bytes at a time. */
static guint64
hash_block (guint64 hash, const guint64 *block, gsize n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ block[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

/* What it says, as far as it is looked at: the first block, which every commit that makes the file
 * longer or shorter changes, and others. */
static guint64
digest (const WeftWhere *where)
{
  guint64 block[BLOCK / sizeof (guint64)] = { 0 }, hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);
  guint64 n = ((guint64) where->size + BLOCK - 1) / BLOCK, n_read = MIN (n, N_BLOCKS);

  for (guint64 i = 0; i < n_read && where->descriptor >= 0; i++)
    {
      off_t offset = (off_t) (i * n / n_read * BLOCK);
      gssize length = pread (where->descriptor, block, BLOCK, offset);

      hash = hash_block (hash, block, (gsize) MAX (length, 0) / sizeof (guint64));
    }
  return hash;
}

static guint32
read_cookie (WeftWhere *where)
{
  guint32 cookie = 0;

  if (!is_descriptor_of (where, where->descriptor))
    where->descriptor = find_descriptor (where);
  if (pread (where->descriptor, &cookie, sizeof cookie, COOKIE) != sizeof cookie)
    return 0;
  return cookie;
}

/* Somebody wrote while we did: theirs is not noted as ours. */
static gboolean
is_ours (WeftWhere *where)
{
  return !where->is_known || !where->has_time || read_cookie (where) == where->cookie;
}

void
weft_where_forget (WeftWhere *where)
{
  where->is_known = FALSE;
}

void
weft_where_note (WeftWhere *where, const char *path)
{
  struct stat at;

  if (stat (path, &at) != 0 || (where->is_known && at.st_ino != where->inode) || !is_ours (where))
    return; /* what became of it is seen when it is looked for */
  if (!where->is_known)
    {
      where->has_time = tells_time (path);
      where->descriptor = -1;
    }
  where->is_known = TRUE;
  where->device = at.st_dev;
  where->inode = at.st_ino;
  where->size = at.st_size;
  where->time = at.st_mtim;
  if (!where->has_time)
    return;
  where->cookie = read_cookie (where);
  where->digest = digest (where);
}

/* The kernel knows what SQLite's descriptor is called. NULL: it is not open. */
static char *
dup_kernel_name (const WeftWhere *where)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", find_descriptor (where));

  return g_file_read_link (link, NULL);
}

/* A time alone says little: touch sets it, and so do some that make backups. */
static gboolean
is_changed (WeftWhere *where, const struct stat *at)
{
  if (!where->has_time)
    return FALSE;
  if (at->st_size != where->size)
    return TRUE;
  if (at->st_mtim.tv_sec == where->time.tv_sec && at->st_mtim.tv_nsec == where->time.tv_nsec)
    return FALSE;
  if (read_cookie (where) != where->cookie || digest (where) != where->digest)
    return TRUE;
  where->time = at->st_mtim;
  return FALSE;
}

gboolean
weft_where_is_free (const WeftWhere *where, const char *path)
{
  struct stat at;

  return stat (path, &at) != 0 || is_it (where, &at);
}

WeftWhereabouts
weft_where_look (WeftWhere *where, const char *path, char **now)
{
  g_autofree char *name = NULL;
  struct stat at, there;
  gboolean is_taken = stat (path, &at) == 0;

  if (!where->is_known)
    return WEFT_WHERE_HERE;
  if (is_taken && is_it (where, &at))
    return is_changed (where, &at) ? WEFT_WHERE_OVERWRITTEN : WEFT_WHERE_HERE;
  name = dup_kernel_name (where);
  if (name && g_str_has_suffix (name, " (deleted)"))
    return is_taken ? WEFT_WHERE_REPLACED : WEFT_WHERE_REMOVED;
  if (!name || stat (name, &there) != 0 || !is_it (where, &there))
    return WEFT_WHERE_AWAY;
  *now = g_steal_pointer (&name);
  return WEFT_WHERE_MOVED;
}

gboolean
weft_where_is_unchanged (WeftWhere *where)
{
  struct stat at;

  return fstat (where->descriptor, &at) != 0 || !is_changed (where, &at);
}
