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

/* So that a = times·t + c and b = times·other_t + c, or T / −times + c; 0: not so simple. */
static gint64
find_times (gint64 a, gint64 b, gint64 t, gint64 other_t)
{
  gint64 rise = b - a, run = other_t - t;

  if (rise % run == 0)
    return rise / run;
  return rise != 0 && run % rise == 0 ? -(run / rise) : 0;
}

void
weft_shape_follow (WeftShape *shape, gint64 t, const WeftShape *other, gint64 other_t,
                   int from_axis)
{
  weft_shape_fix (shape);
  for (int i = from_axis; other->rank == shape->rank && i < shape->rank; i++)
    {
      gint64 times = find_times (shape->dims[i], other->dims[i], t, other_t);

      if (times < G_MININT16 || times > G_MAXINT16 || times == 0)
        continue;
      shape->times[i] = (gint16) times;
      shape->t = t;
    }
}

gboolean
weft_shape_follows (const WeftShape *shape)
{
  return shape->t != 0;
}

void
weft_shape_fix (WeftShape *shape)
{
  shape->t = 0;
  memset (shape->times, 0, sizeof shape->times);
}

static gint64
get_rest (const WeftShape *shape, int i)
{
  gint64 times = shape->times[i];

  return shape->dims[i] - (times < 0 ? shape->t / -times : shape->t * times);
}

/* "64", "T", "2T", "T−4", "T/2+1" */
static void
append_dimension (GString *text, const WeftShape *shape, int i)
{
  gint64 times = shape->times[i], rest = get_rest (shape, i);

  if (times == 0)
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, shape->dims[i]);
      return;
    }
  if (times > 1)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, times);
  g_string_append_c (text, 'T');
  if (times < 0)
    g_string_append_printf (text, "/%" G_GINT64_FORMAT, -times);
  if (rest != 0)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, rest < 0 ? "−" : "+", ABS (rest));
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
      gboolean is_sum = shape->times[i] != 0 && get_rest (shape, i) != 0;

      g_string_append_printf (text, "%s%s", i > 1 ? "×" : "", is_sum ? "(" : "");
      append_dimension (text, shape, i);
      g_string_append (text, is_sum ? ")" : "");
    }
  if (shape->rank < 2)
    g_string_append_c (text, '1');
  return g_string_free (text, FALSE);
}
