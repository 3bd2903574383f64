/* faults-groups: what is wrong with groups, flags and shared weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/group.h"
#include "tests/engine/report.h"

static void
port_outside (WeftGraph *graph)
{
  cut (graph, "relu1", 0);
  net_add (graph, "group_input", "group_input1", NULL);
  net_wire (graph, "group_input1", "relu1");
}

static void
mute_data (WeftGraph *graph)
{
  net_apply (graph, weft_edit_set_flag (net_id (graph, "data"), WEFT_NODE_MUTED, TRUE));
}

static void
bypass_loss (WeftGraph *graph)
{
  net_apply (graph, weft_edit_set_flag (net_id (graph, "loss"), WEFT_NODE_BYPASSED, TRUE));
}

static void
share_unlike (WeftGraph *graph)
{
  net_apply (graph, weft_edit_set_shared (net_id (graph, "dense2"), net_id (graph, "dense1")));
}

static void
share_nothing (WeftGraph *graph)
{
  net_apply (graph, weft_edit_set_shared (net_id (graph, "dense1"), net_id (graph, "relu1")));
}

static void
share_for_nothing (WeftGraph *graph)
{
  net_apply (graph, weft_edit_set_shared (net_id (graph, "relu1"), net_id (graph, "dense1")));
}

static void
freeze (WeftGraph *graph, const char *name)
{
  net_apply (graph, weft_edit_set_flag (net_id (graph, name), WEFT_NODE_FROZEN, TRUE));
}

static void
freeze_all (WeftGraph *graph)
{
  freeze (graph, "dense1");
  freeze (graph, "dense2");
}

/* Groups in groups, each repeated. */
static void
repeat_often (WeftGraph *graph)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = net_id (graph, "relu1");

  for (int i = 0; i < 3; i++)
    {
      gint64 group = weft_graph_get_next_id (graph);

      g_array_set_size (ids, 0);
      g_array_append_val (ids, id);
      net_apply (graph, weft_group_make_edit (graph, ids, NULL));
      net_apply (graph, weft_edit_set_param (group, "repeat", g_variant_new_int64 (100)));
      id = group;
    }
}
