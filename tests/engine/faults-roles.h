/* faults-roles: ways to lack what a recipe asks of the graph */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/engine/net.h"

static void
role_missing (WeftGraph *graph)
{
  net_train (graph, "recipe", "'adversarial'");
}

static void
role_no_world (WeftGraph *graph)
{
  net_train (graph, "recipe", "'value'");
}

/* A game for two has another side, which the recipe knows nothing of. */
static void
role_other_world (WeftGraph *graph)
{
  static const char *const names[] = { "dense1", "relu1", "dense2", "loss" };

  role_no_world (graph);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    net_apply (graph, weft_edit_remove_node (net_id (graph, names[i])));
  net_set (graph, "data", "source", "'tic_tac_toe'");
  net_then (graph, "flatten", "flatten1", NULL);
  net_then (graph, "dense", "dense1", "{'units': <int64 9>}");
  net_then (graph, "mse", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
}

static void
role_twice (WeftGraph *graph)
{
  static const char *const names[] = { "contest1", "contest2" };

  role_missing (graph);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *real = g_strconcat (names[i], ".real", NULL);
      g_autofree char *made = g_strconcat (names[i], ".made", NULL);

      net_add (graph, "contest", names[i], NULL);
      net_wire (graph, "data.x", real);
      net_wire (graph, "data.x", made);
    }
}
