/* diagnostic-private: rows of the diagnostics table, for those who make diagnostics */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

/* report: of this graph, with what is known of the nodes; its diagnostics may still grow. */
typedef void (*WeftFixFunc) (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);

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
void weft_diagnostic_find_fixes (WeftDiagnostic *diagnostic, WeftGraph *graph,
                                 const WeftReport *report);
/* Title and name, for an argument: which of them is said is decided when it is worded. */
char *weft_node_dup_label (const WeftNode *node);
char *weft_layer_dup_input_label (const WeftLayer *layer, guint input);

/* --- flags.c --- */
void weft_fix_clear_flag (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_own_weights (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);

/* --- roles.c --- */
void weft_fix_act_by_forces (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);

/* --- fixes: fix.c, of layers and parameters --- */
static inline GPtrArray *
weft_fix_new_edits (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
}

/* One button. name: of the edit, N_ (); label: translated. */
void weft_fix_offer (WeftDiagnostic *diagnostic, GPtrArray *edits, const char *name,
                     const char *label);
void weft_fix_insert_flatten (WeftGraph *graph, const WeftReport *report,
                              WeftDiagnostic *diagnostic);
void weft_fix_reduce_steps (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_insert_activation (WeftGraph *graph, const WeftReport *report,
                                 WeftDiagnostic *diagnostic);
/* A layer with its defaults into the wire to the node's first input. label: translated. */
void weft_fix_insert_before (WeftGraph *graph, WeftDiagnostic *diagnostic, gint64 id,
                             const char *layer, const char *name_of_edit, const char *label);
void weft_fix_make_steps (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_set_units (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_remove_before (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);
void weft_fix_remove_flat (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_choose_file (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_draw (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_choose_data (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_follow_data (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_set_stride (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_set_groups (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_reset_padding (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);
void weft_fix_reset_dim (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_set_places (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_reset_vocabulary (WeftGraph *graph, const WeftReport *report,
                                WeftDiagnostic *diagnostic);
void weft_fix_reset_padding_token (WeftGraph *graph, const WeftReport *report,
                                   WeftDiagnostic *diagnostic);
void weft_fix_reset_split (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_enlarge_batch (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);
void weft_fix_reset_param (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
/* The layer with units that decides how wide the loss's prediction is; nullable. */
const WeftNode *weft_fix_find_units (WeftGraph *graph, gint64 loss);

/* --- fix-wires.c: of what leads where --- */
void weft_fix_connect (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_remove_node (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_remove_double (WeftGraph *graph, const WeftReport *report,
                             WeftDiagnostic *diagnostic);
void weft_fix_cut_cycle (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_use_values (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
/* --- fix-role.c: of what a recipe asks for --- */
void weft_fix_add_role (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
/* Another project's network, where the recipe wants one brought into that input of the node. FALSE:
 * it does not. */
gboolean weft_fix_offer_brought (WeftGraph *graph, const WeftNode *node,
                                 WeftDiagnostic *diagnostic);
/* A world, where the recipe acts in one; else nothing. */
void weft_fix_offer_world (WeftGraph *graph, WeftDiagnostic *diagnostic);
/* The recipe's own network; FALSE: it has none, or it cannot be drawn. */
gboolean weft_fix_offer_network (WeftGraph *graph, const WeftReport *report,
                                 WeftDiagnostic *diagnostic);
/* --- fix-loss.c --- */
void weft_fix_add_commitment (WeftGraph *graph, const WeftReport *report,
                              WeftDiagnostic *diagnostic);
void weft_fix_add_loss (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_fit_loss (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_insert_dense (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
void weft_fix_fit_target (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic);
