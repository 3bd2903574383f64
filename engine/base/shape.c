/* shape: the logical shape and type of a tensor; always channels-first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/shape.h"

#include <string.h>

WeftShape
weft_shape_new (const gint64 *dims, int rank)
{
  WeftShape shape = { .rank = rank, .type = WEFT_F32 };

  g_return_val_if_fail (rank >= 0 && rank <= WEFT_MAX_RANK, shape);
  if (rank > 0)
    memcpy (shape.dims, dims, (gsize) rank * sizeof *dims);
  return shape;
}

static gint64
count_from (const WeftShape *shape, int axis)
{
  gint64 count = shape->rank < 0 ? 0 : 1;

  for (int i = axis; i < shape->rank; i++)
    if (__builtin_mul_overflow (count, shape->dims[i], &count))
      return G_MAXINT64;
  return count;
}

gint64
weft_shape_count (const WeftShape *shape)
{
  return count_from (shape, 0);
}

gint64
weft_shape_sample_count (const WeftShape *shape)
{
  return count_from (shape, 1);
}

gsize
weft_type_size (WeftType type)
{
  static const gsize sizes[] = {
    [WEFT_F32] = 4,     [WEFT_I32] = 4, [WEFT_I64] = 8,
    [WEFT_BOOLEAN] = 1, [WEFT_U8] = 1,  [WEFT_I16] = 2,
  };

  g_return_val_if_fail (type < G_N_ELEMENTS (sizes), 0);
  return sizes[type];
}

gsize
weft_shape_bytes (const WeftShape *shape)
{
  gsize bytes;

  if (__builtin_mul_overflow ((gsize) weft_shape_count (shape), weft_type_size (shape->type),
                              &bytes))
    return G_MAXSIZE;
  return bytes;
}

gboolean
weft_shape_equal (const WeftShape *a, const WeftShape *b)
{
  return a->type == b->type && weft_shape_same_dims (a, b, 0);
}

gboolean
weft_shape_same_dims (const WeftShape *a, const WeftShape *b, int from_axis)
{
  if (a->rank != b->rank)
    return FALSE;
  for (int i = from_axis; i < a->rank; i++)
    if (a->dims[i] != b->dims[i])
      return FALSE;
  return TRUE;
}

/* --- what follows T --- */

static const char symbols[WEFT_MAX_T][2] = { "T", "U", "V", "W" };

/* So that a = times·t + rest and b = times·other_t + rest, or T / −times + rest; 0: not so simple.
 */
static gint64
find_times (gint64 a, gint64 b, gint64 t, gint64 other_t)
{
  gint64 rise = b - a, run = other_t - t;

  if (run == 0)
    return 0;
  if (rise % run == 0)
    return rise / run;
  return rise != 0 && run % rise == 0 ? -(run / rise) : 0;
}

static gint64
get_rest (gint64 dim, gint64 times, gint64 t)
{
  return dim - (times < 0 ? t / -times : t * times);
}

/* Of several symbols that it could follow the one that says it most plainly. */
static void
follow_one (WeftShape *shape, int i, gint64 times, guint symbol, gint64 t)
{
  gint64 rest = get_rest (shape->dims[i], times, t), before = shape->times[i];

  if (times < G_MININT16 || times > G_MAXINT16 || times == 0 || ABS (rest) > G_MAXINT32)
    return;
  if (before != 0
      && (shape->rest[i] == 0) * 2 + (ABS (before) <= ABS (times))
             >= (rest == 0) * 2 + (ABS (times) < ABS (before)))
    return;
  shape->times[i] = (gint16) times;
  shape->rest[i] = (gint32) rest;
  shape->symbol[i] = (guint8) symbol;
}

void
weft_shape_follow (WeftShape *shape, const WeftBinding *binding, const WeftShape *other,
                   const WeftBinding *other_binding, int from_axis)
{
  weft_shape_fix (shape);
  for (int i = from_axis; other->rank == shape->rank && i < shape->rank; i++)
    for (guint k = 0; k < WEFT_MAX_T; k++)
      follow_one (shape, i,
                  find_times (shape->dims[i], other->dims[i], binding->t[k], other_binding->t[k]),
                  k, binding->t[k]);
}

gboolean
weft_shape_follows (const WeftShape *shape)
{
  for (int i = 0; i < shape->rank; i++)
    if (shape->times[i] != 0)
      return TRUE;
  return FALSE;
}

void
weft_shape_fix (WeftShape *shape)
{
  memset (shape->times, 0, sizeof shape->times);
  memset (shape->rest, 0, sizeof shape->rest);
  memset (shape->symbol, 0, sizeof shape->symbol);
}

/* "64", "T", "2T", "U−4", "T/2+1" */
static void
append_dimension (GString *text, const WeftShape *shape, int i)
{
  int times = shape->times[i], rest = shape->rest[i];

  if (times == 0)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, shape->dims[i]);
      return;
    }
  if (times > 1)
    g_string_append_printf (text, "%d", times);
  g_string_append (text, symbols[shape->symbol[i]]);
  if (times < 0)
    g_string_append_printf (text, "/%d", -times);
  if (rest != 0)
    g_string_append_printf (text, "%s%d", rest < 0 ? "−" : "+", ABS (rest));
}

/* Python's way: a comma after a lone element. */
char *
weft_shape_format (const WeftShape *shape, gboolean batched)
{
  GString *text = g_string_new ("(");

  for (int i = 0; i < shape->rank; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (i == 0 && batched)
        g_string_append_c (text, 'N');
      else
        append_dimension (text, shape, i);
    }
  if (shape->rank == 1)
    g_string_append_c (text, ',');
  g_string_append_c (text, ')');
  return g_string_free (text, FALSE);
}

char *
weft_shape_format_short (const WeftShape *shape)
{
  GString *text = g_string_new (NULL);

  for (int i = 1; i < shape->rank; i++)
    {
      gboolean is_sum = shape->times[i] != 0 && shape->rest[i] != 0;

      g_string_append_printf (text, "%s%s", i > 1 ? "×" : "", is_sum ? "(" : "");
      append_dimension (text, shape, i);
      g_string_append (text, is_sum ? ")" : "");
    }
  if (shape->rank < 2)
    g_string_append_c (text, '1');
  return g_string_free (text, FALSE);
}
