/* unit-heads: which units are which where the heads of an attention look */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/unit-heads.h"

#include <math.h>

#include "engine/state/passages.h"
#include "engine/state/surgery.h"

#define HEADS "heads"  /* the op's attribute, */
#define BEFORE "nhead" /* and the layers' parameter */

enum
{
  QUERIES,
  KEYS,
  VALUES,
  PROJECTIONS,
};

/* An attention as it is and as it was: D = heads · width. */
typedef struct
{
  const WeftProgramOp *op;
  int heads, width;
  int heads_before, width_before;
} Attention;

/* What makes the queries, keys or values: some of the units that an op makes by weights. */
typedef struct
{
  const WeftProgramOp *op; /* NULL: something else does */
  int begin;               /* the first of those units */
} Projection;

static const WeftProgramOp *
find_producer (const WeftUnitWalk *walk, int value)
{
  for (guint i = 0; i < walk->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (walk->program->ops, WeftProgramOp, i);

      if (op->out[0] == value)
        return op;
    }
  return NULL;
}

static Projection
find_projection (const WeftUnitWalk *walk, int value)
{
  const WeftProgramOp *op = find_producer (walk, value);
  int begin = 0;

  while (op != NULL && weft_units_row (op)->way != WEFT_UNITS_WEIGHED)
    {
      WeftUnitsWay way = weft_units_row (op)->way;

      if (way != WEFT_UNITS_TURNED && way != WEFT_UNITS_SLICED)
        return (Projection){ 0 };
      if (way == WEFT_UNITS_SLICED)
        begin += (int) weft_passage_get_attr (op, "start").v[0];
      op = find_producer (walk, op->in[0]);
    }
  return (Projection){ op, begin };
}

/* How many heads there were; as many as there are where nobody knows. */
static int
count_heads_before (const WeftUnitWalk *walk, const WeftProgramOp *op, int heads)
{
  const WeftNode *node = walk->before != NULL ? weft_graph_find (walk->before, op->node) : NULL;
  g_autoptr (GVariant) value = NULL;

  if (node == NULL || node->layer->params == NULL
      || weft_params_find (node->layer->params, BEFORE) == NULL)
    return heads;
  value = weft_node_get_param (node, BEFORE);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? (int) g_variant_get_int64 (value)
                                                            : heads;
}

/* blocks: how many times the projection makes as many units as the heads read. FALSE: they did not
 * lie evenly. */
static gboolean
see_attention (const WeftUnitWalk *walk, const WeftProgramOp *op, int units_before,
               Attention *attention)
{
  int units = (int) weft_units_shape (walk, op->in[QUERIES])->dims[2];

  attention->op = op;
  attention->heads = (int) weft_passage_get_attr (op, HEADS).v[0];
  attention->heads_before = count_heads_before (walk, op, attention->heads);
  attention->width = units / attention->heads;
  attention->width_before = units_before / MAX (attention->heads_before, 1);
  return attention->heads_before > 0 && attention->width_before > 0
         && units_before % attention->heads_before == 0;
}

/* --- which stay --- */

/* Squares of what makes each unit that there was, of queries, keys and values together. */
static double *
measure_units (const WeftUnitWalk *walk, const Attention *attention)
{
  int before = attention->heads_before * attention->width_before;
  int now = attention->heads * attention->width;
  double *squares = g_new0 (double, before);

  for (int i = 0; i < PROJECTIONS; i++)
    {
      const Projection projection = find_projection (walk, attention->op->in[i]);
      const WeftStateEntry *w = NULL; /* (units, inputs) */
      gsize n, first;

      if (projection.op != NULL)
        w = weft_units_find_earlier (
            walk, projection.op->in[weft_units_row (projection.op)->weights[0].in]);
      first = (gsize) (projection.begin / now * before);
      if (w == NULL || w->shape.rank != 2 || (gsize) w->shape.dims[0] < first + (gsize) before)
        continue;
      n = (gsize) w->shape.dims[1];
      for (gsize k = 0; k < (gsize) before * n; k++)
        squares[k / n] += (double) w->value[first * n + k] * (double) w->value[first * n + k];
    }
  return squares;
}

/* Places of the `left` largest among n sums, in their order. */
static GArray *
choose_largest (const double *sums, int n, int left)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < n; i++)
    {
      int larger = 0;

      for (int k = 0; k < n; k++)
        larger += sums[k] > sums[i] || (k < i && sums[k] == sums[i]);
      if (larger < left)
        g_array_append_val (chosen, i);
    }
  return chosen;
}

/* Sums of `each` neighbours. */
static double *
add_neighbours (const double *squares, int n, int each)
{
  double *sums = g_new0 (double, n);

  for (int i = 0; i < n * each; i++)
    sums[i / each] += squares[i];
  return sums;
}

/* The heads that stay, by where they stood. */
static GArray *
choose_heads (const Attention *attention, const double *squares)
{
  g_autofree double *sums
      = add_neighbours (squares, attention->heads_before, attention->width_before);

  return choose_largest (sums, attention->heads_before,
                         MIN (attention->heads, attention->heads_before));
}

