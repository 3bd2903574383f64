/* backed: memory for what may be larger than the machine's: it lies on the disk, without a name */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is touched is marked by grains, as many pages as the kernel brings at one fault. The marks
 * are a measure only: a grain that is given back while somebody reads it comes again unmarked. */
#include "engine/base/backed.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/platform.h"

#define GRAIN ((gsize) 64 << 10)
#define AHEAD 16 /* grains that are fetched together where one comes after the other */

struct _WeftBacked
{
  char *memory;
  gsize bytes;
  atomic_uchar *marks; /* of each grain: touched since all were given back */
  gsize grains;
};

static GMutex lock;        /* of what follows but `held` */
static GPtrArray *blocks;  /* WeftBacked */
static atomic_size_t held; /* bytes of all grains that are marked */

static void
fail (gsize bytes, gsize room, GError **error)
{
  g_autofree char *wanted = g_format_size (bytes);
  g_autofree char *disk = g_format_size (room);
  g_autofree char *memory = g_format_size (weft_memory_available ());

  g_set_error (
      error, WEFT_ERROR, WEFT_ERROR_MEMORY,
      _ ("This needs %s, on a disk or in memory; the disk for temporary files has room for "
         "%s, and %s of memory is free."),
      wanted, disk, memory);
}

WeftBacked *
weft_backed_new (gsize bytes, GError **error)
{
  gsize room;
  gpointer memory = weft_platform_map_scratch (bytes, &room);
  WeftBacked *backed;

  if (!memory)
    {
      fail (bytes, room, error);
      return NULL;
    }
  backed = g_new0 (WeftBacked, 1);
  *backed = (WeftBacked){ memory, bytes, NULL, bytes / GRAIN + 1 };
  backed->marks = g_new0 (atomic_uchar, backed->grains);
  g_mutex_lock (&lock);
  if (!blocks)
    blocks = g_ptr_array_new ();
  g_ptr_array_add (blocks, backed);
  g_mutex_unlock (&lock);
  return backed;
}

static gsize
unmark (WeftBacked *backed)
{
  gsize marked = 0;

  for (gsize i = 0; i < backed->grains; i++)
    if (atomic_load_explicit (&backed->marks[i], memory_order_relaxed))
      marked += atomic_exchange (&backed->marks[i], 0) ? GRAIN : 0;
  return marked;
}

void
weft_backed_free (WeftBacked *backed)
{
  if (!backed)
    return;
  g_mutex_lock (&lock);
  g_ptr_array_remove_fast (blocks, backed);
  if (blocks->len == 0)
    g_clear_pointer (&blocks, g_ptr_array_unref);
  g_mutex_unlock (&lock);
  atomic_fetch_sub (&held, unmark (backed));
  weft_platform_unmap (backed->memory, backed->bytes);
  g_free (backed->marks);
  g_free (backed);
}

gpointer
weft_backed_get_memory (const WeftBacked *backed)
{
  return backed->memory;
}

/* Whoever comes while somebody is at it goes on. */
static void
give_all_back (void)
{
  if (!g_mutex_trylock (&lock))
    return;
  for (guint i = 0; i < blocks->len; i++)
    {
      WeftBacked *backed = blocks->pdata[i];
      gsize marked = unmark (backed);

      if (marked > 0)
        weft_platform_give_back (backed->memory, backed->bytes);
      atomic_fetch_sub (&held, marked);
    }
  g_mutex_unlock (&lock);
}

/* Whoever walks on from the grain before this one will want what follows. */
static void
fetch_ahead (WeftBacked *backed, gsize grain)
{
  gsize begin = grain * GRAIN;

  if (grain % AHEAD == 0 && grain > 0
      && atomic_load_explicit (&backed->marks[grain - 1], memory_order_relaxed))
    weft_platform_expect (backed->memory + begin, MIN (2 * AHEAD * GRAIN, backed->bytes - begin));
}

void
weft_backed_touch (WeftBacked *backed, gconstpointer from, gsize bytes)
{
  gsize offset = (gsize) ((const char *) from - backed->memory);
  gsize begin = offset / GRAIN, end = (offset + MAX (bytes, 1) - 1) / GRAIN;
  gsize sum = 0;

  for (gsize i = begin; i <= end; i++)
    if (!atomic_load_explicit (&backed->marks[i], memory_order_relaxed)
        && !atomic_exchange (&backed->marks[i], 1))
      {
        sum = atomic_fetch_add (&held, GRAIN) + GRAIN;
        fetch_ahead (backed, i);
      }
  if (sum > WEFT_BACKED_HELD)
    give_all_back ();
}

void
weft_backed_expect (WeftBacked *backed, gconstpointer from, gsize bytes)
{
  gsize grain = (gsize) ((const char *) from - backed->memory) / GRAIN;

  if (!atomic_load_explicit (&backed->marks[grain], memory_order_relaxed))
    weft_platform_expect (from, bytes);
}
