/* faults: ways to break a sound net, and what is to be said of each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/faults-training.h"
#include "tests/engine/faults-losses.h"
#include "tests/engine/faults-groups.h"
#include "tests/engine/faults-roles.h"
#include "tests/engine/report.h"

/* --- diagnostics: a row a fault; each breaks a sound net in one way --- */

typedef struct
{
  const char *code, *message;
  const char *fix; /* label, nullable */
  void (*break_it) (WeftGraph *graph);
} Fault;

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
penalty_of_nothing (WeftGraph *graph)
{
  net_add (graph, "penalty", "penalty1", "{'on': <'weights'>}");
  net_wire (graph, "relu1", "penalty1");
}

static void
loss_as_input (WeftGraph *graph)
{
  net_add (graph, "dense", "dense9", NULL);
  net_wire (graph, "loss", "dense9");
}

static void
scales_nothing (WeftGraph *graph)
{
  net_set (graph, "data", "standardize_target", "<true>");
}

static void
embed_numbers (WeftGraph *graph)
{
  net_add (graph, "embedding", "embedding1", NULL);
  net_wire (graph, "data", "embedding1");
}

static void
embed_too_few (WeftGraph *graph)
{
  net_add (graph, "embedding", "embedding1", "{'num_embeddings': <int64 2>}");
  net_wire (graph, "data.y", "embedding1");
}

static void
pad_beyond (WeftGraph *graph)
{
  net_add (graph, "embedding", "embedding1", "{'padding_idx': <int64 3>}");
  net_wire (graph, "data.y", "embedding1");
}

static void
missing_input (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
}

