/* where: whether the path of an open file still leads to it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/where.h"

#include <stdlib.h>
#include <sys/vfs.h>

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

void
weft_where_note (WeftWhere *where, const char *path)
{
  struct stat at;

  if (stat (path, &at) != 0 || (where->is_known && at.st_ino != where->inode))
    return; /* what became of it is seen when it is looked for */
  if (!where->is_known)
    where->has_time = tells_time (path);
  where->is_known = TRUE;
  where->device = at.st_dev;
  where->inode = at.st_ino;
  where->size = at.st_size;
  where->time = at.st_mtim;
}

static gboolean
is_it (const WeftWhere *where, const struct stat *at)
{
  return at->st_dev == where->device && at->st_ino == where->inode;
}

/* The kernel knows what SQLite's descriptor is called. NULL: it is not open. */
static char *
dup_kernel_name (const WeftWhere *where)
{
  g_autoptr (GDir) descriptors = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while (descriptors && (name = g_dir_read_name (descriptors)))
    {
      g_autofree char *link = g_build_filename ("/proc/self/fd", name, NULL);
      struct stat at;

      if (fstat (atoi (name), &at) == 0 && is_it (where, &at))
        return g_file_read_link (link, NULL);
    }
  return NULL;
}

static gboolean
is_changed (const WeftWhere *where, const struct stat *at)
{
  return where->has_time
         && (at->st_size != where->size || at->st_mtim.tv_sec != where->time.tv_sec
             || at->st_mtim.tv_nsec != where->time.tv_nsec);
}

gboolean
weft_where_is_free (const WeftWhere *where, const char *path)
{
  struct stat at;

  return stat (path, &at) != 0 || is_it (where, &at);
}

WeftWhereabouts
weft_where_look (const WeftWhere *where, const char *path, char **now)
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
