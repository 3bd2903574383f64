/* kinds-wire: what edits of wires do, their inverses, and what they refuse */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>

static gboolean
read_wire (WeftGraph *graph, WeftEdit *edit, WeftWire *wire, GError **error)
{
  const WeftNode *from, *to;

  *wire = (WeftWire){ .from = weft_edit_get_id (edit, "from"),
                      .to = weft_edit_get_id (edit, "to"),
                      .output = weft_edit_get_int (edit, "output"),
                      .input = weft_edit_get_int (edit, "input") };
  from = weft_edit_find_node (graph, wire->from, error);
  to = from ? weft_edit_find_node (graph, wire->to, error) : NULL;
  if (!from || !to)
    return FALSE;
  if (wire->output < 0 || !weft_graph_get_output (graph, from, (guint) wire->output))
    weft_edit_refuse (error, _ ("%s has no output %d"), from->name, wire->output + 1);
  else if (wire->input < 0 || !weft_graph_get_input (graph, to, (guint) wire->input))
    weft_edit_refuse (error, _ ("%s has no input %d"), to->name, wire->input + 1);
  else if (from->parent != to->parent)
    weft_edit_refuse (error, _ ("%s and %s do not stand in the same group"), from->name, to->name);
  else
    return TRUE;
  return FALSE;
}

WeftEdit *
weft_edit_apply_add_wire (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  WeftWire wire;

  if (!read_wire (graph, edit, &wire, error))
    return NULL;
  if (weft_graph_find_wire_to (graph, wire.to, wire.input))
    {
      const WeftNode *to = weft_graph_find (graph, wire.to);

      return weft_edit_refuse (error, _ ("%s.%s is wired already"), to->name,
                               weft_graph_get_input (graph, to, (guint) wire.input));
    }
  weft_graph_insert_wire (graph, &wire);
  return weft_edit_remove_wire (&wire);
}

WeftEdit *
weft_edit_apply_remove_wire (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const WeftWire *there;
  WeftWire wire;

  if (!read_wire (graph, edit, &wire, error))
    return NULL;
  there = weft_graph_find_wire_to (graph, wire.to, wire.input);
  if (!there || there->from != wire.from || there->output != wire.output)
    return weft_edit_refuse (error, _ ("%s: there is no such wire"),
                             weft_graph_find (graph, wire.to)->name);
  weft_graph_remove_wire (graph, &wire);
  return weft_edit_add_wire (&wire);
}
