/* serialize: a state as one self-describing block of bytes, and back
 *
 * All little-endian: "WEFTSTAT", version u32, n_slots u32, seed u64, step, epoch, cursor i64, from
 * version 2 on restart i64 (version 1 is written where that is 0), from version 5 on a text, whose
 * the slots are, entries u32, live entries u32; then an entry: node i64 (from version 4 on 0: the
 * recipe's own), flags u32 (1: learnt; from version 3 on 2: a repeat i64 follows), name's length
 * u32, name, rank u32, dims i64, its values, its slots (of a learnt one n_slots of them), float32.
 * The oldest version that can say it is written. Whoever stores it keeps a checksum; here every
 * length is checked, so that no bytes can do harm. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/codec.h"
#include "engine/state/entries.h"

#define MAGIC "WEFTSTAT"
#define VERSION 5
#define LEARNT 1u
#define REPEATS 2u
#define MAX_NAME 255
#define HEAD (64 + 4 + MAX_NAME) /* bytes, at most */

/* --- writing --- */

static guint
arrays_of (const WeftState *state, const WeftStateEntry *entry)
{
  return entry->learnt ? 1 + state->n_slots : 1;
}

static gsize
entry_size (const WeftState *state, const WeftStateEntry *entry)
{
  return 8 + 4 + (entry->repeat > 0 ? 8 : 0) + 4 + strlen (entry->name) + 4
         + 8 * (gsize) entry->shape.rank + entry->count * sizeof (float) * arrays_of (state, entry);
}

static void
put_entry (GByteArray *to, const WeftState *state, const WeftStateEntry *entry)
{
  weft_put_i64 (to, entry->node);
  weft_put_u32 (to, (entry->learnt ? LEARNT : 0) | (entry->repeat > 0 ? REPEATS : 0));
  if (entry->repeat > 0)
    weft_put_i64 (to, entry->repeat);
  weft_put_text (to, entry->name);
  weft_put_u32 (to, (guint32) entry->shape.rank);
  for (int i = 0; i < entry->shape.rank; i++)
    weft_put_i64 (to, entry->shape.dims[i]);
  weft_put_floats (to, entry->value, entry->count);
  for (guint s = 0; s + 1 < arrays_of (state, entry); s++)
    weft_put_floats (to, entry->slot[s], entry->count);
}

static guint32
choose_version (const WeftState *state)
{
  guint32 version = state->restart > 0 ? 2 : 1;

  if (state->n_slots > 0 && state->slots_of != NULL)
    return 5;
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (entry->node == WEFT_OWN_NODE)
        return 4;
      if (entry->repeat > 0)
        version = 3;
    }
  return version;
}

GBytes *
weft_state_serialize (const WeftState *state)
{
  guint32 version = choose_version (state);
  gsize size = HEAD;
  GByteArray *to;

  for (guint i = 0; i < state->entries->len; i++)
    size += entry_size (state, &g_array_index (state->entries, WeftStateEntry, i));
  if (size > G_MAXUINT / 2)
    return NULL;
  to = g_byte_array_sized_new ((guint) size);
  g_byte_array_append (to, (const guint8 *) MAGIC, strlen (MAGIC));
  weft_put_u32 (to, version);
  weft_put_u32 (to, state->n_slots);
  weft_put_i64 (to, (gint64) state->seed);
  weft_put_i64 (to, state->step);
  weft_put_i64 (to, state->epoch);
  weft_put_i64 (to, state->cursor);
  if (version > 1)
    weft_put_i64 (to, state->restart);
  if (version > 4)
    weft_put_text (to, state->slots_of);
  weft_put_u32 (to, state->entries->len);
  weft_put_u32 (to, state->n_live);
  for (guint i = 0; i < state->entries->len; i++)
    put_entry (to, state, &g_array_index (state->entries, WeftStateEntry, i));
  return g_byte_array_free_to_bytes (to);
}

/* --- reading --- */

static gboolean
get_shape (WeftTaker *taker, WeftShape *shape)
{
  guint32 rank = weft_take_u32 (taker);

  if (rank > WEFT_MAX_RANK)
    return FALSE;
  *shape = (WeftShape){ .rank = (int) rank, .type = WEFT_F32 };
  for (guint32 i = 0; i < rank; i++)
    {
      shape->dims[i] = weft_take_i64 (taker);
      if (shape->dims[i] < 1)
        return FALSE;
    }
  return !taker->failed;
}

