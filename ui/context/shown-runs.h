/* shown-runs: earlier runs whose curves are laid over the one that learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_MAX_SHOWN_RUNS 6

typedef struct
{
  gint64 id;
  guint place;        /* below WEFT_MAX_SHOWN_RUNS: its colour and dashes, as long as it is shown */
  char *title;        /* translated: "run 3" */
  GHashTable *series; /* its number → WeftSeries */
} WeftShownRun;

/* In the order in which they were chosen; transfer none, until one more or less is shown. */
const WeftShownRun *weft_context_get_shown_run (WeftContext *context, guint i);     /* nullable */
const WeftShownRun *weft_context_find_shown_run (WeftContext *context, gint64 run); /* nullable */
/* FALSE: there are as many as can be told apart. Tells of itself by "runs". */
gboolean weft_context_show_run (WeftContext *context, gint64 run, gboolean show);
/* As it learns no more and no less than then; nullable. */
const WeftSeries *weft_shown_run_get_series (const WeftShownRun *shown, guint32 series);
/* "run 3"; translated, transfer full. */
char *weft_run_dup_title (gint64 run);
