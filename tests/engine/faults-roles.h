/* faults-roles: ways to lack what a recipe asks of the graph */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/group.h"
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

/* A policy that is to imitate somebody, where nobody knows what to do. */
static void
no_teacher_there (WeftGraph *graph)
{
  role_other_world (graph);
  net_apply (graph, weft_edit_remove_node (net_id (graph, "loss")));
  net_set (graph, "data", "source", "'snake'");
  net_set (graph, "dense1", "units", "<int64 4>");
  net_then (graph, "soft_cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  net_add (graph, "dense", "hope", "{'units': <int64 1>}");
  net_add (graph, "mse", "value", NULL);
  net_wire (graph, "flatten1", "hope");
  net_wire (graph, "hope", "value.prediction");
  net_wire (graph, "data.outcome", "value.target");
  net_train (graph, "recipe", "'policy'");
  net_train (graph, "imitation_steps", "int64 100");
}

/* A pendulum is turned, not told what to do. */
static void
role_forces (WeftGraph *graph)
{
  role_other_world (graph);
  net_set (graph, "data", "source", "'pendulum'");
  net_apply (graph, weft_edit_remove_node (net_id (graph, "loss")));
  net_add (graph, "gaussian", "loss", NULL);
  net_set (graph, "dense1", "units", "<int64 1>");
  net_wire (graph, "dense1", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
}

static void
no_loss_of_forces (WeftGraph *graph)
{
  role_forces (graph);
  net_train (graph, "recipe", "'supervised'");
  net_apply (graph, weft_edit_remove_node (net_id (graph, "loss")));
  net_apply (graph, weft_edit_remove_node (net_id (graph, "dense1")));
}

/* Two numbers for its one. */
static void
other_forces (WeftGraph *graph)
{
  role_forces (graph);
  net_train (graph, "recipe", "'supervised'");
  net_set (graph, "dense1", "units", "<int64 2>");
}

/* The only one of its layer, and twice there. */
static void
role_repeated (WeftGraph *graph)
{
  static const char *const names[] = { "made1", "contest1" };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 group;

  role_missing (graph);
  net_add (graph, "dense", "made1", "{'units': <int64 4>}");
  net_add (graph, "contest", "contest1", NULL);
  net_wire (graph, "data.x", "contest1.real");
  net_wire (graph, "data.x", "made1");
  net_wire (graph, "made1", "contest1.made");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gint64 id = net_id (graph, names[i]);

      g_array_append_val (ids, id);
    }
  group = weft_graph_get_next_id (graph);
  net_apply (graph, weft_group_make_edit (graph, ids, NULL));
  net_apply (graph, weft_edit_set_param (group, "repeat", g_variant_new_int64 (2)));
}

static void
no_teacher (WeftGraph *graph)
{
  net_train (graph, "recipe", "'distillation'");
  net_add (graph, "distillation", "compare", NULL);
  net_wire (graph, "dense2", "compare.prediction");
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
