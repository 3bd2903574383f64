/* model: a frozen graph with its data, ready for any batch size and mode; immutable, any thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/source.h"
#include "engine/train/model/judges.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "engine/train/model/lanes.h"

typedef struct
{
  WeftBinding binding;
  WeftPlanOptions options;
} PlanKey;

static guint
binding_hash (gconstpointer binding)
{
  return weft_binding_hash (*(const WeftBinding *) binding);
}

static gboolean
binding_equal (gconstpointer a, gconstpointer b)
{
  return weft_binding_equal (*(const WeftBinding *) a, *(const WeftBinding *) b);
}

static guint
plan_key_hash (gconstpointer data)
{
  const PlanKey *key = data;
  const WeftPlanOptions *options = &key->options;

  return weft_binding_hash (key->binding) * 64u + (guint) options->mode * 16u
         + (guint) options->level * 4u + (options->keep_all ? 2u : 0u)
         + (options->input_gradient ? 1u : 0u)
         + (guint) (options->entry + options->keep + options->asked) * 4096u;
}

static gboolean
plan_key_equal (gconstpointer data_a, gconstpointer data_b)
{
  const PlanKey *a = data_a, *b = data_b;

  return weft_binding_equal (a->binding, b->binding) && a->options.mode == b->options.mode
         && a->options.level == b->options.level && !a->options.keep_all == !b->options.keep_all
         && !a->options.input_gradient == !b->options.input_gradient
         && a->options.entry == b->options.entry && a->options.keep == b->options.keep
         && a->options.asked == b->options.asked && a->options.wrt == b->options.wrt
         && !a->options.rest_stands_still == !b->options.rest_stands_still
         && !a->options.draws == !b->options.draws;
}

static GError *
error_of_report (const WeftReport *report)
{
  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);

      if (diagnostic->severity == WEFT_SEVERITY_ERROR)
        {
          g_autofree char *message = weft_diagnostic_dup_message (diagnostic);

          return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INVALID, message);
        }
    }
  return g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INVALID, _ ("The network is not whole yet."));
}

/* Under the lock, but for the first one. */
static WeftProgram *
find_program (WeftModel *model, WeftBinding binding, GError **error)
{
  WeftProgram *program = g_hash_table_lookup (model->programs, &binding);
  g_autoptr (WeftReport) report = NULL;

  if (program != NULL)
    return program;
  program = weft_program_build (model->graph, model->catalog, binding, &report);
  if (program == NULL)
    {
      g_propagate_error (error, error_of_report (report));
      return NULL;
    }
  g_hash_table_insert (model->programs, g_memdup2 (&binding, sizeof binding), program);
  return program;
}

/* The host of the model's own catalog: its one data set, whatever it is called. */
static WeftDataset *
load_own_cb (gpointer user, const char *source, const char *name, const char *sha256,
             GError **error)
{
  WeftModel *model = user;

  return weft_dataset_ref (model->dataset);
}

static const WeftNode *
find_data_node (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->family == WEFT_FAMILY_DATA)
      return weft_graph_get_node (graph, i);
  return NULL;
}

/* What the data's source names, where it is one. */
static const WeftEnvironment *
find_environment (const WeftNode *data)
{
  g_autoptr (GVariant) source = weft_node_get_param (data, "source");

  return source != NULL ? weft_environment_find (g_variant_get_string (source, NULL)) : NULL;
}

void
weft_model_list_states (const WeftModel *model, const guint32 *samples, gsize n, gpointer states)
{
  WeftDataParams params;

  weft_data_params_load (&params, find_data_node (model->graph)->params);
  weft_worlds_list_states (model->environment, &params, samples, n, states);
}

static gboolean
load_data (WeftModel *model, WeftCatalog *catalog, GError **error)
{
  const WeftNode *node = find_data_node (model->graph);
  WeftCatalogHost host = { .load = load_own_cb,
                           .user = model,
                           .is_asked = weft_catalog_is_asked (catalog),
                           .is_joined = TRUE };

  if (node == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network has no data yet."));
      return FALSE;
    }
  model->dataset = weft_catalog_lookup (catalog, node->params, model->training.batch_size,
                                        (guint64) model->training.seed, error);
  if (model->dataset == NULL)
    return FALSE;
  model->environment = find_environment (node);
  model->split = weft_catalog_lookup_split (catalog, node->params, model->dataset);
  model->catalog = weft_catalog_new (&host);
  weft_catalog_give (model->catalog, node->params, model->training.batch_size,
                     (guint64) model->training.seed, model->dataset);
  return TRUE;
}

static gboolean
is_on (const WeftNode *data, const char *param)
{
  g_autoptr (GVariant) value = weft_node_get_param (data, param);

  return value != NULL && g_variant_get_boolean (value);
}

