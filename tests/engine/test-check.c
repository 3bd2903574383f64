/* test-check: figures of known nets, wires that are tried, and graphs that nobody meant */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <time.h>

#include "tests/engine/report.h"

/* --- figures --- */

static WeftGraph *
picture_net (int channels, int size)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *data = g_strdup_printf (
      "{'source': <'random'>, 'shape': <[int64 %d, %d, %d]>, 'classes': <int64 10>}", channels,
      size, size);

  net_add (graph, "data", "data", data);
  return graph;
}

static void
end_net (WeftGraph *graph)
{
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
}

static WeftGraph *
lenet (void)
{
  WeftGraph *graph = picture_net (1, 28);

  net_then (
      graph, "conv2d", "conv1",
      "{'out_channels': <int64 6>, 'kernel_size': <[int64 5, 5]>, 'padding': <[int64 2, 2]>}");
  net_then (graph, "relu", "relu1", NULL);
  net_then (graph, "max_pool2d", "pool1", NULL);
  net_then (graph, "conv2d", "conv2", "{'kernel_size': <[int64 5, 5]>}");
  net_then (graph, "relu", "relu2", NULL);
  net_then (graph, "max_pool2d", "pool2", NULL);
  net_then (graph, "flatten", "flatten1", NULL);
  net_then (graph, "dense", "dense1", "{'units': <int64 120>}");
  net_then (graph, "relu", "relu3", NULL);
  net_then (graph, "dense", "dense2", "{'units': <int64 84>}");
  net_then (graph, "relu", "relu4", NULL);
  net_then (graph, "dense", "dense3", NULL);
  end_net (graph);
  return graph;
}

static WeftGraph *
mlp (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data",
           "{'source': <'random'>, 'shape': <[int64 784]>, 'classes': <int64 10>}");
  net_then (graph, "dense", "dense1", "{'units': <int64 256>}");
  net_then (graph, "relu", "relu1", NULL);
  net_then (graph, "dense", "dense2", "{'units': <int64 128>}");
  net_then (graph, "relu", "relu2", NULL);
  net_then (graph, "dense", "dense3", NULL);
  end_net (graph);
  return graph;
}

static WeftGraph *
playground (void)
{
  WeftGraph *graph = weft_graph_new ();

  net_add (graph, "data", "data",
           "{'source': <'random'>, 'shape': <[int64 2]>, 'target': <'real'>, 'low': <-1.0>, "
           "'count': <int64 10>}");
  net_then (graph, "dense", "dense1", "{'units': <int64 8>}");
  net_then (graph, "tanh", "tanh1", NULL);
  net_then (graph, "dense", "dense2", "{'units': <int64 8>}");
  net_then (graph, "tanh", "tanh2", NULL);
  net_then (graph, "dense", "dense3", "{'units': <int64 1>}");
  net_then (graph, "tanh", "tanh3", NULL);
  net_then (graph, "mse", "loss", "{'scale': <0.5>}");
  net_wire (graph, "data.y", "loss.target");
  return graph;
}

