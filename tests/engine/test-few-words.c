/* test-few-words: whole nets on texts of one word each, on a vocabulary of one word, and where no
 * label counts: every layer that can stand behind an embedding trains and stays finite, or the run
 * fails with a sentence; nothing hangs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/memory.h"
#include "engine/layers/layer-row.h"
#include "engine/train/trainer.h"
#include "net.h"

#define COUNT 12
#define STUCK 120 /* seconds: the machine may have other work */

typedef struct
{
  const char *name;
  int words, shortest, longest; /* of the vocabulary; of samples, in words */
} Kind;

static const Kind kinds[] = {
  { "one-word", 1, 1, 3 },
  { "one-step", 5, 1, 1 },
  { "mostly-padding", 5, 1, 40 },
};

static WeftDataset *
new_texts (const Kind *kind)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  dataset->name = g_strdup ("texts");
  dataset->count = COUNT;
  x->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { kind->longest } };
  x->classes = kind->words;
  x->ragged = 0;
  x->offsets = weft_memory_new ((COUNT + 1) * sizeof (gint64), NULL);
  for (int i = 0; i < COUNT; i++)
    x->offsets[i + 1] = x->offsets[i] + (i == 0 ? kind->longest : kind->shortest);
  x->data = weft_memory_new ((gsize) x->offsets[COUNT] * sizeof (gint64), NULL);
  for (gint64 t = 0; t < x->offsets[COUNT]; t++)
    ((gint64 *) x->data)[t] = t % kind->words;
  y->shape.type = WEFT_I64;
  y->classes = 2;
  y->data = weft_memory_new (COUNT * sizeof (gint64), NULL);
  for (int i = 0; i < COUNT; i++)
    ((gint64 *) y->data)[i] = i / 2 % 2;
  return dataset;
}

/* The layer behind an embedding, all its required inputs from there, and a loss of what it gives.
 */
static WeftGraph *
new_net (const WeftLayer *layer, const WeftDataset *dataset)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *data = g_strdup_printf (
      "{'source': <'file'>, 'name': <'texts'>, 'sha256': <'%s'>, 'split': <[1.0, 0.0, 0.0]>}",
      dataset->sha256);

  net_add (graph, "data", "data", data);
  net_add (graph, "embedding", "words", "{'embedding_dim': <int64 8>}");
  net_wire (graph, "data.x", "words");
  net_add (graph, layer->id, "it", NULL);
  for (guint i = 0; i < weft_layer_get_n_required (layer); i++)
    {
      g_autofree char *port = g_strconcat ("it.", weft_layer_get_input (layer, i), NULL);

      net_wire (graph, weft_layer_takes (layer, i, WEFT_KIND_NUMBERS) ? "words" : "data.x", port);
    }
  net_add (graph, "kl_normal", "loss", NULL);
  net_wire (graph, "it", "loss.mean");
  net_wire (graph, "it", "loss.log_variance");
  net_train (graph, "batch_size", "int64 5");
  return graph;
}

/* Whether the run went on to its end. */
static gboolean
learn (WeftModel *model)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftLimits limits = { .steps = 4 };
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, STUCK));
  weft_trainer_get_status (trainer, &status);
  if (status.state != WEFT_TRAINER_FAILED)
    g_assert_true (isfinite (status.loss));
  else
    g_assert_cmpstr (status.error, !=, "");
  if (status.state == WEFT_TRAINER_FAILED)
    g_test_message ("%s", status.error);
  return status.state != WEFT_TRAINER_FAILED;
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (WeftDataset) dataset = new_texts (kind);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  guint n, whole = 0, ended = 0;
  const WeftLayer *const *layers = weft_layers (&n);

  g_autoptr (GError) error = NULL;
  weft_dataset_finish (dataset, &error);
  g_assert_no_error (error);
  weft_catalog_add (catalog, dataset);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftGraph) graph = NULL;
      g_autoptr (WeftReport) report = NULL;
      g_autoptr (WeftModel) model = NULL;

      if (layers[i]->grouping != WEFT_GROUPING_NONE || layers[i]->family == WEFT_FAMILY_DATA
          || layers[i]->is_loss)
        continue;
      graph = new_net (layers[i], dataset);
      report = weft_check (graph, catalog);
      if (!report->can_train)
        continue;
      whole++;
      g_test_message ("%s", layers[i]->id);
      model = weft_model_new (graph, catalog, NULL);
      ended += model != NULL && learn (model);
    }
  g_test_message ("%u nets, %u ended", whole, ended);
  g_assert_cmpuint (whole, >, 40);
}

/* Labels that are all left out: a loss of nothing is 0, and nothing is learnt. */
static void
test_no_label (void)
{
  g_autoptr (WeftDataset) dataset = new_texts (&kinds[0]);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (GError) error = NULL;

  memset (dataset->fields[1].data, 0, COUNT * sizeof (gint64));
  g_assert_true (weft_dataset_finish (dataset, NULL));
  weft_catalog_add (catalog, dataset);
  graph = new_net (weft_layer_find ("gru"), dataset);
  net_apply (graph, weft_edit_remove_node (net_id (graph, "loss")));
  net_set (graph, "it", "output", "'last'");
  net_add (graph, "dense", "scores", "{'units': <int64 2>}");
  net_wire (graph, "it", "scores");
  net_add (graph, "cross_entropy", "loss", "{'ignore_index': <int64 0>}");
  net_wire (graph, "scores", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  g_assert_true (learn (model));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/few-words/", kinds[i].name, NULL);

      g_test_add_data_func (path, &kinds[i], test_kind);
    }
  g_test_add_func ("/few-words/no-label", test_no_label);
  return g_test_run ();
}
