/* watching: what the parts of a window look at, told to the host as one watch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/context-private.h"

#include <string.h>

#include "engine/train/model/judges.h"

static gboolean
watches_equal (const WeftWatch *a, const WeftWatch *b)
{
  return a->sample == b->sample && a->activations == b->activations
         && a->weights_of == b->weights_of && a->results == b->results && a->on_test == b->on_test
         && a->made == b->made && a->drawn == b->drawn && a->explainer == b->explainer
         && strcmp (a->settings, b->settings) == 0 && a->unit == b->unit && a->moves == b->moves
         && a->game.number == b->game.number && a->judge == b->judge && a->sizes == b->sizes
         && a->idle == b->idle && a->gradient_of == b->gradient_of
         && a->gradient_output == b->gradient_output && a->costs == b->costs
         && memcmp (a->opened, b->opened, sizeof a->opened) == 0 && a->grid == b->grid
         && a->grid_low[0] == b->grid_low[0] && a->grid_low[1] == b->grid_low[1]
         && a->grid_high[0] == b->grid_high[0] && a->grid_high[1] == b->grid_high[1];
}

void
weft_context_send_watch (WeftContext *context, const WeftWatch *watch)
{
  if (context->is_watching && watches_equal (&context->watch, watch))
    return;
  context->watch = *watch;
  context->is_watching = TRUE;
  if (context->host->watch != NULL)
    context->host->watch (context->host->user, context->window, watch);
}

guint32
weft_context_get_sample (WeftContext *context)
{
  return context->watch.sample;
}

void
weft_context_set_sample (WeftContext *context, guint32 sample)
{
  WeftWatch watch = context->watch;

  if (watch.sample == sample)
    return;
  watch.sample = sample;
  weft_context_send_watch (context, &watch);
  g_signal_emit_by_name (context, "sample");
}

/* Two cells of the dock may want them: they are wanted as long as one does. */
void
weft_context_want_results (WeftContext *context, gboolean want)
{
  WeftWatch watch = context->watch;

  if (want)
    context->n_wanting_results++;
  else if (context->n_wanting_results > 0)
    context->n_wanting_results--;
  watch.results = context->n_wanting_results > 0;
  weft_context_send_watch (context, &watch);
}

gboolean
weft_context_get_on_test (WeftContext *context)
{
  return context->watch.on_test;
}

void
weft_context_set_on_test (WeftContext *context, gboolean on_test)
{
  WeftWatch watch = context->watch;

  if (watch.on_test == on_test)
    return;
  watch.on_test = on_test;
  weft_context_send_watch (context, &watch);
  g_signal_emit_by_name (context, "part");
}

guint
weft_context_get_judge (WeftContext *context)
{
  return context->judge;
}

void
weft_context_set_judge (WeftContext *context, guint judge)
{
  WeftWatch watch = context->watch;

  if (context->judge == judge)
    return;
  context->judge = watch.judge = judge;
  weft_context_send_watch (context, &watch);
  g_signal_emit_by_name (context, "judge");
}

/* Which loss is looked at where nobody has chosen: the one that the first of the metrics in the
 * settings judges, else the first that has an answer. */
static guint
find_judge (const WeftModel *model)
{
  g_auto (GStrv) names
      = g_strsplit_set (model->training.metrics != NULL ? model->training.metrics : "", " ,", -1);
  int named = model->figure < 0 ? weft_model_find_criterion (model, names[0]) : -1;
  guint first = named >= 0 ? model->criteria[named].judge : 0;

  while (first < model->n_judges && !model->judges[first].is_answer)
    first++;
  return first < model->n_judges ? first : 0;
}

void
weft_context_limit_judge (WeftContext *context, const WeftModel *model)
{
  static const char key[] = "weft-own-judge"; /* and one, of the model before */
  guint own = find_judge (model);
  gboolean is_another = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (context), key)) != own + 1;

  g_object_set_data (G_OBJECT (context), key, GUINT_TO_POINTER (own + 1));
  if (is_another || context->judge >= model->n_judges || !model->judges[context->judge].is_answer)
    weft_context_set_judge (context, own);
}