/* Of He et al. 2015, three stages of three blocks; shortcuts that shrink are 1×1 convolutions. */
static void
add_block (WeftGraph *graph, int k, int channels, int stride, gboolean shrinks)
{
  g_autofree char *last
      = g_strdup (weft_graph_get_node (graph, weft_graph_get_n_nodes (graph) - 1)->name);
  g_autofree char *a = g_strdup_printf (
      "{'out_channels': <int64 %d>, 'stride': <int64 %d>, 'padding': <int64 1>, 'bias': <false>}",
      channels, stride);
  g_autofree char *b = g_strdup_printf (
      "{'out_channels': <int64 %d>, 'padding': <int64 1>, 'bias': <false>}", channels);
  g_autofree char *c = g_strdup_printf ("{'out_channels': <int64 %d>, 'kernel_size': <int64 1>, "
                                        "'stride': <int64 %d>, 'bias': <false>}",
                                        channels, stride);
  const char *const layers[] = { "conv2d", "batch_norm", "relu", "conv2d", "batch_norm" };
  g_autofree char *add = g_strdup_printf ("add%d", k), *relu = g_strdup_printf ("out%d", k);
  g_autofree char *side = g_strdup_printf ("side%d", k),
                  *side_norm = g_strdup_printf ("sidenorm%d", k);
  g_autofree char *main_end = g_strdup_printf ("b%d_4", k), *in1 = g_strconcat (add, ".in1", NULL);
  g_autofree char *in2 = g_strconcat (add, ".in2", NULL);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("b%d_%d", k, i);

      net_add (graph, layers[i], name, i == 0 ? a : (i == 3 ? b : NULL));
      if (i == 0)
        net_wire (graph, last, name);
      else
        {
          g_autofree char *before = g_strdup_printf ("b%d_%d", k, i - 1);

          net_wire (graph, before, name);
        }
    }
  if (shrinks)
    {
      net_add (graph, "conv2d", side, c);
      net_wire (graph, last, side);
      net_then (graph, "batch_norm", side_norm, NULL);
    }
  net_add (graph, "add", add, NULL);
  net_wire (graph, main_end, in1);
  net_wire (graph, shrinks ? side_norm : last, in2);
  net_then (graph, "relu", relu, NULL);
}

static WeftGraph *
resnet20 (void)
{
  WeftGraph *graph = picture_net (3, 32);

  net_then (graph, "conv2d", "conv", "{'padding': <[int64 1, 1]>, 'bias': <false>}");
  net_then (graph, "batch_norm", "norm", NULL);
  net_then (graph, "relu", "relu", NULL);
  for (int k = 0; k < 9; k++)
    add_block (graph, k, 16 << k / 3, k == 3 || k == 6 ? 2 : 1, k == 3 || k == 6);
  net_then (graph, "global_avg_pool2d", "gap", NULL);
  net_then (graph, "dense", "dense1", NULL);
  end_net (graph);
  return graph;
}

static WeftGraph *
vgg (void)
{
  WeftGraph *graph = picture_net (3, 32);
  const char *const wide[] = { NULL, "{'out_channels': <int64 32>, 'padding': <int64 1>}",
                               "{'out_channels': <int64 64>, 'padding': <int64 1>}" };

  for (int k = 1; k <= 2; k++)
    {
      for (int i = 1; i <= 2; i++)
        {
          g_autofree char *conv = g_strdup_printf ("conv%d%d", k, i),
                          *relu = g_strdup_printf ("relu%d%d", k, i);

          net_then (graph, "conv2d", conv, wide[k]);
          net_then (graph, "relu", relu, NULL);
        }
      net_then (graph, "max_pool2d", k == 1 ? "pool1" : "pool2", NULL);
    }
  net_then (graph, "flatten", "flatten1", NULL);
  net_then (graph, "dense", "dense1", "{'units': <int64 128>}");
  net_then (graph, "relu", "relu5", NULL);
  net_then (graph, "dense", "dense2", NULL);
  end_net (graph);
  return graph;
}

