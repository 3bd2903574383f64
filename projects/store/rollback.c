/* rollback: the journal of a session that was killed */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layout is SQLite's (fileformat2.html, "The Rollback Journal"): segments that each begin at a
 * sector with magic, records, nonce, pages before, sector size, page size; a record is a page's
 * number, its bytes and their checksum. */
#include "projects/store/rollback.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projects/store/schema.h"

#define HEAD 28
#define RECORD (4 + WEFT_PAGE_SIZE + 4)
#define COUNTER 24 /* where page 1 has it */
#define COOKIE 40
#define ALL 0xFFFFFFFF /* records up to the end */

static const guint8 magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

typedef struct
{
  int fd;
  off_t at, length;
  guint32 left; /* records of this segment that are still to come */
  guint32 nonce;
  guint32 pages; /* of the file before the transaction */
  guint32 sector;
} Walk;

static guint32
big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

static gboolean
read_at (int fd, off_t offset, guint8 *bytes, gsize n)
{
  return pread (fd, bytes, n, offset) == (gssize) n;
}

/* --- walking over the journal --- */

static gboolean
begin_segment (Walk *walk)
{
  gboolean is_first = walk->at == 0;
  guint8 head[HEAD];

  if (!read_at (walk->fd, walk->at, head, HEAD) || memcmp (head, magic, sizeof magic) != 0)
    return FALSE;
  walk->left = big_endian (head + 8);
  walk->nonce = big_endian (head + 12);
  if (is_first)
    {
      walk->pages = big_endian (head + 16);
      walk->sector = big_endian (head + 20);
      if (walk->sector < 32 || walk->sector > 65536 || (walk->sector & (walk->sector - 1)) != 0
          || big_endian (head + 24) != WEFT_PAGE_SIZE)
        return FALSE;
    }
  walk->at += walk->sector;
  if (walk->left == ALL)
    walk->left = (guint32) (MAX (walk->length - walk->at, 0) / RECORD);
  return TRUE;
}

static gboolean
begin (Walk *walk, int fd)
{
  struct stat about;

  *walk = (Walk){ .fd = fd };
  if (fstat (fd, &about) != 0)
    return FALSE;
  walk->length = about.st_size;
  return begin_segment (walk);
}

static guint32
checksum (const Walk *walk, const guint8 *page)
{
  guint32 sum = walk->nonce;

  for (int i = WEFT_PAGE_SIZE - 200; i > 0; i -= 200)
    sum += page[i];
  return sum;
}

/* FALSE at the end, which is also where a record is not whole. */
static gboolean
next_record (Walk *walk, guint32 *number, guint8 record[RECORD])
{
  while (walk->left == 0)
    {
      walk->at = (walk->at + walk->sector - 1) / walk->sector * walk->sector;
      if (!begin_segment (walk))
        return FALSE;
      if (walk->left == 0)
        return FALSE;
    }
  if (!read_at (walk->fd, walk->at, record, RECORD))
    return FALSE;
  *number = big_endian (record);
  walk->at += RECORD;
  walk->left--;
  return *number != 0 && big_endian (record + 4 + WEFT_PAGE_SIZE) == checksum (walk, record + 4);
}

/* --- whose it is --- */

static guint32
mix (guint32 cookie)
{
  return (cookie * 2654435761u) >> 16;
}

guint32
weft_rollback_next_cookie (guint32 cookie)
{
  return mix (cookie) << 16 | (g_random_int () & 0xFFFF);
}

/* now: page 1 of the file; before: as the journal has it. */
static gboolean
may_follow (const guint8 *now, const guint8 *before)
{
  guint32 cookie = big_endian (now + COOKIE), old_cookie = big_endian (before + COOKIE);

  if (big_endian (now + COUNTER) == big_endian (before + COUNTER))
    return memcmp (now, before, WEFT_PAGE_SIZE) == 0; /* not written yet */
  return big_endian (now + COUNTER) == big_endian (before + COUNTER) + 1
         && (cookie == old_cookie || cookie >> 16 == mix (old_cookie));
}

WeftJournal
weft_rollback_judge (int file, int journal)
{
  guint8 first[WEFT_PAGE_SIZE], record[RECORD];
  gboolean is_empty = TRUE;
  struct stat about;
  guint32 number;
  Walk walk;

  if (!begin (&walk, journal) || fstat (file, &about) != 0)
    return WEFT_JOURNAL_STRANGE;
  if (walk.pages == 0)
    return WEFT_JOURNAL_MAKING;
  for (; next_record (&walk, &number, record); is_empty = FALSE)
    if (number == 1)
      return read_at (file, 0, first, sizeof first) && may_follow (first, record + 4)
                 ? WEFT_JOURNAL_OURS
                 : WEFT_JOURNAL_STRANGE;
  if (!is_empty)
    return WEFT_JOURNAL_UNKNOWN;
  /* Nothing was written to the file yet; SQLite would only set its length. */
  return about.st_size == (off_t) walk.pages * WEFT_PAGE_SIZE ? WEFT_JOURNAL_OURS
                                                              : WEFT_JOURNAL_STRANGE;
}

/* --- what was before --- */

gboolean
weft_rollback_play (int file, int journal)
{
  guint8 record[RECORD];
  guint32 number;
  Walk walk;

  if (!begin (&walk, journal))
    return TRUE; /* as SQLite does */
  while (next_record (&walk, &number, record))
    if (number <= walk.pages
        && pwrite (file, record + 4, WEFT_PAGE_SIZE, (off_t) (number - 1) * WEFT_PAGE_SIZE)
               != WEFT_PAGE_SIZE)
      return FALSE;
  return ftruncate (file, (off_t) walk.pages * WEFT_PAGE_SIZE) == 0;
}
