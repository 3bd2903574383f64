/* at-work: the node and the wires at which the step is that is gone through op by op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/at-work.h"

#include "ui/canvas/under.h"

static const WeftStepSight *
get_sight (WeftPlane *plane)
{
  WeftStepSight *sight = weft_live_get_sight (weft_context_get_live (plane->context));

  return sight != NULL && sight->position > 0 ? sight : NULL;
}

/* What is to be seen of it: itself, or the group that it lies in; 0: nothing. */
static gint64
find_node (WeftPlane *plane)
{
  const WeftStepSight *sight = get_sight (plane);
  const WeftNode *node
      = sight != NULL ? weft_graph_find (weft_context_get_graph (plane->context), sight->stop.node)
                      : NULL;

  while (node != NULL && weft_scene_find (plane->scene, node->id) < 0)
    node = weft_graph_find (weft_context_get_graph (plane->context), node->parent);
  return node != NULL ? node->id : 0;
}

gboolean
weft_at_work_has_wire (WeftPlane *plane, const WeftWire *wire)
{
  const WeftStepSight *sight = get_sight (plane);

  if (sight == NULL || sight->stop.part == WEFT_STEP_UPDATE)
    return FALSE;
  return (sight->stop.part == WEFT_STEP_FORWARD ? wire->to : wire->from) == find_node (plane);
}

void
weft_at_work_show (WeftPlane *plane)
{
  gint64 node = plane->scene != NULL ? find_node (plane) : 0;
  GHashTableIter iter;
  gpointer id, view;

  g_hash_table_iter_init (&iter, plane->views);
  while (g_hash_table_iter_next (&iter, &id, &view))
    weft_node_view_set_at_work (view, weft_node_view_get_id (view) == node);
  weft_under_redraw_wires (plane);
  if (node != 0)
    weft_sight_show_node (plane, node);
  gtk_widget_queue_allocate (GTK_WIDGET (plane));
}
