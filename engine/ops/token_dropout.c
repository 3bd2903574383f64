/* token_dropout: y[n, t] = token with probability p, else x[n, t]; what is padded, 0, stays
 *
 * x (N, T) tokens, each sample as it draws. Outside training y = x, but in evaluation where that is
 * to judge what was left out. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"

typedef struct
{
  double p;
  int token;
  gboolean judged;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 0.1, 0, 1),
  WEFT_INT (Attrs, token, 0, 0, G_MAXINT),
  WEFT_BOOL (Attrs, judged, FALSE),
  { NULL },
};

enum
{
  X,
  DRAW,
};

static void
forward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  gint64 rows = run->in_shape[X].dims[0], steps = weft_shape_sample_count (&run->in_shape[X]);
  const gint64 *x = run->in[X];
  gint64 *y = run->out[0];

  for (gint64 n = 0; n < rows; n++)
    {
      WeftRandom random = weft_by_sample (run, DRAW, (gsize) n);

      for (gint64 t = 0; t < steps; t++, x++, y++)
        *y = *x != 0 && weft_by_sample_happens (&random, (guint) t, attrs->p) ? attrs->token : *x;
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[X].rank < 1)
    return weft_expects (shapes, _ ("expects tokens, (N, T)"));
  shapes->out[0] = shapes->in[X];
  return weft_by_sample_check (shapes, DRAW);
}

static const WeftOpCase cases[] = {
  { "some", { I64 (5, 6), I64 (5) }, &(const Attrs){ 0.4, 3 } },
  { "batch of one, of no data", { I64 (1, 9) }, &(const Attrs){ 0.5, 0 } },
  { NULL },
};

#define TOKENS WEFT_TYPE_BIT (WEFT_I64)

const WeftOp WEFT_OP_ROW (token_dropout) = {
  .id = "token_dropout",
  .summary = "y[n, t] = token with probability p, else x[n, t]; 0 stays",
  .inputs = { { "x", .types = TOKENS, .no_gradient = TRUE }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { NULL, forward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "tokens_dropped (x, draw, p, token)",
};
