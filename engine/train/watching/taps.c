/* taps: the probes and breakpoints of a document, and what they read of a step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"
#include "engine/train/watching/tap-reading.h"

#include <math.h>
#include <string.h>

/* --- of the document --- */

gboolean
weft_taps_find_source (WeftGraph *graph, gint64 point, gint64 *node, int *output)
{
  for (guint i = 0; i <= weft_graph_get_n_nodes (graph); i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, point, 0);
      const WeftNode *from = wire != NULL ? weft_graph_find (graph, wire->from) : NULL;

      if (from == NULL)
        return FALSE;
      *node = from->id;
      *output = wire->output;
      if (from->layer->grouping != WEFT_GROUPING_POINT)
        return TRUE;
      point = from->id;
    }
  return FALSE; /* a ring of points */
}

guint32
weft_tap_get_series (const WeftNode *probe, gboolean of_gradient)
{
  g_autofree char *name
      = g_strdup_printf ("%s/%s", probe->name, of_gradient ? "gradient" : "value");

  return weft_series_intern (name);
}

/* What its params say; the formula is cut where it is longer than any. */
static void
read_condition (WeftTap *tap, const WeftNode *node)
{
  g_autoptr (GVariant) when = weft_node_get_param (node, "when");
  g_autoptr (GVariant) limit = weft_node_get_param (node, "limit");
  g_autoptr (GVariant) formula = weft_node_get_param (node, "formula");

  tap->condition = weft_condition_find (g_variant_get_string (when, NULL));
  tap->limit = limit != NULL ? g_variant_get_double (limit) : 0;
  if (tap->limit == 0 && tap->condition != NULL)
    tap->limit = tap->condition->limit;
  g_strlcpy (tap->formula, g_variant_get_string (formula, NULL), sizeof tap->formula);
}

GArray *
weft_taps_list (WeftGraph *graph)
{
  GArray *taps = g_array_new (FALSE, FALSE, sizeof (WeftTap));

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      gboolean is_probe = g_str_equal (node->layer->id, "probe");
      WeftTap tap = { .point = node->id };

      if ((!is_probe && !g_str_equal (node->layer->id, "breakpoint"))
          || !weft_taps_find_source (graph, node->id, &tap.node, &tap.output))
        continue;
      if (is_probe)
        {
          tap.value = weft_tap_get_series (node, FALSE);
          tap.gradient = weft_tap_get_series (node, TRUE);
        }
      else
        read_condition (&tap, node);
      if (is_probe || tap.condition != NULL)
        g_array_append_val (taps, tap);
    }
  return taps;
}

/* --- of the learner --- */

void
weft_command_set_taps (WeftLearner *learner, WeftCommand *command)
{
  WeftTaps *taps = &learner->taps;

  weft_learner_emit_taps (learner);
  weft_taps_clear (taps);
  taps->n = command->taps->len;
  taps->list = g_new0 (WeftListening, taps->n);
  for (guint i = 0; i < taps->n; i++)
    {
      const WeftTap *tap = &g_array_index (command->taps, WeftTap, i);

      taps->list[i].tap = *tap;
      taps->list[i].open[0].series = tap->value;
      taps->list[i].open[1].series = tap->gradient;
    }
  if (learner->lesson.keeps_all == (taps->n > 0))
    return;
  learner->lesson.keeps_all = taps->n > 0;
  if (learner->model != NULL)
    weft_lesson_choose_plans (&learner->lesson);
}

void
weft_taps_clear (WeftTaps *taps)
{
  g_clear_pointer (&taps->list, g_free);
  taps->n = 0;
}

void
weft_taps_forget (WeftTaps *taps)
{
  taps->stop = (WeftStop){ 0 };
  for (guint i = 0; i < taps->n; i++)
    {
      taps->list[i].held = FALSE;
      taps->list[i].open[0].count = taps->list[i].open[1].count = 0;
    }
}

/* Of each open sample of a probe. */
void
weft_learner_emit_taps (WeftLearner *learner)
{
  for (guint i = 0; i < learner->taps.n; i++)
    for (int k = 0; k < 2; k++)
      {
        WeftSample *open = &learner->taps.list[i].open[k];

        if (open->count > 0)
          weft_outlets_send (&learner->out, open);
        open->count = 0;
      }
}

