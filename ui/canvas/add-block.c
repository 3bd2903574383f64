/* add-block: a ready-made block put into the network, as a layer of the palette is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/add-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/context/place.h"
#include "ui/scene/edits.h"

/* What leaves that output; NULL: it is not known. */
static const WeftShape *
find_shape (WeftContext *context, gint64 node, int output)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (context));
  const WeftNodeReport *found
      = report != NULL && node != 0 ? weft_report_find (report, node) : NULL;

  return found != NULL && output < (int) found->n_out && found->out[output]->rank > 0
             ? found->out[output]
             : NULL;
}

gboolean
weft_add_block_fits (WeftContext *context, const WeftBlock *block, gint64 node, int output)
{
  const WeftShape *shape = find_shape (context, node, output);

  return shape == NULL || weft_block_fits (block, shape);
}

/* Up the chain that ends there, to what the block fits; else the end itself. */
static gint64
find_fitting (WeftContext *context, const WeftBlock *block, gint64 end)
{
  WeftGraph *graph = weft_context_get_graph (context);
  guint steps = weft_graph_get_n_nodes (graph); /* no more than there are, however it is wired */

  for (gint64 at = end; at != 0 && steps > 0; steps--)
    {
      const WeftWire *wire;

      if (weft_add_block_fits (context, block, at, 0))
        return at;
      wire = weft_graph_find_wire_to (graph, at, 0);
      at = wire != NULL && wire->output == 0 ? wire->from : 0;
    }
  return end;
}

static gint64
find_before (WeftContext *context, const WeftBlock *block)
{
  WeftGraph *graph = weft_context_get_graph (context);
  gint64 selected = weft_context_get_selected (context);
  const WeftNode *node = selected != 0 ? weft_graph_find (graph, selected) : NULL;

  if (node != NULL && weft_graph_count_outputs (graph, node) > 0 && !node->layer->is_loss)
    return selected;
  return find_fitting (context, block,
                       weft_place_find_end (graph, weft_context_get_inside (context)));
}

/* "Residual block expects (N, C, H, W), but Flatten gives (N, 400). …" */
static void
say_misfit (WeftContext *context, const WeftBlock *block, gint64 before, int output)
{
  const WeftNode *node = weft_graph_find (weft_context_get_graph (context), before);
  g_autofree char *title = weft_node_dup_title (node);
  g_autofree char *shape = weft_shape_format (find_shape (context, before, output), TRUE);
  g_autofree char *text = g_strdup_printf (
      /* Translators: a block, the shape it expects, a node, the shape it gives, the first shape */
      _ ("%s expects %s, but %s gives %s. Put it where the network still has %s."),
      _ (block->title), block->form, title, shape, block->form);

  weft_context_toast (context, text);
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

/* The new node that is not inside another new one. */
static gint64
find_added (WeftGraph *graph, WeftGraph *trial)
{
  gint64 first = weft_graph_get_next_id (graph);

  for (guint i = 0; i < weft_graph_get_n_nodes (trial); i++)
    {
      const WeftNode *node = weft_graph_get_node (trial, i);

      if (node->id >= first && node->parent < first)
        return node->id;
    }
  return 0;
}

/* The block and what joins it to the node before it, as one edit: in the wire that is given, or at
 * its loose end, else in the node's only one, else behind it. Takes edit; NULL with an error. */
static WeftEdit *
join (WeftGraph *graph, WeftEdit *edit, gint64 before, const WeftWire *into, GError **error)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = NULL;
  gint64 id;
  WeftWire loose = { .from = before, .output = into != NULL ? into->output : 0 };
  gboolean is_loose = into != NULL && into->to == 0;
  WeftWire wire;
  WeftPoint at;
  WeftEdit *wired;

  g_ptr_array_add (edits, edit);
  inverse = weft_graph_apply (trial, edit, error);
  if (inverse == NULL)
    return NULL;
  loose.to = id = find_added (graph, trial);
  at = (WeftPoint){ weft_graph_find (trial, id)->x, weft_graph_find (trial, id)->y };
  if (is_loose)
    into = NULL;
  else if (into == NULL && find_wire (trial, before, &wire))
    into = &wire;
  if (!weft_edits_can_insert (trial, id))
    return weft_edit_list (edits, N_ ("Add a block"));
  wired = into != NULL ? weft_edits_insert (trial, id, into, &at, TRUE)
                       : weft_edits_connect (trial, &loose, NULL);
  if (wired != NULL)
    g_ptr_array_add (edits, wired);
  return weft_edit_list (edits, N_ ("Add a block"));
}

