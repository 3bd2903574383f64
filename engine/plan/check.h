/* check: shapes, costs and everything wrong, after every edit, within a frame; allocates no tensor
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "engine/data/catalog.h"
#include "engine/plan/diagnostic.h"

typedef struct
{
  gint64 node;
  guint n_in, n_out; /* n_in: without optional ones that have nothing */
  const WeftShape *in[WEFT_MAX_PORTS], *out[WEFT_MAX_OUTPUTS];  /* rank −1: not known */
  WeftKind in_kind[WEFT_MAX_PORTS], out_kind[WEFT_MAX_OUTPUTS]; /* where the shape is known */
  WeftShape units;                      /* (units, …): of the weight that has a row for each;
                                           rank −1: it has no units, or they are not known */
  gint64 weights;                       /* learnt numbers, running statistics left out */
  gint64 flops_forward, flops_backward; /* of one sample */
  double seconds;                       /* of batch_seconds its share */
  gint64 bytes;                         /* of its output, for the batch */
  WeftDataset *dataset;                 /* of a data node, owned; nullable */
  WeftSeverity worst;
  guint n_diagnostics;
} WeftNodeReport;

typedef struct _WeftReport
{
  gatomicrefcount ref_count;
  guint64 revision;
  GPtrArray *diagnostics;     /* WeftDiagnostic */
  GHashTable *nodes;          /* gint64 id → WeftNodeReport */
  struct _WeftReport *behind; /* of nodes that it says nothing of this one speaks; nullable */
  gboolean is_whole;          /* no error: can be compiled */
  gboolean can_train;         /* whole, with a loss and training data */
  gint64 weights, flops_forward, flops_backward;
  gint64 peak_bytes_training, peak_bytes_inference;
  double batch_seconds; /* forward, and back where it learns; a guess from below, of one core */
} WeftReport;

/* Never fails: a broken graph gives diagnostics. */
WeftReport *weft_check (WeftGraph *graph, WeftCatalog *catalog);
/* Whether that takes longer than a frame, so that whoever draws does not wait for it. */
gboolean weft_check_takes_long (WeftGraph *graph);
/* What known says, but of these nodes their units as the graph has them now: each is built by
 * itself, of what is known to come to it. known: of the graph as it was. Transfer full. */
WeftReport *weft_check_units (WeftGraph *graph, WeftReport *known, const gint64 *nodes, guint n);
/* What report, which nobody else has yet, says nothing of is as the one behind it says; nullable.
 */
void weft_report_lay_over (WeftReport *report, WeftReport *behind);
WeftReport *weft_report_ref (WeftReport *report);
void weft_report_unref (WeftReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftReport, weft_report_unref)
const WeftNodeReport *weft_report_find (const WeftReport *report, gint64 node); /* nullable */
/* The layer's line with its places filled in from node and report (nullable); translated. */
char *weft_report_dup_line (const WeftReport *report, const WeftNode *node);
/* How a weight of the node is best looked at: where it reads a picture that was only given another
 * shape on the way, (units, C·H·W) is (units, C, H, W), a picture a unit; else its own shape. */
WeftShape weft_report_view_weight (const WeftReport *report, WeftGraph *graph, gint64 node,
                                   const WeftShape *weight);
/* Whether a wire from that output to that input would fit: NULL, or the reason, translated. */
char *weft_check_wire (WeftGraph *graph, const WeftReport *report, gint64 from, int output,
                       gint64 to, int input);
