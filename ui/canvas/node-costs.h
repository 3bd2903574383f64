/* node-costs: what each layer takes of a step of training, at its node, when asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/trials/step-costs.h"

typedef struct _WeftPlane WeftPlane;

typedef struct
{
  gboolean is_on;
  WeftStepCosts *of; /* that `nodes` was added up of; nullable */
  GHashTable *nodes; /* gint64, of the scene → what it takes; 0: the update of the weights */
  guint changes;     /* of the scene by which it was */
  double seconds;    /* of all */
} WeftNodeCosts;

/* Toggle of the canvas's commands, and whether it is on. */
void weft_node_costs_restore (WeftPlane *plane); /* as the project was left */
void weft_node_costs_toggle (WeftPlane *plane);
gboolean weft_node_costs_are_on (WeftPlane *plane);
void weft_node_costs_clear (WeftPlane *plane);
/* From the newest snapshot, before nodes are asked for. */
void weft_node_costs_update (WeftPlane *plane);
/* "42 % · 0.31 ms"; NULL: it takes nothing, or nobody asks. Transfer full. */
char *weft_node_costs_dup_line (WeftPlane *plane, gint64 node);
/* "Forward 0.1 ms, 45 GFLOP/s: arithmetic\n…"; NULL as above. Transfer full. */
char *weft_node_costs_describe (WeftPlane *plane, gint64 node);
/* "A step 1.2 ms · update of the weights 12 % · …"; NULL: nobody asks. Transfer full. */
char *weft_node_costs_dup_key (WeftPlane *plane);
/* What bounds each, under it. */
void weft_node_costs_draw (WeftPlane *plane, GtkSnapshot *snapshot);
