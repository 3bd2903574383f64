/* following: the plane's scene and its views keep up with the document */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/open-units.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/ports.h"
#include "ui/scene/patch.h"

#define MOST_ANEW 400 /* nodes out of sight: of which more is known, in one frame */

static void
remove_view (WeftPlane *self, GtkWidget *view)
{
  if (gtk_widget_has_focus (view))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  /* GTK counts those before it, to tell a screen reader, which goes by the widget itself. */
  gtk_widget_insert_after (view, GTK_WIDGET (self), NULL);
  gtk_widget_unparent (view);
}

static void
remove_views_without_node (WeftPlane *self)
{
  GHashTableIter iter;
  gpointer key, view;

  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, &key, &view))
    if (weft_scene_find (self->scene, *(gint64 *) key) < 0)
      {
        remove_view (self, view);
        g_hash_table_iter_remove (&iter);
      }
}

static void
remove_views (WeftPlane *self, const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const gint64 *id = &g_array_index (ids, gint64, i);
      GtkWidget *view = g_hash_table_lookup (self->views, id);

      if (view != NULL)
        remove_view (self, view);
      g_hash_table_remove (self->views, id);
    }
}

static void
focus_changed_cb (WeftNodeView *view, gboolean has, WeftPlane *self)
{
  if (has)
    weft_ports_show (self, view);
}

GHashTable *
weft_plane_dup_selected (WeftPlane *self)
{
  GArray *selection = weft_context_get_selection (self->context);
  GHashTable *set = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; selection != NULL && i < selection->len; i++)
    g_hash_table_add (set, &g_array_index (selection, gint64, i));
  return set;
}

/* Each node has a view, in the graph's order; those before the first one have theirs. */
static void
give_views (WeftPlane *self, guint first)
{
  GtkWidget *last = first > 0 ? self->in_rows->pdata[first - 1] : NULL;

  g_ptr_array_set_size (self->in_rows, (int) first);
  for (guint i = first; i < self->scene->nodes->len; i++)
    {
      gint64 id = weft_scene_get (self->scene, i)->id;
      GtkWidget *view = g_hash_table_lookup (self->views, &id);

      if (view == NULL)
        {
          view = weft_node_view_new (id);
          g_hash_table_insert (self->views, g_memdup2 (&id, sizeof id), view);
          g_signal_connect (view, "focus-changed", G_CALLBACK (focus_changed_cb), self);
          gtk_widget_insert_after (view, GTK_WIDGET (self), last);
        }
      last = view;
      g_ptr_array_add (self->in_rows, view);
    }
}

/* was: nullable: it had none. */
static void
show_node (WeftPlane *self, guint i, const WeftSceneNode *was, GHashTable *selected)
{
  WeftSceneNode *node = self->scene->nodes->pdata[i];
  WeftNodeView *view = weft_plane_get_view (self, i);

  weft_node_view_set_node (view, node, was, self->scene->boxes[i].h);
  node->in_front = g_hash_table_contains (selected, &node->id);
  weft_node_view_set_selected (view, node->in_front);
}

static void
redraw_ways (WeftPlane *self, const WeftWaysChange *change)
{
  for (guint i = 0; i < change->wires->len; i++)
    weft_under_redraw_wire (self, g_array_index (change->wires, guint, i));
  for (guint i = 0; i < change->nodes->len; i++)
    weft_node_view_forget_shape (
        weft_plane_get_view (self, g_array_index (change->nodes, guint, i)));
}

/* The rest of the scene is as it was. FALSE: it has to be made anew. */
static gboolean
follow_moved (WeftPlane *self)
{
  const gint64 *moved = (const gint64 *) (void *) self->moved->data;
  WeftWaysChange change;
  gboolean is_done;

  weft_ways_change_init (&change);
  is_done = weft_ways_follow (self->scene, weft_context_get_graph (self->context), moved,
                              self->moved->len, &change);
  redraw_ways (self, &change);
  weft_ways_change_clear (&change);
  g_array_set_size (self->moved, 0);
  if (is_done)
    weft_sight_follow (self, NULL);
  return is_done;
}