/* Two cells of the dock may want it, as results. */
void
weft_context_want_grid (WeftContext *context, int grid, const float low[2], const float high[2])
{
  WeftWatch watch = context->watch;

  if (grid > 0)
    context->n_wanting_grid++;
  else if (context->n_wanting_grid > 0)
    context->n_wanting_grid--;
  if (grid <= 0 && context->n_wanting_grid > 0)
    return;
  watch.grid = grid;
  for (int i = 0; i < 2; i++)
    {
      watch.grid_low[i] = grid > 0 && low != NULL ? low[i] : 0;
      watch.grid_high[i] = grid > 0 && high != NULL ? high[i] : 0;
    }
  weft_context_send_watch (context, &watch);
}

void
weft_context_place_grid (WeftContext *context, const float low[2], const float high[2])
{
  WeftWatch watch = context->watch;

  if (watch.grid <= 0)
    return;
  for (int i = 0; i < 2; i++)
    {
      watch.grid_low[i] = low[i];
      watch.grid_high[i] = high[i];
    }
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_explained (WeftContext *context, guint explainer, const char *settings,
                             gint64 unit)
{
  WeftWatch watch = context->watch;

  g_strlcpy (watch.settings, settings, sizeof watch.settings);
  watch.explainer = explainer;
  watch.unit = unit;
  weft_context_send_watch (context, &watch);
}

/* Two cells of the dock may want them, as results. */
void
weft_context_want_moves (WeftContext *context, gboolean want)
{
  WeftWatch watch = context->watch;

  if (want)
    context->n_wanting_moves++;
  else if (context->n_wanting_moves > 0)
    context->n_wanting_moves--;
  watch.moves = context->n_wanting_moves > 0;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_sizes (WeftContext *context, gboolean want)
{
  WeftWatch watch = context->watch;

  watch.sizes = want;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_gradient (WeftContext *context, gint64 node, int output)
{
  WeftWatch watch = context->watch;

  watch.gradient_of = node;
  watch.gradient_output = output;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_idle (WeftContext *context, gboolean want)
{
  WeftWatch watch = context->watch;

  watch.idle = want;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_costs (WeftContext *context, gboolean want)
{
  WeftWatch watch = context->watch;

  watch.costs = want;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_opened (WeftContext *context, const gint64 nodes[WEFT_MAX_OPENED])
{
  WeftWatch watch = context->watch;

  memcpy (watch.opened, nodes, sizeof watch.opened);
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_drawn (WeftContext *context, int n)
{
  WeftWatch watch = context->watch;

  watch.drawn = n;
  weft_context_send_watch (context, &watch);
}

void
weft_context_want_made (WeftContext *context, int n)
{
  WeftWatch watch = context->watch;

  watch.made = n;
  weft_context_send_watch (context, &watch);
}

guint
weft_context_want_game (WeftContext *context, const WeftGame *game)
{
  WeftWatch watch = context->watch;

  watch.game = game != NULL ? *game : (WeftGame){ 0 };
  watch.game.number = game != NULL ? ++context->episodes : 0;
  weft_context_send_watch (context, &watch);
  return watch.game.number;
}

static void
ask (WeftContext *context, WeftQuestion *question)
{
  if (context->host->ask != NULL)
    context->host->ask (context->host->user, context->window, question);
}

void
weft_context_ask (WeftContext *context, WeftQuestion *question)
{
  weft_question_ref (question);
  g_clear_pointer (&context->question, weft_question_unref);
  context->question = question;
  ask (context, question);
}

void
weft_context_withdraw (WeftContext *context, const WeftQuestion *question)
{
  if (question == NULL || context->question != question)
    return;
  g_clear_pointer (&context->question, weft_question_unref);
  ask (context, NULL);
}
