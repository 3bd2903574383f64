/* faults-shapes: layers that get another shape than they read; for faults.h alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

static void
dense_on_picture (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 3, 8, 8]");
}

static void
sequence_of_picture (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 3, 8, 8]");
  cut (graph, "dense1", 0);
  net_add (graph, "rnn", "rnn1", NULL);
  net_wire (graph, "data.x", "rnn1");
  net_wire (graph, "rnn1", "dense1");
}

/* 16 · 256 filters of 31 × 31 on 128 × 128 places: 1.3e11 multiply-adds a sample. */
static void
slow_batch (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 16, 128, 128]");
  net_set (graph, "data", "count", "int64 10");
  net_train (graph, "batch_size", "int64 8");
  cut (graph, "dense1", 0);
  net_add (graph, "conv2d", "conv2d1",
           "{'out_channels': <int64 256>, 'kernel_size': <[int64 31, 31]>, 'padding': <'same'>}");
  net_add (graph, "global_avg_pool2d", "pool1", NULL);
  net_wire (graph, "data.x", "conv2d1");
  net_wire (graph, "conv2d1", "pool1");
  net_wire (graph, "pool1", "dense1");
}

/* One place fewer than there are steps. */
static void
places_too_few (WeftGraph *graph)
{
  net_set (graph, "data", "shape", "[int64 9, 4]");
  cut (graph, "dense1", 0);
  net_add (graph, "learnt_positions", "places", "{'max_len': <int64 8>}");
  net_add (graph, "rnn", "rnn1", NULL);
  net_wire (graph, "data.x", "places");
  net_wire (graph, "places", "rnn1");
  net_wire (graph, "rnn1", "dense1");
}
