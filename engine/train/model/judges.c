/* judges: what each loss of a model judges, and the criteria that follow from the settings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/judges.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/kind-row.h"

/* "accuracy", or, where another loss has that already, "place.accuracy". */
static const char *
find_id (const WeftModel *model, const WeftMetric *metric, guint judge)
{
  const char *word = metric != NULL ? metric->id : "loss";
  g_autofree char *id = g_strdup_printf ("%s.%s", model->judges[judge].name, word);

  return g_intern_string (metric != NULL && weft_model_find_criterion (model, word) < 0 ? word
                                                                                        : id);
}

static gboolean
has_criterion (const WeftModel *model, const WeftMetric *metric, guint judge)
{
  for (guint i = 0; i < model->n_criteria; i++)
    if (model->criteria[i].metric == metric && model->criteria[i].judge == judge)
      return TRUE;
  return FALSE;
}

/* metric NULL: the loss itself. */
static void
add_criterion (WeftModel *model, const WeftMetric *metric, guint judge)
{
  WeftJudge *of = &model->judges[judge];
  WeftCriterion criterion = { metric, judge, NULL };

  if (model->n_criteria == WEFT_MAX_CRITERIA || has_criterion (model, metric, judge)
      || (metric != NULL && (!of->is_judged || !weft_metric_fits (metric, &of->judged))))
    return;
  criterion.id = find_id (model, metric, judge);
  if (of->chief < 0 && metric != NULL)
    of->chief = (int) model->n_criteria;
  model->criteria[model->n_criteria++] = criterion;
}

/* names: "accuracy, place.mae"; what names a loss is meant for that one alone. */
static void
add_named (WeftModel *model, guint judge, const char *names)
{
  g_auto (GStrv) ids = g_strsplit_set (names, " ,", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *dot = strrchr (ids[i], '.'), *word = dot != NULL ? dot + 1 : ids[i];
      g_autofree char *node = dot != NULL ? g_strndup (ids[i], (gsize) (dot - ids[i])) : NULL;
      const WeftMetric *metric = weft_metric_find (word);

      if (metric != NULL && (node == NULL || g_str_equal (node, model->judges[judge].name)))
        add_criterion (model, metric, judge);
    }
}

static void
init_judge (WeftModel *model, const WeftProgram *program, guint i)
{
  const WeftProgramLoss *loss = weft_program_get_loss (program, i);
  WeftJudge *judge = &model->judges[i];
  const WeftField *target;

  judge->node = loss->node;
  judge->name = g_intern_string (loss->name);
  judge->target = judge->chief = -1;
  judge->is_answer = loss->prediction >= 0;
  if (!weft_program_get_judged (program, loss, model->dataset, &judge->judged))
    return;
  judge->is_judged = TRUE;
  target = weft_program_get_field (program, model->dataset, loss->target);
  if (target == NULL)
    return;
  judge->target = weft_model_find_feed (model, target);
  judge->judged.positive = weft_field_get_positive (target, model->dataset->count) + 1;
}

/* What the recipe finds in place of what the data says: it is shown first, of the first loss. */
static void
add_figure (WeftModel *model)
{
  const WeftMetric *metric = weft_metric_find (model->recipe->figure);

  if (model->n_judges == 0)
    return;
  model->judges[0].chief = (int) model->n_criteria;
  model->figure = (int) model->n_criteria;
  model->criteria[model->n_criteria++] = (WeftCriterion){ metric, 0, metric->id };
}

/* It is measured too where it is not among the others. */
static void
choose_best (WeftModel *model)
{
  for (guint i = 0; i < model->n_judges; i++)
    add_named (model, i, model->training.best);
  model->best = weft_model_find_criterion (model, model->training.best);
  if (model->best < 0)
    model->best = model->figure;
}

/* Of a target that the data says in another form than the loss takes it, as classes whose shares
 * are mixed: what answers of its kind are judged by. */
static void
add_by_kind (WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);
  const char *loss = target != NULL ? weft_kind_get_row (target->kind)->loss : NULL;
  const WeftLayer *layer = loss != NULL ? weft_layer_find (loss) : NULL;

  if (layer != NULL && layer->metrics != NULL)
    add_named (model, judge, layer->metrics);
}

/* What the settings name, else what the loss is judged by; of several losses each itself, too,
 * unless the recipe finds its figure elsewhere than in the data. */