/* Likewise the units of one head; pairs stay together, for they may be turned. */
static GArray *
choose_within (const Attention *attention, const double *squares)
{
  int before = attention->width_before, now = MIN (attention->width, before);
  int each = before % 2 == 0 && now % 2 == 0 ? 2 : 1;
  g_autofree double *sums = add_neighbours (squares, before / each, each);
  g_autoptr (GArray) chosen = choose_largest (sums, before / each, now / each);
  GArray *units = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < chosen->len; i++)
    for (int k = 0; k < each; k++)
      {
        int unit = g_array_index (chosen, int, i) * each + k;

        g_array_append_val (units, unit);
      }
  return units;
}

/* --- the units --- */

/* of (attention's units), where what was stood from `first` on. What keys have in addition begins
 * with 0 in a head that was there: queries, which do not, teach it. */
static void
fill_block (const Attention *attention, const double *squares, int input, int first, int *of)
{
  g_autoptr (GArray) heads = choose_heads (attention, squares);

  for (int head = 0; head < attention->heads; head++)
    {
      int was = head < (int) heads->len ? g_array_index (heads, int, head) : -1;
      int begin = was * attention->width_before;
      g_autoptr (GArray) units = was >= 0 ? choose_within (attention, squares + begin) : NULL;

      for (int i = 0; i < attention->width; i++)
        {
          int *unit = &of[head * attention->width + i];

          if (units != NULL && i < (int) units->len)
            *unit = first + begin + g_array_index (units, int, i);
          else
            *unit = units != NULL && input == KEYS ? WEFT_UNIT_SILENT : WEFT_UNIT_NEW;
        }
    }
}

/* An attention that reads some of what the op makes: which input, and from which unit on. */
static gboolean
reads (const WeftUnitWalk *walk, const WeftProgramOp *attention, const WeftProgramOp *op, int input,
       int *begin)
{
  const Projection projection = weft_units_row (attention)->way == WEFT_UNITS_ATTENDED
                                    ? find_projection (walk, attention->in[input])
                                    : (Projection){ 0 };

  *begin = projection.begin;
  return projection.op == op;
}

static gboolean
fill_for (const WeftUnitWalk *walk, const WeftProgramOp *reader, const WeftProgramOp *op,
          int before, GArray *of, guint *filled)
{
  int n = (int) weft_units_shape (walk, reader->in[QUERIES])->dims[2];

  for (int input = 0, begin; input < PROJECTIONS; input++)
    {
      Attention attention;
      g_autofree double *squares = NULL;

      if (!reads (walk, reader, op, input, &begin))
        continue;
      if (of->len % (guint) n != 0 || begin % n != 0 || before % ((int) of->len / n) != 0
          || !see_attention (walk, reader, before / ((int) of->len / n), &attention))
        return FALSE;
      squares = measure_units (walk, &attention);
      fill_block (&attention, squares, input, begin / n * (before / ((int) of->len / n)),
                  &g_array_index (of, int, begin));
      *filled += (guint) n;
    }
  return TRUE;
}

gboolean
weft_heads_decide (const WeftUnitWalk *walk, const WeftProgramOp *op, WeftUnits *made)
{
  const WeftShape *shape = weft_units_shape (walk, op->out[0]);
  g_autoptr (GArray) of = g_array_new (FALSE, TRUE, sizeof (int));
  guint filled = 0;

  if (walk->rule < WEFT_SURGERY_HEADS || made->axis != shape->rank - 1)
    return FALSE;
  g_array_set_size (of, (guint) shape->dims[made->axis]);
  for (guint i = 0; i < walk->program->ops->len; i++)
    {
      const WeftProgramOp *reader = &g_array_index (walk->program->ops, WeftProgramOp, i);

      if (!fill_for (walk, reader, op, made->before, of, &filled))
        return FALSE;
    }
  if (filled < of->len)
    return FALSE;
  made->of = g_steal_pointer (&of);
  return TRUE;
}

/* --- the queries --- */

static void
scale_queries (const WeftUnitWalk *walk, const WeftProgramOp *op, const Attention *attention,
               int begin)
{
  const WeftOpUnits *row = weft_units_row (op);

  for (const WeftUnitWeight *weight = row->weights; weight->in > 0; weight++)
    {
      WeftStateEntry *entry = weight->in < op->n_in && op->in[weight->in] >= 0
                                  ? weft_units_find_entry (walk, op->in[weight->in])
                                  : NULL;
      WeftRegrowth *regrowth = entry != NULL ? g_hash_table_lookup (walk->regrowths, entry) : NULL;

      if (regrowth == NULL || regrowth->made.of == NULL)
        continue;
      regrowth->scale = sqrt ((double) attention->width / (double) attention->width_before);
      regrowth->scaled = begin;
      regrowth->scaled_end = begin + attention->heads * attention->width;
    }
}

void
weft_heads_scale (const WeftUnitWalk *walk, const WeftProgramOp *op)
{
  for (guint i = 0; i < walk->program->ops->len && walk->rule >= WEFT_SURGERY_HEADS; i++)
    {
      const WeftProgramOp *reader = &g_array_index (walk->program->ops, WeftProgramOp, i);
      const WeftUnits *units = &walk->units[op->out[0]];
      Attention attention;
      int begin, blocks;

      if (units->of == NULL || !reads (walk, reader, op, QUERIES, &begin))
        continue;
      blocks = (int) units->of->len / (int) weft_units_shape (walk, reader->in[QUERIES])->dims[2];
      if (blocks > 0 && see_attention (walk, reader, units->before / blocks, &attention))
        scale_queries (walk, op, &attention, begin);
    }
}
