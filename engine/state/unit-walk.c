/* unit-walk: which units of a network are which of those that it had
 *
 * The row of an op that makes units of others by weights says along which axes of these both run;
 * where the layer's width became another, it is decided there which unit is which, and ops behind
 * it hand that on until the next that weighs them. An op whose row says nothing of it stops it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/unit-walk.h"

#include "engine/state/unit-heads.h"
#include "engine/state/passages.h"
#include "engine/state/surgery.h"

static void (*const passages[]) (WeftUnitWalk *walk, const WeftProgramOp *op) = {
  [WEFT_UNITS_EACH] = weft_passage_each,         [WEFT_UNITS_CHANNELS] = weft_passage_channels,
  [WEFT_UNITS_RESHAPED] = weft_passage_reshaped, [WEFT_UNITS_PERMUTED] = weft_passage_permuted,
  [WEFT_UNITS_JOINED] = weft_passage_joined,     [WEFT_UNITS_SLICED] = weft_passage_sliced,
  [WEFT_UNITS_REDUCED] = weft_passage_reduced,   [WEFT_UNITS_TURNED] = weft_passage_turned,
  [WEFT_UNITS_ATTENDED] = weft_passage_attended,
};

const WeftOpUnits *
weft_units_row (const WeftProgramOp *op)
{
  return &weft_op_find (op->op, 0)->units;
}

WeftUnits
weft_units_copy (const WeftUnits *units)
{
  WeftUnits copy = *units;

  if (copy.of != NULL)
    g_array_ref (copy.of);
  return copy;
}

void
weft_units_clear (WeftUnits *units)
{
  g_clear_pointer (&units->of, g_array_unref);
}

/* --- which they are --- */

/* The first ones of each group are who they were; the others are copies, each of another one while
 * there are such. All layers that grow alike at one step do so alike: they may be added up. */
static void
split_units (const WeftUnitWalk *walk, WeftUnits *units, int n, int groups)
{
  int each = units->before / groups;
  const WeftRandom random
      = { walk->state->seed, weft_random_stream_for (0, "split"), (guint64) walk->state->step };
  g_autofree guint32 *order = g_new (guint32, each);

  for (int i = 0; i < each; i++)
    order[i] = (guint32) i;
  weft_random_shuffle (&random, order, (gsize) each);
  for (int i = 0; i < n; i++)
    {
      int group = i / (n / groups), at = i % (n / groups);
      int was = group * each + (at < each ? at : (int) order[(at - each) % each]);

      g_array_append_val (units->of, was);
    }
}

typedef struct
{
  int unit;
  double strength;
} Strength;

static int
compare_strengths (gconstpointer a, gconstpointer b)
{
  const Strength *first = a, *second = b;

  if (first->strength != second->strength)
    return first->strength > second->strength ? -1 : 1;
  return first->unit - second->unit;
}

static int
compare_units (gconstpointer a, gconstpointer b)
{
  return ((const Strength *) a)->unit - ((const Strength *) b)->unit;
}

/* Squares of what makes each unit; w (…, blocks · units, …). */
static void
add_strengths (const WeftStateEntry *w, int axis, Strength *strengths, gsize units)
{
  gsize inner = 1, n = (gsize) w->shape.dims[axis];

  for (int i = axis + 1; i < w->shape.rank; i++)
    inner *= (gsize) w->shape.dims[i];
  for (gsize i = 0; i < w->count; i++)
    strengths[i / inner % n % units].strength += (double) w->value[i] * (double) w->value[i];
}

static gboolean
makes_weight (const WeftUnitWalk *walk, const WeftProgramOp *op)
{
  WeftUnitsWay way = weft_units_row (op)->way;

  return way == WEFT_UNITS_DIRECTED
         || (way == WEFT_UNITS_STRETCHED && walk->rule >= WEFT_SURGERY_HEADS);
}