/* The figures that the text form's rules give (PyTorch's for the weights). */
static void
test_figures (void)
{
  static const struct
  {
    WeftGraph *(*make) (void);
    gint64 weights, forward, backward;
  } nets[] = {
    { playground, 105, 2 * (16 + 64 + 8), 2 * (16 + 2 * 64 + 2 * 8) },
    { mlp, 235146, 2 * (784 * 256 + 256 * 128 + 128 * 10),
      2 * (784 * 256 + 2 * (256 * 128 + 128 * 10)) },
    { lenet, 61706, 2 * (28 * 28 * 6 * 25 + 10 * 10 * 16 * 6 * 25 + 400 * 120 + 120 * 84 + 840),
      2 * (28 * 28 * 6 * 25 + 2 * (10 * 10 * 16 * 6 * 25 + 400 * 120 + 120 * 84 + 840)) },
    { vgg, 591274, 0, 0 },
    { resnet20, 272474, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (nets); i++)
    {
      g_autoptr (WeftGraph) graph = nets[i].make ();
      g_autoptr (WeftReport) report = check (graph);

      print_all (report);
      g_assert_cmpint (report->weights, ==, nets[i].weights);
      g_assert_true (report->can_train);
      g_assert_cmpuint (report->diagnostics->len, ==, 0);
      if (nets[i].forward)
        {
          g_assert_cmpint (report->flops_forward, ==, nets[i].forward);
          g_assert_cmpint (report->flops_backward, ==, nets[i].backward);
        }
      g_assert_cmpint (report->peak_bytes_training, >, report->weights * 8);
      g_assert_cmpint (report->peak_bytes_inference, >, report->weights * 4);
      g_assert_cmpint (report->peak_bytes_inference, <, report->peak_bytes_training);
    }
}

static void
test_node_reports (void)
{
  g_autoptr (WeftGraph) graph = lenet ();
  g_autoptr (WeftReport) report = check (graph);
  const WeftNodeReport *pool = weft_report_find (report, net_id (graph, "pool2"));
  const WeftNodeReport *dense = weft_report_find (report, net_id (graph, "dense1"));
  const WeftNodeReport *data = weft_report_find (report, net_id (graph, "data"));
  g_autofree char *in = weft_shape_format (pool->in[0], TRUE),
                  *out = weft_shape_format (pool->out[0], TRUE);
  g_autofree char *line = weft_report_dup_line (report, weft_graph_find_by_name (graph, "dense1"));
  g_autofree char *flat
      = weft_report_dup_line (report, weft_graph_find_by_name (graph, "flatten1"));

  g_assert_cmpstr (in, ==, "(N, 16, 10, 10)");
  g_assert_cmpstr (out, ==, "(N, 16, 5, 5)");
  g_assert_cmpuint (sizeof *dense, <, 1024); /* one of every node is made after each edit */
  g_assert_cmpint (dense->weights, ==, 48120);
  g_assert_cmpint (dense->flops_forward, ==, 96000);
  g_assert_cmpint (dense->bytes, ==, 32 * 120 * 4);
  g_assert_cmpint (data->dataset->count, ==, 32);
  g_assert_cmpint (data->out[1]->type, ==, WEFT_I64);
  g_assert_cmpstr (line, ==, "120 units · 48,120 weights");
  g_assert_cmpstr (flat, ==, "16×5×5 → 400");
  g_assert_cmpint (weft_report_find (report, net_id (graph, "loss"))->out[0]->rank, ==, 0);
}

/* The batch sets the size of everything but the weights. */
static void
test_batch (void)
{
  g_autoptr (WeftGraph) graph = mlp ();
  g_autoptr (WeftReport) small = check (graph);
  g_autoptr (WeftReport) large = NULL;

  net_train (graph, "batch_size", "int64 640");
  large = check (graph);
  g_assert_cmpint (large->flops_forward, ==, small->flops_forward);
  g_assert_cmpint (large->peak_bytes_training - small->peak_bytes_training, >, 600 * 784 * 4);
}

/* "same" as in PyTorch, with an even kernel too. */
static void
test_same_padding (void)
{
  g_autoptr (WeftGraph) graph = picture_net (1, 9);
  g_autoptr (WeftReport) report = NULL;
  g_autofree char *out = NULL;

  net_then (graph, "conv2d", "conv1",
            "{'kernel_size': <[int64 4, 3]>, 'padding': <'same'>, 'dilation': <int64 2>}");
  report = check (graph);
  out = weft_shape_format (weft_report_find (report, net_id (graph, "conv1"))->out[0], TRUE);
  g_assert_cmpstr (out, ==, "(N, 16, 9, 9)");
}

/* --- wires --- */

static void
assert_wire (WeftGraph *graph, const WeftReport *report, const char *from, int output,
             const char *to, int input, const char *reason)
{
  g_autofree char *why
      = weft_check_wire (graph, report, net_id (graph, from), output, net_id (graph, to), input);

  if (!reason)
    g_assert_cmpstr (why, ==, NULL);
  else
    g_assert_nonnull (strstr (why, reason));
}

static void
test_wires (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  net_add (graph, "conv2d", "conv2d1", NULL);
  net_add (graph, "dense", "dense9", NULL);
  net_add (graph, "add", "add1", NULL);
  net_wire (graph, "dense1", "add1.in1");
  report = check (graph);
  assert_wire (graph, report, "data", 0, "dense9", 0, NULL);
  assert_wire (graph, report, "data", 0, "dense2", 0, NULL); /* taken: it would be replaced */
  assert_wire (graph, report, "dense2", 0, "dense1", 0, "circle");
  assert_wire (graph, report, "relu1", 0, "relu1", 0, "circle");
  assert_wire (graph, report, "data", 1, "dense9", 0, "labels");
  assert_wire (graph, report, "data", 1, "loss", 0, "labels");
  assert_wire (graph, report, "data", 1, "loss", 1, NULL);
  assert_wire (graph, report, "dense1", 0, "conv2d1", 0, "(N, C, H, W)");
  assert_wire (graph, report, "relu1", 0, "add1", 1, NULL);
  assert_wire (graph, report, "data", 0, "add1", 1, "one shape");
  assert_wire (graph, report, "data", 5, "add1", 1, "port");
  assert_wire (graph, NULL, "dense1", 0, "conv2d1", 0, NULL); /* nothing is known yet */
}

/* --- size --- */

/* Of the processor's time: the wall clock of a busy machine says nothing of the program. */
static gint64
used_microseconds (void)
{
  return (gint64) clock () * G_USEC_PER_SEC / CLOCKS_PER_SEC;
}

/* A thousand nodes are checked within a frame. */
static void
test_frame (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (64, 10);
  gint64 best = G_MAXINT64;

  cut (graph, "loss", 0);
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *dense = g_strdup_printf ("wide%d", i), *relu = g_strdup_printf ("bend%d", i);

      net_add (graph, "dense", dense, "{'units': <int64 64>}");
      if (i == 0)
        net_wire (graph, "dense2", dense);
      else
        {
          g_autofree char *before = g_strdup_printf ("bend%d", i - 1);

          net_wire (graph, before, dense);
        }
      net_then (graph, "relu", relu, NULL);
    }
  net_then (graph, "dense", "last", NULL);
  net_wire (graph, "last", "loss.prediction");
  for (int i = 0; i < 5; i++)
    {
      gint64 began = used_microseconds ();
      g_autoptr (WeftReport) report = check (graph);

      best = MIN (best, used_microseconds () - began);
      g_assert_true (report->can_train);
    }
  g_test_message ("1,000 nodes: %" G_GINT64_FORMAT " µs", best);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  g_assert_cmpint (best, <, 16000);
#endif
}

