/* grouping: into groups and out of them; nodes put into one, and one taken apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/grouping.h"

#include <glib/gi18n-lib.h>

#include "engine/graph/group.h"
#include "ui/base/undo-toast.h"
#include "ui/scene/mine.h"

static void
say (WeftPlane *self, const GError *error)
{
  weft_context_toast (self->context, error->message);
}

void
weft_grouping_group (WeftPlane *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  g_autoptr (GError) error = NULL;
  gint64 group = weft_graph_get_next_id (graph); /* the first node that the edit adds */
  WeftEdit *edit = weft_group_make_edit (graph, weft_context_get_selection (self->context), &error);

  if (edit == NULL)
    {
      say (self, error);
      return;
    }
  weft_context_do (self->context, edit, 0);
  weft_context_select (self->context, &group, 1);
}

void
weft_grouping_enter (WeftPlane *self)
{
  weft_context_enter (self->context, weft_context_get_selected (self->context));
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The group that was left has the focus then. */
void
weft_grouping_leave (WeftPlane *self)
{
  if (!weft_context_leave (self->context))
    return;
  weft_plane_focus_node (self, weft_context_get_selected (self->context));
}

static void
select_inside (WeftPlane *self, GArray *ids)
{
  WeftGraph *graph = weft_context_get_graph (self->context);

  for (guint i = ids->len; i-- > 0;)
    if (weft_graph_find (graph, g_array_index (ids, gint64, i)) == NULL)
      g_array_remove_index (ids, i); /* a port, which went with its group */
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
}

void
weft_grouping_ungroup (WeftPlane *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  gint64 group = weft_context_get_selected (self->context);
  g_autoptr (GArray) inside = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  WeftEdit *edit = weft_ungroup_make_edit (graph, group, &error);

  if (edit == NULL)
    {
      say (self, error);
      return;
    }
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->parent == group)
      g_array_append_val (inside, weft_graph_get_node (graph, i)->id);
  weft_context_do (self->context, edit, 0);
  select_inside (self, inside);
}

void
weft_grouping_keep (WeftPlane *self)
{
  const WeftHost *host = weft_context_get_host (self->context);
  const WeftNode *group = weft_graph_find (weft_context_get_graph (self->context),
                                           weft_context_get_selected (self->context));
  g_autofree char *title = weft_node_dup_title (group), *said = NULL;
  g_autofree char *text = host->copy_nodes (host->user, weft_context_get_window (self->context),
                                            weft_context_get_selection (self->context));
  g_autoptr (GError) error = NULL;

  if (!weft_mine_keep (host, NULL, title, text, &error))
    {
      say (self, error);
      return;
    }
  said = g_strdup_printf (_ ("“%s” stands in the palette under Mine."), title);
  weft_undo_toast_show (GTK_WIDGET (self), said, NULL, NULL, NULL);
}
