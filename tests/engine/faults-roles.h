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
