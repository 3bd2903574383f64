/* tap-reading: the numbers that a step left on a wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/watching/tap-reading.h"

#include <math.h>

typedef struct
{
  double norm, max, bad;
} Sizes;

/* In one order, so that the sum is the same wherever it is made. */
static Sizes
measure (const float *x, gint64 n)
{
  Sizes sizes = { 0 };
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    {
      double size = fabs ((double) x[i]);

      sum += size * size;
      if (!isfinite (size))
        sizes.bad++;
      else if (size > sizes.max)
        sizes.max = size;
    }
  sizes.norm = sqrt (sum);
  return sizes;
}

/* Units are channels (N, C, …), or the last axis of what has steps (N, T, D). */
static void
count_units (const float *x, const WeftShape *shape, gboolean has_steps, WeftReading *reading)
{
  int axis = has_steps ? shape->rank - 1 : 1;
  gint64 inner = 1, units, outer;

  if (shape->rank < 2)
    return;
  units = shape->dims[axis];
  for (int i = axis + 1; i < shape->rank; i++)
    inner *= shape->dims[i];
  outer = units > 0 && inner > 0 ? weft_shape_count (shape) / (units * inner) : 0;
  reading->units = (double) units;
  reading->dead = 0;
  for (gint64 unit = 0; unit < units; unit++)
    {
      gboolean lives = FALSE;

      for (gint64 i = 0; i < outer * inner && !lives; i++)
        lives = x[(i / inner * units + unit) * inner + i % inner] != 0;
      reading->dead += !lives;
    }
}

/* A field of the data is where the run was given it. */
static const float *
find_values (const WeftExec *exec, const WeftProgram *program, const void *const *inputs, int value)
{
  for (guint i = 0; inputs != NULL && i < program->inputs->len; i++)
    if (g_array_index (program->inputs, WeftProgramInput, i).value == value)
      return inputs[i];
  return weft_exec_get_value (exec, value);
}

gboolean
weft_tap_read (const WeftExec *exec, const void *const *inputs, gint64 node, int output,
               WeftReading *reading)
{
  const WeftProgram *program = weft_exec_get_program (exec);
  int i = weft_program_find_output (program, node, output);
  const WeftProgramValue *value
      = i >= 0 ? &g_array_index (program->values, WeftProgramValue, i) : NULL;
  const float *x = value != NULL && value->shape.type == WEFT_F32
                       ? find_values (exec, program, inputs, i)
                       : NULL;
  const float *dx = x != NULL ? weft_exec_get_gradient (exec, i) : NULL;
  Sizes sizes;
  gint64 n;

  if (x == NULL)
    return FALSE;
  n = weft_shape_count (&value->shape);
  sizes = measure (x, n);
  reading->value = sizes.norm;
  reading->value_max = sizes.max;
  reading->bad = sizes.bad;
  count_units (x, &value->shape, value->mask >= 0, reading);
  if (dx == NULL)
    return TRUE;
  sizes = measure (dx, n);
  reading->gradient = sizes.norm;
  reading->gradient_max = sizes.max;
  reading->bad += sizes.bad;
  return TRUE;
}
