/* surgery: a state adapted to an edited network so that what was learnt goes on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/surgery.h"

#include <math.h>

#include "engine/state/identity.h"
#include "engine/state/inserted.h"
#include "engine/state/stretch.h"
#include "engine/state/unit-walk.h"

/* --- what there was --- */

typedef struct
{
  GArray *entries; /* WeftStateEntry, whose memory is not there any more */
  guint n_live;
} Earlier;

static const WeftStateEntry *
find_key (const GArray *entries, guint from, guint end, const WeftStateEntry *wanted)
{
  for (guint i = from; i < end; i++)
    {
      const WeftStateEntry *entry = &g_array_index (entries, WeftStateEntry, i);

      if (entry->node == wanted->node && entry->repeat == wanted->repeat
          && entry->name == wanted->name)
        return entry;
    }
  return NULL;
}

/* What was live with another shape lies behind the live ones now, to be kept for undo. */
static GHashTable *
find_changed (const WeftState *state, const Earlier *earlier)
{
  GHashTable *changed = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftStateEntry *was = find_key (earlier->entries, 0, earlier->n_live, entry);
      const WeftStateEntry *left;

      if (entry->node == WEFT_OWN_NODE || was == NULL || was->learnt != entry->learnt
          || weft_shape_equal (&was->shape, &entry->shape))
        continue;
      left = find_key (state->entries, state->n_live, state->entries->len, entry);
      if (left != NULL && left->learnt == was->learnt
          && weft_shape_equal (&left->shape, &was->shape))
        g_hash_table_insert (changed, entry, (gpointer) left);
    }
  return changed;
}

/* --- one weight --- */

/* The new weight seen along the axis whose units it takes, (outer, n, inner); without one n is 1.
 */
typedef struct
{
  WeftStateEntry *to;
  const WeftStateEntry *from;
  const WeftRegrowth *regrowth;
  gsize n, inner;
  WeftRandom random;
  gsize strides[WEFT_MAX_RANK]; /* of `from` */
  double *sums;                 /* of the shares of each unit that there was */
  int *copies;                  /* how many each has */
} Growth;

/* Where number i of the new one comes from; WEFT_UNIT_NEW: it keeps its first value, and
 * WEFT_UNIT_SILENT: it is 0. */
static gssize
find_origin (const Growth *growth, gsize i)
{
  const WeftShape *shape = &growth->to->shape;
  const WeftUnits *made = &growth->regrowth->made, *taken = &growth->regrowth->taken;
  gssize at = 0, fate = 0;

  for (int axis = shape->rank - 1; axis >= 0; axis--)
    {
      gssize place = (gssize) (i % (gsize) shape->dims[axis]);

      i /= (gsize) shape->dims[axis];
      if (made->of != NULL && made->axis == axis)
        {
          place = g_array_index (made->of, int, place);
          fate = MIN (fate, place);
        }
      else if (taken->of != NULL && taken->axis == axis)
        {
          place = g_array_index (taken->of, int, place);
          fate = place < 0 ? WEFT_UNIT_SILENT : fate;
        }
      at += place * (gssize) growth->strides[axis];
    }
  return fate < 0 ? fate : at;
}

/* to: of the new one, from: in the same place of the one that there was. */
static void
take_number (float *to, const float *from, gssize origin)
{
  if (origin >= 0)
    *to = from[origin];
  else if (origin == WEFT_UNIT_SILENT)
    *to = 0;
}

/* Copies have shares of a weight that differ, or they would learn the same for ever. */
static double
draw_share (const Growth *growth, gsize i)
{
  return 0.5 + (double) weft_random_uniform (&growth->random, i);
}

static void
fill_line (const Growth *growth, gsize first)
{
  const WeftUnits *taken = &growth->regrowth->taken;

  for (int i = 0; i < taken->before; i++)
    growth->sums[i] = 0;
  for (gsize k = 0; k < growth->n; k++)
    if (g_array_index (taken->of, int, k) >= 0)
      growth->sums[g_array_index (taken->of, int, k)]
          += draw_share (growth, first + k * growth->inner);
  for (gsize k = 0; k < growth->n; k++)
    {
      gsize i = first + k * growth->inner;
      int unit = g_array_index (taken->of, int, k);
      gssize origin = find_origin (growth, i);

      take_number (&growth->to->value[i], growth->from->value, origin);
      if (origin >= 0 && growth->copies[unit] > 1)
        growth->to->value[i]
            = (float) ((double) growth->to->value[i] * draw_share (growth, i) / growth->sums[unit]);
    }
}