const WeftProgramOp *
weft_units_find_maker (const WeftUnitWalk *walk, int value)
{
  const GArray *ops = walk->program->ops;
  WeftValueRole role = g_array_index (walk->program->values, WeftProgramValue, value).role;

  if (walk->rule < WEFT_SURGERY_DIRECTIONS || role == WEFT_VALUE_WEIGHT
      || role == WEFT_VALUE_BUFFER)
    return NULL;
  for (guint i = 0; i < ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (ops, WeftProgramOp, i);

      if (op->out[0] == value)
        return makes_weight (walk, op) ? op : NULL;
    }
  return NULL;
}

WeftStateEntry *
weft_units_find_entry (const WeftUnitWalk *walk, int value)
{
  const WeftProgramOp *maker = weft_units_find_maker (walk, value);
  const WeftProgramValue *weight = &g_array_index (walk->program->values, WeftProgramValue,
                                                   maker != NULL ? maker->in[0] : value);

  return weight->role == WEFT_VALUE_WEIGHT || weight->role == WEFT_VALUE_BUFFER
             ? weft_state_find_value (walk->state, weight)
             : NULL;
}

const WeftStateEntry *
weft_units_find_earlier (const WeftUnitWalk *walk, int value)
{
  WeftStateEntry *entry = value >= 0 ? weft_units_find_entry (walk, value) : NULL;

  return entry != NULL ? g_hash_table_lookup (walk->earlier, entry) : NULL;
}

/* What says how strong units are: a weight, or its lengths. */
static const WeftStateEntry *
find_strength (const WeftUnitWalk *walk, int value)
{
  const WeftProgramOp *maker = value >= 0 ? weft_units_find_maker (walk, value) : NULL;

  return weft_units_find_earlier (
      walk, maker != NULL && weft_units_is_directed (maker) ? maker->in[1] : value);
}

/* The strongest of each group stay, in their order. */
static void
choose_units (const WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row,
              WeftUnits *units, int n, int groups)
{
  gsize each = (gsize) (units->before / groups), left = (gsize) (n / groups);
  g_autofree Strength *strengths = g_new0 (Strength, units->before);

  for (int i = 0; i < units->before; i++)
    strengths[i].unit = i;
  for (const WeftUnitWeight *weight = row->weights; weight->in > 0; weight++)
    {
      const WeftStateEntry *w
          = weight->in < op->n_in ? find_strength (walk, op->in[weight->in]) : NULL;

      if (w != NULL && weight->takes > 0)
        add_strengths (w, (int) weight->makes - 1, strengths, (gsize) units->before);
    }
  for (int group = 0; group < groups; group++)
    {
      Strength *first = strengths + (gsize) group * each;

      qsort (first, each, sizeof *strengths, compare_strengths);
      qsort (first, left, sizeof *strengths, compare_units);
      for (gsize i = 0; i < left; i++)
        g_array_append_val (units->of, first[i].unit);
    }
}

/* --- what it makes of weights --- */

/* The same along an axis that holds them some times, one after the other. */
static WeftUnits
repeat (const WeftUnits *units, int blocks, int axis)
{
  WeftUnits all = { axis, blocks * units->before, NULL };

  if (units->of == NULL)
    return all;
  all.of = g_array_new (FALSE, FALSE, sizeof (int));
  for (int block = 0; block < blocks; block++)
    for (guint i = 0; i < units->of->len; i++)
      {
        int unit = g_array_index (units->of, int, i);
        int was = unit < 0 ? unit : block * units->before + unit;

        g_array_append_val (all.of, was);
      }
  return all;
}

static gboolean
accounts_for (const WeftUnits *units, int axis, gint64 before, gint64 now)
{
  return units->of != NULL && units->axis == axis && units->before == before
         && units->of->len == now;
}

static void
regrowth_free (gpointer data)
{
  WeftRegrowth *regrowth = data;

  weft_units_clear (&regrowth->made);
  weft_units_clear (&regrowth->taken);
  g_free (regrowth);
}

