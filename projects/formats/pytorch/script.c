/* script: a network as a PyTorch program, as a person would write it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/optim/optimizer.h"
#include "projects/formats/pytorch/python-text.h"
#include "projects/formats/pytorch/script-acting.h"
#include "projects/formats/pytorch/script-contest.h"
#include "projects/formats/pytorch/script-parts.h"

#define MOST_BYTES (1u << 30) /* of data in the folder */

/* What is wrong with the whole of it. */
static void
add_gap (WeftScriptParts *script, const char *what)
{
  g_autofree char *sentence
      = g_strdup_printf (_ ("“%s” cannot be written as PyTorch yet; the network can leave as ONNX, "
                            "its weights as safetensors."),
                         what);

  g_ptr_array_add (script->net->gaps, weft_script_gap_new (0, what, sentence));
}

/* --- what can be written --- */

/* Settings that say nothing of what is computed, or that the program has. */
static gboolean
is_written (const WeftModel *model, const char *name)
{
  static const char *const known[]
      = { "recipe",       "optimizer", "lr",         "weight_decay", "schedule",      "clip_norm",
          "batch_size",   "epochs",    "seed",       "metrics",      "best",          "frames_mb",
          "warmup_steps", "ema_decay", "clip_value", "accumulate",   "stop_patience", NULL };
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);
  const WeftParam *all = weft_training_params (), *row = weft_params_find (all, name);

  if (weft_script_is_contest (model)
      && (weft_params_find (model->recipe->params, name) != NULL
          || g_str_has_prefix (name, "discriminator_")))
    return TRUE; /* what is left of these check_contest says */
  if (weft_acting_find (model) != NULL && weft_params_find (model->recipe->params, name) != NULL)
    return TRUE;
  if (row != NULL && !weft_param_is_relevant (row, all, model->values))
    return TRUE; /* of an optimiser or schedule that was chosen before */
  return g_strv_contains (known, name) || weft_params_find (optimizer->params, name) != NULL
         || weft_params_find (weft_schedule_params, name) != NULL;
}

static void
check_settings (WeftScriptParts *script)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (script->model->values == NULL)
    return;
  g_variant_iter_init (&iter, script->model->values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_variant_unref (value);
      if (!is_written (script->model, name))
        add_gap (script, name);
    }
}

const WeftFeed *
weft_script_find_feed (const WeftModel *model, const char *name)
{
  for (guint i = 0; name != NULL && i < model->n_feeds; i++)
    {
      const WeftFeed *feed = &model->feeds[i];
      const char *own = feed->field == NULL ? ""
                        : feed->is_mask     ? weft_field_get_mask_name (feed->field)
                                            : feed->field->name;

      if (g_strcmp0 (own, name) == 0)
        return feed;
    }
  return NULL;
}

char *
weft_script_dup_array_name (const char *field, gboolean is_target)
{
  return g_strconcat (is_target ? "target_" : "input_", field, NULL);
}

static gsize
count_bytes (const WeftModel *model, const GPtrArray *fields, gboolean *is_even)
{
  gsize bytes = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      const WeftFeed *feed
          = weft_script_find_feed (model, ((WeftScriptInput *) fields->pdata[i])->field);

      *is_even &= feed != NULL && feed->field != NULL && feed->field->ragged <= 0;
      bytes += feed != NULL ? feed->bytes : 0;
    }
  return bytes;
}

gsize
weft_script_count_bytes (const WeftModel *model, const WeftScriptNet *net)
{
  gboolean is_even = TRUE;

  return (gsize) model->dataset->count
         * (count_bytes (model, net->inputs, &is_even)
            + count_bytes (model, net->targets, &is_even));
}

/* Samples whose steps, if they have any, come first, and which fit into a file. */
static void
check_data (WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  gboolean is_even = TRUE;

  count_bytes (model, script->net->inputs, &is_even);
  count_bytes (model, script->net->targets, &is_even);
  if (!is_even || script->net->inputs->len == 0
      || weft_script_count_bytes (model, script->net) > MOST_BYTES)
    add_gap (script, model->dataset->name);
}

/* How it learns. */
static void
check_recipe (WeftScriptParts *script)
{
  const WeftRecipe *recipe = script->model->recipe;
  g_autofree char *sentence = g_strdup_printf (
      /* Translators: a recipe's title, "Adversarial" */
      _ ("A program of PyTorch learns by examples, not yet by “%s”: choose the recipe "
         "“Supervised”, or let the network leave as ONNX, its weights as safetensors."),
      _ (recipe->title));

  g_ptr_array_add (script->net->gaps, weft_script_gap_new (0, _ (recipe->title), sentence));
}

/* What two that learn in one step have otherwise. */
static void
check_contest (WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  const WeftOptimizer *judge = weft_optimizer_get (model->lanes[1].training.optimizer, 0);

  if (weft_script_find_uncontested (model, script->program) != NULL)
    add_gap (script, weft_script_find_uncontested (model, script->program));
  if (strncmp (judge->pytorch, "torch.", 6) != 0)
    add_gap (script, judge->id);
  if (script->program->paces->len > 1)
    add_gap (script, WEFT_PACE_FACTOR);
}