/* What is under the pointer may be another node, wire or part of it now. */
static void
forget_pointed (WeftPlane *self)
{
  self->hover = (WeftPick){ 0 };
  self->drop_wire = -1;
  if (self->has_picked && weft_scene_find_wire (self->scene, &self->picked) < 0)
    weft_plane_pick_wire (self, NULL);
}

static void
show_patch (WeftPlane *self, const WeftPatch *patch)
{
  g_autoptr (GHashTable) selected = weft_plane_dup_selected (self);

  if (patch->has_other_nodes)
    {
      remove_views (self, patch->gone);
      give_views (self, patch->first);
    }
  for (guint k = 0; k < patch->nodes->len; k++)
    show_node (self, g_array_index (patch->nodes, guint, k), patch->were->pdata[k], selected);
  if (patch->has_other_wires)
    weft_under_renumber_wires (self, patch->wires);
  redraw_ways (self, &patch->ways);
  if (patch->has_other_nodes || patch->has_other_wires)
    forget_pointed (self);
  else if (patch->nodes->len > 0 && self->hover.kind == WEFT_PICK_NODE)
    self->hover = (WeftPick){ 0 };
  if (patch->has_other_nodes || patch->nodes->len > 0)
    {
      weft_ports_show_soon (self);
      weft_units_watch (self);
    }
}

static gboolean
renew_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  WeftPlane *self = WEFT_PLANE (widget);

  self->renewal = 0;
  self->scene_is_old |= self->report_is_new;
  weft_plane_get_scene (self);
  gtk_widget_queue_allocate (widget);
  return G_SOURCE_REMOVE;
}

/* Once a frame and before its layout, for a new node view makes all above it lay out. */
static void
renew_soon (WeftPlane *self)
{
  if (self->renewal == 0)
    self->renewal = gtk_widget_add_tick_callback (GTK_WIDGET (self), renew_cb, NULL, NULL);
}

static void
follow_patch (WeftPlane *self)
{
  WeftBox sight = weft_sight_get_area (self);
  WeftPatch patch;

  weft_patch_init (&patch);
  patch.is_known = !self->report_is_new;
  patch.edited = self->edits_any ? NULL : self->edited;
  patch.sight = &sight;
  patch.most = MOST_ANEW;
  weft_patch_follow (&patch, self->scene, weft_context_get_graph (self->context),
                     weft_live_get_report (weft_context_get_live (self->context)), TRUE);
  show_patch (self, &patch);
  weft_sight_follow (self, &patch);
  self->report_is_new = patch.is_left;
  if (patch.is_left)
    renew_soon (self);
  weft_patch_clear (&patch);
}

/* Of another place there is nothing to follow. */
static void
make_scene (WeftPlane *self)
{
  WeftScene *before = self->scene;
  g_autoptr (GHashTable) selected = weft_plane_dup_selected (self);

  self->scene = weft_scene_new (weft_context_get_graph (self->context),
                                weft_live_get_report (weft_context_get_live (self->context)),
                                weft_context_get_inside (self->context), TRUE, before);
  self->scene->is_wiring = self->hand.mode == WEFT_HAND_WIRING;
  remove_views_without_node (self);
  give_views (self, 0);
  for (guint i = 0; i < self->scene->nodes->len; i++)
    show_node (self, i, NULL, selected);
  weft_ports_show_soon (self);
  g_clear_pointer (&before, weft_scene_free);
  forget_pointed (self);
  weft_under_redraw_wires (self);
  weft_units_watch (self);
}

WeftScene *
weft_plane_get_scene (WeftPlane *self)
{
  if (!self->scene_is_old && self->scene != NULL && (self->moved->len == 0 || follow_moved (self)))
    return self->scene;
  self->scene_is_old = FALSE;
  g_array_set_size (self->moved, 0);
  if (self->scene != NULL && self->scene->inside == weft_context_get_inside (self->context))
    follow_patch (self);
  else
    make_scene (self);
  g_array_set_size (self->edited, 0);
  self->edits_any = FALSE;
  return self->scene;
}

void
weft_plane_renew (WeftPlane *self)
{
  self->scene_is_old = TRUE;
  renew_soon (self);
}

void
weft_plane_renew_places (WeftPlane *self, const gint64 *nodes, guint n)
{
  if (n > 0)
    g_array_append_vals (self->moved, nodes, n);
  renew_soon (self);
}
