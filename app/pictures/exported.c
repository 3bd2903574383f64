/* exported: a network as a file of any format that is written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/exported.h"

#include <glib/gi18n.h>

#include "app/pictures/figure-picture.h"
#include "app/pictures/graph-picture.h"
#include "engine/metrics/metric.h"
#include "engine/train/model/average.h"
#include "ui/base/format.h"

static GByteArray *
draw_cb (const WeftFormatJob *job, const char *format, GError **error)
{
  return job->is_paper ? weft_figure_draw (job->graph, job->report, format, error)
                       : weft_picture_draw (job->graph, job->report, format, job->is_dark, error);
}

/* state: what is written of the weights. */
static WeftFormatJob
make_job (const WeftExported *what, const WeftState *state)
{
  return (WeftFormatJob){
    .graph = what->graph,
    .report = what->report,
    .title = what->title,
    .model = what->model,
    .state = state,
    .is_dark = what->is_dark,
    .is_paper = what->is_paper,
    .loss = what->loss,
    .draw = draw_cb,
  };
}

/* What judges and answers: where an average of the weights does so in their place, *averaged,
 * transfer full, has it there. */
static gboolean
average (const WeftExported *what, WeftState **averaged, GError **error)
{
  if (what->model == NULL || what->model->training.ema_decay <= 0)
    return TRUE;
  *averaged = weft_state_dup (what->state, error);
  if (*averaged == NULL)
    return FALSE;
  weft_average_swap (what->model->training.ema_decay, *averaged);
  return TRUE;
}

/* One of bytes and folder: where what was made goes. */
static gboolean
make (const WeftFormat *format, const WeftExported *what, GByteArray **bytes, const char *folder,
      GError **error)
{
  g_autoptr (WeftState) averaged = NULL;
  WeftFormatJob job;

  if (!average (what, &averaged, error))
    return FALSE;
  job = make_job (what, averaged != NULL ? averaged : what->state);
  if (folder != NULL)
    return format->write_folder (&job, folder, error);
  *bytes = format->write (&job, error);
  return *bytes != NULL;
}

GByteArray *
weft_exporting_make (const WeftFormat *format, const WeftExported *what, GError **error)
{
  GByteArray *bytes = NULL;

  make (format, what, &bytes, NULL, error);
  return bytes;
}

gboolean
weft_exporting_fill_folder (const WeftFormat *format, const WeftExported *what, const char *folder,
                            GError **error)
{
  return make (format, what, NULL, folder, error);
}

char *
weft_exporting_dup_loss (const WeftFormatLoss *loss, gboolean is_brief)
{
  const WeftMetric *metric = loss->metric != NULL ? weft_metric_find (loss->metric) : NULL;
  gboolean is_share = metric != NULL && metric->is_share;
  g_autofree char *before = weft_format_metric (loss->before, is_share);
  g_autofree char *after = weft_format_metric (loss->after, is_share);
  g_autofree char *samples = weft_format_count (loss->samples);
  const char *name = metric != NULL ? _ (metric->title) : _ ("loss");

  if (is_brief)
    return loss->samples == 0
               ? g_strdup (_ ("No held-out data says what int8 costs"))
               /* Translators: a metric's name, a figure twice */
               : g_strdup_printf (_ ("%s with int8: %s (before: %s)"), name, after, before);
  if (loss->samples == 0)
    return g_strdup (_ ("The weights are rounded to int8; there is no held-out data to say what "
                        "that costs."));
  /* Translators: a metric's name, a figure twice, a number of samples */
  return g_strdup_printf (
      _ ("With weights in int8: %s %s, before %s, on %s samples that it did not "
         "learn from."),
      name, after, before, samples);
}