static void
fill_shared (Growth *growth)
{
  const WeftUnits *taken = &growth->regrowth->taken;
  gsize block;

  growth->sums = g_new0 (double, taken->before);
  growth->copies = g_new0 (int, taken->before);
  growth->n = (gsize) growth->to->shape.dims[taken->axis];
  growth->inner = 1;
  for (int axis = taken->axis + 1; axis < growth->to->shape.rank; axis++)
    growth->inner *= (gsize) growth->to->shape.dims[axis];
  for (gsize k = 0; k < growth->n; k++)
    if (g_array_index (taken->of, int, k) >= 0)
      growth->copies[g_array_index (taken->of, int, k)]++;
  block = growth->n * growth->inner;
  for (gsize outer = 0; outer < growth->to->count; outer += block)
    for (gsize k = 0; k < growth->inner; k++)
      fill_line (growth, outer + k);
  g_free (growth->sums);
  g_free (growth->copies);
}

static void
scale_units (WeftStateEntry *to, const WeftRegrowth *regrowth)
{
  const WeftUnits *made = &regrowth->made;
  gsize inner = 1;

  for (int axis = made->axis + 1; axis < to->shape.rank; axis++)
    inner *= (gsize) to->shape.dims[axis];
  for (gsize i = 0; regrowth->scale != 1 && i < to->count; i++)
    {
      int unit = (int) (i / inner % (gsize) to->shape.dims[made->axis]);

      if (unit >= regrowth->scaled && unit < regrowth->scaled_end
          && g_array_index (made->of, int, unit) >= 0)
        to->value[i] = (float) ((double) to->value[i] * regrowth->scale);
    }
}

static void
grow (const WeftState *state, WeftStateEntry *to, const WeftStateEntry *from,
      const WeftRegrowth *regrowth)
{
  Growth growth = { .to = to, .from = from, .regrowth = regrowth };
  gsize stride = 1;

  growth.random = (WeftRandom){ state->seed, weft_random_stream_for (to->node, to->name),
                                (guint64) state->step };
  for (int axis = from->shape.rank - 1; axis >= 0; axis--)
    {
      growth.strides[axis] = stride;
      stride *= (gsize) from->shape.dims[axis];
    }
  if (regrowth->taken.of != NULL)
    fill_shared (&growth);
  else
    for (gsize i = 0; i < to->count; i++)
      take_number (&to->value[i], from->value, find_origin (&growth, i));
  for (int slot = 0; slot < WEFT_MAX_SLOTS; slot++)
    for (gsize i = 0; to->slot[slot] != NULL && i < to->count; i++)
      take_number (&to->slot[slot][i], from->slot[slot], find_origin (&growth, i));
  scale_units (to, regrowth);
}

/* --- all of them --- */

static double
measure_row (const WeftStateEntry *w, gsize row)
{
  gsize n = w->count / (gsize) w->shape.dims[0];
  double squares = 0;

  for (gsize i = row * n; i < (row + 1) * n; i++)
    squares += (double) w->value[i] * (double) w->value[i];
  return sqrt (squares);
}

/* A weight's rows have the lengths that they would have if it were learnt as it is. */
static void
set_lengths (const WeftStateEntry *to, const WeftStateEntry *from, const WeftRegrowth *regrowth)
{
  for (gsize row = 0; row < regrowth->lengths->count; row++)
    {
      gsize was
          = regrowth->made.of != NULL ? (gsize) g_array_index (regrowth->made.of, int, row) : row;
      double before = measure_row (from, was), now = measure_row (to, row);

      if (before > 0 && now > 0)
        regrowth->lengths->value[row]
            = (float) ((double) regrowth->lengths->value[row] * now / before);
    }
}

