/* add-block: a ready-made block put into the network, as a layer of the palette is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/add-block.h"

#include <glib/gi18n-lib.h>

#include "ui/context/place.h"
#include "ui/scene/edits.h"

static gint64
find_before (WeftContext *context)
{
  WeftGraph *graph = weft_context_get_graph (context);
  gint64 selected = weft_context_get_selected (context);
  const WeftNode *node = selected != 0 ? weft_graph_find (graph, selected) : NULL;

  if (node != NULL && weft_graph_count_outputs (graph, node) > 0 && !node->layer->is_loss)
    return selected;
  return weft_place_find_end (graph, weft_context_get_inside (context));
}

/* The one wire that leaves the node's first output; FALSE: none, or several. */
static gboolean
find_wire (WeftGraph *graph, gint64 from, WeftWire *found)
{
  guint n = 0;

  for (guint w = 0; w < weft_graph_get_n_wires (graph); w++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, w);

      if (wire->from != from || wire->output != 0)
        continue;
      *found = *wire;
      n++;
    }
  return n == 1;
}

static gint64
find_width (WeftContext *context, const WeftBlock *block, gint64 before)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (context));
  const WeftNodeReport *found
      = report != NULL && before != 0 ? weft_report_find (report, before) : NULL;

  return found != NULL && found->n_out > 0 && found->out[0].rank > 0
             ? weft_block_get_width (block, &found->out[0])
             : 0;
}

/* The block and what joins it to the node before it, as one edit. Takes edit; NULL with an error.
 */
static WeftEdit *
join (WeftGraph *graph, WeftEdit *edit, gint64 before, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = NULL;
  gint64 id = weft_graph_get_next_id (graph);
  const WeftWire loose = { .from = before, .to = id };
  WeftWire wire;
  WeftPoint at;
  WeftEdit *wired;

  g_ptr_array_add (edits, edit);
  inverse = weft_graph_apply (trial, edit, error);
  if (inverse == NULL)
    return NULL;
  at = (WeftPoint){ weft_graph_find (trial, id)->x, weft_graph_find (trial, id)->y };
  wired = find_wire (trial, before, &wire) ? weft_edits_insert (trial, id, &wire, &at, TRUE)
                                           : weft_edits_connect (trial, &loose, NULL);
  if (wired != NULL)
    g_ptr_array_add (edits, wired);
  return weft_edit_list (edits, N_ ("Add a block"));
}

gint64
weft_add_block (WeftContext *context, const WeftBlock *block, const double at[2])
{
  WeftGraph *graph = weft_context_get_graph (context);
  gint64 before = at == NULL ? find_before (context) : 0;
  const WeftNode *node = before != 0 ? weft_graph_find (graph, before) : NULL;
  WeftBlockPlace place = { .parent = weft_context_get_inside (context) };
  gint64 id = weft_graph_get_next_id (graph);
  double spot[2] = { 0 };
  WeftEdit *edit;
  g_autoptr (GError) error = NULL;

  if (node == NULL && at == NULL)
    weft_place_find_free_spot (graph, place.parent, spot);
  place.x = node != NULL ? node->x + WEFT_PLACE_PITCH : at != NULL ? at[0] : spot[0];
  place.y = node != NULL ? node->y : at != NULL ? at[1] : spot[1];
  place.width = find_width (context, block, before);
  edit = weft_block_dup_edit (block, graph, &place, &error);
  if (edit != NULL && before != 0)
    edit = join (graph, edit, before, &error);
  if (edit == NULL)
    {
      weft_context_toast (context, error->message);
      return 0;
    }
  if (!weft_context_do (context, edit, 0))
    return 0;
  weft_context_select (context, &id, 1);
  return id;
}
