/* writing: what a trained network writes for samples of its data, token by token */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/writing.h"

#include <glib/gi18n-lib.h>

#include "engine/train/judges.h"

#define AT_ONCE 64 /* samples */

typedef struct
{
  WeftModel *model;
  WeftState *state;
  const WeftDecodeOptions *options;
  const WeftField *target; /* what is written */
  WeftBinding binding;     /* of the decoder */
  WeftDecoder *decoder;
  guint32 *rows; /* (AT_ONCE · beam): whose row each is */
  void *inputs[WEFT_MAX_FEEDS];
} Writing;

static const WeftField *
find_target (const WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].is_answer)
      return weft_model_get_target (model, i);
  return NULL;
}

/* What is written must have steps of its own: it is made one by one, and the rest is there. */
static gboolean
check_target (const Writing *writing, GError **error)
{
  const WeftDataset *dataset = writing->model->dataset;
  const WeftField *target = writing->target;
  gboolean is_alone = target && target->ragged >= 0;

  for (guint i = 0; is_alone && i < dataset->n_fields; i++)
    is_alone = &dataset->fields[i] == target || dataset->fields[i].ragged < 0
               || dataset->fields[i].t != target->t;
  if (!is_alone)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("What the network answers with has no length of its own, so it cannot "
                            "be written step by step."));
  return is_alone;
}

/* One step of what is written, and of the rest as many as these samples have. */
static gboolean
bind (Writing *writing, const guint32 *samples, gint64 n, GError **error)
{
  WeftBinding binding = weft_model_bind_samples (writing->model, samples, n);
  WeftProgram *program;

  binding.n = n * writing->options->beam;
  binding.t[writing->target->t] = 1;
  binding.goes_on = TRUE;
  if (writing->decoder && weft_binding_equal (binding, writing->binding))
    return TRUE;
  g_clear_pointer (&writing->decoder, weft_decoder_free);
  writing->binding = binding;
  program = weft_model_get_program (writing->model, binding, error);
  if (program)
    writing->decoder
        = weft_decoder_new (program, writing->state, NULL, weft_kernel_best_level (), error);
  return writing->decoder != NULL;
}

static gboolean
write_some (Writing *writing, const guint32 *samples, gint64 n, gint64 *tokens, double *likelihood,
            GError **error)
{
  if (!bind (writing, samples, n, error))
    return FALSE;
  for (gint64 i = 0; i < writing->binding.n; i++)
    writing->rows[i] = samples[i / writing->options->beam];
  weft_model_gather (writing->model, writing->rows, writing->binding, writing->inputs);
  weft_decoder_run (writing->decoder, (const void *const *) writing->inputs, writing->options,
                    tokens, likelihood);
  return TRUE;
}

gboolean
weft_model_write (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
                  const WeftDecodeOptions *options, gint64 *tokens, double *likelihood,
                  GError **error)
{
  gint64 rows = AT_ONCE * options->beam;
  Writing writing
      = { .model = model, .state = state, .options = options, .target = find_target (model) };
  gboolean done = check_target (&writing, error)
                  && weft_model_new_inputs (model, rows, writing.inputs, error);

  writing.rows = g_new0 (guint32, rows);
  for (gint64 at = 0; done && at < n; at += AT_ONCE)
    done = write_some (&writing, samples + at, MIN (AT_ONCE, n - at), tokens + at * options->most,
                       likelihood ? likelihood + at : NULL, error);
  g_clear_pointer (&writing.decoder, weft_decoder_free);
  weft_model_free_inputs (writing.inputs);
  g_free (writing.rows);
  return done;
}
