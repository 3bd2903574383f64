/* recurrent: RNN, GRU and LSTM, as the standard has them: gates in its order, two biases, steps
 * first, one direction or both */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef double (*Activation) (double x);

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
relu (double x)
{
  return MAX (x, 0);
}

typedef struct
{
  gint64 steps, samples, inputs, units, directions, gates;
  gboolean by_sample;   /* layout 1: samples first */
  gboolean resets_late; /* of a GRU: linear_before_reset */
  const char *direction;
  Activation f, g, h;
  WeftTensor *x, *w, *r, *b, *lengths, *h0, *c0, *p; /* from b on nullable */
  WeftTensor *y, *h_end, *c_end;
} Cells;

/* One sample, one direction. */
typedef struct
{
  const Cells *cells;
  const float *w, *r, *b, *p;    /* this direction's; b, p nullable */
  double *h, *c, *sums, *shares; /* (H), (H), (G·H) of both, and of the hidden state's alone */
} Cell;

static WeftTensor *
get (const WeftOnnxCall *call, guint i)
{
  return i < call->n_in ? call->in[i] : NULL;
}

/* --- one step --- */

/* Sums of the gates; what the hidden state has a share in, in `shares`. */
static void
add_up (const Cell *cell, const float *x)
{
  const Cells *cells = cell->cells;
  gint64 n = cells->gates * cells->units;

  for (gint64 i = 0; i < n; i++)
    {
      double sum = cell->b != NULL ? cell->b[i] : 0, share = cell->b != NULL ? cell->b[n + i] : 0;

      for (gint64 k = 0; k < cells->inputs; k++)
        sum += (double) cell->w[i * cells->inputs + k] * x[k];
      for (gint64 k = 0; k < cells->units; k++)
        share += cell->r[i * cells->units + k] * cell->h[k];
      cell->shares[i] = share;
      cell->sums[i] = sum + share;
    }
}

static void
step_rnn (const Cell *cell)
{
  for (gint64 i = 0; i < cell->cells->units; i++)
    cell->h[i] = cell->cells->f (cell->sums[i]);
}

/* i o f c; peepholes i o f. */
static void
step_lstm (const Cell *cell)
{
  const Cells *cells = cell->cells;
  gint64 n = cells->units;
  const float *p = cell->p;

  for (gint64 k = 0; k < n; k++)
    {
      double in = cells->f (cell->sums[k] + (p != NULL ? p[k] * cell->c[k] : 0));
      double forget
          = cells->f (cell->sums[2 * n + k] + (p != NULL ? p[2 * n + k] * cell->c[k] : 0));
      double c = forget * cell->c[k] + in * cells->g (cell->sums[3 * n + k]);

      cell->h[k] = cells->f (cell->sums[n + k] + (p != NULL ? p[n + k] * c : 0)) * cells->h (c);
      cell->c[k] = c;
    }
}

/* z r h. What is reset is h before its weights, unless it comes late. */
static void
step_gru (const Cell *cell)
{
  const Cells *cells = cell->cells;
  gint64 n = cells->units;
  g_autofree double *reset = g_new (double, (gsize) n);
  g_autofree double *next = g_new (double, (gsize) n);

  for (gint64 k = 0; k < n; k++)
    reset[k] = cells->f (cell->sums[n + k]);
  for (gint64 k = 0; k < n; k++)
    {
      double z = cells->f (cell->sums[k]), own = cell->sums[2 * n + k] - cell->shares[2 * n + k];
      double share = reset[k] * cell->shares[2 * n + k];

      if (!cells->resets_late)
        {
          share = cell->b != NULL ? cell->b[5 * n + k] : 0;
          for (gint64 i = 0; i < n; i++)
            share += cell->r[(2 * n + k) * n + i] * reset[i] * cell->h[i];
        }
      next[k] = (1 - z) * cells->g (own + share) + z * cell->h[k];
    }
  memcpy (cell->h, next, (gsize) n * sizeof *next);
}

/* --- all steps --- */

