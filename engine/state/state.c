/* state: what training changes; made from a program, adapted to another, copied */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/state/entries.h"

static gboolean
is_kept (const WeftProgramValue *value)
{
  return value->role == WEFT_VALUE_WEIGHT || value->role == WEFT_VALUE_BUFFER;
}

/* The program's weights and buffers as live entries, in program order, with their values in
 * `values`, then the recipe's own. */
static WeftState *
from_form (const WeftStateForm *form, guint64 seed, GPtrArray *values)
{
  WeftState *state = weft_state_new_empty (form->n_slots, seed);
  const WeftProgram *program = form->program;

  state->slots_of = form->slots_of;
  for (guint i = 0; i < program->values->len; i++)
    {
      WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (!is_kept (value))
        continue;
      weft_state_append (state, value->node, value->repeat, value->name,
                         value->role == WEFT_VALUE_WEIGHT, &value->shape);
      g_ptr_array_add (values, value);
    }
  for (guint i = 0; i < form->n_own; i++)
    weft_state_append (state, WEFT_OWN_NODE, 0, form->own[i].name, FALSE, &form->own[i].shape);
  state->n_live = state->entries->len;
  return state;
}

static WeftStateEntry *
nth (const WeftState *state, guint i)
{
  return &g_array_index (state->entries, WeftStateEntry, i);
}

WeftState *
weft_state_new (const WeftStateForm *form, guint64 seed, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (WeftState) state = from_form (form, seed, values);

  if (!weft_state_layout (state, error))
    return NULL;
  for (guint i = 0; i < values->len; i++)
    weft_state_first_values (state, nth (state, i), g_ptr_array_index (values, i));
  return g_steal_pointer (&state);
}

/* Entries of a state. */
typedef struct
{
  guint first, end;
} Range;

/* The entry of `state` that fits: same key, shape and kind. Live ones come first. −1: none. */
static int
find_fitting (const WeftState *state, Range range, const WeftStateEntry *wanted)
{
  for (guint i = range.first; i < range.end; i++)
    {
      const WeftStateEntry *entry = nth (state, i);

      if (entry->node == wanted->node && entry->repeat == wanted->repeat
          && entry->learnt == wanted->learnt && entry->name == wanted->name
          && weft_shape_equal (&entry->shape, &wanted->shape))
        return (int) i;
    }
  return -1;
}

static gboolean
has_key (const WeftState *state, guint from, const WeftStateEntry *wanted)
{
  for (guint i = from; i < state->entries->len; i++)
    if (nth (state, i)->node == wanted->node && nth (state, i)->repeat == wanted->repeat
        && nth (state, i)->name == wanted->name)
      return TRUE;
  return FALSE;
}

static void
copy_entry (WeftStateEntry *to, const WeftStateEntry *from, gboolean with_slots)
{
  memcpy (to->value, from->value, to->count * sizeof (float));
  for (int s = 0; with_slots && s < WEFT_MAX_SLOTS; s++)
    if (to->slot[s] != NULL && from->slot[s] != NULL)
      memcpy (to->slot[s], from->slot[s], to->count * sizeof (float));
}

/* Of the recipe's own and what training keeps, up to the first "/" whose it is. */
static gboolean
goes_with (const WeftStateEntry *a, const WeftStateEntry *b)
{
  gsize length = strcspn (a->name, "/");

  return a->node == WEFT_OWN_NODE && b->node == WEFT_OWN_NODE
         && strncmp (a->name, b->name, length) == 0 && strcspn (b->name, "/") == length;
}

static gboolean
has_all_own (const WeftState *next, const WeftStateEntry *wanted, const WeftState *old, Range range)
{
  for (guint i = 0; i < next->n_live; i++)
    if (goes_with (wanted, nth (next, i)) && find_fitting (old, range, nth (next, i)) < 0)
      return FALSE;
  return TRUE;
}

/* Where an entry and those that go with it come from: what is live, or what was when it was left.
 * A part of each would not go together. */
static Range
find_own (const WeftState *next, const WeftStateEntry *wanted, const WeftState *old)
{
  const Range live = { 0, old->n_live }, left = { old->n_live, old->entries->len };

  if (has_all_own (next, wanted, old, live))
    return live;
  return has_all_own (next, wanted, old, left) ? left : (Range){ 0, 0 };
}

/* origin[i]: which entry of `old` entry i of `next` takes its values from; −1: first values. What
 * `next` does not use is appended to it, to be kept for undo. */
static GArray *
trace_origins (WeftState *next, const WeftState *old)
{
  GArray *origin = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree gboolean *used = g_new0 (gboolean, old->entries->len + 1);
  const Range all = { 0, old->entries->len };

  for (guint i = 0; i < next->n_live; i++)
    {
      gboolean is_own = nth (next, i)->node == WEFT_OWN_NODE;
      int from
          = find_fitting (old, is_own ? find_own (next, nth (next, i), old) : all, nth (next, i));

      g_array_append_val (origin, from);
      if (from >= 0)
        used[from] = TRUE;
    }
  for (guint i = 0; i < old->entries->len; i++)
    {
      const WeftStateEntry *entry = nth (old, i);

      if (used[i] || has_key (next, next->n_live, entry))
        continue;
      weft_state_append (next, entry->node, entry->repeat, entry->name, entry->learnt,
                         &entry->shape);
      g_array_append_val (origin, i);
    }
  return origin;
}

gboolean
weft_state_has_slots_of_others (const WeftState *state, const WeftStateForm *form)
{
  return state->n_slots > 0 && state->slots_of != NULL && form->slots_of != NULL
         && state->slots_of != form->slots_of;
}

gboolean
weft_state_adapt (WeftState *state, const WeftStateForm *form, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (WeftState) next = from_form (form, state->seed, values);
  g_autoptr (GArray) origin = trace_origins (next, state);
  gboolean with_slots = !weft_state_has_slots_of_others (state, form);
  WeftState old = *state;

  if (!weft_state_layout (next, error))
    return FALSE;
  for (guint i = 0; i < next->entries->len; i++)
    {
      int from = g_array_index (origin, int, i);

      if (from >= 0)
        copy_entry (nth (next, i), nth (state, from), with_slots);
      else if (i < values->len)
        weft_state_first_values (next, nth (next, i), g_ptr_array_index (values, i));
    }
  next->step = old.step;
  next->epoch = old.epoch;
  next->cursor = old.cursor;
  next->restart = old.restart;
  *state = *next;
  *next = old; /* and is freed with it */
  return TRUE;
}

WeftState *
weft_state_dup (const WeftState *state, GError **error)
{
  g_autoptr (WeftState) copy = weft_state_new_empty (state->n_slots, state->seed);

  copy->slots_of = state->slots_of;
  copy->step = state->step;
  copy->epoch = state->epoch;
  copy->cursor = state->cursor;
  copy->restart = state->restart;
  copy->n_live = state->n_live;
  g_array_append_vals (copy->entries, state->entries->data, state->entries->len);
  if (!weft_state_layout (copy, error))
    return NULL;
  memcpy (copy->block, state->block, state->block_bytes);
  return g_steal_pointer (&copy);
}

WeftStateEntry *
weft_state_find (const WeftState *state, gint64 node, const char *name)
{
  WeftStateEntry key = { .node = node, .name = name };

  return g_hash_table_lookup (state->index, &key);
}

WeftStateEntry *
weft_state_find_value (const WeftState *state, const WeftProgramValue *value)
{
  WeftStateEntry key = { .node = value->node, .repeat = value->repeat, .name = value->name };

  return g_hash_table_lookup (state->index, &key);
}
