/* plane: the ground that nodes lie on: lays node views out, keeps scene and view up to date */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/plane.h"
#include "engine/graph/edited.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/at-work.h"
#include "ui/canvas/drop.h"
#include "ui/canvas/idle-marks.h"
#include "ui/canvas/keys.h"
#include "ui/canvas/tooltip.h"
#include "ui/canvas/standing.h"
#include "ui/canvas/ports.h"
#include "ui/canvas/stack.h"
#include "ui/canvas/open-units.h"
#include "ui/scene/settle.h"
#include "ui/scene/ways.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

G_DEFINE_FINAL_TYPE (WeftPlane, weft_plane, GTK_TYPE_WIDGET)

/* --- the scene --- */

static void
changed_cb (WeftPlane *self, WeftEdit *edit)
{
  self->sight.was_whole |= weft_sight_is_whole (self);
  if (self->hand.mode != WEFT_HAND_IDLE)
    weft_hand_cancel (self);
  self->edits_any |= !weft_edit_list_nodes (edit, self->edited);
  if (weft_edit_list_moved (edit, self->moved))
    weft_plane_renew_places (self, NULL, 0);
  else
    weft_plane_renew (self);
}

static void
report_cb (WeftPlane *self)
{
  weft_actions_update (self); /* who has weights, and what undo did to marks */
  self->sight.was_whole
      |= weft_sight_is_whole (self); /* pictures that nodes get make them taller */
  if (self->hand.mode == WEFT_HAND_MOVING)
    weft_hand_cancel (self);
  self->report_is_new = TRUE;
  weft_plane_renew (self);
}

/* At once: what is in sight is worked out from the scene. */
static void
inside_cb (WeftPlane *self)
{
  if (self->hand.mode != WEFT_HAND_IDLE)
    weft_hand_cancel (self);
  weft_sight_change_place (self, self->scene->inside, weft_context_get_inside (self->context));
  self->scene_is_old = TRUE;
  weft_plane_get_scene (self);
  weft_actions_update (self);
  weft_sight_changed (self);
}

WeftNodeView *
weft_plane_get_view (WeftPlane *self, guint i)
{
  return self->in_rows->pdata[i];
}

WeftNodeView *
weft_plane_find_view (WeftPlane *self, gint64 id)
{
  return g_hash_table_lookup (self->views, &id);
}

gboolean
weft_plane_is_selected (WeftPlane *self, gint64 id)
{
  GArray *selection = weft_context_get_selection (self->context);

  for (guint i = 0; selection != NULL && i < selection->len; i++)
    if (g_array_index (selection, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* Whatever selects a node, as adding or pasting it does, the focus goes along when it is here. */
static void
follow_focus (WeftPlane *self, GArray *selection)
{
  gboolean here = gtk_widget_has_focus (GTK_WIDGET (self))
                  || gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (!here || selection->len != 1 || self->hand.mode != WEFT_HAND_IDLE)
    return;
  weft_plane_get_scene (self); /* there may be no view of it yet */
  weft_plane_focus_node (self, g_array_index (selection, gint64, 0));
}

static void
selection_cb (WeftPlane *self)
{
  GHashTableIter iter;
  gpointer view;
  GArray *selection = weft_context_get_selection (self->context);
  g_autoptr (GHashTable) set = weft_plane_dup_selected (self);

  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, NULL, &view))
    {
      gint64 id = weft_node_view_get_id (view);
      int at = weft_scene_find (self->scene, id);
      gboolean selected = g_hash_table_contains (set, &id);

      weft_node_view_set_selected (view, selected);
      if (at >= 0)
        ((WeftSceneNode *) self->scene->nodes->pdata[at])->in_front = selected;
    }
  if (selection->len > 0 && self->has_picked)
    weft_plane_pick_wire (self, NULL);
  follow_focus (self, selection);
  if (self->sight.view.zoom < .25)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  weft_actions_update (self);
}

void
weft_plane_pick_wire (WeftPlane *self, const WeftWire *wire)
{
  self->has_picked = wire != NULL;
  if (wire != NULL)
    self->picked = *wire;
  weft_context_pick_wire (self->context, wire);
  weft_under_redraw_wires (self);
  weft_actions_update (self);
}

void
weft_plane_focus_node (WeftPlane *self, gint64 id)
{
  WeftNodeView *view = id != 0 ? weft_plane_find_view (self, id) : NULL;

  if (view != NULL)
    weft_node_view_set_in_sight (view, TRUE); /* the view goes there in the next frame */
  if (view != NULL && gtk_widget_get_mapped (GTK_WIDGET (view)))
    gtk_widget_grab_focus (GTK_WIDGET (view));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* --- laying out --- */

static void
weft_plane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  weft_standing_lay_out (WEFT_PLANE (widget), width, height);
}

static void
weft_plane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 160;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 360;
}

static void
weft_plane_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  if (WEFT_PLANE (widget)->scene != NULL)
    weft_stack_draw (WEFT_PLANE (widget), snapshot);
}