/* What is to be predicted is standardised only where it is numbers, and where that is asked for. */
static gboolean
is_standardized (const WeftModel *model, const WeftNode *data, const WeftField *field)
{
  if (weft_kind_get_type (field->kind) != WEFT_F32 || field->ragged > 0)
    return FALSE;
  if (field != weft_dataset_get_y (model->dataset))
    return is_on (data, "standardize");
  return weft_kind_get_row (field->kind)->may_scale && is_on (data, "standardize_target");
}

/* Whether some op or figure is made from the value. What a sample is shown by always counts: people
 * look at it. */
static gboolean
is_read (const WeftModel *model, const WeftProgram *program, const WeftProgramInput *input)
{
  if (!input->is_mask
      && weft_dataset_find_field (model->dataset, input->field)
             == weft_dataset_get_x (model->dataset))
    return TRUE;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);

      for (guint i = 0; i < op->n_in; i++)
        if (op->in[i] == input->value)
          return TRUE;
    }
  for (guint k = 0; k < program->losses->len; k++)
    if (weft_program_get_loss (program, k)->target == input->value
        || weft_program_get_loss (program, k)->prediction == input->value)
      return TRUE;
  return FALSE;
}

/* Of an answer a step which of them are real counts, too. */
static gboolean
is_judged_by (const WeftProgram *program, int mask)
{
  for (guint k = 0; k < program->losses->len; k++)
    {
      int prediction = weft_program_get_loss (program, k)->prediction;

      if (prediction >= 0
          && g_array_index (program->values, WeftProgramValue, prediction).mask == mask)
        return TRUE;
    }
  return FALSE;
}

static gboolean
init_feeds (WeftModel *model, const WeftProgram *program, GError **error)
{
  const WeftNode *data = find_data_node (model->graph);
  const WeftDataset *dataset = model->dataset;

  for (; model->n_feeds < program->inputs->len; model->n_feeds++)
    {
      WeftFeed *feed = &model->feeds[model->n_feeds];
      const WeftProgramInput *input
          = &g_array_index (program->inputs, WeftProgramInput, model->n_feeds);
      const WeftField *field = weft_dataset_find_field (dataset, input->field);

      if (field == NULL)
        weft_feed_init_draw (feed);
      else if (input->is_mask)
        weft_feed_init_mask (feed, field);
      else if (!weft_feed_init (feed, field, dataset, model->split,
                                is_standardized (model, data, field), error))
        return FALSE;
      feed->is_read = is_read (model, program, input)
                      || (input->is_mask && is_judged_by (program, input->value));
    }
  return TRUE;
}

/* Only rows that the source has not given a part of their own are dealt out. */
static gboolean
split_fold (WeftModel *model, int fold, int folds, GError **error)
{
  const WeftDataset *dataset = model->dataset;
  g_autofree char *title = weft_dataset_dup_title (dataset);
  gint64 rows = 0;

  for (gint64 i = 0; i < dataset->count; i++)
    rows += dataset->part == NULL || dataset->part[i] == 0;
  if (rows < folds)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("%d folds need at least as many samples to deal out, and “%s” has %d"), folds,
                   title, (int) rows);
      return FALSE;
    }
  weft_split_unref (model->split);
  model->split = weft_split_new_fold (dataset, fold, folds, 0);
  return TRUE;
}

/* folds 0: the split that the data node asks for. */
static WeftModel *
model_new (WeftGraph *graph, WeftCatalog *catalog, int fold, int folds, GError **error)
{
  g_autoptr (WeftModel) model = g_new0 (WeftModel, 1);
  const WeftProgram *program;

  model->ref_count = 1;
  model->best = -1;
  pthread_mutex_init (&model->lock, NULL);
  model->graph = weft_graph_dup (graph);
  model->values = weft_graph_get_training (graph);
  if (model->values != NULL)
    g_variant_ref_sink (model->values);
  weft_training_load (&model->training, model->values);
  weft_model_load_recipe (model);
  model->programs = g_hash_table_new_full (binding_hash, binding_equal, g_free,
                                           (GDestroyNotify) weft_program_unref);
  model->plans = g_hash_table_new_full (plan_key_hash, plan_key_equal, g_free,
                                        (GDestroyNotify) weft_plan_unref);
  if (!load_data (model, catalog, error))
    return NULL;
  if (folds > 0 && !split_fold (model, fold, folds, error))
    return NULL;
  weft_lengths_fit (&model->lengths, model->dataset, model->split);
  program = find_program (model, weft_model_bind (model, weft_model_get_batch (model)), error);
  if (program == NULL || !init_feeds (model, program, error))
    return NULL;
  weft_model_choose_judges (model, program);
  weft_model_find_roles (model, program);
  weft_model_list_own (model, program);
  return g_steal_pointer (&model);
}

