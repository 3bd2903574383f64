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
#include "projects/formats/pytorch/modules.h"
#include "projects/formats/pytorch/python-text.h"

#define MOST_BYTES (1u << 30) /* of data in the folder */

typedef struct
{
  WeftModel *model;
  WeftReport *report;
  const WeftNode *loss;
  GString *init, *forward, *criterion;
} Script;

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” cannot be written as PyTorch yet; the network can leave as ONNX, its "
                  "weights as safetensors."),
               what);
  return FALSE;
}

/* --- what can be written --- */

/* Settings that say nothing of what is computed, or that the program has. */
static gboolean
is_written (const WeftModel *model, const char *name)
{
  static const char *const known[]
      = { "recipe", "optimizer", "lr",      "weight_decay", "schedule",  "clip_norm", "batch_size",
          "epochs", "seed",      "metrics", "best",         "frames_mb", NULL };
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, 0);

  return g_strv_contains (known, name) || weft_params_find (optimizer->params, name) != NULL
         || weft_params_find (weft_schedule_params, name) != NULL;
}

static gboolean
check_settings (const WeftModel *model, GError **error)
{
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (model->values == NULL)
    return TRUE;
  g_variant_iter_init (&iter, model->values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_variant_unref (value);
      if (!is_written (model, name))
        return refuse (error, name);
    }
  return TRUE;
}

static gboolean
check_model (const WeftModel *model, GError **error)
{
  const WeftFeed *x = weft_model_get_x (model), *y = weft_model_get_y (model);
  const WeftSchedule *schedule = weft_schedule_get (model->training.schedule);

  if (strcmp (model->recipe->id, "supervised") != 0)
    return refuse (error, _ (model->recipe->title));
  if (model->lengths.n > 0 || model->environment != NULL || y == NULL || x->type != WEFT_F32)
    return refuse (error, model->dataset->name);
  if ((gsize) model->dataset->count * (x->bytes + y->bytes) > MOST_BYTES)
    return refuse (error, model->dataset->name);
  if (y->scaling.mean != NULL)
    return refuse (error, "standardize_target");
  if (model->n_judges != 1)
    return refuse (error, _ ("several losses"));
  if (schedule->is_judged || schedule->pytorch == NULL)
    return refuse (error, schedule->id);
  if (strncmp (weft_optimizer_get (model->training.optimizer, 0)->pytorch, "torch.", 6) != 0)
    return refuse (error, weft_optimizer_get (model->training.optimizer, 0)->id);
  return check_settings (model, error);
}

/* --- its nodes --- */

static const char *
get_word (const Script *script, const WeftWire *wire)
{
  const WeftNode *from = weft_graph_find (script->model->graph, wire->from);

  return strcmp (from->layer->id, "data") == 0 ? "x" : from->name;
}

static gboolean
add_node (Script *script, const WeftNode *node, GError **error)
{
  WeftGraph *graph = script->model->graph;
  const WeftNodeReport *report = weft_report_find (script->report, node->id);
  const char *inputs[WEFT_MAX_PORTS + 1] = { NULL };
  int n = 0;

  for (int i = 0; i < WEFT_MAX_PORTS; i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, node->id, i);

      if (wire != NULL)
        inputs[n++] = get_word (script, wire);
    }
  if (node->layer->is_loss)
    {
      script->loss = node;
      g_string_append_printf (script->forward, "        return %s\n", inputs[0]);
      return weft_module_append_loss (script->criterion, node, error);
    }
  if (!weft_module_append_init (script->init, node, report, error))
    return FALSE;
  weft_module_append_call (script->forward, node, inputs);
  return TRUE;
}

static gboolean
add_nodes (Script *script, GError **error)
{
  g_autoptr (GArray) sorted = weft_graph_sort (script->model->graph);

  for (guint i = 0; i < sorted->len; i++)
    {
      const WeftNode *node
          = weft_graph_find (script->model->graph, g_array_index (sorted, gint64, i));

      if (strcmp (node->layer->id, "data") != 0 && !weft_layer_is_remark (node->layer)
          && !add_node (script, node, error))
        return FALSE;
    }
  return TRUE;
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
  static const char *const words[]
      = { "w", "model.parameters()", "lr", "LR", "o", "optimizer", NULL };
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

static char *
fill (const Script *script, const char *title)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (weft_formats_get_resource (),
                                                     "/org/weft/formats/train.py.in", 0, NULL);
  GString *text
      = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  gboolean is_class = weft_model_get_y (script->model)->type == WEFT_I64;
  gboolean is_binary = strstr (script->criterion->str, "binary_cross_entropy") != NULL;
  g_autofree char *shown = dup_title (title);

  put (text, "@TITLE@", shown);
  put_training (text, script->model);
  put (text, "@MODULES@", script->init->str);
  put (text, "@FORWARD@", script->forward->str);
  put (text, "@LOSS@", script->criterion->str);
  put (text, "@FIGURE@",
       is_class && is_binary ? "figure = ((prediction[:, 0] > 0) == target).float().mean().item()"
       : is_class            ? "figure = (prediction.argmax(1) == target).float().mean().item()"
                  : "figure = (prediction - target.reshape(prediction.shape)).abs().mean().item()");
  put (text, "@FIGURE_NAME@", is_class ? "accuracy" : "mean absolute error");
  return g_string_free (text, FALSE);
}

char *
weft_script_make (WeftModel *model, const char *title, GError **error)
{
  Script script = { .model = model };
  char *text = NULL;

  if (!check_model (model, error))
    return NULL;
  script.report = weft_check (model->graph, model->catalog);
  script.init = g_string_new (NULL);
  script.forward = g_string_new (NULL);
  script.criterion = g_string_new (NULL);
  if (add_nodes (&script, error) && script.loss != NULL)
    text = fill (&script, title);
  weft_report_unref (script.report);
  g_string_free (script.init, TRUE);
  g_string_free (script.forward, TRUE);
  g_string_free (script.criterion, TRUE);
  return text;
}