static void
choose_place (WeftGraph *graph, WeftBlockPlace *place, const double at[2], gint64 before)
{
  const WeftNode *node = before != 0 ? weft_graph_find (graph, before) : NULL;
  double spot[2] = { 0 };

  if (at != NULL)
    memcpy (spot, at, sizeof spot);
  else if (node == NULL)
    weft_place_find_free_spot (graph, place->parent, spot);
  place->x = at == NULL && node != NULL ? node->x + WEFT_PLACE_PITCH : spot[0];
  place->y = at == NULL && node != NULL ? node->y : spot[1];
}

gint64
weft_add_block (WeftContext *context, const WeftBlock *block, const double at[2],
                const WeftWire *into)
{
  WeftGraph *graph = weft_context_get_graph (context);
  gint64 before = into != NULL ? into->from : at == NULL ? find_before (context, block) : 0;
  int output = into != NULL ? into->output : 0;
  const WeftShape *shape = find_shape (context, before, output);
  WeftBlockPlace place = { .parent = weft_context_get_inside (context) };
  gint64 id = weft_graph_get_next_id (graph);
  WeftEdit *edit;
  g_autoptr (GError) error = NULL;

  if (!weft_add_block_fits (context, block, before, output))
    {
      say_misfit (context, block, before, output);
      return 0;
    }
  choose_place (graph, &place, at, before);
  place.width = shape != NULL ? weft_block_get_width (block, shape) : 0;
  edit = weft_block_dup_edit (block, graph, &place, &error);
  if (edit != NULL && before != 0)
    edit = join (graph, edit, before, into, &error);
  if (edit == NULL)
    {
      weft_context_toast (context, error->message);
      return 0;
    }
  if (!weft_context_put (context, edit, 0))
    return 0;
  weft_context_select (context, &id, 1);
  return id;
}

/* Behind what is selected and leads on, else at the end. */
static gint64
find_last (WeftContext *context)
{
  WeftGraph *graph = weft_context_get_graph (context);
  const WeftNode *node = weft_graph_find (graph, weft_context_get_selected (context));

  if (node != NULL && weft_graph_count_outputs (graph, node) > 0 && !node->layer->is_loss)
    return node->id;
  return weft_place_find_end (graph, weft_context_get_inside (context));
}

static gint64
add_text (WeftContext *context, const char *text, const double at[2], const WeftWire *into)
{
  const WeftHost *host = weft_context_get_host (context);
  WeftGraph *graph = weft_context_get_graph (context);
  WeftBlockPlace place = { .parent = weft_context_get_inside (context) };
  gint64 before = into != NULL ? into->from : at == NULL ? find_last (context) : 0, id;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) old = weft_graph_dup (graph);
  WeftEdit *edit;

  choose_place (graph, &place, at, before);
  edit = host->paste_nodes (host->user, weft_context_get_window (context), text, place.parent,
                            place.x, place.y, FALSE, &error);
  if (edit != NULL && before != 0)
    edit = join (graph, edit, before, into, &error);
  if (edit == NULL)
    {
      weft_context_toast (context, error->message);
      return 0;
    }
  if (!weft_context_put (context, edit, 0))
    return 0;
  id = find_added (old, graph);
  weft_context_select (context, &id, 1);
  return id;
}

gint64
weft_add_offer (WeftContext *context, const WeftOffer *offer, const double at[2],
                const WeftWire *into)
{
  return offer->block != NULL ? weft_add_block (context, offer->block, at, into)
                              : add_text (context, offer->text, at, into);
}
