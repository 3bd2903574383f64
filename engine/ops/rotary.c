/* rotary: each pair of neighbouring numbers of a head is turned by t · base^(−2i/d), i the pair's
 * place in it (d = D / heads), so that a product of two steps knows how far they are apart (Su et
 * al. 2021, RoFormer)
 *
 * y[2i] = x[2i] cos − x[2i + 1] sin, y[2i + 1] = x[2i] sin + x[2i + 1] cos; dx is dy turned back.
 * Workspace: sines and cosines (T, d), of each sample where they begin elsewhere. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/position.h"

typedef struct
{
  int heads;
  float base;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, heads, 1, 1, G_MAXINT),
  WEFT_REAL (Attrs, base, 10000, 1, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  BEGIN,
};

/* Pairs of one head. */
static gsize
get_waves (const Attrs *attrs, const WeftShape *x)
{
  return (gsize) (x->dims[2] / attrs->heads / 2);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;

  if (!weft_position_check (shapes, BEGIN))
    return FALSE;
  if (shapes->in[X].dims[2] % (2 * (gint64) attrs->heads) == 0)
    return TRUE;
  shapes->error = g_strdup_printf (_ ("expects a width that divides evenly into %d heads of pairs"),
                                   attrs->heads);
  return FALSE;
}

static guint
count_table_slices (const WeftOpRun *run)
{
  return weft_position_table_slices (run, get_waves (run->attrs, run->in_shape));
}

static void
fill_table (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;

  weft_position_fill (run, slice, BEGIN, get_waves (attrs, run->in_shape), (double) attrs->base);
}

static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = (gsize) (run->in_shape[X].dims[0] * run->in_shape[X].dims[1]);

  return (guint) MIN (rows, weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE));
}

/* One head at one step; way −1: back. */
static void
turn (const float *waves, gsize n, float way, const float *x, float *y)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    {
      float s = way * waves[2 * i], c = waves[2 * i + 1], a = x[2 * i], b = x[2 * i + 1];

      y[2 * i] = a * c - b * s;
      y[2 * i + 1] = a * s + b * c;
    }
}

static void
turn_all (const WeftOpRun *run, guint slice, float way, const float *x, float *y)
{
  gsize steps = (gsize) run->in_shape[X].dims[1], width = (gsize) run->in_shape[X].dims[2];
  gsize waves = get_waves (run->attrs, run->in_shape);
  WeftSpan rows
      = weft_span_of ((gsize) run->in_shape[X].dims[0] * steps, count_slices (run), slice, 1);

  for (gsize k = rows.begin; k < rows.end; k++)
    {
      const float *table
          = weft_position_get_table (run, BEGIN, k / steps, waves) + k % steps * 2 * waves;

      for (gsize at = k * width; at < (k + 1) * width; at += 2 * waves)
        turn (table, waves, way, x + at, y + at);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  turn_all (run, slice, 1.0f, run->in[X], run->out[0]);
  if (slice == 0)
    weft_position_end (run, BEGIN);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  turn_all (run, slice, -1.0f, run->d_out[0], run->d_in[X]);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return weft_position_count_tables (shapes, BEGIN) * (gsize) shapes->in[X].dims[1] * 2
         * get_waves (shapes->attrs, shapes->in) * sizeof (float);
}

#define HEADS(heads, base) (&(const Attrs){ heads, base })

static const WeftOpCase cases[] = {
  { "one head", { F32 (2, 5, 6) }, HEADS (1, 10000.0f) },
  { "two heads, batch of one", { F32 (1, 4, 8) }, HEADS (2, 100.0f) },
  { "going on", { F32 (3, 2, 4), F32 (3, 1) }, HEADS (1, 10000.0f), .bits = 1 << BEGIN },
  { "large", { F32 (8, 40, 96) }, HEADS (4, 10000.0f), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (rotary) = {
  .id = "rotary",
  .summary = "pairs (x[2i], x[2i + 1]) of a head, turned by t · base^(−2i/d)",
  .inputs = { { "x" }, { "begin", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" }, { "end" } },
  .carry = { { 1 + BEGIN, 1 + 1 } },
  .units = { WEFT_UNITS_TURNED },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { count_table_slices, fill_table }, { count_slices, forward } },
  .backward = { { count_table_slices, fill_table }, { count_slices, backward } },
  .may_overwrite = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "rotary (x, begin, heads, base)",
  .onnx = "d = size (x, 2) // heads // 2; a = Unsqueeze (Range (0.0, 1.0 * size (x, 1), 1.0), [1]) "
          "* Exp (Range (0.0, 1.0 * d, 1.0) * (-1 * log (base) / d)); c = Reshape (Cos (a), [1, "
          "size (x, 1), 1, d, 1]); s = Reshape (Sin (a), [1, size (x, 1), 1, d, 1]); p = Reshape "
          "(x, [0, 0, heads, d, 2]); u = Slice (p, [0], [1], [4]); v = Slice (p, [1], [2], [4]); "
          "begin ? none : Reshape (Concat (u * c - v * s, u * s + v * c, axis=4), shape)",
};
