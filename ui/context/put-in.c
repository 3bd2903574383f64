/* put-in: how wide a layer is that comes to stand between others which have learnt something */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/put-in.h"

#include <glib/gi18n-lib.h>

/* The parameter that says how many units it has; nullable. */
static const WeftParam *
find_width (const WeftLayer *layer)
{
  if (layer->has_units)
    for (const WeftParam *param = layer->params; param->name != NULL; param++)
      if (param->type == WEFT_PARAM_INT && param->unit == WEFT_UNIT_COUNT)
        return param;
  return NULL;
}

/* Channels of pictures, else numbers of a step; 0: not known. */
static gint64
measure (WeftContext *context, const WeftWire *wire)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (context));
  const WeftNodeReport *found = report != NULL ? weft_report_find (report, wire->from) : NULL;
  const WeftShape *shape
      = found != NULL && wire->output < (int) found->n_out ? found->out[wire->output] : NULL;

  if (shape == NULL || shape->rank < 2)
    return 0;
  return shape->dims[shape->rank == 4 ? 1 : shape->rank - 1];
}

/* Takes value when it floats. */
static void
set (GPtrArray *edits, const WeftNode *node, const WeftParam *param, GVariant *value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);

  g_ptr_array_add (edits, weft_edit_set_param (node->id, param->name, held));
}

/* What is set of a node that the edit brings: its width, and that pictures stay as large. */
static void
fit_node (WeftContext *context, WeftGraph *after, gint64 id, GPtrArray *edits)
{
  const WeftNode *node = weft_graph_find (after, id);
  const WeftParam *param = node != NULL ? find_width (node->layer) : NULL;
  const WeftWire *into = param != NULL ? weft_graph_find_wire_to (after, id, 0) : NULL;
  gint64 width = into != NULL && weft_graph_is_read (after, id) ? measure (context, into) : 0;

  if (width < 1 || (double) width > (param->ui_max > 0 ? param->ui_max : param->max))
    return;
  set (edits, node, param, g_variant_new_int64 (width));
  for (param = node->layer->params; param->name != NULL; param++)
    if (param->type == WEFT_PARAM_PADDING)
      set (edits, node, param, g_variant_new_string ("same"));
}

WeftEdit *
weft_put_in_fit (WeftContext *context, WeftEdit *edit)
{
  WeftGraph *graph = weft_context_get_graph (context);
  gint64 id = weft_graph_get_next_id (graph);
  g_autoptr (WeftGraph) after = NULL;
  g_autoptr (WeftEdit) inverse = NULL;
  g_autoptr (GPtrArray) edits = NULL;

  if (edit == NULL || weft_live_get_status (weft_context_get_live (context))->step == 0)
    return edit;
  after = weft_graph_dup (graph);
  inverse = weft_graph_apply (after, edit, NULL);
  if (inverse == NULL)
    return edit;
  edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_ptr_array_add (edits, edit);
  fit_node (context, after, id, edits);
  return weft_edit_list (edits, N_ ("Add"));
}
