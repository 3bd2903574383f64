/* moved: a number that stands elsewhere, unchanged; back, what comes to all places where it stands
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

/* Where a number of y stands among the inputs. */
typedef struct
{
  guint port;
  gint64 offset; /* −1: nowhere */
  double number; /* what stands there instead */
} Source;

static void
split (const WeftShape *shape, gsize offset, gint64 *index)
{
  for (int axis = shape->rank - 1; axis >= 0; axis--)
    {
      index[axis] = (gint64) offset % shape->dims[axis];
      offset /= (gsize) shape->dims[axis];
    }
}

static gint64
join (const WeftShape *shape, const gint64 *index)
{
  gint64 offset = 0;

  for (int axis = 0; axis < shape->rank; axis++)
    offset = offset * shape->dims[axis] + index[axis];
  return offset;
}

static int
get_axis (const WeftWorking *w)
{
  int axis = (int) weft_working_attr (w, "dim", 0, 1);

  return axis < 0 ? axis + weft_working_shape (w, 0)->rank : axis;
}

/* --- where each op has it from; index: of y, which may be written on --- */

static Source
slice (const WeftWorking *w, gint64 *index)
{
  const WeftShape *x = weft_working_shape (w, 0);
  int axis = get_axis (w);
  gint64 start = (gint64) weft_working_attr (w, "start", 0, 0);

  index[axis] = (start < 0 ? start + x->dims[axis] : start)
                + index[axis] * (gint64) weft_working_attr (w, "step", 0, 1);
  return (Source){ 0, join (x, index), 0 };
}

static Source
concat (const WeftWorking *w, gint64 *index)
{
  int axis = get_axis (w);
  guint port = 0;

  while (index[axis] >= weft_working_shape (w, port)->dims[axis])
    index[axis] -= weft_working_shape (w, port++)->dims[axis];
  return (Source){ port, join (weft_working_shape (w, port), index), 0 };
}

static Source
permute (const WeftWorking *w, gint64 *index)
{
  const WeftShape *x = weft_working_shape (w, 0);
  gint64 from[WEFT_MAX_RANK] = { index[0] };

  for (int axis = 1; axis < x->rank; axis++)
    from[(int) weft_working_attr (w, "dims", axis - 1, axis)] = index[axis];
  return (Source){ 0, join (x, from), 0 };
}

static Source
expand (const WeftWorking *w, gint64 *index)
{
  const WeftShape *x = weft_working_shape (w, 0), *y = weft_working_y_shape (w);
  gint64 from[WEFT_MAX_RANK] = { 0 };

  for (int axis = 0; axis < x->rank; axis++)
    {
      int at = axis == 0 ? 0 : axis + y->rank - x->rank;

      from[axis] = x->dims[axis] == 1 ? 0 : index[at];
    }
  return (Source){ 0, join (x, from), 0 };
}

static Source
gather (const WeftWorking *w, gint64 *index)
{
  const WeftShape *x = weft_working_shape (w, 0), *which = weft_working_shape (w, 1);
  const gint64 *picks = w->sight->in[1]->data;
  gint64 from[WEFT_MAX_RANK], n = index[0];
  int axis = get_axis (w), behind = which->rank > 1 ? axis + 1 : axis;

  for (int i = 0; i < axis; i++)
    from[i] = index[i];
  from[axis] = which->rank > 1 ? picks[n * which->dims[1] + index[axis]] : picks[n];
  for (int i = axis + 1; i < x->rank; i++)
    from[i] = index[behind + i - axis - 1];
  if (from[axis] < 0 || from[axis] >= x->dims[axis])
    return (Source){ 0, -1, 0 };
  return (Source){ 0, join (x, from), 0 };
}

enum
{
  CONSTANT,
  REFLECT,
  REPLICATE,
  CIRCULAR,
};

