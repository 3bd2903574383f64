/* small-net: nets for tests of what stands on a whole graph, built by edits as a user would */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"
#include "engine/train/model/model.h"

static inline void
net_apply (WeftGraph *graph, WeftEdit *edit)
{
  g_autoptr (GError) error = NULL;
  WeftEdit *inverse = weft_graph_apply (graph, edit, &error);

  g_assert_no_error (error);
  weft_edit_unref (inverse);
  weft_edit_unref (edit);
}

/* params in GVariant's text form, a{sv}; NULL: none. */
static inline gint64
net_add (WeftGraph *graph, const char *layer, const char *name, const char *params)
{
  g_autoptr (GVariant) values
      = g_variant_parse (G_VARIANT_TYPE_VARDICT, params != NULL ? params : "{}", NULL, NULL, NULL);
  WeftNode node = { .name = (char *) name, .layer = weft_layer_find (layer), .params = values };

  g_assert_nonnull (values);
  g_assert_nonnull (node.layer);
  net_apply (graph, weft_edit_add_node (&node));
  return weft_graph_find_by_name (graph, name)->id;
}

static inline void
net_wire (WeftGraph *graph, gint64 from, int output, gint64 to, int input)
{
  WeftWire wire = { .from = from, .to = to, .output = output, .input = input };

  net_apply (graph, weft_edit_add_wire (&wire));
}

static inline void
net_train (WeftGraph *graph, const char *key, GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  net_apply (graph, weft_edit_set_training (key, sunk));
}

/* A chain of layers "ID PARAMS" from data.x to loss.prediction; names are the layer's id and place.
 */
static inline WeftGraph *
net_new (const char *data, const char *const *layers, const char *loss)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 source = net_add (graph, "data", "data", data), last = source, end;

  for (guint i = 0; layers[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (layers[i], " ", 2);
      g_autofree char *name = g_strdup_printf ("%s%u", words[0], i + 1);
      gint64 next = net_add (graph, words[0], name, words[1]);

      net_wire (graph, last, 0, next, 0);
      last = next;
    }
  end = net_add (graph, loss, "loss", NULL);
  net_wire (graph, last, 0, end, 0);
  net_wire (graph, source, 1, end, 1);
  return graph;
}

/* Two classes of points, 2-16-16-2 with everything that carries state or draws numbers. */
static inline WeftGraph *
net_points (void)
{
  static const char *const layers[] = {
    "dense {'units': <int64 16>}",
    "batch_norm",
    "relu",
    "dropout {'p': <0.2>}",
    "dense {'units': <int64 16>}",
    "tanh",
    "dense {'units': <int64 2>}",
    NULL,
  };
  WeftGraph *graph = net_new ("{'source': <'moons'>, 'count': <int64 300>, 'standardize': <true>}",
                              layers, "cross_entropy");

  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.01));
  net_train (graph, "batch_size", g_variant_new_int64 (32));
  return graph;
}

static inline WeftModel *
net_model (WeftGraph *graph)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}
