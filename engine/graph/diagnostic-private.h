/* diagnostic-private: rows of the diagnostics table, for those who make diagnostics */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/diagnostic.h"

typedef void (*WeftFixFunc) (WeftGraph *graph, WeftDiagnostic *diagnostic);

typedef struct
{
  const char *code;
  WeftSeverity severity;
  const char *wording; /* N_ (): {0} is the node where there is one; see weft_builder_fail */
  WeftFixFunc fix;     /* adds what can be done about it; nullable */
} WeftDiagnosticRow;

extern const WeftDiagnosticRow weft_diagnostics[]; /* ends with { NULL } */

/* arguments: NULL-terminated, transfer full. */
WeftDiagnostic *weft_diagnostic_new_taking (const char *code, gint64 node, char **arguments);
void weft_diagnostic_find_fixes (WeftDiagnostic *diagnostic, WeftGraph *graph);
char *weft_node_dup_label (const WeftNode *node); /* "Dense 2 (dense2)" */

/* --- fixes (fix.c) --- */
void weft_fix_insert_flatten (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_set_units (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_remove_before (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_use_cross_entropy (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_connect_labels (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_choose_file (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_set_stride (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_enlarge_batch (WeftGraph *graph, WeftDiagnostic *diagnostic);
void weft_fix_reset_param (WeftGraph *graph, WeftDiagnostic *diagnostic);
