/* training: the table of training settings, and the rate that a schedule gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/training.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/optim/optimizer.h"

/* All but what the rows of other tables bring. */
static const WeftParam own[] = {
  WEFT_CHOICE (WeftTraining, recipe, 0, weft_recipe_choices, .label = N_ ("Recipe"),
               .advanced = TRUE, .help = N_ ("How the network learns")),
  WEFT_CHOICE (WeftTraining, optimizer, 0, weft_optimizer_choices, .label = N_ ("Optimiser"),
               .help = N_ ("The rule that turns gradients into changes of the weights")),
  WEFT_REAL (WeftTraining, lr, 0.01, 0, 1e3, .ui_max = 1, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Learning rate"), .help = N_ ("How far each step moves the weights")),
  WEFT_CHOICE (WeftTraining, schedule, 0, weft_schedule_choices, .label = N_ ("Schedule"),
               .help = N_ ("How the learning rate changes while training goes on")),
  WEFT_INT (WeftTraining, warmup_steps, 0, 0, 1000000000, .ui_max = 1000, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Warm-up steps"), .advanced = TRUE,
            .help = N_ ("Over how many steps the rate grows from nothing to its full size")),
  WEFT_REAL (WeftTraining, clip_norm, 0, 0, 1e6, .ui_max = 10, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Clip by norm"), .advanced = TRUE,
             .help
             = N_ ("Shortens the whole gradient to this length where it is longer; 0: never")),
  WEFT_REAL (WeftTraining, clip_value, 0, 0, 1e6, .ui_max = 10, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Clip by value"), .advanced = TRUE,
             .help = N_ ("Brings each number of the gradient within plus or minus this; 0: never")),
  WEFT_REAL (WeftTraining, ema_decay, 0, 0, 0.999999, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Average of weights"), .advanced = TRUE,
             .help = N_ ("How slowly a moving average of the weights forgets, which is judged and "
                         "used in their place, such as 0.999; 0: the weights themselves are")),
  WEFT_INT (WeftTraining, batch_size, 32, 1, 65536, .ui_max = 512, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Batch size"), .help = N_ ("How many samples each step looks at")),
  WEFT_INT (WeftTraining, accumulate, 1, 1, 1024, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Batches a step"), .advanced = TRUE,
            .help = N_ ("How many batches the gradient is added up over before the weights move, "
                        "as one large batch would move them")),
  WEFT_INT (WeftTraining, epochs, 10, 1, 1000000, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Epochs"), .help = N_ ("How often training goes through all the data")),
  WEFT_INT (WeftTraining, stop_patience, 0, 0, 1000000, .ui_max = 50, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Stop early after"), .advanced = TRUE,
            .help = N_ ("Training ends when the validation figure that says what is best has not "
                        "become better for so many epochs; 0: never")),
  WEFT_INT (WeftTraining, seed, 1, 0, G_MAXINT, .unit = WEFT_UNIT_SEED, .label = N_ ("Seed"),
            .advanced = TRUE,
            .help = N_ ("The same seed gives the same first weights, order and result")),
  WEFT_INT (WeftTraining, frames_mb, 64, 1, 16384, .ui_max = 1024, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Checkpoints, MB"), .advanced = TRUE,
            .help = N_ ("How much of the file the checkpoints of a run may take, in megabytes; "
                        "every other one goes when there are more")),
  WEFT_STRING (WeftTraining, metrics, "", .label = N_ ("Metrics"), .advanced = TRUE,
               .help = N_ ("What results are judged by, parted by commas; empty: what the loss "
                           "is judged by")),
  WEFT_STRING (WeftTraining, best, "", .label = N_ ("Best by"), .advanced = TRUE,
               .help = N_ ("The metric whose best validation figure makes a state the best of its "
                           "run, such as f1; empty: the validation loss")),
  { NULL },
};

/* --- the whole table: behind the recipe stand the recipes' parameters, behind the rate those of
 * the optimisers and of lanes beyond the first, behind the schedule the schedules', each once ---
 */

/* Adds the row, shown for that value of that parameter, or the value to those that a row of that
 * name is shown for; one that hangs on another of its own stays so. */
static void
add_setting (GArray *table, const WeftParam *param, const char *when, const char *value)
{
  WeftParam row = *param;

  for (guint i = 0; i < table->len; i++)
    {
      WeftParam *there = &g_array_index (table, WeftParam, i);

      if (g_str_equal (there->name, param->name))
        {
          g_autofree char *list = g_strdup_printf ("%s|%s", there->when_values, value);

          there->when_values = g_intern_string (list);
          return;
        }
    }
  if (row.when_param == NULL)
    {
      row.when_param = when;
      row.when_values = value;
    }
  g_array_append_val (table, row);
}

static const char *
name_of_lane (const WeftRecipeLane *lane, const char *name)
{
  g_autofree char *whole = g_strconcat (lane->name, "_", name, NULL);

  return g_intern_string (whole);
}

static int
find_choice (const WeftChoice *choices, const char *value)
{
  int i = 0;

  while (choices[i].value != NULL && !g_str_equal (choices[i].value, value))
    i++;
  return i;
}

static WeftParam
setting_of_lane (const WeftRecipeLane *lane, const WeftParam *param)
{
  WeftParam row = *param;

  row.name = name_of_lane (lane, param->name);
  row.of = lane->title;
  return row;
}

/* lane: NULL for the document's own. */
static void
add_optimizers (GArray *table, const WeftRecipeLane *lane)
{
  const char *when = lane != NULL ? name_of_lane (lane, "optimizer") : "optimizer";

  for (guint i = 0; i < weft_optimizers_count (); i++)
    for (const WeftParam *param = weft_optimizer_get ((int) i, 0)->params; param->name; param++)
      {
        WeftParam row = lane != NULL ? setting_of_lane (lane, param) : *param;

        add_setting (table, &row, when, weft_optimizer_get ((int) i, 0)->id);
      }
}

static void
add_lane (GArray *table, const WeftRecipe *recipe, const WeftRecipeLane *lane)
{
  WeftParam optimizer = setting_of_lane (lane, weft_params_find (own, "optimizer")),
            lr = setting_of_lane (lane, weft_params_find (own, "lr"));

  optimizer.fallback = find_choice (weft_optimizer_choices, lane->optimizer);
  lr.fallback = lane->lr;
  add_setting (table, &optimizer, "recipe", recipe->id);
  add_setting (table, &lr, "recipe", recipe->id);
  add_optimizers (table, lane);
}

/* Batches are added up where the recipe can. */
static void
add_sum (GArray *table, const WeftParam *param)
{
  const WeftRecipe *recipe;

  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    if (recipe->adds_up)
      add_setting (table, param, "recipe", recipe->id);
}

static void
add_recipes (GArray *table)
{
  const WeftRecipe *recipe;

  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    for (const WeftParam *param = recipe->params; param != NULL && param->name; param++)
      add_setting (table, param, "recipe", recipe->id);
}

static void
add_lanes (GArray *table)
{
  const WeftRecipe *recipe;

  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    for (const WeftRecipeLane *lane = recipe->lanes + 1; lane->name != NULL; lane++)
      add_lane (table, recipe, lane);
}

static void
add_schedules (GArray *table)
{
  for (const WeftParam *param = weft_schedule_params; param->name; param++)
    g_array_append_vals (table, param, 1);
}

static gpointer
make_table (gpointer data)
{
  GArray *table = g_array_new (TRUE, TRUE, sizeof (WeftParam));

  for (const WeftParam *param = own; param->name; param++)
    {
      if (g_str_equal (param->name, "accumulate"))
        add_sum (table, param);
      else
        g_array_append_vals (table, param, 1);
      if (g_str_equal (param->name, "recipe"))
        add_recipes (table);
      if (g_str_equal (param->name, "schedule"))
        add_schedules (table);
      if (!g_str_equal (param->name, "lr"))
        continue;
      add_optimizers (table, NULL);
      add_lanes (table);
    }
  return g_array_free (table, FALSE);
}

const WeftParam *
weft_training_params (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_table, NULL);
}

/* What is set for the lane, under the plain names. */
static void
copy_lane (GVariantDict *to, GVariant *values, const WeftRecipeLane *lane)
{
  gsize length = strlen (lane->name);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      if (g_str_has_prefix (key, lane->name) && key[length] == '_')
        g_variant_dict_insert_value (to, key + length + 1, value);
      g_variant_unref (value);
    }
}

GVariant *
weft_training_dup_lane (GVariant *values, const WeftRecipe *recipe, guint i)
{
  const WeftRecipeLane *lane = &recipe->lanes[i];
  g_auto (GVariantDict) dict;

  g_variant_dict_init (&dict, i == 0 ? values : NULL);
  if (i > 0)
    {
      g_variant_dict_insert (&dict, "optimizer", "s", lane->optimizer);
      g_variant_dict_insert (&dict, "lr", "d", lane->lr);
    }
  if (i > 0 && values != NULL)
    copy_lane (&dict, values, lane);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

void
weft_training_load (WeftTraining *training, GVariant *values)
{
  weft_params_load (own, values, training, sizeof *training);
  weft_params_load (weft_schedule_params, values, &training->of_schedule,
                    sizeof training->of_schedule);
}

gboolean
weft_training_is_of_schedule (const char *name)
{
  return g_str_equal (name, "warmup_steps")
         || weft_params_find (weft_schedule_params, name) != NULL;
}

gboolean
weft_training_moves_rate (const WeftTraining *training)
{
  return training->schedule != 0 || training->warmup_steps > 0; /* the first row is constant */
}

double
weft_training_rate_at (const WeftTraining *training, gint64 step, gint64 steps_total)
{
  const WeftSchedule *schedule = weft_schedule_get (training->schedule);
  gint64 warmup = training->warmup_steps, done = step - warmup, total = steps_total - warmup;

  if (done < 0)
    return training->lr * (double) (step + 1) / (double) warmup;
  if (schedule->needs_end && total <= 0)
    return training->lr;
  return schedule->find (&training->of_schedule, training->lr, done, total);
}
