/* script: a network as a PyTorch program, as a person would write it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/pytorch/script.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/number.h"
#include "engine/optim/optimizer.h"
#include "projects/formats-resources.h"
#include "projects/formats/pytorch/python-text.h"

#define MOST_BYTES (1u << 30) /* of data in the folder */

typedef struct
{
  WeftModel *model;
  WeftScriptNet *net;
} Script;

/* What is wrong with the whole of it. */
static void
add_gap (Script *script, const char *what)
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
      = { "recipe",       "optimizer", "lr",   "weight_decay", "schedule", "clip_norm",
          "batch_size",   "epochs",    "seed", "metrics",      "best",     "frames_mb",
          "warmup_steps", NULL };
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);

  return g_strv_contains (known, name) || weft_params_find (optimizer->params, name) != NULL
         || weft_params_find (weft_schedule_params, name) != NULL;
}

static void
check_settings (Script *script)
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
  const WeftField *field = name != NULL ? weft_dataset_find_field (model->dataset, name) : NULL;

  return field != NULL ? &model->feeds[weft_model_find_feed (model, field)] : NULL;
}

char *
weft_script_dup_array_name (const char *field)
{
  return strcmp (field, "x") == 0 ? g_strdup (field) : g_strconcat ("input_", field, NULL);
}

/* Samples of one length each, which fit into a file. */
static void
check_data (Script *script)
{
  const WeftModel *model = script->model;
  const WeftFeed *target = weft_script_find_feed (model, script->net->target);
  gsize bytes = target != NULL ? target->bytes : 0;

  for (guint i = 0; i < script->net->inputs->len; i++)
    {
      const WeftScriptInput *input = script->net->inputs->pdata[i];

      bytes += weft_script_find_feed (model, input->field)->bytes;
    }
  if (model->lengths.n > 0 || model->environment != NULL || script->net->inputs->len == 0
      || (gsize) model->dataset->count * bytes > MOST_BYTES)
    add_gap (script, model->dataset->name);
}

static void
check_model (Script *script)
{
  const WeftModel *model = script->model;
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);

  if (strcmp (model->recipe->id, "supervised") != 0)
    {
      add_gap (script, _ (model->recipe->title));
      return;
    }
  check_data (script);
  if (model->n_judges != 1)
    add_gap (script, _ ("several losses"));
  if (schedule->is_judged || schedule->pytorch == NULL)
    add_gap (script, schedule->id);
  if (strncmp (optimizer->pytorch, "torch.", 6) != 0)
    add_gap (script, optimizer->id);
  check_settings (script);
}

/* --- the text --- */

static void
put (GString *text, const char *place, const char *what)
{
  g_string_replace (text, place, what, 0);
}

static void
put_int (GString *text, const char *place, gint64 number)
{
  g_autofree char *what = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  put (text, place, what);
}

static void
put_training (GString *text, const WeftModel *model)
{
  const gint64 warmup = model->training.warmup_steps;
  g_autofree char *left = warmup > 0
                              ? g_strdup_printf ("max(1, total - %" G_GINT64_FORMAT ")", warmup)
                              : g_strdup ("total");
  const char *const words[]
      = { "w", "model.parameters()", "lr", "LR", "o", "optimizer", "total", left, NULL };
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);
  g_autoptr (GString) made = g_string_new (NULL), moved = g_string_new ("lr_scheduler.");
  g_autofree char *settings = NULL, *clip = NULL;
  char rate[WEFT_NUMBER_SIZE], most[WEFT_NUMBER_SIZE];

  weft_python_append_expression (made, optimizer->pytorch, weft_training_params (), model->values,
                                 words);
  weft_python_append_expression (moved, schedule->pytorch, weft_schedule_params, model->values,
                                 words);
  settings = g_strdup_printf ("LR = %s\n", weft_number_write (rate, model->training.lr));
  clip = g_strdup_printf ("nn.utils.clip_grad_norm_(model.parameters(), %s)\n            ",
                          weft_number_write (most, model->training.clip_norm));
  put (text, "@OPTIMIZER@", made->str);
  if (warmup > 0)
    {
      g_autofree char *rise = g_strdup_printf (
          "lr_scheduler.SequentialLR(optimizer, [lr_scheduler.LambdaLR(optimizer, lambda step: "
          "(step + 1) / %" G_GINT64_FORMAT "),\n                                           ",
          warmup);

      g_string_prepend (moved, rise);
      g_string_append_printf (moved, "], [%" G_GINT64_FORMAT "])", warmup);
    }
  put (text, "@SCHEDULE@", moved->str);
  put (text, "@SETTINGS@", settings);
  put (text, "@CLIP@", model->training.clip_norm > 0 ? clip : "");
  put_int (text, "@SEED@", model->training.seed);
  put_int (text, "@EPOCHS@", model->training.epochs);
  put_int (text, "@BATCH_SIZE@", weft_model_get_batch (model));
}

