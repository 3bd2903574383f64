/* entries: one block of memory for all entries of a state, and the index by key */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/memory.h"
#include "engine/state/entries.h"

#define ALIGN_FLOATS (WEFT_ALIGN / sizeof (float))
#define MAX_COUNT ((gsize) 1 << 40) /* of one entry: sums of a million of them do not overflow */

WeftState *
weft_state_new_empty (guint n_slots, guint64 seed)
{
  WeftState *state = g_new0 (WeftState, 1);

  state->seed = seed;
  state->n_slots = MIN (n_slots, WEFT_MAX_SLOTS);
  state->entries = g_array_new (FALSE, TRUE, sizeof (WeftStateEntry));
  return state;
}

void
weft_state_free (WeftState *state)
{
  if (state == NULL)
    return;
  g_clear_pointer (&state->index, g_hash_table_unref);
  g_array_unref (state->entries);
  weft_memory_free (state->block);
  g_free (state);
}

void
weft_state_append (WeftState *state, gint64 node, gint64 repeat, const char *name, gboolean learnt,
                   const WeftShape *shape)
{
  WeftStateEntry entry = {
    .node = node,
    .repeat = repeat,
    .name = g_intern_string (name),
    .learnt = learnt,
    .shape = *shape,
    .count = weft_shape_count (shape),
  };

  g_array_append_val (state->entries, entry);
}

static guint
entry_hash (gconstpointer key)
{
  const WeftStateEntry *entry = key;

  return (g_int64_hash (&entry->node) * 31 + g_int64_hash (&entry->repeat)) * 31
         + g_str_hash (entry->name);
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const WeftStateEntry *x = a, *y = b;

  return x->node == y->node && x->repeat == y->repeat && g_str_equal (x->name, y->name);
}

static void
make_index (WeftState *state)
{
  state->index = g_hash_table_new (entry_hash, entry_equal);
  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (!g_hash_table_contains (state->index, entry))
        g_hash_table_add (state->index, entry);
    }
}

static gsize
padded (gsize count)
{
  return (count + ALIGN_FLOATS - 1) / ALIGN_FLOATS * ALIGN_FLOATS;
}

/* Floats of the live learnt values (the run) and of the whole block. */
static gboolean
measure (const WeftState *state, gsize *run, gsize *total)
{
  gsize others = 0;

  *run = 0;
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (entry->count == 0 || entry->count > MAX_COUNT)
        return FALSE;
      if (i < state->n_live && entry->learnt)
        *run += padded (entry->count);
      else
        others += padded (entry->count) * (entry->learnt ? 1 + state->n_slots : 1);
    }
  *total = *run * (1 + state->n_slots) + others;
  return TRUE;
}

static void
place (WeftState *state, gsize run)
{
  float *learnt = state->block, *other = learnt + run * (1 + state->n_slots);

  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      gboolean in_run = i < state->n_live && entry->learnt;
      gsize size = padded (entry->count), stride = in_run ? run : size;
      guint slots = entry->learnt ? state->n_slots : 0;

      entry->value = in_run ? learnt : other;
      for (guint s = 0; s < slots; s++)
        entry->slot[s] = entry->value + (s + 1) * stride;
      if (in_run)
        learnt += size;
      else
        other += size * (1 + slots);
    }
}

gboolean
weft_state_layout (WeftState *state, GError **error)
{
  gsize run, total;

  if (!measure (state, &run, &total))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("The weights do not fit into memory."));
      return FALSE;
    }
  state->block_bytes = MAX (total, ALIGN_FLOATS) * sizeof (float);
  state->block = weft_memory_new (state->block_bytes, error);
  if (state->block == NULL)
    return FALSE;
  place (state, run);
  make_index (state);
  return TRUE;
}