/* --- what nobody meant --- */

static void
set_at_random (WeftGraph *graph, const WeftNode *node, GRand *rand)
{
  for (const WeftParam *param = node->layer->params; param->name; param++)
    {
      static const gint64 numbers[]
          = { -1, 0, 1, 2, 3, 5, 1024, 65536, 1 << 20, G_MAXINT, G_MAXINT64, G_MININT64 };
      GVariant *value
          = g_variant_new_int64 (numbers[g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers))]);
      g_autoptr (WeftEdit) edit = weft_edit_set_param (node->id, param->name, value);
      g_autoptr (WeftEdit) inverse = NULL;

      if (g_rand_int_range (rand, 0, 3) == 0)
        inverse = weft_graph_apply (graph, edit, NULL);
    }
}

static WeftGraph *
random_graph (GRand *rand)
{
  WeftGraph *graph = weft_graph_new ();
  guint n_layers;
  const WeftLayer *const *layers = weft_layers (&n_layers);
  int n = g_rand_int_range (rand, 1, 25);

  net_add (graph, "data", "data",
           g_rand_boolean (rand)
               ? "{'source': <'random'>, 'shape': <[int64 2, 6, 6]>, 'classes': <int64 3>}"
               : NULL);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%d", i);
      gint64 id
          = net_add (graph, layers[g_rand_int_range (rand, 0, (int) n_layers)]->id, name, NULL);

      set_at_random (graph, weft_graph_find (graph, id), rand);
    }
  for (int i = 0; i < 60; i++)
    {
      WeftWire wire = { g_rand_int_range (rand, 1, n + 2), g_rand_int_range (rand, 1, n + 2),
                        g_rand_int_range (rand, 0, 2), g_rand_int_range (rand, 0, 3) };
      g_autoptr (WeftEdit) edit = weft_edit_add_wire (&wire);
      g_autoptr (WeftEdit) inverse = NULL;

      /* Mostly forwards, so that something can be built. */
      if (wire.from < wire.to || g_rand_int_range (rand, 0, 20) == 0)
        inverse = weft_graph_apply (graph, edit, NULL);
    }
  return graph;
}

