/* memory: the checked allocator of arenas, states and data sets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/base/error.h"
#include "engine/base/platform.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* Asking what is free costs tens of microseconds: not worth it for less than this. */
#define CHECKED_FROM (1 << 20)

static gpointer
fail (gsize bytes, GError **error)
{
  g_autofree char *wanted = g_format_size (bytes);
  g_autofree char *there = g_format_size (weft_memory_available ());

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY, _ ("This needs %s of memory, and %s is free."),
               wanted, there);
  return NULL;
}

gpointer
weft_memory_new (gsize bytes, GError **error)
{
  gsize rounded;
  gpointer memory;

  if (bytes > G_MAXSIZE - WEFT_ALIGN)
    return fail (bytes, error);
  rounded = MAX (WEFT_ALIGN, (bytes + WEFT_ALIGN - 1) / WEFT_ALIGN * WEFT_ALIGN);
  if (bytes >= CHECKED_FROM && bytes > weft_memory_available ())
    return fail (bytes, error);
  memory = aligned_alloc (WEFT_ALIGN, rounded);
  if (memory == NULL)
    return fail (bytes, error);
  weft_platform_use_large_pages (memory, rounded);
  return memset (memory, 0, rounded);
}

void
weft_memory_free (gpointer memory)
{
  free (memory);
}

gsize
weft_memory_available (void)
{
  return weft_platform_get_available_memory ();
}
