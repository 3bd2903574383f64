/* test-check: figures of known nets, every diagnostic, its cure, and graphs that nobody meant */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/diagnostic-private.h"
#include "tests/engine/net.h"

static WeftReport *
check (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  return weft_check (graph, catalog);
}

static const WeftDiagnostic *
find (const WeftReport *report, const char *code)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (strcmp (diagnostic->code, code) == 0)
        return diagnostic;
    }
  return NULL;
}

static void
print_all (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      g_autofree char *message = weft_diagnostic_dup_message (report->diagnostics->pdata[i]);

      g_test_message ("%s", message);
    }
}

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
  g_autofree char *in = weft_shape_format (&pool->in[0], TRUE),
                  *out = weft_shape_format (&pool->out[0], TRUE);
  g_autofree char *line = weft_report_dup_line (report, weft_graph_find_by_name (graph, "dense1"));
  g_autofree char *flat
      = weft_report_dup_line (report, weft_graph_find_by_name (graph, "flatten1"));

  g_assert_cmpstr (in, ==, "(N, 16, 10, 10)");
  g_assert_cmpstr (out, ==, "(N, 16, 5, 5)");
  g_assert_cmpint (dense->weights, ==, 48120);
  g_assert_cmpint (dense->flops_forward, ==, 96000);
  g_assert_cmpint (dense->bytes, ==, 32 * 120 * 4);
  g_assert_cmpint (data->samples, ==, 32);
  g_assert_cmpint (data->out[1].type, ==, WEFT_I64);
  g_assert_cmpstr (line, ==, "120 units · 48120 weights");
  g_assert_cmpstr (flat, ==, "16×5×5 → 400");
  g_assert_cmpint (weft_report_find (report, net_id (graph, "loss"))->out[0].rank, ==, -1);
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
  out = weft_shape_format (&weft_report_find (report, net_id (graph, "conv1"))->out[0], TRUE);
  g_assert_cmpstr (out, ==, "(N, 16, 9, 9)");
}

/* --- diagnostics: a row a fault; each breaks a sound net in one way --- */

typedef struct
{
  const char *code, *message;
  const char *fix; /* label, nullable */
  void (*break_it) (WeftGraph *graph);
} Fault;

static void
remove_named (WeftGraph *graph, const char *name)
{
  net_apply (graph, weft_edit_remove_node (net_id (graph, name)));
}

static void
cut (WeftGraph *graph, const char *name, int input)
{
  net_apply (graph,
             weft_edit_remove_wire (weft_graph_find_wire_to (graph, net_id (graph, name), input)));
}

static void
no_data (WeftGraph *graph)
{
  remove_named (graph, "data");
}

static void
no_loss (WeftGraph *graph)
{
  remove_named (graph, "loss");
}

static void
cycle (WeftGraph *graph)
{
  cut (graph, "dense1", 0);
  net_wire (graph, "dense2", "dense1");
}

static void
several_data (WeftGraph *graph)
{
  net_add (graph, "data", "data2", NULL);
}

static void
several_losses (WeftGraph *graph)
{
  net_add (graph, "cross_entropy", "loss2", NULL);
  net_wire (graph, "dense2", "loss2.prediction");
  net_wire (graph, "data.y", "loss2.target");
}

static void
nothing_to_learn (WeftGraph *graph)
{
  cut (graph, "loss", 0);
  net_set (graph, "data", "shape", "[int64 3]");
  net_wire (graph, "data.x", "loss.prediction");
  remove_named (graph, "dense1");
  remove_named (graph, "relu1");
  remove_named (graph, "dense2");
}

static void
missing_input (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
}

static void
missing_target (WeftGraph *graph)
{
  cut (graph, "loss", 1);
}

static void
unused_node (WeftGraph *graph)
{
  net_add (graph, "relu", "relu9", NULL);
}

static void
shape_mismatch (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "conv2d", "conv2d1", NULL);
  net_wire (graph, "dense1", "conv2d1");
  net_wire (graph, "conv2d1", "relu1");
}

static void
labels_as_input (WeftGraph *graph)
{
  cut (graph, "dense1", 0);
  net_wire (graph, "data.y", "dense1");
}

static void
labels_into_relu (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_wire (graph, "data.y", "relu1");
}