static void
grow_changed (const WeftUnitWalk *walk)
{
  GHashTableIter iter;
  gpointer entry_of, regrowth_of;

  for (guint i = 0; i < walk->state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (walk->state->entries, WeftStateEntry, i);
      const WeftRegrowth *regrowth = g_hash_table_lookup (walk->regrowths, entry);

      if (regrowth != NULL)
        grow (walk->state, entry, g_hash_table_lookup (walk->earlier, entry), regrowth);
    }
  g_hash_table_iter_init (&iter, walk->regrowths);
  while (g_hash_table_iter_next (&iter, &entry_of, &regrowth_of))
    {
      const WeftRegrowth *regrowth = regrowth_of;

      if (regrowth->lengths != NULL)
        set_lengths (entry_of, g_hash_table_lookup (walk->earlier, entry_of), regrowth);
      if (regrowth->rows != NULL && regrowth->columns != NULL)
        weft_stretch_find (entry_of, regrowth->rows, regrowth->columns);
    }
}

static gboolean
has_node (const Earlier *earlier, gint64 node)
{
  for (guint i = 0; i < earlier->entries->len; i++)
    if (g_array_index (earlier->entries, WeftStateEntry, i).node == node)
      return TRUE;
  return FALSE;
}

/* What has weights of a removed layer that came back is left as it was. */
static void
begin_as_identity (const WeftUnitWalk *walk, const WeftSurgery *surgery, const Earlier *earlier)
{
  if (surgery->before == NULL || surgery->after == NULL)
    return;
  for (guint i = 0; i < walk->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (walk->program->ops, WeftProgramOp, i);

      if (!has_node (earlier, op->node)
          && weft_graph_is_inserted (surgery->before, surgery->after, op->node))
        weft_units_make_identity (walk, op);
    }
}

static gboolean
is_listed (const GArray *nodes, gint64 node)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, gint64, i) == node)
      return TRUE;
  return FALSE;
}

/* Whether it had other numbers in this shape, live or left. */
static gboolean
had_shape (const Earlier *earlier, const WeftStateEntry *wanted)
{
  for (guint i = 0; i < earlier->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (earlier->entries, WeftStateEntry, i);

      if (entry->node == wanted->node && entry->repeat == wanted->repeat
          && entry->name == wanted->name && weft_shape_equal (&entry->shape, &wanted->shape))
        return TRUE;
    }
  return FALSE;
}

/* What was learnt under another shape, and has first values now. regrowths: nullable, none. */
static void
list_anew (const WeftState *state, const Earlier *earlier, GHashTable *regrowths, GArray *anew)
{
  for (guint i = 0; i < state->n_live; i++)
    {
      WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (entry->learnt && entry->node != WEFT_OWN_NODE
          && find_key (earlier->entries, 0, earlier->n_live, entry) != NULL
          && !had_shape (earlier, entry)
          && (regrowths == NULL || !g_hash_table_contains (regrowths, entry))
          && !is_listed (anew, entry->node))
        g_array_append_val (anew, entry->node);
    }
}

static void
operate (WeftState *state, const WeftStateForm *form, const WeftSurgery *surgery,
         const Earlier *earlier)
{
  g_autoptr (GHashTable) changed = find_changed (state, earlier);
  WeftUnitWalk walk = { .state = state,
                        .program = form->program,
                        .rule = surgery->rule,
                        .before = surgery->before,
                        .earlier = changed };

  weft_units_walk (&walk);
  grow_changed (&walk);
  if (surgery->anew != NULL)
    list_anew (state, earlier, walk.regrowths, surgery->anew);
  begin_as_identity (&walk, surgery, earlier);
  for (guint i = 0; i < form->program->values->len; i++)
    weft_units_clear (&walk.units[i]);
  g_free (walk.units);
  g_hash_table_unref (walk.regrowths);
}

gboolean
weft_state_operate (WeftState *state, const WeftStateForm *form, const WeftSurgery *surgery,
                    GError **error)
{
  g_autoptr (GArray) entries = g_array_copy (state->entries);
  const Earlier earlier = { entries, state->n_live };

  if (!weft_state_adapt (state, form, error))
    return FALSE;
  if (surgery->rule > 0 && state->step > 0)
    operate (state, form, surgery, &earlier);
  else if (surgery->anew != NULL && state->step > 0)
    list_anew (state, &earlier, NULL, surgery->anew);
  return TRUE;
}
