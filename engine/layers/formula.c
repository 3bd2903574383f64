/* formula: arithmetic written as text on its inputs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/formula-text.h"

typedef struct
{
  const char *formula;
} Formula;

#define INPUTS 4

static const WeftParam params[] = {
  WEFT_STRING (Formula, formula, "a", .label = N_ ("Formula"),
               .help = N_ ("Arithmetic on the inputs a, b, c and d: + − * / ^, min, max and "
                           "activations and functions by their names, as in a * sigmoid (b)")),
  { NULL },
};

/* a, b, c, d (N, …) → the shape that those which are used can be spread out to */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const char *text = ((const Formula *) record)->formula;
  WeftValue y = weft_formula_build (b, text, in, INPUTS);

  /* An input as it is becomes a value of this node. */
  for (guint i = 0; i < INPUTS; i++)
    if (y.index >= 0 && y.index == in[i].index)
      {
        out[0] = weft_builder_op1 (b, "scale", NULL, y);
        return;
      }
  out[0] = y;
}

static const WeftPort inputs[] = {
  { "a", .scalars = TRUE },
  { "b", .scalars = TRUE, .optional = TRUE },
  { "c", .scalars = TRUE, .optional = TRUE },
  { "d", .scalars = TRUE, .optional = TRUE },
  { NULL },
};

const WeftLayer weft_layer_formula = {
  .id = "formula",
  .family = WEFT_FAMILY_ARITHMETIC,
  .title = N_ ("Formula"),
  .summary = N_ ("Works out what you write of its inputs, number by number."),
  .formula = "y = f (a, b, …)",
  .line = N_ ("{formula}"),
  .terms = "expression arithmetic lambda custom equation 公式 gongshi gs 表达式 biaodashi bds 算式 "
           "suanshi ss",
  .params = params,
  .record_size = sizeof (Formula),
  .inputs = inputs,
  .build = build,
};