/* Where (step, direction, sample) lies in y, or (direction, sample) in what it ends with. */
static gint64
place_of (const Cells *cells, gint64 t, gint64 d, gint64 n)
{
  return cells->by_sample ? ((n * cells->steps + t) * cells->directions + d) * cells->units
                          : ((t * cells->directions + d) * cells->samples + n) * cells->units;
}

static gint64
place_of_end (const Cells *cells, gint64 d, gint64 n)
{
  return (cells->by_sample ? n * cells->directions + d : d * cells->samples + n) * cells->units;
}

static void
run_sample (const Cells *cells, Cell *cell, gint64 d, gint64 n, void (*step) (const Cell *cell))
{
  gboolean reversed = d == 1 || *cells->direction == 'r';
  gint64 length = cells->lengths != NULL ? weft_onnx_get_whole (cells->lengths, n) : cells->steps;
  gint64 end = place_of_end (cells, d, n), units = cells->units;

  length = CLAMP (length, 0, cells->steps);
  for (gint64 k = 0; k < units; k++)
    {
      cell->h[k] = cells->h0 != NULL ? weft_onnx_get (cells->h0, end + k) : 0;
      cell->c[k] = cells->c0 != NULL ? weft_onnx_get (cells->c0, end + k) : 0;
    }
  for (gint64 s = 0; s < length; s++)
    {
      gint64 t = reversed ? length - 1 - s : s;
      gint64 from = (cells->by_sample ? n * cells->steps + t : t * cells->samples + n);

      add_up (cell, (const float *) cells->x->data + from * cells->inputs);
      step (cell);
      for (gint64 k = 0; k < units; k++)
        weft_onnx_set (cells->y, place_of (cells, t, d, n) + k, cell->h[k]);
    }
  for (gint64 k = 0; k < units; k++)
    {
      if (cells->h_end != NULL)
        weft_onnx_set (cells->h_end, end + k, cell->h[k]);
      if (cells->c_end != NULL)
        weft_onnx_set (cells->c_end, end + k, cell->c[k]);
    }
}

static void
run_all (const Cells *cells, void (*step) (const Cell *cell))
{
  gsize all = (gsize) (cells->gates * cells->units), units = (gsize) cells->units;
  g_autofree double *room = g_new (double, 2 * all + 2 * units);

  for (gint64 d = 0; d < cells->directions; d++)
    {
      Cell cell = { .cells = cells,
                    .w = (const float *) cells->w->data + d * (gint64) all * cells->inputs,
                    .r = (const float *) cells->r->data + d * (gint64) all * cells->units,
                    .sums = room,
                    .shares = room + all,
                    .h = room + 2 * all,
                    .c = room + 2 * all + units };

      if (cells->b != NULL)
        cell.b = (const float *) cells->b->data + 2 * d * (gint64) all;
      if (cells->p != NULL)
        cell.p = (const float *) cells->p->data + 3 * d * cells->units;
      for (gint64 n = 0; n < cells->samples; n++)
        run_sample (cells, &cell, d, n, step);
    }
}

/* --- what a node says --- */

static gboolean
is_like (const WeftTensor *x, gint64 count)
{
  return x == NULL || (weft_onnx_is_real (x) && weft_shape_count (&x->shape) == count);
}

static gboolean
read_shapes (WeftOnnxCall *call, Cells *cells)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 both;

  cells->x = call->in[0];
  cells->w = call->in[1];
  cells->r = call->in[2];
  cells->b = get (call, 3);
  cells->lengths = get (call, 4);
  cells->h0 = get (call, 5);
  if (x->rank != 3 || cells->r->shape.rank != 3)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  cells->by_sample = weft_onnx_int (call, "layout", 0) != 0;
  cells->steps = x->dims[cells->by_sample ? 1 : 0];
  cells->samples = x->dims[cells->by_sample ? 0 : 1];
  cells->inputs = x->dims[2];
  cells->directions = cells->r->shape.dims[0];
  cells->units = cells->r->shape.dims[2];
  both = cells->directions * cells->gates * cells->units;
  if (cells->directions != (*cells->direction == 'b' ? 2 : 1)
      || !is_like (cells->x, weft_shape_count (x)) || !is_like (cells->w, both * cells->inputs)
      || !is_like (cells->r, both * cells->units) || !is_like (cells->b, 2 * both)
      || !is_like (cells->h0, cells->directions * cells->samples * cells->units)
      || !is_like (cells->c0, cells->directions * cells->samples * cells->units)
      || !is_like (cells->p, cells->directions * 3 * cells->units)
      || (cells->lengths != NULL
          && (weft_onnx_is_real (cells->lengths)
              || weft_shape_count (&cells->lengths->shape) != cells->samples)))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  return TRUE;
}