/* Appends the entry, and passes over its floats; `floats` gets where they are. */
static gboolean
get_entry (WeftTaker *taker, WeftState *state, guint32 version, GPtrArray *floats)
{
  gint64 least = version < 4 ? 1 : WEFT_OWN_NODE;
  gint64 node = weft_take_i64 (taker);
  guint32 flags = weft_take_u32 (taker), learnt = flags & LEARNT;
  gint64 repeat = flags & REPEATS ? weft_take_i64 (taker) : 0;
  g_autofree char *name = weft_take_text (taker, MAX_NAME);
  WeftShape shape;
  gsize arrays = learnt ? 1 + state->n_slots : 1;
  gint64 count;

  if (node < least || flags > (version < 3 ? LEARNT : LEARNT | REPEATS)
      || (node == WEFT_OWN_NODE && flags != 0) || (flags & REPEATS && repeat < 1) || name == NULL
      || !get_shape (taker, &shape))
    return FALSE;
  count = weft_shape_count (&shape);
  if ((gsize) count > (gsize) (taker->end - taker->at) / (arrays * sizeof (float)))
    return FALSE;
  weft_state_append (state, node, repeat, name, learnt == 1, &shape);
  g_ptr_array_add (floats, (gpointer) weft_take (taker, (gsize) count * arrays * sizeof (float)));
  return TRUE;
}

static gboolean
get_entries (WeftTaker *taker, WeftState *state, guint32 version, GPtrArray *floats)
{
  guint32 n = weft_take_u32 (taker);

  state->n_live = weft_take_u32 (taker);
  if (taker->failed || state->n_live > n)
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!get_entry (taker, state, version, floats))
      return FALSE;
  return taker->at == taker->end;
}

static gboolean
fill_entries (const WeftTaker *taker, WeftState *state, GPtrArray *floats)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      WeftTaker from = { g_ptr_array_index (floats, i), taker->end, FALSE };

      if (i < state->n_live && g_hash_table_lookup (state->index, entry) != entry)
        return FALSE; /* a key twice */
      weft_take_floats (&from, entry->value, entry->count);
      for (guint s = 0; s + 1 < arrays_of (state, entry); s++)
        weft_take_floats (&from, entry->slot[s], entry->count);
    }
  return TRUE;
}

static gboolean
get_head (WeftTaker *taker, guint32 *version, guint32 *n_slots, GError **error)
{
  const guint8 *magic = weft_take (taker, strlen (MAGIC));

  *version = weft_take_u32 (taker);
  *n_slots = weft_take_u32 (taker);
  if (!taker->failed && memcmp (magic, MAGIC, strlen (MAGIC)) == 0 && *version > VERSION)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NEWER,
                           _ ("The weights were written by a newer Weft."));
      return FALSE;
    }
  if (taker->failed || memcmp (magic, MAGIC, strlen (MAGIC)) != 0 || *version < 1
      || *n_slots > WEFT_MAX_SLOTS)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
                           _ ("These are no weights of Weft."));
      return FALSE;
    }
  return TRUE;
}

WeftState *
weft_state_deserialize (GBytes *bytes, GError **error)
{
  WeftTaker taker = weft_taker_new (bytes);
  g_autoptr (GPtrArray) floats = g_ptr_array_new ();
  g_autoptr (WeftState) state = NULL;
  g_autofree char *slots_of = NULL;
  guint32 version, n_slots;

  if (!get_head (&taker, &version, &n_slots, error))
    return NULL;
  state = weft_state_new_empty (n_slots, (guint64) weft_take_i64 (&taker));
  state->step = weft_take_i64 (&taker);
  state->epoch = weft_take_i64 (&taker);
  state->cursor = weft_take_i64 (&taker);
  state->restart = version > 1 ? weft_take_i64 (&taker) : 0;
  slots_of = version > 4 ? weft_take_text (&taker, MAX_NAME) : NULL;
  state->slots_of = g_intern_string (slots_of);
  if (get_entries (&taker, state, version, floats) && state->step >= 0 && state->epoch >= 0
      && state->cursor >= 0 && state->restart >= 0 && state->restart <= state->step)
    {
      if (!weft_state_layout (state, error))
        return NULL;
      if (fill_entries (&taker, state, floats))
        return g_steal_pointer (&state);
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
                       _ ("The stored weights are damaged."));
  return NULL;
}