static void
check_model (WeftScriptParts *script)
{
  const WeftModel *model = script->model;
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);
  const WeftActing *acting = weft_acting_find (model);

  if (strcmp (model->recipe->id, "supervised") != 0 && !weft_script_is_contest (model)
      && acting == NULL)
    {
      check_recipe (script);
      return;
    }
  if (acting == NULL)
    check_data (script);
  else if (weft_acting_find_gap (script) != NULL)
    add_gap (script, weft_acting_find_gap (script));
  if (acting == NULL && (schedule->is_judged || weft_script_stops_early (model))
      && weft_script_get_judge (script, NULL) == NULL)
    add_gap (script, "best");
  if (strncmp (optimizer->pytorch, "torch.", 6) != 0)
    add_gap (script, optimizer->id);
  if (weft_script_is_contest (model))
    check_contest (script);
  check_settings (script);
}

/* --- the text --- */

/* A title from anywhere stands in a string of the program's. */
static char *
dup_title (const char *title)
{
  char *text = g_strdup (title != NULL && *title != '\0' ? title : "train");

  return g_strdelimit (text, "\"\\\n\r@", ' ');
}

/* What stands in the class of the network, and what it calls. */
static void
put_network (GString *text, const WeftScriptNet *net)
{
  g_autofree char *forward = g_strconcat (net->forward->str, net->judge->str, NULL);
  gboolean draws = strstr (forward, "self.draws") != NULL;
  gboolean is_noisy = strstr (forward, "self._at") != NULL;

  weft_script_put (text, "@MATH@",
                   strstr (net->helpers->str, "math.") != NULL ? "import math\n" : "");
  weft_script_put (text, "@HELPERS@", net->helpers->str);
  weft_script_put (text, "@DRAWS@",
                   is_noisy ? "draws, _at = True, (0, 0, 1)\n\n    "
                   : draws  ? "draws = True\n\n    "
                            : "");
  weft_script_put (text, "@AT@",
                   is_noisy ? "            getattr(model, \"module\", model)._at = len(losses), "
                              "rank, world\n"
                            : "");
  weft_script_put (text, "@AT_END@",
                   is_noisy ? "        getattr(model, \"module\", model)._at = len(losses), 0, 1\n"
                            : "");
  weft_script_put (text, "@STILL@", draws ? "    network.draws = not is_checked\n" : "");
  weft_script_put_names (text, net);
  weft_script_put (text, "@MODULES@", net->init->str);
  weft_script_put (text, "@FORWARD@", forward);
  weft_script_put_fields (text, net);
}

/* What programs of every kind have. */
static void
put_shared (GString *text)
{
  static const char *const parts[][2] = { { "@WEIGHTS@", "weights.py.in" },
                                          { "@RANDOM@", "random.py.in" },
                                          { "@CHANCE@", "acting/chance.py.in" },
                                          { "@CHECK@", "check.py.in" } };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) part = weft_script_load (parts[i][1]);

      weft_script_put (text, parts[i][0], part->str);
    }
}

static GString *
fill (const WeftScriptParts *script, const char *title)
{
  GString *text = weft_acting_find (script->model) != NULL ? weft_acting_load (script)
                                                           : weft_script_load ("train.py.in");
  g_autofree char *shown = dup_title (title);

  weft_script_put (text, "@TITLE@", shown);
  put_shared (text);
  weft_script_put_training (text, script);
  put_network (text, script->net);
  weft_script_put_order (text, script->model);
  weft_script_put_loss (text, script);
  weft_script_put_count (text, script->net);
  weft_script_put (text, "@DRAWN@",
                   strstr (script->net->helpers->str, "class RandomFlip") != NULL ? ", RandomFlip"
                                                                                  : "");
  return text;
}

/* Where it does not learn as the program would: the network alone. */
static GString *
fill_network (const WeftScriptParts *script)
{
  GString *text
      = g_string_new ("@MATH@import torch\nimport torch.nn.functional as F\nfrom torch import "
                      "nn\n\n\n@HELPERS@class Network(nn.Module):\n"
                      "    @DRAWS@def __init__(self):\n        super().__init__()\n@MODULES@\n"
                      "    def forward(self@INPUTS@):\n@FORWARD@");

  put_network (text, script->net);
  return text;
}

static const WeftProgram *
get_program (WeftModel *model)
{
  return weft_model_get_program (model, weft_model_bind (model, weft_model_get_batch (model)),
                                 NULL);
}

char *
weft_script_make (WeftModel *model, const char *title, GError **error)
{
  g_autoptr (WeftScriptNet) net = weft_script_net_new (model);
  WeftScriptParts script = { model, get_program (model), net };
  g_autoptr (GArray) nodes = NULL;
  GString *text;

  check_model (&script);
  if (net->gaps->len > 0)
    {
      /* What is wrong with the whole says more. */
      const WeftScriptGap *first = net->gaps->pdata[0],
                          *last = net->gaps->pdata[net->gaps->len - 1];

      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           (last->node == 0 ? last : first)->sentence);
      return NULL;
    }
  text = fill (&script, title);
  nodes = weft_script_net_unmark (text);
  return g_string_free (text, FALSE);
}

WeftScript *
weft_script_read (WeftModel *model, const char *title)
{
  g_autoptr (WeftScriptNet) net = weft_script_net_new (model);
  WeftScriptParts script = { model, get_program (model), net };
  WeftScript *read = g_new0 (WeftScript, 1);
  GString *text;

  check_model (&script);
  text = net->gaps->len > 0 ? fill_network (&script) : fill (&script, title);
  read->nodes = weft_script_net_unmark (text);
  read->text = g_string_free (text, FALSE);
  read->gaps = g_steal_pointer (&net->gaps);
  net->gaps = g_ptr_array_new ();
  return read;
}

void
weft_script_free (WeftScript *script)
{
  g_free (script->text);
  g_array_unref (script->nodes);
  g_ptr_array_unref (script->gaps);
  g_free (script);
}
