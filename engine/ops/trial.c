/* trial: one op on memory of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/trial.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"

#define GUARD_BYTES 64
#define GUARD 0x5a

const WeftOpCase *
weft_op_get_cases (const WeftOp *op)
{
  return weft_op_find (op->id, 0)->cases;
}

guint
weft_op_case_count_inputs (const WeftOpCase *op_case)
{
  guint n = 0;

  while (n < WEFT_CASE_MAX_IN && op_case->in[n].rank != 0)
    n++;
  return n;
}

static void *
guarded_new (gsize bytes)
{
  char *memory = weft_memory_new (bytes + GUARD_BYTES, NULL);

  g_assert (memory != NULL);
  memset (memory + bytes, GUARD, GUARD_BYTES);
  return memory;
}

static gboolean
is_broken (const void *memory, gsize bytes)
{
  const guint8 *guard = (const guint8 *) memory + bytes;

  if (memory != NULL)
    for (gsize i = 0; i < GUARD_BYTES; i++)
      if (guard[i] != GUARD)
        return TRUE;
  return FALSE;
}

/* Labels have none. */
static gboolean
takes_gradient (const WeftOpTrial *trial, guint i)
{
  return trial->in_shape[i].type == WEFT_F32 && !weft_op_get_input (trial->op, i)->no_gradient
         && weft_op_has_backward (trial->op);
}

static gboolean
apply_shape_rule (WeftOpTrial *trial, WeftOpShapes *shapes, char **error)
{
  if (trial->op->shape (shapes))
    return TRUE;
  if (error != NULL)
    *error = g_steal_pointer (&shapes->error);
  g_free (shapes->error);
  return FALSE;
}

static void
allocate (WeftOpTrial *trial, const WeftOpShapes *shapes)
{
  const WeftOp *op = trial->op;
  WeftOpRun *run = &trial->run;

  for (guint i = 0; i < run->n_in; i++)
    {
      if (trial->in_shape[i].rank < 0)
        continue;
      trial->given[i] = guarded_new (weft_shape_bytes (&trial->in_shape[i]));
      run->in[i] = guarded_new (weft_shape_bytes (&trial->in_shape[i]));
      if (takes_gradient (trial, i))
        run->d_in[i] = guarded_new (weft_shape_bytes (&trial->in_shape[i]));
    }
  for (guint o = 0; o < run->n_out; o++)
    {
      run->out[o] = guarded_new (weft_shape_bytes (&trial->out_shape[o]));
      run->d_out[o] = guarded_new (weft_shape_bytes (&trial->out_shape[o]));
    }
  if (op->saved_bytes != NULL)
    trial->saved_bytes = op->saved_bytes (shapes);
  if (op->workspace_bytes != NULL)
    trial->workspace_bytes
        = MAX (op->workspace_bytes (shapes, FALSE), op->workspace_bytes (shapes, TRUE));
  run->saved = guarded_new (trial->saved_bytes);
  run->workspace = guarded_new (trial->workspace_bytes);
}

WeftOpTrial *
weft_op_trial_new (const WeftOp *op, const WeftOpCase *op_case, char **error)
{
  g_autoptr (WeftOpTrial) trial = g_new0 (WeftOpTrial, 1);
  WeftOpShapes shapes = { .n_in = weft_op_case_count_inputs (op_case) };

  while (op->outputs[shapes.n_out].name != NULL)
    shapes.n_out++;
  trial->op = op;
  trial->op_case = op_case;
  trial->attrs = op_case->attrs == NULL ? weft_op_attrs_new (op, NULL) : NULL;
  shapes.attrs = trial->attrs != NULL ? trial->attrs : op_case->attrs;
  memcpy (trial->in_shape, op_case->in, sizeof op_case->in);
  shapes.in = trial->in_shape;
  shapes.out = trial->out_shape;
  if (!apply_shape_rule (trial, &shapes, error))
    return NULL;

  trial->run = (WeftOpRun){
    .attrs = shapes.attrs,
    .n_in = shapes.n_in,
    .n_out = shapes.n_out,
    .in_shape = trial->in_shape,
    .out_shape = trial->out_shape,
    .training = !op_case->evaluates,
    .random = { 1, WEFT_STREAM_CHECK, 0 },
  };
  allocate (trial, &shapes);
  return g_steal_pointer (&trial);
}

void
weft_op_trial_free (WeftOpTrial *trial)
{
  for (guint i = 0; i < WEFT_CASE_MAX_IN; i++)
    {
      weft_memory_free (trial->given[i]);
      weft_memory_free (trial->run.in[i]);
      weft_memory_free (trial->run.d_in[i]);
    }
  for (guint o = 0; o < trial->run.n_out; o++)
    {
      weft_memory_free (trial->run.out[o]);
      weft_memory_free (trial->run.d_out[o]);
    }
  g_free (trial->attrs);
  weft_memory_free (trial->run.saved);
  weft_memory_free (trial->run.workspace);
  g_free (trial);
}

static void
fill_labels (WeftOpTrial *trial, guint i, const WeftRandom *random)
{
  guint64 classes = trial->op_case->classes > 0 ? trial->op_case->classes
                                                : (guint64) trial->in_shape[0].dims[1];
  gint64 *labels = trial->given[i];

  for (gint64 n = 0; n < weft_shape_count (&trial->in_shape[i]); n++)
    labels[n] = (gint64) weft_random_below (random, (guint64) n, classes);
}

