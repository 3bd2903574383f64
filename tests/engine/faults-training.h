/* faults-training: ways to break a sound net by what it is trained with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/report.h"

static void
unknown_metric (WeftGraph *graph)
{
  net_train (graph, "metrics", "'accuracy,acuracy'");
}

static void
unknown_best (WeftGraph *graph)
{
  net_train (graph, "best", "'accuracy,luck'");
}

static void
no_rate (WeftGraph *graph)
{
  net_train (graph, "lr", "0.0");
}

static void
no_validation (WeftGraph *graph)
{
  net_train (graph, "stop_patience", "int64 3");
  net_set (graph, "data", "split", "[1.0, 0.0, 0.0]");
}

static void
no_plateau (WeftGraph *graph)
{
  net_train (graph, "schedule", "'plateau'");
  net_set (graph, "data", "split", "[0.9, 0.0, 0.1]");
}

static void
unfit_metric (WeftGraph *graph)
{
  net_train (graph, "metrics", "'accuracy,r2'");
}

static void
many_metrics (WeftGraph *graph)
{
  net_train (graph, "metrics", "'accuracy,f1,f1,f1,f1,f1,f1,f1,f1'");
}

static void
rate_of_zero (WeftGraph *graph)
{
  net_set (graph, "dense1", "lr_factor", "0.0");
}

static void
rates_of_zero (WeftGraph *graph)
{
  rate_of_zero (graph);
  net_set (graph, "dense2", "lr_factor", "0.0");
}

static void
untaught_codes (WeftGraph *graph)
{
  cut (graph, "dense2", 0);
  net_add (graph, "vector_quantizer", "book", NULL);
  net_wire (graph, "dense1", "book");
  net_wire (graph, "book", "dense2");
}

static void
norm_behind_dense (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "batch_norm", "bn1", NULL);
  net_wire (graph, "dense1", "bn1");
  net_wire (graph, "bn1", "relu1");
}

static void
batch_of_one (WeftGraph *graph)
{
  norm_behind_dense (graph);
  net_set (graph, "data", "count", "int64 1000");
  net_train (graph, "batch_size", "int64 1");
}

static void
last_batch_of_one (WeftGraph *graph)
{
  norm_behind_dense (graph);
  net_set (graph, "data", "count", "int64 65");
  net_train (graph, "batch_size", "int64 16");
}
