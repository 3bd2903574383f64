/* lanes: what a model's recipe asks for: the lanes' settings, the nodes of its roles, its plans */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/lanes.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/plan/roles.h"
#include "engine/train/model/average.h"
#include "engine/train/verdict.h"

static void
load_lane (WeftModelLane *lane, const WeftModel *model, guint i)
{
  lane->values = weft_training_dup_lane (model->values, model->recipe, i);
  weft_training_load (&lane->training, lane->values);
  lane->settings
      = weft_optimizer_load (weft_optimizer_get (lane->training.optimizer, 0), lane->values);
}

/* "supervised adam", "adversarial adam sgd" */
static const char *
name_slots (const WeftModel *model)
{
  g_autoptr (GString) name = g_string_new (model->recipe->id);

  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    g_string_append_printf (name, " %s",
                            weft_optimizer_get (model->lanes[i].training.optimizer, 0)->id);
  return g_intern_string (name->str);
}

void
weft_model_load_recipe (WeftModel *model)
{
  model->recipe = weft_recipe_get (model->training.recipe);
  model->record = g_malloc0 (model->recipe->record_size + 1);
  if (model->recipe->params != NULL)
    weft_params_load (model->recipe->params, model->values, model->record,
                      model->recipe->record_size);
  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    load_lane (&model->lanes[i], model, i);
  model->slots_of = name_slots (model);
}

void
weft_model_find_roles (WeftModel *model, const WeftProgram *program)
{
  const WeftRecipeRole *roles = model->recipe->roles;

  for (int i = 0; roles != NULL && roles[i].name != NULL; i++)
    {
      GArray *nodes = weft_role_find_nodes (program, model->graph, model->recipe, i);

      model->role_nodes[i] = nodes;
      model->roles[i] = nodes->len > 0 ? g_array_index (nodes, gint64, 0) : 0;
    }
}

/* "value/cart_pole/memory": what another recipe kept, or this one of another world, is not it. */
static const char *
name_own (const WeftModel *model, const char *name)
{
  g_autofree char *whole = g_strjoin ("/", model->recipe->id,
                                      model->environment != NULL ? model->environment->id : name,
                                      model->environment != NULL ? name : NULL, NULL);

  return g_intern_string (whole);
}

void
weft_model_list_own (WeftModel *model, const WeftProgram *program)
{
  const WeftRecipeForm form = { model->record, program, model->environment };

  if (model->recipe->list_own != NULL)
    model->n_own = model->recipe->list_own (&form, model->own);
  for (guint i = 0; i < model->n_own; i++)
    model->own[i].name = name_own (model, model->own[i].name);
  model->n_of_recipe = model->n_own;
  model->n_own += weft_average_list_own (model, program, model->own + model->n_own);
  model->n_own += weft_verdict_list_own (model, model->own + model->n_own);
}

WeftStateForm
weft_model_get_form (const WeftModel *model, const WeftProgram *program)
{
  return (WeftStateForm){ program, weft_model_get_n_slots (model), model->own, model->n_own,
                          model->slots_of };
}

static void
scale_cb (const WeftRecipeRun *run, float *x, gint64 n)
{
  const WeftFeed *feed = weft_model_get_x (run->model);

  weft_scaling_apply (&feed->scaling, x, n);
}

WeftRecipeRun
weft_model_begin_run (const WeftModel *model, const WeftProgram *program, WeftState *state)
{
  WeftRecipeRun run = {
    .state = state,
    .model = model,
    .record = model->record,
    .plans = model->recipe->plans,
    .program = program,
    .roles = model->roles,
    .environment = model->environment,
    .binding = program->binding,
    .scale = scale_cb,
  };

  for (guint i = 0; i < model->n_of_recipe; i++)
    run.own[i] = weft_state_find (state, WEFT_OWN_NODE, model->own[i].name)->value;
  return run;
}

gint64
weft_model_count_judged (const WeftModel *model, WeftPart part)
{
  const WeftRecipeForm form = { model->record, NULL, model->environment };

  return model->recipe->count_judged != NULL ? model->recipe->count_judged (&form)
                                             : model->split->count[part];
}

void
weft_model_clear_recipe (WeftModel *model)
{
  g_clear_pointer (&model->record, g_free);
  for (int i = 0; i < WEFT_MAX_LANES; i++)
    {
      g_clear_pointer (&model->lanes[i].values, g_variant_unref);
      g_clear_pointer (&model->lanes[i].settings, g_free);
    }
  for (int i = 0; i < WEFT_MAX_ROLES; i++)
    g_clear_pointer (&model->role_nodes[i], g_array_unref);
}

WeftPlanOptions
weft_model_get_options (const WeftModel *model, guint plan, int level)
{
  const WeftRecipePlan *row = &model->recipe->plans[plan];
  int entry = weft_recipe_find_role (model->recipe, row->entry),
      keep = weft_recipe_find_role (model->recipe, row->keep),
      wrt = weft_recipe_find_role (model->recipe, row->wrt);

  return (WeftPlanOptions){
    .mode = row->mode,
    .level = level,
    .entry = entry < 0 ? 0 : model->roles[entry],
    .keep = keep < 0 ? 0 : model->roles[keep],
    .wrt = wrt < 0 ? NULL : model->role_nodes[wrt],
    .rest_stands_still = row->rest_stands_still,
    .input_gradient = row->input_gradient,
  };
}

guint
weft_model_get_n_slots (const WeftModel *model)
{
  guint most = 0;

  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    {
      const WeftModelLane *lane = &model->lanes[i];
      guint n = weft_optimizer_get (lane->training.optimizer, 0)->n_slots (lane->settings);

      most = MAX (most, n);
    }
  return most;
}

double
weft_model_get_lane_rate (const WeftModel *model, guint i, const WeftState *state)
{
  WeftTraining training = model->training;
  double rate;

  training.lr = model->lanes[i].training.lr;
  rate = weft_training_rate_at (&training, state->step - state->restart,
                                training.epochs * weft_model_get_steps_per_epoch (model));
  return weft_verdict_lower (model, state, rate);
}

double
weft_model_get_rate (const WeftModel *model, const WeftState *state)
{
  return weft_model_get_lane_rate (model, 0, state);
}

/* As name_slots begins it. */
static gboolean
is_of_recipe (const WeftState *state, const char *id)
{
  gsize n = strlen (id);

  return strncmp (state->slots_of, id, n) == 0 && state->slots_of[n] == ' ';
}

const char *
weft_model_tell_dropped (const WeftModel *model, const WeftState *state)
{
  WeftStateForm form = weft_model_get_form (model, NULL);

  if (!weft_state_has_slots_of_others (state, &form))
    return NULL;
  if (!is_of_recipe (state, model->recipe->id))
    return _ ("It learns in another way than in the last training; what the optimiser kept of each "
              "weight begins anew.");
  return _ ("The optimiser is another one than that of the last training; what that one kept of "
            "each weight begins anew.");
}

gint64
weft_model_find_made (const WeftModel *model, const char **port)
{
  const WeftRecipeRole *roles = model->recipe->roles;

  for (int i = 0; roles != NULL && roles[i].name != NULL; i++)
    {
      int reader = roles[i].port != NULL && roles[i].before != NULL
                       ? weft_recipe_find_role (model->recipe, roles[i].before)
                       : -1;

      if (reader < 0 || model->roles[reader] == 0)
        continue;
      *port = roles[i].port;
      return model->roles[reader];
    }
  return 0;
}