/* A title from anywhere stands in a string of the program's. */
static char *
dup_title (const char *title)
{
  char *text = g_strdup (title != NULL && *title != '\0' ? title : "train");

  return g_strdelimit (text, "\"\\\n\r@", ' ');
}

/* How far off or how often right, in the target's own units. */
static char *
dup_figure (const Script *script, gboolean is_class)
{
  const WeftFeed *target = weft_script_find_feed (script->model, script->net->target);
  gboolean is_binary = strstr (script->net->loss->str, "binary_cross_entropy") != NULL;
  g_autoptr (GString) deviations = g_string_new (NULL);

  if (is_class)
    return g_strdup (is_binary ? "figure = ((prediction[:, 0] > 0) == target).float().mean().item()"
                     : strstr (script->net->loss->str, "transpose") != NULL
                         ? "figure = (prediction.argmax(2) == target).float().mean().item()"
                         : "figure = (prediction.argmax(1) == target).float().mean().item()");
  for (gint64 i = 0; target->scaling.mean != NULL && i < target->scaling.count; i++)
    {
      char number[WEFT_NUMBER_SIZE];

      g_string_append_printf (deviations, "%s%s", i > 0 ? ", " : "",
                              weft_number_write (number, (double) target->scaling.deviation[i]));
    }
  return deviations->len > 0
             ? g_strdup_printf ("deviation = torch.tensor([%s], device=target.device)\n"
                                "        figure = ((prediction - target.reshape(prediction.shape)) "
                                "* deviation).abs().mean().item()",
                                deviations->str)
             : g_strdup (
                 "figure = (prediction - target.reshape(prediction.shape)).abs().mean().item()");
}

/* One field is x; of several each has its own word. */
static void
put_inputs (GString *text, const Script *script)
{
  g_autoptr (GString) words = g_string_new (NULL), names = g_string_new (NULL);
  gboolean is_one = script->net->inputs->len == 1;

  for (guint i = 0; i < script->net->inputs->len; i++)
    {
      const WeftScriptInput *input = script->net->inputs->pdata[i];

      g_autofree char *name = weft_script_dup_array_name (input->field);

      g_string_append_printf (words, ", %s", input->word);
      g_string_append_printf (names, "%s\"%s\"", i > 0 ? ", " : "", name);
    }
  put (text, "@INPUTS@", words->str);
  put (text, "@FIELDS@", names->str);
  put (text, "@X@", is_one ? "x" : "fields");
  put (text, "@X_OF_PART@", is_one ? "x[part]" : "*(field[part] for field in fields)");
  put (text, "@X_OF_MINE@", is_one ? "x[mine]" : "*(field[mine] for field in fields)");
  put (text, "@GIVE_X@", is_one ? "fields[0]" : "fields");
}

static void
put_loss (GString *text, const Script *script)
{
  const WeftFeed *target = weft_script_find_feed (script->model, script->net->target);
  gboolean is_class = target != NULL && target->type == WEFT_I64;
  g_autofree char *figure = target != NULL ? dup_figure (script, is_class) : NULL;

  put (text, "@LOSS@", script->net->loss->str);
  put (text, "@FIGURE@", figure != NULL ? figure : "");
  put (text, "@FIGURE_NAME@", is_class ? "accuracy" : "mean absolute error");
}

static GString *
load_template (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (weft_formats_get_resource (),
                                                     "/org/weft/formats/train.py.in", 0, NULL);

  return g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
}

static GString *
fill (const Script *script, const char *title)
{
  GString *text = load_template ();
  g_autofree char *shown = dup_title (title);

  put (text, "@TITLE@", shown);
  put_training (text, script->model);
  put (text, "@HELPERS@", script->net->helpers->str);
  put (text, "@MODULES@", script->net->init->str);
  put (text, "@FORWARD@", script->net->forward->str);
  put_inputs (text, script);
  put_loss (text, script);
  put (text, "@DRAWN@", script->net->helpers->len > 0 ? ", RandomFlip" : "");
  return text;
}

/* Where it does not learn as the program would: the network alone. */
static GString *
fill_network (const Script *script)
{
  GString *text = g_string_new ("import torch\nimport torch.nn.functional as F\nfrom torch import "
                                "nn\n\n\n@HELPERS@class Network(nn.Module):\n"
                                "    def __init__(self):\n        super().__init__()\n@MODULES@\n"
                                "    def forward(self@INPUTS@):\n@FORWARD@");

  put (text, "@HELPERS@", script->net->helpers->str);
  put (text, "@MODULES@", script->net->init->str);
  put (text, "@FORWARD@", script->net->forward->str);
  put_inputs (text, script);
  return text;
}

char *
weft_script_make (WeftModel *model, const char *title, GError **error)
{
  g_autoptr (WeftScriptNet) net = weft_script_net_new (model);
  Script script = { model, net };
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
  Script script = { model, net };
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