static WeftReading
begin_reading (const WeftLearner *learner)
{
  return (WeftReading){ .value = NAN,
                        .value_max = NAN,
                        .gradient = NAN,
                        .gradient_max = NAN,
                        .bad = NAN,
                        .units = NAN,
                        .dead = NAN,
                        .accuracy = NAN,
                        .loss = (double) learner->lesson.lanes[0].loss,
                        .rate = weft_lesson_get_rate (&learner->lesson),
                        .step = (double) learner->state->step,
                        .epoch = (double) learner->state->epoch };
}

/* The first of the recipe's plans that made it in this step has it. */
static void
read_wire (const WeftLearner *learner, const WeftTap *tap, WeftReading *reading)
{
  const WeftLane *lane = learner->lesson.lanes;

  for (; lane->optimizer != NULL; lane++)
    if (lane->exec != NULL
        && weft_tap_read (lane->exec, learner->lesson.run.inputs, tap->node, tap->output, reading))
      return;
}

static void
record (WeftListening *it, gint64 step, const WeftReading *reading)
{
  if (isfinite (reading->value))
    weft_outlets_record (&it->open[0], step, (float) reading->value);
  if (isfinite (reading->gradient))
    weft_outlets_record (&it->open[1], step, (float) reading->gradient);
}

/* It pauses where the condition comes to hold, not at each step at which it still does. */
static void
decide (WeftLearner *learner, WeftListening *it, const WeftReading *reading)
{
  const WeftTap *tap = &it->tap;
  double measured, limit = tap->limit;
  gboolean holds = weft_condition_holds (tap->condition, reading, tap->formula, &measured, &limit);

  if (holds && !it->held && learner->taps.stop.point == 0)
    learner->taps.stop = (WeftStop){ .point = tap->point,
                                     .node = tap->node,
                                     .step = learner->state->step,
                                     .condition = tap->condition,
                                     .measured = measured,
                                     .limit = limit };
  it->held = holds;
}

gboolean
weft_learner_read_taps (WeftLearner *learner)
{
  for (guint i = 0; i < learner->taps.n; i++)
    {
      WeftListening *it = &learner->taps.list[i];
      WeftReading reading = begin_reading (learner);

      if (it->tap.condition != NULL && it->tap.condition->of_figures)
        continue;
      read_wire (learner, &it->tap, &reading);
      if (it->tap.condition == NULL)
        record (it, learner->state->step, &reading);
      else
        decide (learner, it, &reading);
    }
  return learner->taps.stop.point != 0;
}

void
weft_learner_read_failed (WeftLearner *learner)
{
  const WeftRecipeRun *run = &learner->lesson.run;

  for (guint i = 0; i < learner->taps.n; i++)
    {
      WeftListening *it = &learner->taps.list[i];
      WeftReading reading = begin_reading (learner);

      if (it->tap.condition == NULL || it->tap.condition->of_figures || run->exec == NULL
          || !weft_tap_read (run->exec, run->inputs, it->tap.node, it->tap.output, &reading))
        continue;
      reading.loss = (double) weft_exec_get_loss (run->exec);
      decide (learner, it, &reading);
    }
}

void
weft_learner_judge_taps (WeftLearner *learner)
{
  WeftReading reading = begin_reading (learner);
  WeftFigure figures[WEFT_MAX_FIGURES];
  guint n = weft_evaluation_list_figures (learner->looks.evaluations[WEFT_PART_VALIDATION],
                                          learner->model, figures);

  for (guint i = 0; i < n; i++)
    if (g_str_has_suffix (weft_series_get_name (figures[i].series), "/accuracy"))
      reading.accuracy = figures[i].value;
  for (guint i = 0; i < learner->taps.n; i++)
    if (learner->taps.list[i].tap.condition != NULL
        && learner->taps.list[i].tap.condition->of_figures)
      decide (learner, &learner->taps.list[i], &reading);
}