/* Others than the standard's own are refused, but relu for an RNN. */
static gboolean
read_activations (WeftOnnxCall *call, Cells *cells)
{
  const Onnx__AttributeProto *given = weft_onnx_find (call, "activations");
  const char *const usual[] = { cells->gates == 1 ? "tanh" : "sigmoid", "tanh", "tanh" };
  guint each = cells->gates == 4 ? 3 : cells->gates == 3 ? 2 : 1;

  cells->f = cells->gates == 1 ? tanh : sigmoid;
  cells->g = cells->h = tanh;
  if (weft_onnx_find (call, "clip") != NULL || weft_onnx_int (call, "input_forget", 0) != 0)
    return weft_onnx_fail_mode (call, "clip, input_forget", "1");
  for (size_t i = 0; given != NULL && i < given->n_strings; i++)
    {
      g_autofree char *name
          = g_strndup ((const char *) given->strings[i].data, given->strings[i].len);

      if (cells->gates == 1 && g_ascii_strcasecmp (name, "relu") == 0)
        cells->f = relu;
      else if (g_ascii_strcasecmp (name, usual[i % each]) != 0)
        return weft_onnx_fail_mode (call, "activations", name);
    }
  return TRUE;
}

static gboolean
make_outputs (WeftOnnxCall *call, Cells *cells)
{
  WeftShape y = WEFT_SHAPE (cells->steps, cells->directions, cells->samples, cells->units);
  WeftShape end = WEFT_SHAPE (cells->directions, cells->samples, cells->units);

  if (cells->by_sample)
    {
      y = WEFT_SHAPE (cells->samples, cells->steps, cells->directions, cells->units);
      end = WEFT_SHAPE (cells->samples, cells->directions, cells->units);
    }
  cells->y = weft_onnx_new (call, 0, &y);
  cells->h_end = call->n_out > 1 && cells->y != NULL ? weft_onnx_new (call, 1, &end) : NULL;
  cells->c_end = call->n_out > 2 && cells->h_end != NULL ? weft_onnx_new (call, 2, &end) : NULL;
  return cells->y != NULL && (call->n_out < 2 || cells->h_end != NULL)
         && (call->n_out < 3 || cells->c_end != NULL);
}

static gboolean
evaluate (WeftOnnxCall *call)
{
  const char *type = call->node->op_type;
  Cells cells = { .gates = *type == 'L' ? 4 : *type == 'G' ? 3 : 1 };
  g_autofree char *direction = weft_onnx_dup_text (call, "direction", "forward");

  cells.direction = direction;
  cells.resets_late = weft_onnx_int (call, "linear_before_reset", 0) != 0;
  if (*type == 'L')
    {
      cells.c0 = get (call, 6);
      cells.p = get (call, 7);
    }
  if (!read_shapes (call, &cells) || !read_activations (call, &cells)
      || !make_outputs (call, &cells))
    return FALSE;
  run_all (&cells, *type == 'L' ? step_lstm : *type == 'G' ? step_gru : step_rnn);
  return TRUE;
}

/* The weights say how many units there are, and the usual activations have no numbers. */
#define IDLE "hidden_size activation_alpha activation_beta"

#define LAYER .lay = weft_onnx_lay_recurrent, .lays_any_axis = TRUE, .lays_any_shape = TRUE

const WeftOnnxOperator weft_onnx_recurrent[] = {
  { "GRU", 3, 6, evaluate, LAYER, .idle = IDLE },
  { "LSTM", 3, 8, evaluate, LAYER, .idle = IDLE },
  { "RNN", 3, 6, evaluate, LAYER, .idle = IDLE },
  { NULL },
};
