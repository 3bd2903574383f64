/* unjudged: a network whose losses compare no answer with anything, so that nothing can be counted
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/panels/results.h"

static GtkWidget *
create (WeftContext *context)
{
  return weft_panel_empty_new (
      _ ("No loss here compares an answer with a target, so there are no right and wrong ones to "
         "show. Curves says how the loss falls, Inside what the layers make, and “Samples in two "
         "dimensions” there which samples they take for alike."),
      NULL, NULL);
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  gboolean is_answered = FALSE;

  for (guint i = 0; i < model->n_judges; i++)
    is_answered = is_answered || model->judges[i].is_answer;
  return !is_answered
         || (weft_model_get_target (model, judge) == NULL
             && weft_dataset_get_x (model->dataset)->kind != WEFT_KIND_POINTS);
}

const WeftResultView weft_result_view_unjudged
    = { .id = "unjudged", .fits = fits, .create = create };