static void
assert_said_well (WeftGraph *graph, const WeftDiagnostic *diagnostic)
{
  g_autofree char *message = weft_diagnostic_dup_message (diagnostic);
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);

  g_assert_true (g_utf8_validate (message, -1, NULL));
  if (node)
    g_assert_nonnull (strstr (message, node->name));
  for (guint i = 0; diagnostic->fixes && i < diagnostic->fixes->len; i++)
    {
      const WeftFix *fix = diagnostic->fixes->pdata[i];
      g_autoptr (WeftGraph) copy = weft_graph_dup (graph);

      if (fix->edit)
        net_apply (copy, weft_edit_ref (fix->edit)); /* a cure can always be applied */
    }
}

static void
test_hostile (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  guint whole = 0;

  for (int i = 0; i < 600; i++)
    {
      g_autoptr (WeftGraph) graph = random_graph (rand);
      g_autoptr (WeftReport) report = weft_check (graph, catalog);

      whole += report->is_whole;
      g_assert_cmpuint (g_hash_table_size (report->nodes), ==, weft_graph_get_n_nodes (graph));
      for (guint k = 0; k < report->diagnostics->len; k++)
        assert_said_well (graph, report->diagnostics->pdata[k]);
      for (int k = 0; k < 20; k++)
        {
          guint n = weft_graph_get_n_nodes (graph);
          gint64 from = g_rand_int_range (rand, 1, (int) n + 1),
                 to = g_rand_int_range (rand, 1, (int) n + 1);
          g_autofree char *why
              = weft_check_wire (graph, report, from, 0, to, g_rand_int_range (rand, 0, 3));

          (void) why;
        }
    }
  g_test_message ("%u of 600 were whole", whole);
}

/* A row of ten thousand, a circle of ten thousand: nothing is as deep as the graph is long. */
static void
test_long (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) row = NULL;
  g_autoptr (WeftReport) circle = NULL;

  net_add (graph, "data", "data", NULL);
  for (int i = 1; i <= 10000; i++)
    {
      g_autofree char *name = g_strdup_printf ("relu%d", i);

      net_then (graph, "relu", name, NULL);
    }
  row = check (graph);
  g_assert_true (row->is_whole);
  cut (graph, "relu1", 0);
  net_wire (graph, "relu10000", "relu1");
  circle = check (graph);
  g_assert_nonnull (find (circle, "cycle"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/figures", test_figures);
  g_test_add_func ("/check/node-reports", test_node_reports);
  g_test_add_func ("/check/batch", test_batch);
  g_test_add_func ("/check/same-padding", test_same_padding);
  g_test_add_func ("/check/wires", test_wires);
  g_test_add_func ("/check/frame", test_frame);
  g_test_add_func ("/check/hostile", test_hostile);
  g_test_add_func ("/check/long", test_long);
  return g_test_run ();
}