static void
out_of_range (WeftGraph *graph)
{
  net_set (graph, "dense1", "units", "int64 1000000000");
}

static void
training_range (WeftGraph *graph)
{
  net_train (graph, "batch_size", "int64 0");
}

static void
too_large (WeftGraph *graph)
{
  net_set (graph, "dense1", "units", "int64 1000000");
  net_set (graph, "dense2", "units", "int64 1000000");
}

static void
too_much_memory (WeftGraph *graph)
{
  net_train (graph, "batch_size", "int64 65536");
  net_train (graph, "optimizer", "'adam'");
  net_set (graph, "data", "count", "int64 10");
  net_set (graph, "dense1", "units", "int64 16000");
  net_set (graph, "dense2", "units", "int64 16000");
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("tanh%d", i), *dense = g_strdup_printf ("wide%d", i);
      const WeftWire *last = weft_graph_find_wire_to (graph, net_id (graph, "loss"), 0);
      g_autofree char *from = g_strdup (weft_graph_find (graph, last->from)->name);

      cut (graph, "loss", 0);
      net_add (graph, "tanh", name, NULL);
      net_wire (graph, from, name);
      net_add (graph, "dense", dense, "{'units': <int64 16000>}");
      net_wire (graph, name, dense);
      net_wire (graph, dense, "loss.prediction");
    }
}

/* data is a picture and a convolution stands in front */
static void
with_conv (WeftGraph *graph, const char *params)
{
  net_set (graph, "data", "shape", "[int64 3, 8, 8]");
  cut (graph, "dense1", 0);
  net_add (graph, "conv2d", "conv2d1", params);
  net_wire (graph, "data.x", "conv2d1");
  net_add (graph, "flatten", "flatten1", NULL);
  net_wire (graph, "conv2d1", "flatten1");
  net_wire (graph, "flatten1", "dense1");
}

static void
groups (WeftGraph *graph)
{
  with_conv (graph, "{'groups': <int64 2>}");
}

static void
same_stride (WeftGraph *graph)
{
  with_conv (graph, "{'padding': <'same'>, 'stride': <int64 2>}");
}

static void
large_kernel (WeftGraph *graph)
{
  with_conv (graph, "{'kernel_size': <int64 9>}");
}

static void
large_padding (WeftGraph *graph)
{
  with_conv (graph, NULL);
  cut (graph, "flatten1", 0);
  net_add (graph, "avg_pool2d", "avg_pool2d1", "{'padding': <int64 2>}");
  net_wire (graph, "conv2d1", "avg_pool2d1");
  net_wire (graph, "avg_pool2d1", "flatten1");
}

static void
behind_relu (WeftGraph *graph, const char *layer, const char *name, const char *params)
{
  cut (graph, "dense2", 0);
  net_add (graph, layer, name, params);
  net_wire (graph, "relu1", name);
  net_wire (graph, name, "dense2");
}

static void
wrong_dimension (WeftGraph *graph)
{
  behind_relu (graph, "softmax", "softmax1", "{'dim': <int64 2>}");
}

static void
batch_dimension (WeftGraph *graph)
{
  behind_relu (graph, "softmax", "softmax1", "{'dim': <int64 0>}");
}

static void
reshape (WeftGraph *graph)
{
  behind_relu (graph, "reshape", "reshape1", "{'shape': <[int64 3, -1]>}");
}

static void
data_missing (WeftGraph *graph)
{
  net_set (graph, "data", "source", "'file'");
  net_set (graph, "data", "name", "'heights.csv'");
}

static void
data_wrong (WeftGraph *graph)
{
  net_set (graph, "data", "target", "'colour'");
}

static void
no_training_data (WeftGraph *graph)
{
  net_set (graph, "data", "split", "[0.0, 0.5, 0.5]");
}

static void
needs_flat (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 3, 8]");
}

static void
target_not_classes (WeftGraph *graph)
{
  net_set (graph, "data", "target", "'real'");
}

static void
target_not_numbers (WeftGraph *graph)
{
  remove_named (graph, "loss");
  net_add (graph, "mse", "loss", NULL);
  net_wire (graph, "dense2", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
}

static void
wrong_target_shape (WeftGraph *graph)
{
  net_set (graph, "data", "target", "'real'");
  target_not_numbers (graph);
}

static void
too_few_outputs (WeftGraph *graph)
{
  net_set (graph, "dense2", "units", "int64 2");
}

static void
too_many_outputs (WeftGraph *graph)
{
  net_set (graph, "dense2", "units", "int64 5");
}

static void
dense_on_picture (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 3, 8, 8]");
}

