/* test-sights: what is seen inside a layer is what it works with, and costs nothing unseen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/run/trace.h"
#include "small-look.h"
#include "small-net.h"
#include "small-ragged.h"

#define NEAR 1e-5

/* What is no number, as tokens are, is seen as it is, one step later behind a delay. */
static void
test_tokens (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'dates'>, 'count': <int64 60>}");
  gint64 before = net_add (graph, "delay", "before", NULL);
  gint64 table = net_add (graph, "embedding", "table", "{'embedding_dim': <int64 6>}");
  gint64 last = net_add (graph, "dense", "last", "{'units': <int64 15>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftSnapshot) snapshot = NULL;
  const WeftTensor *shown;
  const gint64 *own;
  WeftShape shape;

  net_wire (graph, data, 1, before, 0);
  net_wire (graph, before, 0, table, 0);
  net_wire (graph, table, 0, last, 0);
  net_wire (graph, last, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  model = net_model (graph);
  snapshot = look (model, "table", 3);
  shown = weft_snapshot_find_activation (snapshot, before);
  own = weft_field_get_sample (weft_dataset_find_field (model->dataset, "y"), 3, &shape);
  g_assert_cmpint (shown->shape.type, ==, WEFT_I64);
  g_assert_cmpint (shown->shape.dims[0], >=, shape.dims[0]); /* padded */
  for (gint64 t = 0; t < shape.dims[0]; t++)
    g_assert_cmpint (((const gint64 *) shown->data)[t], ==, t == 0 ? 0 : own[t - 1]);
  g_assert_null (snapshot->entering); /* it is no number */
}

static WeftModel *
new_words (const char *middle, const char *params)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'dates'>, 'count': <int64 60>}");
  gint64 table = net_add (graph, "embedding", "table", "{'embedding_dim': <int64 6>}");
  gint64 node = net_add (graph, middle, "node", params);
  gint64 last = net_add (graph, "dense", "last", "{'units': <int64 15>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);

  net_wire (graph, data, 1, table, 0);
  net_wire (graph, table, 0, node, 0);
  net_wire (graph, node, 0, last, 0);
  net_wire (graph, last, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  return net_model (graph);
}

static const WeftNodeSight *
find (const WeftSnapshot *snapshot, const char *title, guint number)
{
  for (guint i = 0; i < snapshot->sights->len; i++)
    {
      const WeftNodeSight *sight = snapshot->sights->pdata[i];

      if (strcmp (sight->title, title) == 0 && sight->number == number)
        return sight;
    }
  g_error ("there is no “%s”", title);
}

static const float *
see (const WeftSnapshot *snapshot, const char *title, guint number, gint64 steps, gint64 units)
{
  const WeftNodeSight *sight = find (snapshot, title, number);
  const WeftShape wanted = WEFT_SHAPE (steps, units);

  g_assert_true (weft_shape_equal (&sight->tensor->shape, &wanted));
  return weft_tensor_floats (sight->tensor);
}

/* c = f·c₋ + i·g, h = o·tanh c, step by step; in both directions, and in the layer above. */
static void
test_lstm (void)
{
  g_autoptr (WeftModel) model = new_words (
      "lstm", "{'hidden_size': <int64 4>, 'output': <'all'>, 'bidirectional': <true>}");
  g_autoptr (WeftSnapshot) snapshot = look (model, "node", 3);
  gint64 steps = find (snapshot, "Cell", 0)->tensor->shape.dims[0], n = steps * 4;

  for (guint way = 0; way < 2; way++)
    {
      const float *i = see (snapshot, "Input gate", way, steps, 4),
                  *f = see (snapshot, "Forget gate", way, steps, 4),
                  *g = see (snapshot, "Candidate", way, steps, 4),
                  *o = see (snapshot, "Output gate", way, steps, 4),
                  *c = see (snapshot, "Cell", way, steps, 4),
                  *h = see (snapshot, "State", way, steps, 4);

      for (gint64 k = 0; k < n; k++)
        {
          gint64 from = way == 0 ? k - 4 : k + 4;
          float before = from >= 0 && from < n ? c[from] : 0;

          g_assert_cmpfloat_with_epsilon (c[k], f[k] * before + i[k] * g[k], NEAR);
          g_assert_cmpfloat_with_epsilon (h[k], o[k] * tanhf (c[k]), NEAR);
        }
    }
}

/* h = (1 − z)·n + z·h₋ */
static void
test_gru (void)
{
  g_autoptr (WeftModel) model = new_words ("gru", "{'hidden_size': <int64 3>, 'output': <'all'>}");
  g_autoptr (WeftSnapshot) snapshot = look (model, "node", 0);
  gint64 steps = find (snapshot, "State", 0)->tensor->shape.dims[0];
  const float *z = see (snapshot, "Update gate", 0, steps, 3),
              *n = see (snapshot, "Candidate", 0, steps, 3),
              *h = see (snapshot, "State", 0, steps, 3);

  see (snapshot, "Reset gate", 0, steps, 3);
  for (gint64 k = 0; k < steps * 3; k++)
    g_assert_cmpfloat_with_epsilon (h[k], (1 - z[k]) * n[k] + z[k] * (k >= 3 ? h[k - 3] : 0), NEAR);
}

static void
assert_looks (const WeftTensor *tensor, gint64 heads, gboolean is_causal)
{
  gint64 steps = tensor->shape.dims[1];
  const float *p = weft_tensor_floats (tensor);

  g_assert_cmpint (tensor->shape.rank, ==, 3);
  g_assert_cmpint (tensor->shape.dims[0], ==, heads);
  for (gint64 row = 0; row < heads * steps; row++)
    {
      float sum = 0;

      for (gint64 j = 0; j < tensor->shape.dims[2]; j++)
        {
          sum += p[row * tensor->shape.dims[2] + j];
          if (is_causal && j > row % steps)
            g_assert_cmpfloat (p[row * tensor->shape.dims[2] + j], ==, 0);
        }
      g_assert_cmpfloat_with_epsilon (sum, 1, NEAR);
    }
}

/* Of the attention layer, and of what lies inside a block's. */
static void
test_attention (void)
{
  static const struct
  {
    const char *layer, *params;
    gint64 heads;
    gboolean is_causal;
  } rows[] = {
    { "attention", "{'nhead': <int64 2>, 'causal': <true>}", 2, TRUE },
    { "transformer_encoder", "{'nhead': <int64 3>}", 3, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WeftModel) model = new_words (rows[i].layer, rows[i].params);
      g_autoptr (WeftSnapshot) snapshot = look (model, "node", 2);

      assert_looks (find (snapshot, "Who looked at whom", 0)->tensor, rows[i].heads,
                    rows[i].is_causal);
    }
}

/* The sample's own tokens, and whose words they are. */
static void
test_rows (void)
{
  g_autoptr (WeftModel) model = new_words ("gru", "{'output': <'all'>}");
  g_autoptr (WeftSnapshot) snapshot = look (model, "table", 7);
  const WeftField *field = weft_dataset_find_field (model->dataset, "y");
  const WeftNodeSight *sight = find (snapshot, "Rows of the sample", 0);
  WeftShape shape;
  const gint64 *tokens = weft_field_get_sample (field, 7, &shape);

  g_assert_cmpstr (sight->field, ==, "y");
  g_assert_cmpint (weft_shape_count (&sight->tensor->shape), >=, shape.dims[0]);
  for (gint64 i = 0; i < shape.dims[0]; i++)
    g_assert_cmpfloat (weft_tensor_floats (sight->tensor)[i], ==, (float) tokens[i]);
}

/* What is padded is not seen. */
static void
test_padded (void)
{
  static const char *const layers[]
      = { "lstm {'hidden_size': <int64 2>}", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftModel) model = ragged_model (layers);

  for (guint32 sample = 0; sample < 12; sample++)
    {
      g_autoptr (WeftSnapshot) snapshot = look (model, "lstm1", sample);
      const gint64 *at = weft_dataset_get_x (model->dataset)->offsets + sample;

      see (snapshot, "State", 0, at[1] - at[0], 2);
    }
}

/* What flows into a node is known also where the node before it shows something else. */
static void
test_entering (void)
{
  g_autoptr (WeftModel) model = new_words ("attention", "{'nhead': <int64 2>}");
  g_autoptr (WeftSnapshot) snapshot = look (model, "last", 2);
  const WeftTensor *shown = weft_snapshot_find_activation (
      snapshot, weft_graph_find_by_name (model->graph, "node")->id);

  g_assert_nonnull (snapshot->entering);
  g_assert_cmpint (snapshot->entering->shape.rank, ==, 2);
  g_assert_cmpint (snapshot->entering->shape.dims[1], ==, 6);
  g_assert_false (weft_shape_equal (&snapshot->entering->shape, &shown->shape));
}

/* A layer that is a function of one number, by the function; others are none. */
static void
test_trace (void)
{
  const float x[] = { -2, -0.5f, 0, 0.5f, 2 };
  float y[5];
  g_autoptr (GVariant) steep
      = g_variant_ref_sink (g_variant_new_parsed ("{'negative_slope': <0.5>}"));

  g_assert_true (weft_trace_layer (weft_layer_find ("tanh"), NULL, x, y, 5));
  for (int i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (y[i], tanhf (x[i]), NEAR);
  g_assert_true (weft_trace_layer (weft_layer_find ("leaky_relu"), steep, x, y, 5));
  g_assert_cmpfloat_with_epsilon (y[0], -1, NEAR);
  g_assert_cmpfloat_with_epsilon (y[4], 2, NEAR);
  g_assert_false (weft_trace_layer (weft_layer_find ("dense"), NULL, x, y, 5));
}

/* What learning needs of memory with sequences of so many steps. */
static gint64
find_peak (int steps)
{
  static const char *const layers[] = {
    "transformer_encoder {'nhead': <int64 4>}",
    "reduce {'dim': <int64 1>}",
    "dense {'units': <int64 3>}",
    NULL,
  };
  g_autofree char *data = g_strdup_printf (
      "{'source': <'random'>, 'shape': <[int64 %d, 16]>, 'classes': <int64 3>}", steps);
  g_autoptr (WeftGraph) graph = net_new (data, layers, "cross_entropy");
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = weft_check (graph, catalog);

  g_assert_true (report->is_whole);
  return report->peak_bytes_training;
}

/* Who looks at whom is T × T, and nowhere whole while nobody wants to see it. */
static void
test_long (void)
{
  g_assert_cmpint (find_peak (4096), <, find_peak (2048) * 9 / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sights/tokens", test_tokens);
  g_test_add_func ("/sights/lstm", test_lstm);
  g_test_add_func ("/sights/gru", test_gru);
  g_test_add_func ("/sights/attention", test_attention);
  g_test_add_func ("/sights/long", test_long);
  g_test_add_func ("/sights/rows", test_rows);
  g_test_add_func ("/sights/padded", test_padded);
  g_test_add_func ("/sights/entering", test_entering);
  g_test_add_func ("/sights/trace", test_trace);
  return g_test_run ();
}
