/* codes: what a layer makes of many samples, to be laid out in the plane: those that it takes for
 * alike lie together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/train/explainers/code.h"

typedef struct
{
  int most;
} Codes;

static const WeftParam params[] = {
  WEFT_INT (Codes, most, 300, 2, 4096, .unit = WEFT_UNIT_COUNT, .label = N_ ("Samples"),
            .help = N_ ("How many samples are laid out")),
  { NULL },
};

static WeftPart
find_part (const WeftModel *model)
{
  return model->split->count[WEFT_PART_VALIDATION] > 1 ? WEFT_PART_VALIDATION : WEFT_PART_TRAIN;
}

static gboolean
fits (const WeftExplaining *explaining)
{
  const WeftModel *model = explaining->model;

  return model->split->count[find_part (model)] > 1 && weft_code_get_width (explaining) > 1;
}

static void
keep_cb (guint32 sample, const float *code, gint64 width, gpointer user)
{
  WeftExplanation *explanation = user;

  memcpy (weft_tensor_floats (explanation->codes) + explanation->n_samples * width, code,
          (gsize) width * sizeof (float));
  explanation->samples[explanation->n_samples++] = sample;
}

/* The sample itself is the first. */
static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  const Codes *codes = record;
  const WeftSplit *split = explaining->model->split;
  WeftPart part = find_part (explaining->model);
  gint64 all = split->count[part], n = MIN (all, codes->most),
         width = weft_code_get_width (explaining);
  g_autofree guint32 *samples = g_new (guint32, n);
  g_autofree float *own = weft_code_dup (explaining);
  WeftShape shape = WEFT_SHAPE (n + 1, width);

  for (gint64 i = 0; i < n; i++)
    samples[i] = split->samples[part][i * all / n];
  explanation->node = weft_code_get_node (explaining);
  explanation->samples = g_new0 (guint32, n + 1);
  explanation->codes = weft_tensor_new (&shape);
  if (explanation->codes == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("There is not enough memory for an explanation."));
      return FALSE;
    }
  keep_cb (explaining->sample, own, width, explanation);
  if (!weft_code_each (explaining, samples, n, keep_cb, explanation, error))
    return FALSE;
  explanation->codes->shape.dims[0] = explanation->n_samples;
  return TRUE;
}

const WeftExplainerRow weft_explainer_codes = {
  .id = "codes",
  .title = N_ ("Samples in two dimensions"),
  .summary = N_ ("What a layer makes of many samples: those that it takes for alike lie together."),
  .form = WEFT_EXPLAINED_CODES,
  .params = params,
  .record_size = sizeof (Codes),
  .fits = fits,
  .needs = N_ ("The layer makes but one number, or there are not two samples to compare."),
  .explain = explain,
};
