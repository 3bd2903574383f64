/* small-gan: a generator that learns to make clouds on a ring, and who judges it; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "small-net.h"

#define MODES 8
#define SAMPLES 2048
#define WIDTH 0.12 /* of a cloud, on a ring of radius 1 */

static inline WeftDataset *
load_cb (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  const WeftRandom random = { 1, WEFT_STREAM_SOURCE, 0 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x;

  dataset->name = g_strdup ("ring");
  dataset->count = SAMPLES;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  x->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  for (guint64 i = 0; i < SAMPLES; i++)
    {
      double angle = 2 * G_PI * (double) (i % MODES) / MODES;
      float *point = (float *) x->data + 2 * i;

      point[0] = (float) (cos (angle) + WIDTH * (double) weft_random_normal (&random, 2 * i));
      point[1] = (float) (sin (angle) + WIDTH * (double) weft_random_normal (&random, 2 * i + 1));
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static inline gint64
add_chain (WeftGraph *graph, gint64 from, const char *prefix, int outputs, const char *activation)
{
  const char *const wide = "{'units': <int64 64>}";
  g_autofree char *last = g_strdup_printf ("{'units': <int64 %d>}", outputs);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%d", prefix, i + 1);
      gint64 next = net_add (graph, i % 2 == 0 ? "dense" : activation, name,
                             i % 2 != 0 ? NULL
                             : i == 4   ? last
                                        : wide);

      net_wire (graph, from, 0, next, 0);
      from = next;
    }
  return from;
}

static inline void
train_settings (WeftGraph *graph)
{
  net_train (graph, "recipe", g_variant_new_string ("adversarial"));
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.0005));
  net_train (graph, "betas", g_variant_new_parsed ("[0.5, 0.9]"));
  net_train (graph, "discriminator_betas", g_variant_new_parsed ("[0.5, 0.9]"));
  net_train (graph, "discriminator_lr", g_variant_new_double (0.002));
  net_train (graph, "smoothing", g_variant_new_double (0.1));
  net_train (graph, "batch_size", g_variant_new_int64 (128));
}

/* loss: a layer's id. */
static inline WeftGraph *
gan_new_with (const char *loss_layer)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'file'>, 'name': <'ring'>}"),
         noise = net_add (graph, "noise", "noise1", "{'size': <int64 8>}"),
         contest = net_add (graph, "contest", "contest1", NULL),
         loss = net_add (graph, loss_layer, "loss", NULL);

  net_wire (graph, data, 0, noise, 0);
  net_wire (graph, data, 0, contest, 0);
  net_wire (graph, add_chain (graph, noise, "make", 2, "relu"), 0, contest, 1);
  net_wire (graph, add_chain (graph, contest, "judge", 1, "leaky_relu"), 0, loss, 0);
  net_wire (graph, contest, 1, loss, 1);
  train_settings (graph);
  return graph;
}

static inline WeftGraph *
gan_new (void)
{
  return gan_new_with ("bce_with_logits");
}

static inline WeftModel *
new_model (WeftGraph *graph)
{
  WeftCatalogHost host = { .load = load_cb };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}
