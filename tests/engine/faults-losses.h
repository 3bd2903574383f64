/* faults-losses: ways to break what a sound net is judged by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/report.h"

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
target_not_classes_wide (WeftGraph *graph)
{
  net_set (graph, "data", "target", "'real'");
  net_set (graph, "data", "target_shape", "[int64 5]");
}

static void
target_not_labels (WeftGraph *graph)
{
  cut (graph, "loss", 1);
  net_wire (graph, "data.x", "loss.target");
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
alone_in_batch (WeftGraph *graph)
{
  remove_named (graph, "loss");
  net_set (graph, "data", "count", "int64 1000");
  net_add (graph, "triplet", "loss", NULL);
  net_wire (graph, "dense2", "loss.x");
  net_wire (graph, "data.y", "loss.target");
  net_train (graph, "batch_size", "int64 1");
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

/* A layer of that id between the last one and the loss. */
static void
put_before_loss (WeftGraph *graph, const char *layer)
{
  g_autofree char *scores = g_strdup_printf ("%s2", layer);

  cut (graph, "loss", 0);
  net_add (graph, layer, scores, NULL);
  net_wire (graph, "dense2", scores);
  net_wire (graph, scores, "loss.prediction");
}

static void
softmax_before_loss (WeftGraph *graph)
{
  put_before_loss (graph, "softmax");
}

static void
relu_before_loss (WeftGraph *graph)
{
  put_before_loss (graph, "relu");
}

static void
sums_of_sums (WeftGraph *graph)
{
  remove_named (graph, "relu1");
  net_wire (graph, "dense1", "dense2");
}

static void
one_value_normalised (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "group_norm", "norm1", "{'num_groups': <int64 8>}");
  net_wire (graph, "dense1", "norm1");
  net_wire (graph, "norm1", "relu1");
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
weightless_loss (WeftGraph *graph)
{
  net_set (graph, "loss", "weight", "0.0");
}

static void
weightless_losses (WeftGraph *graph)
{
  weightless_loss (graph);
  net_add (graph, "penalty", "penalty1", "{'weight': <0.0>}");
  net_wire (graph, "dense2", "penalty1");
}
