/* hash: SHA-256 of all that decides the next bit of a state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/codec.h"
#include "engine/state/state.h"

#define PART 4096 /* floats that are turned into bytes at a time */

/* The bytes that stand in `bytes` go into the sum. */
static void
flush (GChecksum *sum, GByteArray *bytes)
{
  g_checksum_update (sum, bytes->data, (gssize) bytes->len);
  g_byte_array_set_size (bytes, 0);
}

static void
add_floats (GChecksum *sum, GByteArray *bytes, const float *x, gsize n)
{
  for (gsize i = 0; i < n; i += PART)
    {
      weft_put_floats (bytes, x + i, MIN (n - i, PART));
      flush (sum, bytes);
    }
}

static void
add_entry (GChecksum *sum, GByteArray *bytes, const WeftStateEntry *entry)
{
  weft_put_i64 (bytes, entry->node);
  if (entry->repeat > 0)
    weft_put_i64 (bytes, -entry->repeat); /* no name has such a length */
  weft_put_i64 (bytes, (gint64) strlen (entry->name));
  g_byte_array_append (bytes, (const guint8 *) entry->name, (guint) strlen (entry->name));
  weft_put_i64 (bytes, entry->learnt ? 1 : 0);
  weft_put_i64 (bytes, entry->shape.rank);
  for (int i = 0; i < entry->shape.rank; i++)
    weft_put_i64 (bytes, entry->shape.dims[i]);
  flush (sum, bytes);
  add_floats (sum, bytes, entry->value, entry->count);
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    if (entry->slot[s] != NULL)
      add_floats (sum, bytes, entry->slot[s], entry->count);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  const WeftStateEntry *x = *(const WeftStateEntry *const *) a;
  const WeftStateEntry *y = *(const WeftStateEntry *const *) b;

  if (x->node != y->node)
    return x->node < y->node ? -1 : 1;
  if (x->repeat != y->repeat)
    return x->repeat < y->repeat ? -1 : 1;
  return strcmp (x->name, y->name);
}

char *
weft_state_dup_hash (const WeftState *state)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < state->n_live; i++)
    g_ptr_array_add (sorted, &g_array_index (state->entries, WeftStateEntry, i));
  g_ptr_array_sort (sorted, compare_cb);
  weft_put_i64 (bytes, (gint64) state->seed);
  weft_put_i64 (bytes, state->step);
  weft_put_i64 (bytes, state->epoch);
  weft_put_i64 (bytes, state->cursor);
  if (state->restart > 0)
    weft_put_i64 (bytes, state->restart);
  weft_put_i64 (bytes, state->n_slots);
  flush (sum, bytes);
  for (guint i = 0; i < sorted->len; i++)
    add_entry (sum, bytes, g_ptr_array_index (sorted, i));
  return g_strdup (g_checksum_get_string (sum));
}

gboolean
weft_state_has_hash (const WeftState *state, const char *hash)
{
  g_autofree char *own = state != NULL ? weft_state_dup_hash (state) : NULL;

  return own != NULL && g_strcmp0 (own, hash) == 0;
}