static void
softmax_before_loss (WeftGraph *graph)
{
  cut (graph, "loss", 0);
  net_add (graph, "softmax", "softmax1", NULL);
  net_wire (graph, "dense2", "softmax1");
  net_wire (graph, "softmax1", "loss.prediction");
}

static void
sigmoid_before_loss (WeftGraph *graph)
{
  remove_named (graph, "loss");
  net_set (graph, "data", "target", "'binary'");
  net_set (graph, "data", "target_shape", "[int64 3]");
  net_add (graph, "sigmoid", "sigmoid1", NULL);
  net_wire (graph, "dense2", "sigmoid1");
  net_then (graph, "bce_with_logits", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
}

static void
uneven_sum (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "add", "add1", NULL);
  net_wire (graph, "dense1", "add1.in1");
  net_wire (graph, "data.x", "add1.in2");
  net_wire (graph, "add1", "relu1");
}

static void
sum_with_gap (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "add", "add1", NULL);
  net_wire (graph, "dense1", "add1.in1");
  net_wire (graph, "dense1", "add1.in3");
  net_wire (graph, "add1", "relu1");
}

static void
uneven_row (WeftGraph *graph)
{
  with_conv (graph, NULL);
  cut (graph, "relu1", 0);
  net_add (graph, "concat", "concat1", NULL);
  net_wire (graph, "conv2d1", "concat1.in1");
  net_wire (graph, "data.x", "concat1.in2");
  net_wire (graph, "concat1", "relu1");
}

static const Fault faults[] = {
  { "no-data", "There is no data node", NULL, no_data },
  { "no-loss", "There is no loss", NULL, no_loss },
  { "cycle", "Dense 1 (dense1), ReLU 1 (relu1), Dense 2 (dense2)", NULL, cycle },
  { "several-data", "Data 2 (data2) is a second data node", NULL, several_data },
  { "several-losses", "Cross-entropy 2 (loss2) is a second loss", NULL, several_losses },
  { "nothing-to-learn", "Cross-entropy (loss) judges a network without weights", NULL,
    nothing_to_learn },
  { "too-much-memory", "Training needs", NULL, too_much_memory },
  { "missing-input", "ReLU 1 (relu1) needs a wire into its input “x”.", NULL, missing_input },
  { "missing-input", "Cross-entropy (loss) needs a wire into its input “target”.",
    "Connect the labels", missing_target },
  { "missing-input", "Add 1 (add1) needs a wire into its input “in2”.", NULL, sum_with_gap },
  { "unused-node", "ReLU 9 (relu9) leads to no loss", NULL, unused_node },
  { "shape-mismatch",
    "Convolution 1 (conv2d1) expects (N, C, H, W), but Dense 1 (dense1) gives (N, 8).", NULL,
    shape_mismatch },
  { "shape-mismatch",
    "Convolution 1 (conv2d1) expects pictures of at least 9×9, but Data (data) gives (N, 3, 8, 8).",
    NULL, large_kernel },
  { "shape-mismatch",
    "Add 1 (add1) expects inputs of one shape, but Dense 1 (dense1) gives (N, 8); Data (data) "
    "gives "
    "(N, 4).",
    NULL, uneven_sum },
  { "shape-mismatch", "Concatenate 1 (concat1) expects inputs that differ in dimension 1 only",
    NULL, uneven_row },
  { "shape-mismatch",
    "Mean squared error (loss) expects a target of the prediction’s shape, but Dense 2 (dense2) "
    "gives "
    "(N, 3); Data (data) gives (N, 1).",
    NULL, wrong_target_shape },
  { "labels-as-input", "Dense 1 (dense1) takes numbers, but Data (data) gives class labels, (N,).",
    NULL, labels_as_input },
  { "labels-as-input", "ReLU 1 (relu1) takes numbers, but Data (data) gives class labels, (N,).",
    NULL, labels_into_relu },
  { "out-of-range", "Dense 1 (dense1): Units is 1000000000; at most 1048576.", "Reset Units",
    out_of_range },
  { "out-of-range", "Training: Batch size is 0; at least 1.", "Reset Batch size", training_range },
  { "too-large", "Dense 2 (dense2) would need a tensor of (1000000, 1000000)", NULL, too_large },
  { "groups", "Convolution 1 (conv2d1) has 2 groups", NULL, groups },
  { "same-stride", "Convolution 1 (conv2d1): padding “same” needs a stride of 1.",
    "Set stride to 1", same_stride },
  { "large-padding", "Average pooling 1 (avg_pool2d1)", NULL, large_padding },
  { "wrong-dimension", "Softmax 1 (softmax1) works along dimension 2", NULL, wrong_dimension },
  { "wrong-dimension", "Softmax 1 (softmax1) works along dimension 0", NULL, batch_dimension },
  { "reshape", "Reshape 1 (reshape1) cannot give 8 numbers that shape", NULL, reshape },
  { "data-missing", "Data (data): ", "Choose the file", data_missing },
  { "data-wrong", "Data (data): ", NULL, data_wrong },
  { "no-training-data", "Data (data): the split leaves no samples", NULL, no_training_data },
  { "needs-flat", "Cross-entropy (loss) expects one row of scores a sample", "Insert Flatten",
    needs_flat },
  { "target-not-classes", "Cross-entropy (loss) expects class labels", NULL, target_not_classes },
  { "target-not-numbers", "Mean squared error (loss) expects numbers", "Use cross-entropy",
    target_not_numbers },
  { "too-few-outputs", "Cross-entropy (loss) gets 2 scores a sample, but the data has 3 classes.",
    "Set units to 3", too_few_outputs },
  { "too-many-outputs", "Cross-entropy (loss) gets 5 scores", "Set units to 3", too_many_outputs },
  { "dense-on-picture", "Dense 1 (dense1) looks at each row of the picture by itself",
    "Insert Flatten", dense_on_picture },
  { "softmax-before-loss", "Cross-entropy (loss) applies softmax itself", "Remove Softmax",
    softmax_before_loss },
  { "sigmoid-before-loss", "Binary cross-entropy (loss) applies the sigmoid itself",
    "Remove Sigmoid", sigmoid_before_loss },
};

