/* losses: what every loss row has: its scale and its weight, and the scalar that it gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

#include <math.h>

const WeftParam weft_loss_params[] = { WEFT_LOSS_PARAMS (WeftLoss), { NULL } };

const WeftPort weft_loss_outputs[] = { { "loss", N_ ("loss") }, { NULL } };

const WeftPort weft_loss_inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("target"), .misfit = "target-not-numbers" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftPort weft_loss_label_inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("labels"), .kinds = WEFT_KINDS_OF_LABELS, .misfit = "target-not-classes" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftPort weft_loss_either_inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("target"),
    .kinds
    = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK) },
  WEFT_MASK_PORT,
  { NULL },
};

WeftValue
weft_loss_compare_with (WeftBuilder *b, const char *op, const WeftAttr *attrs, const WeftLoss *loss,
                        const WeftValue *in)
{
  const WeftShape *prediction = weft_builder_shape (b, in[0]);
  const WeftShape *target = weft_builder_shape (b, in[1]);
  WeftValue value;

  if (!weft_shape_equal (prediction, target))
    weft_builder_fail (b, "shape-mismatch", _ ("expects a target of the prediction’s shape"), NULL);
  value = weft_builder_op (b, op, attrs, in, in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, value, in[0], in[1], loss->weight);
  return value;
}

WeftValue
weft_loss_compare (WeftBuilder *b, const char *op, const WeftLoss *loss, const WeftValue *in)
{
  return weft_loss_compare_with (b, op, WEFT_ATTRS ({ "scale", { loss->scale } }), loss, in);
}

/* The number of a choice of the op's attribute. */
static double
find_choice (const char *op, const char *attr, const char *value)
{
  const WeftChoice *choices = weft_params_find (weft_op_find (op, 0)->attrs, attr)->choices;
  int i = 0;

  while (choices[i].value && !g_str_equal (choices[i].value, value))
    i++;
  g_return_val_if_fail (choices[i].value, 0);
  return i;
}

WeftValue
weft_loss_distance (WeftBuilder *b, const WeftDistance *distance, const WeftLoss *loss,
                    const WeftValue *in)
{
  return weft_loss_compare_with (
      b, "distance",
      WEFT_ATTRS ({ "scale", { loss->scale } },
                  { "of", { find_choice ("distance", "of", distance->of) } },
                  { "k", { distance->k } }, { "m", { distance->m } },
                  { "of_samples", { distance->of_samples } }),
      loss, in);
}

/* Says how the width of the prediction fits the classes; an unknown number of them passes. */
static gboolean
check_classes (WeftBuilder *b, WeftValue target, gint64 width)
{
  int classes = weft_builder_classes (b, target);
  g_autofree char *scores = g_strdup_printf ("%" G_GINT64_FORMAT, width);
  g_autofree char *wanted = g_strdup_printf ("%d", classes);

  if (classes > 0 && width != classes)
    weft_builder_fail (b, width < classes ? "too-few-outputs" : "too-many-outputs", scores, wanted,
                       NULL);
  return classes == 0 || width >= classes;
}

gboolean
weft_loss_expect_classes (WeftBuilder *b, WeftValue prediction, WeftValue target, int dim)
{
  int rank = weft_builder_shape (b, target)->rank;

  if (rank == 1 && weft_builder_shape (b, prediction)->rank != 2)
    weft_builder_fail (b, "needs-flat", NULL);
  else if (weft_builder_shape (b, prediction)->rank != rank + 1)
    weft_builder_fail (b, "target-not-classes", NULL);
  else
    return check_classes (b, target, weft_builder_dim (b, prediction, dim));
  return FALSE;
}

void
weft_loss_expect_scores (WeftBuilder *b, WeftValue scores, const char *own)
{
  const WeftOp *maker = weft_builder_find_maker (b, scores);
  g_autofree char *range = NULL;

  if (maker == NULL || maker->low == maker->high)
    return;
  if (g_str_equal (maker->id, own))
    {
      weft_builder_fail (
          b, g_str_equal (own, "softmax") ? "softmax-before-loss" : "sigmoid-before-loss", NULL);
      return;
    }
  range = isinf (maker->high)  ? g_strdup_printf ("≥ %g", maker->low)
          : isinf (maker->low) ? g_strdup_printf ("≤ %g", maker->high)
                               : g_strdup_printf ("%g … %g", maker->low, maker->high);
  weft_builder_fail (b, "range-before-loss", range, NULL);
}

const WeftPort weft_loss_pair_inputs[] = {
  { "x1", N_ ("first codes") },
  { "x2", N_ ("second codes") },
  { "target", N_ ("whether they belong together"),
    .kinds = WEFT_KIND_BIT (WEFT_KIND_CLASS) | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) },
  { NULL },
};

WeftValue
weft_loss_pairs (WeftBuilder *b, int of, double margin, const WeftLoss *loss, const WeftValue *in)
{
  WeftValue value = WEFT_NONE;

  if (weft_builder_expect_rank (b, in[0], 2, 2, "(N, D)"))
    value = weft_builder_op (
        b, "pair_loss",
        WEFT_ATTRS ({ "scale", { loss->scale } }, { "of", { of } }, { "margin", { margin } }), in,
        3);
  weft_builder_loss (b, value, WEFT_NONE, WEFT_NONE, loss->weight);
  return value;
}
