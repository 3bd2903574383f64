/* serialize: a state as one self-describing block of bytes, and back
 *
 * All little-endian: "WEFTSTAT", version u32, n_slots u32, seed u64, step, epoch, cursor i64, from
 * version 2 on restart i64 (version 1 is written where that is 0), entries u32, live entries u32;
 * then an entry: node i64, learnt u32, name's length u32, name, rank u32, dims i64, its values, its
 * slots (of a learnt one n_slots of them), float32. Whoever stores it keeps a checksum; here every
 * length is checked, so that no bytes can do harm. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/state/layout.h"

#define MAGIC "WEFTSTAT"
#define VERSION 2
#define MAX_NAME 255

/* --- writing --- */

static void
put (guint8 **to, gconstpointer from, gsize n)
{
  memcpy (*to, from, n);
  *to += n;
}

static void
put_u32 (guint8 **to, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  put (to, &little, sizeof little);
}

static void
put_i64 (guint8 **to, gint64 value)
{
  guint64 little = GUINT64_TO_LE ((guint64) value);

  put (to, &little, sizeof little);
}

static void
put_floats (guint8 **to, const float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 word;

      memcpy (&word, x + i, sizeof word);
      put_u32 (to, word);
    }
}

static guint
arrays_of (const WeftState *state, const WeftStateEntry *entry)
{
  return entry->learnt ? 1 + state->n_slots : 1;
}

static gsize
entry_size (const WeftState *state, const WeftStateEntry *entry)
{
  return 8 + 4 + 4 + strlen (entry->name) + 4 + 8 * (gsize) entry->shape.rank
         + entry->count * sizeof (float) * arrays_of (state, entry);
}

static void
put_entry (guint8 **to, const WeftState *state, const WeftStateEntry *entry)
{
  gsize length = strlen (entry->name);

  put_i64 (to, entry->node);
  put_u32 (to, entry->learnt ? 1 : 0);
  put_u32 (to, (guint32) length);
  put (to, entry->name, length);
  put_u32 (to, (guint32) entry->shape.rank);
  for (int i = 0; i < entry->shape.rank; i++)
    put_i64 (to, entry->shape.dims[i]);
  put_floats (to, entry->value, entry->count);
  for (guint s = 0; s + 1 < arrays_of (state, entry); s++)
    put_floats (to, entry->slot[s], entry->count);
}

GBytes *
weft_state_serialize (const WeftState *state)
{
  gsize size = strlen (MAGIC) + 2 * 4 + (state->restart > 0 ? 5 : 4) * 8 + 2 * 4;
  guint8 *data, *to;

  for (guint i = 0; i < state->entries->len; i++)
    size += entry_size (state, &g_array_index (state->entries, WeftStateEntry, i));
  to = data = g_malloc (size);
  put (&to, MAGIC, strlen (MAGIC));
  put_u32 (&to, state->restart > 0 ? VERSION : 1);
  put_u32 (&to, state->n_slots);
  put_i64 (&to, (gint64) state->seed);
  put_i64 (&to, state->step);
  put_i64 (&to, state->epoch);
  put_i64 (&to, state->cursor);
  if (state->restart > 0)
    put_i64 (&to, state->restart);
  put_u32 (&to, state->entries->len);
  put_u32 (&to, state->n_live);
  for (guint i = 0; i < state->entries->len; i++)
    put_entry (&to, state, &g_array_index (state->entries, WeftStateEntry, i));
  g_assert (to == data + size);
  return g_bytes_new_take (data, size);
}

/* --- reading: after the first lack every get gives zero, and `failed` says so --- */

typedef struct
{
  const guint8 *at, *end;
  gboolean failed;
} Reader;

static const guint8 *
take (Reader *reader, gsize n)
{
  const guint8 *at = reader->at;

  if (reader->failed || (gsize) (reader->end - at) < n)
    {
      reader->failed = TRUE;
      return NULL;
    }
  reader->at += n;
  return at;
}

static guint32
get_u32 (Reader *reader)
{
  const guint8 *at = take (reader, 4);
  guint32 little = 0;

  if (at != NULL)
    memcpy (&little, at, sizeof little);
  return GUINT32_FROM_LE (little);
}

static gint64
get_i64 (Reader *reader)
{
  const guint8 *at = take (reader, 8);
  guint64 little = 0;

  if (at != NULL)
    memcpy (&little, at, sizeof little);
  return (gint64) GUINT64_FROM_LE (little);
}

