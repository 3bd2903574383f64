/* test-extremes: every parameter of every layer at both its ends, and sets that are too small, in a
 * net that is trained two steps where the checker lets it: what is not refused, and not said to be
 * slow, is done soon */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "around.h"
#include "engine/train/trainer.h"

#define STEPS 2
#define SOON 10                   /* seconds of the processor's, of one case */
#define STUCK 240                 /* seconds: the machine may have other work */
#define MOST ((gint64) 128 << 20) /* bytes of a net that is tried; what is larger says so */

/* A loss of whatever comes out, so that there is something to learn: of a mean and a variance of
 * one shape. */
static void
add_loss (WeftGraph *graph)
{
  const WeftNode *node = weft_graph_find_by_name (graph, "it");

  if (node->layer->is_loss)
    return;
  net_add (graph, "kl_normal", "loss", NULL);
  for (int i = 0; i < 2; i++)
    net_wire (graph, "it", i == 0 ? "loss.mean" : "loss.log_variance");
}

static gboolean
is_said (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);

      if (diagnostic->severity == WEFT_SEVERITY_ERROR
          || g_str_equal (diagnostic->code, "slow-batch")
          || g_str_equal (diagnostic->code, "endless-batch"))
        return TRUE;
    }
  return FALSE;
}

/* A run that ends with a sentence is as good as one that ends well: sizes are what is tried. */
static void
learn (WeftModel *model)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  WeftTrainer *trainer = weft_trainer_new (&options);
  WeftLimits limits = { .steps = STEPS };
  WeftStatus status;
  clock_t began = clock ();

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, STUCK));
  g_assert_cmpfloat ((double) (clock () - began) / CLOCKS_PER_SEC, <, SOON);
  weft_trainer_get_status (trainer, &status);
  if (status.state == WEFT_TRAINER_FAILED)
    g_assert_cmpstr (status.error, !=, "");
  weft_trainer_free (trainer);
}

/* Whether it was trained. */
static gboolean
try_graph (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = weft_check (graph, catalog);
  g_autoptr (WeftModel) model = NULL;

  if (!report->is_whole || is_said (report)
      || MAX (report->peak_bytes_training, report->peak_bytes_inference) > MOST)
    return FALSE;
  model = weft_model_new (graph, catalog, NULL);
  if (model != NULL)
    learn (model);
  return model != NULL;
}

static void
try_param (WeftGraph *graph, const WeftParam *param, double number)
{
  GVariant *value = value_at (param, number);
  clock_t began = clock ();
  double seconds;

  if (value == NULL)
    return;
  net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, value));
  try_graph (graph);
  seconds = (double) (clock () - began) / CLOCKS_PER_SEC;
  if (seconds > 0.5)
    g_test_message ("%s = %g: %.1f s", param->name, number, seconds);
  net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, NULL));
}

/* All of them at once at one end, as few look at them. */
static void
try_all (WeftGraph *graph, const WeftLayer *layer, gboolean at_most)
{
  for (const WeftParam *param = layer->params; param->name; param++)
    {
      GVariant *value = value_at (param, at_most ? param->max : param->min);

      if (value != NULL)
        net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, value));
    }
  try_graph (graph);
  for (const WeftParam *param = layer->params; param->name; param++)
    net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, NULL));
}

/* A batch that is larger than the set, and a set in which there is but one class to be told. */
static void
try_data (WeftGraph *graph)
{
  net_set (graph, "data", "count", "int64 5");
  net_train (graph, "batch_size", "int64 100000");
  try_graph (graph);
  net_train (graph, "batch_size", "int64 3");
  net_set (graph, "data", "classes", "int64 1");
  try_graph (graph);
}

/* Behind the first set that it can be trained on. */
static void
test_layer (gconstpointer data)
{
  const WeftLayer *layer = data;

  for (gsize i = 0; i < G_N_ELEMENTS (around_sources); i++)
    {
      g_autoptr (WeftGraph) graph = net_around (layer, around_sources[i]);

      add_loss (graph);
      net_train (graph, "batch_size", "int64 3");
      if (!try_graph (graph))
        continue;
      for (const WeftParam *param = layer->params; param->name; param++)
        {
          try_param (graph, param, param->min);
          try_param (graph, param, param->max);
        }
      try_all (graph, layer, FALSE);
      try_all (graph, layer, TRUE);
      try_data (graph);
      return;
    }
  g_test_skip ("no set alone makes a net of it");
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/extremes/%s", layers[i]->id);

      if (layers[i]->grouping == WEFT_GROUPING_NONE && layers[i]->family != WEFT_FAMILY_DATA)
        g_test_add_data_func (path, layers[i], test_layer);
    }
  return g_test_run ();
}