/* FALSE: something else about it became another, too; it begins anew. Takes both. */
static gboolean
regrow (WeftUnitWalk *walk, int value, WeftUnits made, WeftUnits taken)
{
  WeftRegrowth *regrowth = g_new (WeftRegrowth, 1);
  const WeftStateEntry *earlier = weft_units_find_earlier (walk, value);
  const WeftShape *now = weft_units_shape (walk, value);
  gboolean is_known = earlier != NULL && earlier->shape.rank == now->rank;

  *regrowth = (WeftRegrowth){ .made = made, .taken = taken, .scale = 1 };
  for (int i = 0; is_known && i < now->rank; i++)
    is_known = earlier->shape.dims[i] == now->dims[i]
               || accounts_for (&made, i, earlier->shape.dims[i], now->dims[i])
               || accounts_for (&taken, i, earlier->shape.dims[i], now->dims[i]);
  if (is_known)
    g_hash_table_insert (walk->regrowths, weft_units_find_entry (walk, value), regrowth);
  else
    regrowth_free (regrowth);
  return is_known || earlier == NULL;
}

/* Where an op has weights that make its units; 0: how many there were cannot be said. */
static int
count_before (const WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row, int units)
{
  const WeftStateEntry *earlier = weft_units_find_earlier (walk, op->in[row->weights[0].in]);
  guint axis = row->weights[0].makes - 1;
  gint64 blocks = weft_units_shape (walk, op->in[row->weights[0].in])->dims[axis] / units;

  if (earlier == NULL)
    return units; /* it has the shape that it had, or is new */
  if (earlier->shape.rank <= (int) axis || blocks < 1 || earlier->shape.dims[axis] % blocks != 0)
    return 0;
  return (int) (earlier->shape.dims[axis] / blocks);
}

/* The axis over units of what it is given and makes. */
static int
find_axis (const WeftOpUnits *row, const WeftProgramOp *op, const WeftShape *shape)
{
  if (row->axis < 0 || (row->last != NULL && weft_passage_get_attr (op, row->last).v[0] != 0))
    return shape->rank - 1;
  return row->axis;
}

/* Each unit has weights of its own and reads but one: as in a norm, or filter by filter. */
static gboolean
goes_one_by_one (const WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row,
                 int axis)
{
  const WeftUnitWeight *first = &row->weights[0];
  const WeftShape *w = weft_units_shape (walk, op->in[first->in]);
  gint64 given = axis < weft_units_shape (walk, op->in[0])->rank
                     ? weft_units_shape (walk, op->in[0])->dims[axis]
                     : 0;

  if (first->takes == 0)
    return w->rank == 1;
  return given > 1 && w->dims[first->takes - 1] == 1 && w->dims[first->makes - 1] == given;
}

/* Of how many groups of them each unit reads one. */
static int
count_groups (const WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row, int axis)
{
  const WeftUnitWeight *first = &row->weights[0];
  gint64 given = weft_units_shape (walk, op->in[0])->dims[axis];

  return first->takes > 0
             ? (int) (given / weft_units_shape (walk, op->in[first->in])->dims[first->takes - 1])
             : 1;
}

static WeftUnits
decide (const WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row, int axis, int n,
        int groups)
{
  WeftUnits made = { axis, n, NULL };
  int before = count_before (walk, op, row, n);

  if (before == 0 || before == n || before % groups != 0 || n % groups != 0)
    return made;
  made.before = before;
  if (weft_heads_decide (walk, op, &made))
    return made;
  made.of = g_array_new (FALSE, FALSE, sizeof (int));
  if (before < n)
    split_units (walk, &made, n, groups);
  else
    choose_units (walk, op, row, &made, n, groups);
  return made;
}

/* Where the weight is made of another, or of directions, which were grown: what goes with them,
 * too.
 */
static gboolean
regrow_others (WeftUnitWalk *walk, int value, const WeftUnits *made)
{
  const WeftProgramOp *maker = weft_units_find_maker (walk, value);
  WeftRegrowth *regrowth
      = maker != NULL ? g_hash_table_lookup (walk->regrowths, weft_units_find_entry (walk, value))
                      : NULL;

  if (regrowth == NULL)
    return TRUE;
  if (weft_units_is_directed (maker))
    regrowth->lengths = weft_units_find_entry (walk, maker->in[1]);
  else
    {
      regrowth->rows = weft_units_find_entry (walk, maker->in[1]);
      regrowth->columns = weft_units_find_entry (walk, maker->in[2]);
    }
  return regrow (walk, maker->in[1], repeat (made, 1, 0), (WeftUnits){ 0 });
}