static void
fill_distinct (float *x, gsize n, float width, const WeftRandom *random)
{
  g_autofree guint32 *order = g_new (guint32, n);

  for (gsize i = 0; i < n; i++)
    order[i] = (guint32) i;
  weft_random_shuffle (random, order, n);
  for (gsize i = 0; i < n; i++)
    x[i] = ((float) (order[i] + 0.5 - (double) (n / 2))) * width / (float) n;
}

/* The last axis is a row. */
static void
fill_bits (float *x, const WeftShape *shape, const WeftRandom *random)
{
  gint64 width = shape->dims[shape->rank - 1];

  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    x[i] = i % width == 0 || weft_random_below (random, (guint64) i, 2) == 1 ? 1.0f : 0.0f;
}

static void
fill_ends (float *x, const WeftShape *shape, const WeftRandom *random)
{
  gint64 width = shape->dims[shape->rank - 1];

  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    x[i] = i % width <= (gint64) weft_random_below (random, (guint64) (i / width), (guint64) width);
}

static void
fill_floats (WeftOpTrial *trial, guint i, const WeftRandom *random)
{
  gsize n = (gsize) weft_shape_count (&trial->in_shape[i]);
  float *x = trial->given[i];
  float deviation = trial->op_case->deviation > 0 ? trial->op_case->deviation : 1.0f;

  if (trial->op_case->bits >> i & 1)
    fill_bits (x, &trial->in_shape[i], random);
  else if (trial->op_case->ends >> i & 1)
    fill_ends (x, &trial->in_shape[i], random);
  else if (trial->op->has_kinks)
    fill_distinct (x, n, 8.0f * deviation, random);
  else
    weft_random_fill_normal (random, x, n, 0.0f, deviation);
  for (gsize j = 0; j < n && (trial->op_case->positive >> i & 1) != 0; j++)
    x[j] = 0.5f + fabsf (x[j]);
}

void
weft_op_trial_fill (WeftOpTrial *trial, guint64 seed)
{
  WeftRandom random = { seed, WEFT_STREAM_CHECK, 0 };

  for (guint i = 0; i < trial->run.n_in; i++, random.step++)
    if (trial->in_shape[i].rank < 0)
      continue;
    else if (trial->in_shape[i].type == WEFT_F32)
      fill_floats (trial, i, &random);
    else
      fill_labels (trial, i, &random);
  for (guint o = 0; o < trial->run.n_out; o++, random.step++)
    weft_random_fill_normal (&random, trial->run.d_out[o],
                             (gsize) weft_shape_count (&trial->out_shape[o]), 0.0f, 1.0f);
}

static void
run_phases (const WeftOpTrial *trial, const WeftPhase *phase, gboolean reversed)
{
  for (; phase->run != NULL; phase++)
    {
      guint slices = phase->slices != NULL ? phase->slices (&trial->run) : 1;

      for (guint i = 0; i < slices; i++)
        phase->run (&trial->run, reversed ? slices - 1 - i : i);
    }
}

void
weft_op_trial_forward (WeftOpTrial *trial, gboolean reversed)
{
  WeftOpRun *run = &trial->run;

  for (guint i = 0; i < run->n_in; i++)
    if (run->in[i] != NULL)
      memcpy (run->in[i], trial->given[i], weft_shape_bytes (&trial->in_shape[i]));
  for (guint o = 0; o < run->n_out; o++)
    memset (run->out[o], 0xff, weft_shape_bytes (&trial->out_shape[o]));
  memset (run->saved, 0xff, trial->saved_bytes);
  memset (run->workspace, 0xff, trial->workspace_bytes);
  if (trial->op->is_view)
    memcpy (run->out[0], run->in[0], weft_shape_bytes (trial->out_shape));
  else
    run_phases (trial, trial->op->forward, reversed);
}

void
weft_op_trial_backward (WeftOpTrial *trial, gboolean reversed)
{
  WeftOpRun *run = &trial->run;
  gboolean is_wanted = FALSE;

  for (guint i = 0; i < run->n_in; i++)
    if (run->d_in[i] != NULL)
      {
        memset (run->d_in[i], 0xff, weft_shape_bytes (&trial->in_shape[i]));
        is_wanted = TRUE;
      }
  if (!is_wanted)
    return;
  memset (run->workspace, 0xff, trial->workspace_bytes);
  if (trial->op->is_view)
    memcpy (run->d_in[0], run->d_out[0], weft_shape_bytes (trial->out_shape));
  else
    run_phases (trial, trial->op->backward, reversed);
}

gboolean
weft_op_trial_has_overrun (const WeftOpTrial *trial)
{
  gboolean broken = is_broken (trial->run.saved, trial->saved_bytes)
                    || is_broken (trial->run.workspace, trial->workspace_bytes);

  for (guint o = 0; o < trial->run.n_out; o++)
    {
      gsize bytes = weft_shape_bytes (&trial->out_shape[o]);

      broken = broken || is_broken (trial->run.out[o], bytes)
               || is_broken (trial->run.d_out[o], bytes);
    }
  for (guint i = 0; i < trial->run.n_in; i++)
    broken = broken || is_broken (trial->run.in[i], weft_shape_bytes (&trial->in_shape[i]))
             || is_broken (trial->run.d_in[i], weft_shape_bytes (&trial->in_shape[i]));
  return broken;
}