/* The diagnostic is there, names its node, and its cure makes it go away in one edit that can be
 * undone. */
static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) sound = check (graph);
  g_autoptr (WeftReport) report = NULL;
  const WeftDiagnostic *diagnostic;
  g_autofree char *message = NULL;

  g_assert_cmpuint (sound->diagnostics->len, ==, 0);
  g_assert_true (sound->is_whole && sound->can_train);
  fault->break_it (graph);
  report = check (graph);
  print_all (report);
  diagnostic = find (report, fault->code);
  g_assert_nonnull (diagnostic);
  message = weft_diagnostic_dup_message (diagnostic);
  g_assert_nonnull (strstr (message, fault->message));
  g_assert_null (strchr (message, '{'));
  if (diagnostic->node)
    {
      const WeftNodeReport *node = weft_report_find (report, diagnostic->node);

      g_assert_nonnull (strstr (message, weft_graph_find (graph, diagnostic->node)->name));
      g_assert_cmpuint (node->n_diagnostics, >, 0);
      g_assert_cmpint (node->worst, >=, diagnostic->severity);
    }
  if (diagnostic->severity == WEFT_SEVERITY_ERROR)
    g_assert_false (report->is_whole || report->can_train);
  g_assert_true ((diagnostic->fixes != NULL) == (fault->fix != NULL));
  if (fault->fix)
    {
      const WeftFix *fix = diagnostic->fixes->pdata[0];
      g_autoptr (WeftReport) cured = NULL;

      g_assert_cmpstr (fix->label, ==, fault->fix);
      if (!fix->edit)
        return;
      net_apply (graph, weft_edit_ref (fix->edit));
      cured = check (graph);
      print_all (cured);
      g_assert_null (find (cured, fault->code));
    }
}

static gboolean
has_fault (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].code, code) == 0)
      return TRUE;
  return strcmp (code, "no-labels") == 0; /* tested below: it needs a set without labels */
}

/* No wording stands in the table that nothing says. */
static void
test_table_is_covered (void)
{
  for (const WeftDiagnosticRow *row = weft_diagnostics; row->code; row++)
    {
      if (!has_fault (row->code))
        g_test_message ("%s is never said", row->code);
      g_assert_true (has_fault (row->code));
    }
}