/* --- looks --- */

/* Everything is painted anew. */
static void
style_cb (WeftPlane *self)
{
  GHashTableIter iter;
  gpointer view;

  g_hash_table_iter_init (&iter, self->views);
  while (g_hash_table_iter_next (&iter, NULL, &view))
    weft_node_view_set_in_sight (view, FALSE);
  weft_under_forget (self);
  weft_sight_changed (self);
}

static void
weft_plane_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  WeftPlane *self = WEFT_PLANE (widget);
  const PangoFontDescription *font
      = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  const char *family = font != NULL ? pango_font_description_get_family (font) : NULL;

  GTK_WIDGET_CLASS (weft_plane_parent_class)->css_changed (widget, change);
  g_clear_pointer (&self->family, g_free);
  if (family != NULL && g_ascii_strcasecmp (family, "sans") != 0)
    self->family = g_strdup (family);
}

static gboolean
weft_plane_focus (GtkWidget *widget, GtkDirectionType direction)
{
  WeftPlane *self = WEFT_PLANE (widget);
  gint64 selected = weft_context_get_selected (self->context);

  if (gtk_widget_has_focus (widget) || gtk_widget_get_focus_child (widget) != NULL)
    return FALSE; /* arrows walk inside; Tab goes on */
  weft_plane_focus_node (self, selected);
  return TRUE;
}

static void
weft_plane_dispose (GObject *object)
{
  WeftPlane *self = WEFT_PLANE (object);
  GtkWidget *child;

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  weft_glide_stop (self);
  if (self->renewal != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->renewal);
  self->tick = self->renewal = 0;
  g_clear_handle_id (&self->thumbs.refresh, g_source_remove);
  g_clear_handle_id (&self->telling, g_source_remove);
  g_hash_table_remove_all (self->views);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  weft_under_forget (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (weft_plane_parent_class)->dispose (object);
}

static void
weft_plane_finalize (GObject *object)
{
  WeftPlane *self = WEFT_PLANE (object);

  g_clear_pointer (&self->scene, weft_scene_free);
  weft_node_costs_clear (self);
  g_hash_table_unref (self->views);
  g_ptr_array_unref (self->in_rows);
  g_array_unref (self->moved);
  g_array_unref (self->edited);
  g_array_unref (self->near);
  g_hash_table_unref (self->looks);
  weft_hand_clear (&self->hand);
  weft_wiring_clear (&self->wiring);
  g_free (self->family);
  G_OBJECT_CLASS (weft_plane_parent_class)->finalize (object);
}

static void
weft_plane_class_init (WeftPlaneClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_plane_dispose;
  G_OBJECT_CLASS (class)->finalize = weft_plane_finalize;
  widget_class->measure = weft_plane_measure;
  widget_class->size_allocate = weft_plane_size_allocate;
  widget_class->snapshot = weft_plane_snapshot;
  widget_class->css_changed = weft_plane_css_changed;
  widget_class->focus = weft_plane_focus;
  /* "view-changed": zoom or place; the minimap and the zoom buttons follow it */
  g_signal_new ("view-changed", WEFT_TYPE_PLANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  /* what the overlays of the canvas do */
  g_signal_new ("toggle-minimap", WEFT_TYPE_PLANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  g_signal_new ("show-problems", WEFT_TYPE_PLANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  /* other numbers by which wires or nodes are marked */
  g_signal_new ("keys-changed", WEFT_TYPE_PLANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "plane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_BOX);
}

static void
weft_plane_init (WeftPlane *self)
{
  self->views = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->in_rows = g_ptr_array_new ();
  self->moved = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->edited = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->near = g_array_new (FALSE, FALSE, sizeof (guint));
  self->looks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->sight.view = (WeftView){ 1, 0, 0 };
  self->pointer.x = -1;
  self->scene_is_old = TRUE;
  self->drop_wire = -1;
  self->hand.into = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Network"), GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE, TRUE,
                                  -1);
}

GtkWidget *
weft_plane_new (WeftContext *context, WeftCanvas *canvas)
{
  WeftPlane *self = g_object_new (WEFT_TYPE_PLANE, NULL);
  WeftLive *live = weft_context_get_live (context);

  self->context = g_object_ref (context);
  self->canvas = canvas;
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "sight", G_CALLBACK (weft_at_work_show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "report", G_CALLBACK (report_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "snapshot", G_CALLBACK (weft_thumbs_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "status", G_CALLBACK (weft_thumbs_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "inside", G_CALLBACK (inside_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "selection", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast",
                           G_CALLBACK (style_cb), self, G_CONNECT_SWAPPED);
  weft_hand_attach (self);
  weft_keys_attach (self);
  weft_tooltip_attach (self);
  weft_context_set_settle (context, weft_settle_for_context);
  weft_wire_sizes_restore (self);
  weft_idle_marks_restore (self);
  weft_node_costs_restore (self);
  weft_plane_get_scene (self);
  return GTK_WIDGET (self);
}
