/* starter-chain: a graph in the making that grows to the right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/starters/starter-chain.h"

#include "engine/data/outputs.h"
#include "engine/graph/training.h"

/* Several numbers with a name each, all of them 0 or 1: a yes or no each. */
static gboolean
has_labels (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  gint64 width = weft_shape_count (&y->shape);

  if (y->kind != WEFT_KIND_NUMBERS || !y->feature_names)
    return FALSE;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      const float *marks = weft_field_get_sample (y, i, NULL);

      for (gint64 k = 0; k < width; k++)
        if (marks[k] != 0 && marks[k] != 1)
          return FALSE;
    }
  return TRUE;
}

void
weft_chain_apply (WeftChain *chain, WeftEdit *edit)
{
  g_autoptr (WeftEdit) taken = edit, inverse = NULL;

  if (chain->failed)
    return;
  inverse = weft_graph_apply (chain->graph, taken, chain->error);
  chain->failed = inverse == NULL;
}

void
weft_chain_wire (WeftChain *chain, gint64 from, int output, gint64 to, int input)
{
  WeftWire made = { .from = from, .to = to, .output = output, .input = input };

  weft_chain_apply (chain, weft_edit_add_wire (&made));
}

void
weft_chain_wire_field (WeftChain *chain, const char *field, gint64 to, int input)
{
  const WeftNode *data = weft_graph_find (chain->graph, chain->data);

  if (!chain->failed)
    weft_chain_wire (chain, chain->data, weft_node_find_output (data, field), to, input);
}

/* Takes the floating values. */
static GVariant *
make_params (WeftChain *chain, const WeftLayer *layer, const WeftSetting *settings)
{
  GVariant *params = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  for (; settings && settings->name; settings++)
    {
      const WeftParam *param = weft_params_find (layer->params, settings->name);
      g_autoptr (GVariant) given = g_variant_ref_sink (settings->value);
      g_autoptr (GVariant) value = NULL, before = params;

      params = NULL;
      if (!chain->failed)
        value = weft_param_coerce (param, given, chain->error);
      chain->failed = chain->failed || !value;
      params = value ? weft_params_with (layer->params, before, settings->name, value)
                     : g_variant_ref (before);
    }
  return params;
}

gint64
weft_chain_add (WeftChain *chain, const char *id, const char *name, const WeftSetting *settings)
{
  gint64 made = weft_graph_get_next_id (chain->graph);
  const WeftLayer *layer = weft_layer_find (id);
  g_autoptr (GVariant) params = make_params (chain, layer, settings);
  g_autofree char *free_name = name ? g_strdup (name) : weft_graph_dup_free_name (chain->graph, id);
  WeftNode node = {
    .name = free_name,
    .layer = layer,
    .params = params,
  };

  weft_chain_apply (chain, weft_edit_add_node (&node));
  return made;
}

void
weft_chain_append (WeftChain *chain, const char *id, const WeftSetting *settings)
{
  gint64 made = weft_chain_add (chain, id, NULL, settings);

  weft_chain_wire (chain, chain->last, 0, made, 0);
  chain->last = made;
}

void
weft_chain_append_dense (WeftChain *chain, int units, const char *activation)
{
  weft_chain_append (chain, "dense", WEFT_SETTINGS ({ "units", g_variant_new_int64 (units) }));
  if (activation)
    weft_chain_append (chain, activation, NULL);
}

void
weft_chain_append_dropout (WeftChain *chain, double p)
{
  weft_chain_append (chain, "dropout", WEFT_SETTINGS ({ "p", g_variant_new_double (p) }));
}

void
weft_chain_append_convolution (WeftChain *chain, int filters, int kernel, gboolean pool)
{
  weft_chain_append (chain, "conv2d",
                     WEFT_SETTINGS ({ "out_channels", g_variant_new_int64 (filters) },
                                    { "kernel_size", g_variant_new_int64 (kernel) },
                                    { "padding", g_variant_new_string ("same") }));
  weft_chain_append (chain, "batch_norm", NULL);
  weft_chain_append (chain, "relu", NULL);
  if (pool)
    weft_chain_append (chain, "max_pool2d",
                       WEFT_SETTINGS ({ "kernel_size", g_variant_new_int64 (2) }));
}

