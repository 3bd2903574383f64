/* diagnostic: what is wrong with a graph, as a value that is worded when it is shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

typedef enum
{
  WEFT_SEVERITY_NOTE,
  WEFT_SEVERITY_WARNING,
  WEFT_SEVERITY_ERROR,
} WeftSeverity;

typedef struct
{
  WeftEdit *edit;   /* nullable: the fix needs the user (to choose something) */
  const char *kind; /* "edit", "choose-file", "choose-data", "bring-network", "draw" */
  char *label;      /* translated: "Insert Flatten" */
} WeftFix;

typedef struct
{
  const char *code; /* "shape-mismatch": a row of the diagnostics table */
  WeftSeverity severity;
  gint64 node;       /* 0: the whole graph */
  const char *port;  /* nullable */
  const char *param; /* nullable */
  char **arguments;  /* what the wording's {0}, {1}, … stand for */
  GPtrArray *fixes;  /* WeftFix, nullable */
} WeftDiagnostic;

WeftDiagnostic *weft_diagnostic_new (const char *code, gint64 node,
                                     ...) G_GNUC_NULL_TERMINATED; /* char * arguments */
void weft_diagnostic_free (WeftDiagnostic *diagnostic);
/* The sentence in the current language, as a terminal says it, where nodes are known by their
 * names: "Dense 2 (dense2) expects …"; transfer full. */
char *weft_diagnostic_dup_message (const WeftDiagnostic *diagnostic);
/* As the window says it, where nodes are known by their titles: "Dense 2 expects …". */
char *weft_diagnostic_dup_sentence (const WeftDiagnostic *diagnostic);
void weft_diagnostic_add_fix (WeftDiagnostic *diagnostic, WeftEdit *edit, const char *kind,
                              const char *label);
