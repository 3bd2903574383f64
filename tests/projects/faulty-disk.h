/* faulty-disk: a VFS of SQLite's that is the usual one, but that on command some file of it cannot
 * be written or gives back other bytes than it was given */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

typedef struct
{
  sqlite3_file base;
  gboolean can_fail;
} FaultyFile; /* behind it lies the usual one's */

/* Set while the store's thread has nothing to do; what it does next sees it. */
static struct
{
  sqlite3_vfs vfs, *usual;
  const char *name;  /* what the path of a file ends in that can fail; its journal can too */
  gint write_result; /* SQLite's code of each write; SQLITE_OK: it succeeds */
  gint sync_result;
  gint garbles; /* each read of the file itself gives noise */
  gint syncs;   /* so many were asked for */
} faulty;

static inline sqlite3_file *
faulty_usual (sqlite3_file *file)
{
  return (sqlite3_file *) ((FaultyFile *) file + 1);
}

static inline int
faulty_result (sqlite3_file *file, gint *result)
{
  return ((FaultyFile *) file)->can_fail ? g_atomic_int_get (result) : SQLITE_OK;
}

static int
faulty_close (sqlite3_file *file)
{
  return faulty_usual (file)->pMethods->xClose (faulty_usual (file));
}

static int
faulty_read (sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
  int result = faulty_usual (file)->pMethods->xRead (faulty_usual (file), bytes, n, at);

  if (faulty_result (file, &faulty.garbles))
    memset (bytes, 0x5a, (gsize) n);
  return result;
}

static int
faulty_write (sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
  int result = faulty_result (file, &faulty.write_result);

  return result != SQLITE_OK
             ? result
             : faulty_usual (file)->pMethods->xWrite (faulty_usual (file), bytes, n, at);
}

static int
faulty_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int result = faulty_result (file, &faulty.write_result);

  return result != SQLITE_OK ? result
                             : faulty_usual (file)->pMethods->xTruncate (faulty_usual (file), size);
}

static int
faulty_sync (sqlite3_file *file, int flags)
{
  int result = faulty_result (file, &faulty.sync_result);

  g_atomic_int_inc (&faulty.syncs);
  return result != SQLITE_OK ? result
                             : faulty_usual (file)->pMethods->xSync (faulty_usual (file), flags);
}

static int
faulty_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return faulty_usual (file)->pMethods->xFileSize (faulty_usual (file), size);
}

static int
faulty_lock (sqlite3_file *file, int level)
{
  return faulty_usual (file)->pMethods->xLock (faulty_usual (file), level);
}

static int
faulty_unlock (sqlite3_file *file, int level)
{
  return faulty_usual (file)->pMethods->xUnlock (faulty_usual (file), level);
}

static int
faulty_is_reserved (sqlite3_file *file, int *is_reserved)
{
  return faulty_usual (file)->pMethods->xCheckReservedLock (faulty_usual (file), is_reserved);
}

static int
faulty_control (sqlite3_file *file, int what, void *data)
{
  return faulty_usual (file)->pMethods->xFileControl (faulty_usual (file), what, data);
}

static int
faulty_sector (sqlite3_file *file)
{
  return faulty_usual (file)->pMethods->xSectorSize (faulty_usual (file));
}

static int
faulty_traits (sqlite3_file *file)
{
  return faulty_usual (file)->pMethods->xDeviceCharacteristics (faulty_usual (file));
}

static const sqlite3_io_methods faulty_methods = {
  .iVersion = 1,
  .xClose = faulty_close,
  .xRead = faulty_read,
  .xWrite = faulty_write,
  .xTruncate = faulty_truncate,
  .xSync = faulty_sync,
  .xFileSize = faulty_size,
  .xLock = faulty_lock,
  .xUnlock = faulty_unlock,
  .xCheckReservedLock = faulty_is_reserved,
  .xFileControl = faulty_control,
  .xSectorSize = faulty_sector,
  .xDeviceCharacteristics = faulty_traits,
};

static int
faulty_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *got)
{
  int result = faulty.usual->xOpen (faulty.usual, path, faulty_usual (file), flags, got);
  g_autofree char *journal = g_strconcat (faulty.name, "-journal", NULL);

  ((FaultyFile *) file)->can_fail
      = path && (g_str_has_suffix (path, faulty.name) || g_str_has_suffix (path, journal));
  file->pMethods = faulty_usual (file)->pMethods ? &faulty_methods : NULL;
  return result;
}

static inline void
faulty_heal (void)
{
  g_atomic_int_set (&faulty.write_result, SQLITE_OK);
  g_atomic_int_set (&faulty.sync_result, SQLITE_OK);
  g_atomic_int_set (&faulty.garbles, FALSE);
}

/* From now on every file is opened by it, and those called so can fail. */
static inline void
faulty_install (const char *name)
{
  sqlite3_initialize ();
  faulty.name = name;
  faulty.usual = sqlite3_vfs_find (NULL);
  faulty.vfs = *faulty.usual; /* system calls among it: they are those of the usual one */
  faulty.vfs.zName = "faulty";
  faulty.vfs.szOsFile += (int) sizeof (FaultyFile);
  faulty.vfs.xOpen = faulty_open;
  g_assert_cmpint (sqlite3_vfs_register (&faulty.vfs, TRUE), ==, SQLITE_OK);
}