WeftModel *
weft_model_new (WeftGraph *graph, WeftCatalog *catalog, GError **error)
{
  return model_new (graph, catalog, 0, 0, error);
}

WeftModel *
weft_model_new_fold (WeftGraph *graph, WeftCatalog *catalog, int fold, int folds, GError **error)
{
  return model_new (graph, catalog, fold, folds, error);
}

WeftModel *
weft_model_ref (WeftModel *model)
{
  g_atomic_int_inc (&model->ref_count);
  return model;
}

void
weft_model_unref (WeftModel *model)
{
  if (!g_atomic_int_dec_and_test (&model->ref_count))
    return;
  g_hash_table_unref (model->plans);
  g_hash_table_unref (model->programs);
  for (guint k = 0; k < model->n_feeds; k++)
    weft_feed_clear (&model->feeds[k]);
  g_free (model->judges);
  g_clear_pointer (&model->catalog, weft_catalog_unref);
  g_clear_pointer (&model->split, weft_split_unref);
  g_clear_pointer (&model->dataset, weft_dataset_unref);
  g_clear_pointer (&model->values, g_variant_unref);
  g_object_unref (model->graph);
  weft_model_clear_recipe (model);
  pthread_mutex_destroy (&model->lock);
  g_free (model);
}

WeftProgram *
weft_model_get_program (WeftModel *model, WeftBinding binding, GError **error)
{
  WeftProgram *program;

  pthread_mutex_lock (&model->lock);
  program = find_program (model, binding, error);
  pthread_mutex_unlock (&model->lock);
  return program;
}

/* Under the lock. */
static WeftPlan *
find_plan (WeftModel *model, const PlanKey *key, GError **error)
{
  WeftPlan *plan = g_hash_table_lookup (model->plans, key);
  WeftProgram *program;

  if (plan != NULL)
    return plan;
  program = find_program (model, key->binding, error);
  if (program == NULL)
    return NULL;
  plan = weft_plan_compile (program, &key->options, error);
  if (plan != NULL)
    g_hash_table_insert (model->plans, g_memdup2 (key, sizeof *key), plan);
  return plan;
}

WeftPlan *
weft_model_get_plan (WeftModel *model, WeftBinding binding, const WeftPlanOptions *options,
                     GError **error)
{
  PlanKey key = { binding, *options };
  WeftPlan *plan;

  pthread_mutex_lock (&model->lock);
  plan = find_plan (model, &key, error);
  pthread_mutex_unlock (&model->lock);
  return plan;
}

gint64
weft_model_get_batch (const WeftModel *model)
{
  return CLAMP (model->training.batch_size, 1, MAX (1, model->split->count[WEFT_PART_TRAIN]));
}

WeftBinding
weft_model_bind (const WeftModel *model, gint64 n)
{
  return weft_lengths_bind (&model->lengths, MAX (model->lengths.n, 1) - 1, n);
}

WeftBinding
weft_model_bind_samples (const WeftModel *model, const guint32 *samples, gint64 n)
{
  guint length = 0;

  for (gint64 i = 0; model->lengths.n > 0 && i < n; i++)
    length = MAX (length, weft_lengths_find (&model->lengths, model->dataset, samples[i]));
  return weft_lengths_bind (&model->lengths, length, n);
}

gint64
weft_model_get_accumulate (const WeftModel *model)
{
  return model->recipe->adds_up ? model->training.accumulate : 1;
}

gint64
weft_model_get_steps_per_epoch (const WeftModel *model)
{
  gint64 batch = weft_model_get_batch (model) * weft_model_get_accumulate (model);

  return MAX (1, (model->split->count[WEFT_PART_TRAIN] + batch - 1) / batch);
}

gboolean
weft_model_is_schedule_over (const WeftModel *model, const WeftState *state)
{
  return model->training.lr > 0 && weft_model_get_rate (model, state) <= 0;
}

gboolean
weft_model_renew_schedule (const WeftModel *model, WeftState *state)
{
  if (!weft_model_is_schedule_over (model, state))
    return FALSE;
  state->restart = state->step;
  return TRUE;
}

WeftState *
weft_model_new_state (WeftModel *model, guint64 seed, GError **error)
{
  WeftBinding binding = weft_model_bind (model, weft_model_get_batch (model));
  WeftProgram *program = weft_model_get_program (model, binding, error);
  WeftStateForm form;

  if (program == NULL)
    return NULL;
  form = weft_model_get_form (model, program);
  return weft_state_new (&form, seed, error);
}
