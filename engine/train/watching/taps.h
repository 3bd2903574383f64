/* taps: probes and breakpoints: who listens on the wires of a network that learns
 *
 * They are points in the document of which the network knows nothing. What flows is read at the end
 * of each step, in one order whatever the number of threads, and crosses as numbers. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"
#include "engine/conditions/condition.h"
#include "engine/graph/graph.h"

#define WEFT_TAP_FORMULA 128 /* bytes */

typedef struct
{
  gint64 point;                   /* the node of the document that listens */
  gint64 node;                    /* whose output it is that flows there */
  int output;                     /* which */
  const WeftCondition *condition; /* NULL: a probe */
  double limit;
  char formula[WEFT_TAP_FORMULA];
  guint32 value, gradient; /* series of a probe: norms */
} WeftTap;

/* Where a run was paused. */
typedef struct
{
  gint64 point; /* the breakpoint; 0: it was not */
  gint64 node;  /* whose output */
  gint64 step;  /* after so many; of one that failed: in the next */
  const WeftCondition *condition;
  double measured, limit; /* as they were then */
} WeftStop;

/* Of a document: WeftTap, transfer full. What nothing leads to listens to nothing. */
GArray *weft_taps_list (WeftGraph *graph);
/* The output that comes out at a point, through any others before it. FALSE: none. */
gboolean weft_taps_find_source (WeftGraph *graph, gint64 point, gint64 *node, int *output);
/* The series of a probe: "probe1/value" and "probe1/gradient" by its name. */
guint32 weft_tap_get_series (const WeftNode *probe, gboolean of_gradient);