static gboolean
regrow_all (WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row,
            const WeftUnits *made, gboolean takes_all)
{
  int n = (int) weft_units_shape (walk, op->out[0])->dims[made->axis];
  gboolean is_whole = TRUE;

  for (const WeftUnitWeight *weight = row->weights; weight->in > 0; weight++)
    {
      const WeftUnits *taken = weight->is_own ? made : &walk->units[op->in[0]];
      WeftUnits makes, takes = { 0 };
      const WeftShape *w;

      if (weight->in >= op->n_in || op->in[weight->in] < 0)
        continue;
      w = weft_units_shape (walk, op->in[weight->in]);
      if (w->rank < (int) weight->makes || w->dims[weight->makes - 1] < n)
        continue;
      makes = repeat (made, (int) (w->dims[weight->makes - 1] / n), (int) weight->makes - 1);
      if (weight->takes > 0 && takes_all && taken->of != NULL)
        {
          takes = weft_units_copy (taken);
          takes.axis = (int) weight->takes - 1;
        }
      is_whole = regrow (walk, op->in[weight->in], makes, takes)
                 && regrow_others (walk, op->in[weight->in], made) && is_whole;
    }
  return is_whole;
}

/* The ends of sequences, (N, k · units). */
static void
set_end (WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row, const WeftUnits *made,
         int n)
{
  if (row->end == 0 || row->end > op->n_out || op->out[row->end - 1] < 0)
    return;
  walk->units[op->out[row->end - 1]]
      = repeat (made, (int) (weft_units_shape (walk, op->out[row->end - 1])->dims[1] / n), 1);
}

static void
weigh (WeftUnitWalk *walk, const WeftProgramOp *op, const WeftOpUnits *row)
{
  const WeftUnits *given = &walk->units[op->in[0]];
  int axis = find_axis (row, op, weft_units_shape (walk, op->out[0]));
  int n = (int) weft_units_shape (walk, op->out[0])->dims[axis];
  gboolean takes_all = TRUE;
  g_auto (WeftUnits) made = { axis, n, NULL };
  int groups;

  if (row->weights[0].in >= op->n_in || op->in[row->weights[0].in] < 0)
    {
      weft_passage_each (walk, op);
      return;
    }
  if (goes_one_by_one (walk, op, row, axis)
      && (walk->rule < WEFT_SURGERY_DIRECTIONS || given->of != NULL
          || count_before (walk, op, row, n) == n))
    {
      takes_all = FALSE;
      if (given->of != NULL && given->axis == axis)
        made = weft_units_copy (given);
    }
  else
    {
      groups = count_groups (walk, op, row, axis);
      if (groups > 1 && (walk->rule < WEFT_SURGERY_DIRECTIONS || given->of != NULL))
        return;
      made = decide (walk, op, row, axis, n, groups);
    }
  if (!regrow_all (walk, op, row, &made, takes_all) || made.of == NULL)
    return;
  walk->units[op->out[0]] = weft_units_copy (&made);
  set_end (walk, op, row, &made, n);
  weft_heads_scale (walk, op);
}

void
weft_units_walk (WeftUnitWalk *walk)
{
  walk->units = g_new0 (WeftUnits, walk->program->values->len);
  walk->regrowths = g_hash_table_new_full (NULL, NULL, NULL, regrowth_free);
  for (guint i = 0; i < walk->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (walk->program->ops, WeftProgramOp, i);
      const WeftOpUnits *row = weft_units_row (op);

      if (row->way == WEFT_UNITS_WEIGHED)
        weigh (walk, op, row);
      else if (passages[row->way] != NULL)
        passages[row->way](walk, op);
    }
}
