/* flat: a graph as it runs: groups opened and repeated, in the order in which it is walked
 *
 * A node of the document stands here as often as the groups around it are repeated. A group stands
 * behind all that is inside it and hands on what its outputs were given; a port node hands on what
 * leads into its group, or from the second time on what the time before gave. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/plan/pace.h"

/* Where an input comes from: a place among the flat nodes and an output of that node. */
typedef struct
{
  int from; /* WEFT_FLAT_OPEN: no wire leads there; WEFT_FLAT_UNKNOWN: from what is not walked */
  int output;
} WeftFlatSource;

#define WEFT_FLAT_OPEN (-1)
#define WEFT_FLAT_UNKNOWN (-2)
#define WEFT_FLAT_MOST 100000 /* nodes, with all that is repeated */

typedef struct
{
  const WeftNode *node; /* the graph's */
  gint64 repeat;      /* which of the times; 0: the first. A digit of 1,024 for each group around */
  guint flags;        /* WeftNodeFlags, those of the groups around it too */
  gboolean hands_on;  /* output i is what source i gives; else it is built */
  gboolean is_opened; /* a group, and what is inside stands before it */
  guint first, n;     /* its sources */
  /* Whose weights it uses, itself if no other's; whether they are others' or used by others,
   * whether they learn, and how fast. */
  gint64 owner, owner_repeat;
  gboolean shares, is_frozen;
  WeftPace pace;
} WeftFlatNode;

typedef struct
{
  GArray *nodes;            /* WeftFlatNode */
  GArray *sources;          /* WeftFlatSource */
  const WeftNode *too_many; /* the group at which there were too many; nullable */
} WeftFlat;

/* sorted: what weft_graph_sort gave; who is not in it is left out. The graph stays as it is. */
WeftFlat *weft_flat_new (WeftGraph *graph, GArray *sorted);
void weft_flat_free (WeftFlat *flat);
static inline WeftFlatNode *
weft_flat_node (const WeftFlat *flat, guint i)
{
  return &g_array_index (flat->nodes, WeftFlatNode, i);
}
static inline WeftFlatSource
weft_flat_source (const WeftFlat *flat, const WeftFlatNode *node, guint i)
{
  return g_array_index (flat->sources, WeftFlatSource, node->first + i);
}