void
weft_chain_append_writer (WeftChain *chain, gint64 reader, int units)
{
  gint64 look, both;

  weft_chain_append (chain, "gru",
                     WEFT_SETTINGS ({ "hidden_size", g_variant_new_int64 (units) },
                                    { "output", g_variant_new_string ("all") }));
  weft_chain_wire (chain, reader, 1, chain->last, 2);
  look = weft_chain_add (chain, "attention", NULL, NULL);
  weft_chain_wire (chain, chain->last, 0, look, 0);
  weft_chain_wire (chain, reader, 0, look, 1);
  both = weft_chain_add (chain, "concat", NULL, WEFT_SETTINGS ({ "dim", g_variant_new_int64 (2) }));
  weft_chain_wire (chain, chain->last, 0, both, 0);
  weft_chain_wire (chain, look, 0, both, 1);
  chain->last = both;
}

gint64
weft_chain_append_loss (WeftChain *chain, const char *id)
{
  gint64 loss = weft_chain_add (chain, id, "loss", NULL);

  weft_chain_wire (chain, chain->last, 0, loss, 0);
  weft_chain_wire_field (chain, "y", loss, 1);
  return loss;
}

/* Each class counts as much as another, however rare; numbers of different units have no mean error
 * in common. */
static void
choose_metrics (WeftChain *chain, gboolean are_labels)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);

  if (y->feature_names && y->shape.rank == 1)
    weft_chain_set_training (
        chain, "metrics", g_variant_new_string (are_labels ? "f1_macro,f1_micro,accuracy" : "r2"));
}

void
weft_chain_append_answer (WeftChain *chain)
{
  const WeftField *y = weft_dataset_get_y (chain->dataset);
  gboolean is_class = y->classes > 0, are_labels = !is_class && has_labels (chain->dataset);

  weft_chain_append_dense (chain, is_class ? y->classes : (int) weft_shape_count (&y->shape), NULL);
  weft_chain_append_loss (chain, is_class     ? "cross_entropy"
                                 : are_labels ? "bce_with_logits"
                                              : "mse");
  choose_metrics (chain, are_labels);
}

/* A set that was read is found by its bytes; the engine's own are called as their source is. */
void
weft_chain_add_data (WeftChain *chain, gboolean standardize)
{
  const char *sha256 = chain->dataset->sha256, *name = chain->dataset->name;
  const char *target = weft_dataset_get_target_title (chain->dataset);
  gboolean has_numbers = weft_dataset_get_y (chain->dataset)->kind == WEFT_KIND_NUMBERS
                         && !has_labels (chain->dataset);
  GVariant *fields = weft_dataset_new_fields (chain->dataset);

  chain->data = chain->last = weft_chain_add (
      chain, "data", "data",
      WEFT_SETTINGS ({ "source", g_variant_new_string (sha256 != NULL ? "file" : name) },
                     { "fields", fields ? fields : g_variant_new_string ("") },
                     { "name", g_variant_new_string (sha256 != NULL ? name : "") },
                     { "sha256", g_variant_new_string (sha256 != NULL ? sha256 : "") },
                     { "target", g_variant_new_string (target ? target : "") },
                     { "standardize", g_variant_new_boolean (standardize) },
                     { "standardize_target", g_variant_new_boolean (has_numbers) }));
}

void
weft_chain_set_training (WeftChain *chain, const char *key, GVariant *value)
{
  const WeftParam *param = weft_params_find (weft_training_params (), key);
  g_autoptr (GVariant) given = g_variant_ref_sink (value);
  g_autoptr (GVariant) coerced = NULL;

  if (chain->failed)
    return;
  coerced = weft_param_coerce (param, given, chain->error);
  chain->failed = !coerced;
  if (coerced)
    weft_chain_apply (chain, weft_edit_set_training (key, coerced));
}

void
weft_chain_train (WeftChain *chain, int batch_size, double rate, int steps, int least)
{
  gint64 epochs
      = (gint64) steps * batch_size / MAX (chain->dataset->count, 1); /* none is drawn yet */

  weft_chain_set_training (chain, "optimizer", g_variant_new_string ("adam"));
  weft_chain_set_training (chain, "lr", g_variant_new_double (rate));
  weft_chain_set_training (chain, "schedule", g_variant_new_string ("cosine"));
  weft_chain_set_training (chain, "batch_size", g_variant_new_int64 (batch_size));
  weft_chain_set_training (chain, "epochs", g_variant_new_int64 (CLAMP (epochs, least, 200)));
  weft_chain_set_training (chain, "seed", g_variant_new_int64 (1));
}
