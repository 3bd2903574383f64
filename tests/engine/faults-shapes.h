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