static Source
pad (const WeftWorking *w, gint64 *index)
{
  const WeftShape *x = weft_working_shape (w, 0), *y = weft_working_y_shape (w);
  int mode = (int) weft_working_attr (w, "mode", 0, CONSTANT);

  for (int axis = 1; axis < x->rank; axis++)
    {
      int pair = x->rank - 1 - axis;
      gint64 n = x->dims[axis], i = index[axis];

      if (n == y->dims[axis] && weft_working_attr (w, "pads", 2 * pair, 0) == 0)
        continue;
      i -= (gint64) weft_working_attr (w, "pads", 2 * pair, 0);
      if (mode == CONSTANT && (i < 0 || i >= n))
        return (Source){ 0, -1, weft_working_attr (w, "value", 0, 0) };
      if (mode == REFLECT)
        i = i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
      else if (mode == REPLICATE)
        i = CLAMP (i, 0, n - 1);
      else if (mode == CIRCULAR)
        i = (i + n) % n;
      index[axis] = i;
    }
  return (Source){ 0, join (x, index), 0 };
}

static Source
shuffle (const WeftWorking *w, gint64 *index)
{
  gint64 r = (gint64) weft_working_attr (w, "factor", 0, 2), c = index[1];

  if (weft_working_attr (w, "back", 0, 0) == 0)
    {
      index[1] = (c * r + index[2] % r) * r + index[3] % r;
      index[2] /= r;
      index[3] /= r;
    }
  else
    {
      index[1] = c / (r * r);
      index[2] = index[2] * r + c / r % r;
      index[3] = index[3] * r + c % r;
    }
  return (Source){ 0, join (weft_working_shape (w, 0), index), 0 };
}

static Source
constant (const WeftWorking *w, gint64 *index)
{
  return (Source){ 0, -1, weft_working_attr (w, "value", 0, 0) };
}

static const struct
{
  const char *op;
  Source (*find) (const WeftWorking *w, gint64 *index);
} ops[] = {
  { "constant", constant }, { "concat", concat },
  { "expand", expand },     { "gather", gather },
  { "pad", pad },           { "permute", permute },
  { "slice", slice },       { "pixel_shuffle", shuffle },
};

static Source
find_source (const WeftWorking *w, gsize offset)
{
  gint64 index[WEFT_MAX_RANK];

  split (weft_working_y_shape (w), offset, index);
  for (guint i = 0; i < G_N_ELEMENTS (ops); i++)
    if (g_str_equal (ops[i].op, w->sight->stop.application->op))
      return ops[i].find (w, index);
  g_return_val_if_reached (((Source){ 0, -1, NAN }));
}

static void
forward (WeftWorking *w)
{
  Source source = find_source (w, w->offset);
  gint64 index[WEFT_MAX_RANK];
  g_autofree char *from = NULL;

  if (source.offset < 0)
    {
      weft_working_end (w, _ ("a constant"), "#", 1, weft_working_number (source.number));
      return;
    }
  split (weft_working_shape (w, source.port), (gsize) source.offset, index);
  from = weft_working_index (w->sight->n_in > 1 && source.port > 0 ? "x₂" : "x", index,
                             weft_working_shape (w, source.port)->rank);
  weft_working_end (w, from, "#", 1, weft_working_in (w, source.port, (gsize) source.offset));
}

static void
backward (WeftWorking *w)
{
  gsize all = (gsize) weft_shape_count (weft_working_y_shape (w));
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup (_ ("∂L/∂y where it stands")), 1);
  gint64 n = 0;

  for (gsize i = 0; i < all; i++)
    {
      Source source = find_source (w, i);

      if (source.port != w->port || source.offset != (gint64) w->offset)
        continue;
      weft_working_put (dy, weft_working_d_out (w, 0, i));
      n++;
    }
  dy->columns = MAX (weft_working_columns (n), 1);
  dy->rows = (n + dy->columns - 1) / dy->columns;
  if (n == 0)
    weft_working_end (w, _ ("it stands nowhere"), "#", 1, weft_working_number (0));
  else
    weft_working_end (w, n > 1 ? "Σ ∂L/∂y" : "∂L/∂y", NULL, 0);
}

const WeftWorkedRow weft_worked_moved = { NULL, forward, backward };
