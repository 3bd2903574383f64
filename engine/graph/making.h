/* making: a list of edits that is put together on a copy of the graph, so that ids and names are
 * what they will be */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

typedef struct
{
  WeftGraph *graph; /* the copy, as all edits so far make it */
  GPtrArray *edits;
  gboolean failed;
  GError **error;
} WeftMaking;

/* error: where the first edit that is refused says why; nullable; outlives the making. */
void weft_making_begin (WeftMaking *making, WeftGraph *graph, GError **error);
/* Takes edit; after one that failed all others are dropped. */
void weft_making_add (WeftMaking *making, WeftEdit *edit);
/* Adds the node under the next id, and where it has no name under a free one after its layer.
 * Copies; returns the id. */
gint64 weft_making_add_node (WeftMaking *making, const WeftNode *node);
/* The list, NULL when an edit was refused; transfer full. label: N_ (), nullable. */
WeftEdit *weft_making_end (WeftMaking *making, const char *label);