static char *
get_name (Reader *reader)
{
  guint32 length = get_u32 (reader);
  const guint8 *at = length > 0 && length <= MAX_NAME ? take (reader, length) : NULL;

  if (at == NULL || memchr (at, 0, length) != NULL
      || !g_utf8_validate ((const char *) at, length, NULL))
    return NULL;
  return g_strndup ((const char *) at, length);
}

static gboolean
get_shape (Reader *reader, WeftShape *shape)
{
  guint32 rank = get_u32 (reader);

  if (rank > WEFT_MAX_RANK)
    return FALSE;
  *shape = (WeftShape){ .rank = (int) rank, .type = WEFT_F32 };
  for (guint32 i = 0; i < rank; i++)
    {
      shape->dims[i] = get_i64 (reader);
      if (shape->dims[i] < 1)
        return FALSE;
    }
  return !reader->failed;
}

/* Appends the entry, and passes over its floats; `floats` gets where they are. */
static gboolean
get_entry (Reader *reader, WeftState *state, GPtrArray *floats)
{
  gint64 node = get_i64 (reader);
  guint32 learnt = get_u32 (reader);
  g_autofree char *name = get_name (reader);
  WeftShape shape;
  gsize arrays = learnt ? 1 + state->n_slots : 1;
  gint64 count;

  if (node < 1 || learnt > 1 || name == NULL || !get_shape (reader, &shape))
    return FALSE;
  count = weft_shape_count (&shape);
  if ((gsize) count > (gsize) (reader->end - reader->at) / (arrays * sizeof (float)))
    return FALSE;
  weft_state_append (state, node, name, learnt == 1, &shape);
  g_ptr_array_add (floats, (gpointer) take (reader, (gsize) count * arrays * sizeof (float)));
  return TRUE;
}

static gboolean
get_entries (Reader *reader, WeftState *state, GPtrArray *floats)
{
  guint32 n = get_u32 (reader);

  state->n_live = get_u32 (reader);
  if (reader->failed || state->n_live > n)
    return FALSE;
  for (guint32 i = 0; i < n; i++)
    if (!get_entry (reader, state, floats))
      return FALSE;
  return reader->at == reader->end;
}

static const guint8 *
copy_floats (float *to, const guint8 *from, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 word;

      memcpy (&word, from + i * sizeof word, sizeof word);
      word = GUINT32_FROM_LE (word);
      memcpy (to + i, &word, sizeof word);
    }
  return from + n * sizeof (float);
}

static gboolean
fill_entries (WeftState *state, GPtrArray *floats)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const guint8 *from = g_ptr_array_index (floats, i);

      if (i < state->n_live && g_hash_table_lookup (state->index, entry) != entry)
        return FALSE; /* a key twice */
      from = copy_floats (entry->value, from, entry->count);
      for (guint s = 0; s + 1 < arrays_of (state, entry); s++)
        from = copy_floats (entry->slot[s], from, entry->count);
    }
  return TRUE;
}

static gboolean
get_head (Reader *reader, guint32 *version, guint32 *n_slots, GError **error)
{
  const guint8 *magic = take (reader, strlen (MAGIC));

  *version = get_u32 (reader);
  *n_slots = get_u32 (reader);
  if (!reader->failed && memcmp (magic, MAGIC, strlen (MAGIC)) == 0 && *version > VERSION)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NEWER,
                           _ ("The weights were written by a newer Weft."));
      return FALSE;
    }
  if (reader->failed || memcmp (magic, MAGIC, strlen (MAGIC)) != 0 || *version < 1
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
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Reader reader = { data, data + size, FALSE };
  g_autoptr (GPtrArray) floats = g_ptr_array_new ();
  g_autoptr (WeftState) state = NULL;
  guint32 version, n_slots;

  if (!get_head (&reader, &version, &n_slots, error))
    return NULL;
  state = weft_state_new_empty (n_slots, (guint64) get_i64 (&reader));
  state->step = get_i64 (&reader);
  state->epoch = get_i64 (&reader);
  state->cursor = get_i64 (&reader);
  state->restart = version > 1 ? get_i64 (&reader) : 0;
  if (get_entries (&reader, state, floats) && state->step >= 0 && state->epoch >= 0
      && state->cursor >= 0 && state->restart >= 0 && state->restart <= state->step)
    {
      if (!weft_state_layout (state, error))
        return NULL;
      if (fill_entries (state, floats))
        return g_steal_pointer (&state);
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
                       _ ("The stored weights are damaged."));
  return NULL;
}