static void
missing_first (WeftGraph *graph)
{
  cut (graph, "dense1", 0);
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

/* Of words only their number is known. */
static void
words_as_input (WeftGraph *graph)
{
  net_set (graph, "data", "source", "'dates'");
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
nothing_drawn (WeftGraph *graph)
{
  net_set (graph, "data", "source", "'own_pictures'");
}

static void
flat_before_conv (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 3, 8, 8]");
  cut (graph, "dense1", 0);
  net_add (graph, "flatten", "flatten1", NULL);
  net_wire (graph, "data.x", "flatten1");
  net_add (graph, "conv2d", "conv2d1", NULL);
  net_wire (graph, "flatten1", "conv2d1");
  net_add (graph, "flatten", "flatten2", NULL);
  net_wire (graph, "conv2d1", "flatten2");
  net_wire (graph, "flatten2", "dense1");
}

#include "tests/engine/faults-shapes.h"

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
  { "no-data", "There is no data node", "Choose data", no_data },
  { "no-loss", "There is no loss", "Add cross-entropy", no_loss },
  { "cycle", "Dense 1 (dense1), ReLU 1 (relu1), Dense 2 (dense2)", "Cut Dense 2 → Dense 1", cycle },
  { "several-data", "Data 2 (data2) is a second data node", "Remove Data 2", several_data },
  { "scalar-as-input",
    "Dense 9 (dense9) takes numbers of each sample, but Cross-entropy (loss) "
    "gives one number for the whole batch",
    NULL, loss_as_input },
  { "no-weights", "Penalty 1 (penalty1) keeps weights small", NULL, penalty_of_nothing },
  { "nothing-to-learn", "Cross-entropy (loss) judges a network without weights", "Insert Dense",
    nothing_to_learn },
  { "all-frozen", "All weights that Cross-entropy (loss) judges are frozen", "Unfreeze",
    freeze_all },
  { "all-frozen", "All weights that Cross-entropy (loss) judges are frozen", "Unfreeze",
    rates_of_zero },
  { "rate-zero", "Dense 1 (dense1) has a rate factor of 0, so its weights stay as they are.",
    "Reset Rate factor", rate_of_zero },
  { "losses-weightless", "Cross-entropy (loss) has a weight of 0", "Reset Weight",
    weightless_loss },
  { "losses-weightless", "Cross-entropy (loss) has a weight of 0", "Reset Weight",
    weightless_losses },
  { "codes-untaught", "Vector quantiser (book) picks codes that stay as they were drawn",
    "Add commitment loss", untaught_codes },
  { "shared-nothing", "Dense 1 (dense1) is to use the weights of ReLU 1 (relu1), but the two",
    "Use weights of its own", share_nothing },
  { "shared-nothing", "ReLU 1 (relu1) is to use the weights of Dense 1 (dense1), but the two",
    "Use weights of its own", share_for_nothing },
  { "too-much-memory", "Training needs", NULL, too_much_memory },
  { "endless-batch", "One batch would take about ", NULL, too_much_memory },
  { "slow-batch", "One batch takes about 31 s or more; most of that goes to Convolution 1", NULL,
    slow_batch },
  { "missing-input", "Distillation (compare) needs a wire into its input",
    "Take it from a project…", no_teacher },
  { "role-missing", "“Adversarial” needs a contest. A Contest node shows", "Add a contest",
    role_missing },
  { "role-missing", "“Value learning” needs a world to act in. The data has to be one",
    "Use “Grid world”", role_no_world },
  { "role-missing", "“Value learning” needs a world to act in. The data has to be one",
    "Use “Grid world”", role_other_world },
  { "role-forces",
    "is “Pendulum”, a world that is acted in by forces, but “Value learning” chooses",
    "Learn by Policy gradient", role_forces },
  { "no-loss", "There is no loss", "Add Gaussian likelihood", no_loss_of_forces },
  { "other-forces", "gets 2 numbers a sample, but the target is of 1.", "Set units to 1",
    other_forces },
  { "scales-nothing", "is to standardise its target, but “y” is no number to predict",
    "Reset Standardise target", scales_nothing },
  { "no-teacher", "Nobody knows how to act in “Snake”", "Reset Imitation steps", no_teacher_there },
  { "role-repeated", "Contest 1 (contest1) is repeated with its group", NULL, role_repeated },
  { "role-twice", "Contest 2 (contest2) is one too many", "Remove Contest 2", role_twice },
  { "unknown-metric", "There is no metric “acuracy”; there are accuracy, ", "Reset Metrics",
    unknown_metric },
  { "unknown-metric", "There is no metric “luck”; there are accuracy, ", "Reset Best by",
    unknown_best },
  { "no-validation", "Training waits for a validation figure", "Reset Stop early after",
    no_validation },
  { "no-validation", "Training waits for a validation figure", "Reset Schedule", no_plateau },
  { "metric-does-not-fit", "“r2” has nothing to say of these targets", "Reset Metrics",
    unfit_metric },
  { "too-many-metrics", "at most 8 metrics", "Reset Metrics", many_metrics },
  { "batch-of-one", "Batch normalisation 1 (bn1) gets one value of each channel in a batch",
    "Set batch size to 32", batch_of_one },
  { "alone-in-batch", "Triplet loss (loss) compares the samples of a batch with each other.",
    "Set batch size to 32", alone_in_batch },
  { "last-batch-of-one", "Batch normalisation 1 (bn1) gets one value of each channel in the last",
    "Set batch size to 17", last_batch_of_one },
  { "missing-input", "ReLU 1 (relu1) needs a wire into its input “x”.", "Connect Dense 1",
    missing_input },
  { "missing-input", "Cross-entropy (loss) needs a wire into its input “labels (target)”.",
    "Connect the labels", missing_target },
  { "missing-input", "Dense 1 (dense1) needs a wire into its input “x”.", "Connect Data",
    missing_first },
  { "missing-input", "Add 1 (add1) needs a wire into its input “in2”.", NULL, sum_with_gap },
  { "unused-node", "ReLU 9 (relu9) leads to no loss", "Remove ReLU 9", unused_node },
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
    "Set units to 1", wrong_target_shape },
  { "labels-as-input", "Dense 1 (dense1) takes numbers, but Data (data) gives class labels, (N,).",
    "Connect the samples instead", labels_as_input },
  { "labels-as-input", "ReLU 1 (relu1) takes numbers, but Data (data) gives class labels, (N,).",
    "Connect the samples instead", labels_into_relu },
  { "labels-as-input", "Dense 1 (dense1) takes numbers, but Data (data) gives tokens, (N, T).",
    "Insert Embedding", words_as_input },
  { "needs-tokens", "Embedding 1 (embedding1) takes tokens or class labels, but Data (data) gives",
    NULL, embed_numbers },
  { "small-vocabulary", "Embedding 1 (embedding1) has a vocabulary of 2, but the data has 3.",
    "Reset Vocabulary", embed_too_few },
  { "too-many-steps",
    "Learnt positions (places) knows 8 places, but there are sequences of 9 steps.",
    "Set Places to 9", places_too_few },
  { "padding-beyond", "the padding token is 3, but the last of the vocabulary is 2.",
    "Reset Padding token", pad_beyond },
  { "out-of-range", "Dense 1 (dense1): Units is 1000000000; at most 1048576.", "Reset Units",
    out_of_range },
  { "out-of-range", "Training: Batch size is 0; at least 1.", "Reset Batch size", training_range },
  { "too-large", "Dense 2 (dense2) would need a tensor of (1000000, 1000000)", NULL, too_large },
  { "groups", "Convolution 1 (conv2d1) has 2 groups", "Set groups to 1", groups },
  { "same-stride", "Convolution 1 (conv2d1): padding “same” needs a stride of 1.",
    "Set stride to 1", same_stride },
  { "large-padding", "Average pooling 1 (avg_pool2d1)", "Reset Padding", large_padding },
  { "wrong-dimension", "Softmax 1 (softmax1) works along dimension 2", "Reset Dimension",
    wrong_dimension },
  { "wrong-dimension", "Softmax 1 (softmax1) works along dimension 0", "Reset Dimension",
    batch_dimension },
  { "reshape", "Reshape 1 (reshape1) cannot give 8 numbers that shape", NULL, reshape },
  { "data-missing", "Data (data): ", "Choose the file", data_missing },
  { "data-wrong", "Data (data): ", NULL, data_wrong },
  { "no-training-data", "Data (data): the split leaves no samples", "Reset Split",
    no_training_data },
  { "nothing-drawn",
    "Data (data): nothing is drawn yet of “A”, “B”. Draw a picture for each class.", "Draw",
    nothing_drawn },
  { "needs-flat", "Cross-entropy (loss) expects one row of scores a sample", "Insert Flatten",
    needs_flat },
  { "target-not-classes", "Cross-entropy (loss) expects class labels", "Use mean squared error",
    target_not_classes },
  { "target-not-classes", "Cross-entropy (loss) expects class labels", "Use mean squared error",
    target_not_classes_wide },
  { "target-not-classes", "Cross-entropy (loss) expects class labels", "Connect the labels",
    target_not_labels },
  { "shape-mismatch", "Convolution 1 (conv2d1) expects (N, C, H, W), but Flatten 1",
    "Remove Flatten", flat_before_conv },
  { "target-not-numbers", "Mean squared error (loss) expects numbers", "Use cross-entropy",
    target_not_numbers },
  { "too-few-outputs", "Cross-entropy (loss) gets 2 scores a sample, but the data has 3 classes.",
    "Set units to 3", too_few_outputs },
  { "too-many-outputs", "Cross-entropy (loss) gets 5 scores", "Set units to 3", too_many_outputs },
  { "dense-on-picture", "Dense 1 (dense1) looks at each row of the picture by itself",
    "Insert Flatten", dense_on_picture },
  { "needs-steps", "RNN 1 (rnn1) expects (N, T, D), but Data (data) gives (N, 3, 8, 8)",
    "Read it row by row", sequence_of_picture },
  { "softmax-before-loss", "Cross-entropy (loss) applies softmax itself", "Remove Softmax",
    softmax_before_loss },
  { "range-before-loss",
    "Cross-entropy (loss) takes scores of any size, but gets only such as are ≥ 0", "Remove ReLU",
    relu_before_loss },
  { "no-activation",
    "Dense 2 (dense2) comes straight behind Dense 1 (dense1): without an activation", "Insert ReLU",
    sums_of_sums },
  { "one-value", "Group normalisation 1 (norm1) normalises one value at a time", NULL,
    one_value_normalised },
  { "rate-of-nothing", "The learning rate is 0, so nothing is learnt.", "Reset Learning rate",
    no_rate },
  { "sigmoid-before-loss", "Binary cross-entropy (loss) applies the sigmoid itself",
    "Remove Sigmoid", sigmoid_before_loss },
  { "port-outside", "Group input 1 (group_input1) does not stand in a group.",
    "Remove Group input 1", port_outside },
  { "cannot-mute", "Data (data) cannot be muted", "Unmute", mute_data },
  { "cannot-bypass", "Cross-entropy (loss) cannot be bypassed", "Stop bypassing", bypass_loss },
  { "shared-shape",
    "Dense 2 (dense2) and Dense 1 (dense1) cannot have weights in common: weight of the one is (3, "
    "8), of the other (8, 4).",
    "Use weights of its own", share_unlike },
  { "too-many-nodes", "is repeated too often: the network would have more than 100,000 layers.",
    "Reset Repeat", repeat_often },
};