static WeftDataset *
load_bare (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  WeftDataset *dataset = weft_dataset_new ();

  dataset->name = g_strdup (source);
  dataset->count = 8;
  dataset->x_shape = WEFT_SHAPE (4);
  dataset->x = g_malloc0 (8 * 4 * sizeof (float));
  dataset->x_scale = 1;
  return weft_dataset_finish (dataset, error) ? dataset : NULL;
}

static void
test_no_labels (void)
{
  WeftCatalogHost host = { .load = load_bare };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  net_set (graph, "data", "source", "'bare'");
  report = weft_check (graph, catalog);
  print_all (report);
  g_assert_nonnull (find (report, "no-labels"));
  g_assert_cmpuint (report->diagnostics->len, ==, 1);
}

/* Several faults, none of which follows from another: all are said, and nothing else. */
static void
test_all_roots (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  out_of_range (graph); /* dense1; what comes behind is not known and keeps silent */
  missing_target (graph);
  net_add (graph, "relu", "loop", NULL);
  net_wire (graph, "loop", "loop");
  report = check (graph);
  print_all (report);
  g_assert_nonnull (find (report, "out-of-range"));
  g_assert_nonnull (find (report, "missing-input"));
  g_assert_nonnull (find (report, "cycle"));
  g_assert_cmpuint (report->diagnostics->len, ==, 3);
  g_assert_cmpint (weft_report_find (report, net_id (graph, "relu1"))->out[0].rank, ==, -1);
}

static void
test_two_cycles (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = NULL;
  guint n = 0;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("add%d", i);

      net_add (graph, "add", name, NULL);
    }
  net_wire (graph, "add0", "add1.in1");
  net_wire (graph, "add1", "add0.in1");
  net_wire (graph, "add1", "add2.in1"); /* between the two: in no circle */
  net_wire (graph, "add2", "add3.in1");
  net_wire (graph, "add3", "add4.in1");
  net_wire (graph, "add4", "add3.in2");
  report = check (graph);
  print_all (report);
  for (guint i = 0; i < report->diagnostics->len; i++)
    n += strcmp (((WeftDiagnostic *) report->diagnostics->pdata[i])->code, "cycle") == 0;
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (strstr (find (report, "cycle")->arguments[0], "add2"));
}

static void
test_empty (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = check (graph);
  g_autoptr (WeftReport) without = weft_check (graph, NULL);

  g_assert_false (report->is_whole);
  g_assert_cmpuint (report->diagnostics->len, ==, 1);
  g_assert_cmpuint (without->diagnostics->len, ==, 1);
}

/* Without a loss a net can be run: the program is there, up to its last value. */
static void
test_inference_only (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  remove_named (graph, "loss");
  report = check (graph);
  g_assert_true (report->is_whole);
  g_assert_false (report->can_train);
  g_assert_cmpint (report->peak_bytes_training, ==, 0);
  g_assert_cmpint (report->weights, >, 0);
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

/* Thousands of nodes are checked within a frame, also while nothing fits. */
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
      gint64 began = g_get_monotonic_time ();
      g_autoptr (WeftReport) report = check (graph);

      best = MIN (best, g_get_monotonic_time () - began);
      g_assert_true (report->can_train);
    }
  g_test_message ("1,000 nodes: %" G_GINT64_FORMAT " µs", best);
  if (!g_getenv ("WEFT_SANITIZED"))
    g_assert_cmpint (best, <, 16000);
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
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/check/fault/%s-%zu", faults[i].code, i);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  g_test_add_func ("/check/table-is-covered", test_table_is_covered);
  g_test_add_func ("/check/no-labels", test_no_labels);
  g_test_add_func ("/check/all-roots", test_all_roots);
  g_test_add_func ("/check/two-cycles", test_two_cycles);
  g_test_add_func ("/check/empty", test_empty);
  g_test_add_func ("/check/inference-only", test_inference_only);
  g_test_add_func ("/check/wires", test_wires);
  g_test_add_func ("/check/frame", test_frame);
  g_test_add_func ("/check/hostile", test_hostile);
  g_test_add_func ("/check/long", test_long);
  return g_test_run ();
}