void
weft_model_choose_judges (WeftModel *model, const WeftProgram *program)
{
  model->n_judges = program->losses->len;
  model->judges = g_new0 (WeftJudge, MAX (1, model->n_judges));
  model->figure = -1;
  for (guint i = 0; i < model->n_judges; i++)
    {
      const WeftNode *node;

      init_judge (model, program, i);
      if (i == 0 && model->recipe->judge != NULL)
        add_figure (model);
      node = weft_graph_find (model->graph, model->judges[i].node);
      add_named (model, i, model->training.metrics);
      if (model->judges[i].chief < 0 && node != NULL && node->layer->metrics != NULL)
        add_named (model, i, node->layer->metrics);
      if (model->judges[i].chief < 0)
        add_by_kind (model, i);
    }
  for (guint i = 0; model->recipe->judge == NULL && model->n_judges > 1 && i < model->n_judges; i++)
    add_criterion (model, NULL, i);
  choose_best (model);
}

int
weft_model_find_criterion (const WeftModel *model, const char *id)
{
  for (guint i = 0; id != NULL && i < model->n_criteria; i++)
    if (g_str_equal (model->criteria[i].id, id))
      return (int) i;
  return -1;
}

int
weft_model_find_judge (const WeftModel *model, gint64 node)
{
  for (guint i = 0; i < model->n_judges; i++)
    if (model->judges[i].node == node)
      return (int) i;
  return -1;
}

const WeftField *
weft_model_get_target (const WeftModel *model, guint judge)
{
  int target = judge < model->n_judges ? model->judges[judge].target : -1;

  return target < 0 ? NULL : model->feeds[target].field;
}

char *
weft_model_dup_positive (const WeftModel *model, guint judge)
{
  int positive = model->judges[judge].judged.positive - 1;
  char *name = weft_dataset_dup_class_name (model->dataset, weft_model_get_target (model, judge),
                                            positive);

  return name ? name : g_strdup_printf ("%d", positive);
}

char *
weft_model_dup_judge_title (const WeftModel *model, guint judge)
{
  const WeftNode *node = weft_graph_find (model->graph, model->judges[judge].node);

  return weft_node_dup_title (node);
}

/* "Accuracy", "Recall of “yes”", "Loss". */
static char *
dup_word (const WeftModel *model, const WeftCriterion *criterion)
{
  const char *title = _ (criterion->metric != NULL ? criterion->metric->title : N_ ("Loss"));
  g_autofree char *positive = NULL;

  if (criterion->metric == NULL || !criterion->metric->of_positive
      || model->judges[criterion->judge].judged.positive == 0)
    return g_strdup (title);
  positive = weft_model_dup_positive (model, criterion->judge);
  /* A metric and the class that it judges: "Recall of “yes”". */
  return g_strdup_printf (_ ("%s of “%s”"), title, positive);
}

char *
weft_model_dup_criterion_title (const WeftModel *model, guint criterion)
{
  const WeftCriterion *of = &model->criteria[criterion];
  g_autofree char *word = dup_word (model, of), *judge = NULL;

  if (model->n_judges < 2 || (int) criterion == model->figure) /* of the network, of no loss */
    return g_steal_pointer (&word);
  judge = weft_model_dup_judge_title (model, of->judge);
  return g_strdup_printf ("%s · %s", word, judge);
}

gboolean
weft_model_judges_chances (const WeftModel *model, guint judge)
{
  const WeftNode *node = weft_graph_find (model->graph, model->judges[judge].node);

  return node != NULL && node->layer == weft_layer_find ("bce_with_logits");
}

gboolean
weft_model_judges_codes (const WeftModel *model, guint judge)
{
  int chief = model->judges[judge].chief;

  return chief >= 0 && model->criteria[chief].metric->of_codes;
}

static const WeftNode *
next_loss (const WeftModel *model, guint *at)
{
  while (*at < weft_graph_get_n_nodes (model->graph))
    {
      const WeftNode *node = weft_graph_get_node (model->graph, (*at)++);

      if (node->layer->is_loss)
        return node;
    }
  return NULL;
}

gboolean
weft_model_has_same_losses (const WeftModel *a, const WeftModel *b)
{
  guint at_a = 0, at_b = 0;

  for (;;)
    {
      const WeftNode *first = next_loss (a, &at_a), *second = next_loss (b, &at_b);

      if (first == NULL || second == NULL)
        return first == second;
      if (first->layer != second->layer || !g_variant_equal (first->params, second->params))
        return FALSE;
    }
}
