/* hash: SHA-256 of all that decides the next bit of a state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/state/state.h"

static void
add_int (GChecksum *sum, gint64 value)
{
  guint64 little = GUINT64_TO_LE ((guint64) value);

  g_checksum_update (sum, (const guchar *) &little, sizeof little);
}

static void
add_floats (GChecksum *sum, const float *x, gsize n)
{
  guint32 words[1024];

  for (gsize i = 0; i < n; i += G_N_ELEMENTS (words))
    {
      gsize part = MIN (n - i, G_N_ELEMENTS (words));

      memcpy (words, x + i, part * sizeof *words);
      for (gsize j = 0; j < part; j++)
        words[j] = GUINT32_TO_LE (words[j]);
      g_checksum_update (sum, (const guchar *) words, (gssize) (part * sizeof *words));
    }
}

static void
add_entry (GChecksum *sum, const WeftStateEntry *entry)
{
  add_int (sum, entry->node);
  add_int (sum, (gint64) strlen (entry->name));
  g_checksum_update (sum, (const guchar *) entry->name, -1);
  add_int (sum, entry->learnt ? 1 : 0);
  add_int (sum, entry->shape.rank);
  for (int i = 0; i < entry->shape.rank; i++)
    add_int (sum, entry->shape.dims[i]);
  add_floats (sum, entry->value, entry->count);
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (entry->slot[s] != NULL)
      add_floats (sum, entry->slot[s], entry->count);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const WeftStateEntry *x = *(const WeftStateEntry *const *) a;
  const WeftStateEntry *y = *(const WeftStateEntry *const *) b;

  if (x->node != y->node)
    return x->node < y->node ? -1 : 1;
  return strcmp (x->name, y->name);
}

char *
weft_state_dup_hash (const WeftState *state)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < state->n_live; i++)
    g_ptr_array_add (sorted, &g_array_index (state->entries, WeftStateEntry, i));
  g_ptr_array_sort (sorted, compare_cb);
  add_int (sum, (gint64) state->seed);
  add_int (sum, state->step);
  add_int (sum, state->epoch);
  add_int (sum, state->cursor);
  if (state->restart > 0)
    add_int (sum, state->restart);
  add_int (sum, state->n_slots);
  for (guint i = 0; i < sorted->len; i++)
    add_entry (sum, g_ptr_array_index (sorted, i));
  return g_strdup (g_checksum_get_string (sum));
}
