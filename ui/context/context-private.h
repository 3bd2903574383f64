/* context-private: what a context holds; for ui/context alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

struct _WeftContext
{
  GObject parent_instance;

  const WeftHost *host;
  GtkWindow *window; /* weak: it owns us */
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  WeftLive *live;
  char *about, *goal; /* nullable */
  GArray *path;       /* gint64: the groups that were gone into, the outermost first */
  GArray *selection;  /* gint64 */
  WeftWire wire;      /* that is selected */
  gboolean has_wire;
  WeftWatch watch; /* what the host was last told */
  gboolean is_watching;
  WeftQuestion *question; /* what the host was last told is asked; nullable */
  GPtrArray *shown_runs;  /* WeftShownRun */
  guint n_wanting_results, n_wanting_moves, n_wanting_grid;
  WeftSettleFunc settle; /* nullable: nodes are not shown */
  guint judge;           /* whose results are looked at */
  guint episodes;        /* that were asked for */
};

void weft_shown_run_free (gpointer shown);
/* Tells the host, unless that is what it was told last. */
void weft_context_send_watch (WeftContext *context, const WeftWatch *watch);
