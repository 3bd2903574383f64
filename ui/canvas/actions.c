/* actions: carries out the commands of the canvas */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/graph/layout.h"
#include "ui/commands/canvas-commands.h"
#include "ui/scene/flow.h"
#include "ui/scene/settle.h"
#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/clipboard.h"
#include "ui/canvas/node-finder.h"
#include "ui/canvas/grouping.h"
#include "ui/canvas/hand-move.h"
#include "ui/canvas/idle-marks.h"
#include "ui/canvas/kept-views.h"
#include "ui/canvas/marks.h"
#include "ui/canvas/remark-actions.h"
#include "ui/canvas/search.h"
#include "ui/canvas/open-units.h"

static const gint64 *
get_ids (WeftPlane *self, guint *n)
{
  GArray *selection = weft_context_get_selection (self->context);

  *n = selection->len;
  return (const gint64 *) (void *) selection->data;
}

/* With a wire selected what is found goes into it, with a node behind it. */
static void
search (WeftPlane *self)
{
  WeftPoint at = self->pointer;
  int wire
      = self->has_picked ? weft_scene_find_wire (weft_plane_get_scene (self), &self->picked) : -1;

  if (wire >= 0)
    at = weft_view_to_widget (
        &self->sight.view,
        weft_route_at (&weft_scene_get_wire (self->scene, (guint) wire)->route, .5));
  else if (at.x < 0)
    at = (WeftPoint){ self->sight.width / 2.0, self->sight.height / 3.0 };
  weft_search_open (self, at,
                    wire < 0 && weft_context_get_selected (self->context) != 0 ? WEFT_SEARCH_BEHIND
                                                                               : WEFT_SEARCH_ALL);
}

static void
connect (WeftPlane *self)
{
  weft_hand_wire_begin_keys (self, weft_context_get_selected (self->context));
}

static void
replace (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, weft_context_get_selected (self->context));
  WeftPoint corner = i >= 0 ? (WeftPoint){ scene->boxes[i].x, scene->boxes[i].y + WEFT_NODE_BAND }
                            : (WeftPoint){ 0, 0 };

  weft_search_open (self, weft_view_to_widget (&self->sight.view, corner), WEFT_SEARCH_TO_REPLACE);
}

static void
grab (WeftPlane *self)
{
  self->hand.node = 0;
  weft_hand_move_begin (self);
  self->hand.by_keys = TRUE;
  self->hand.cuts = FALSE;
  self->hand.mode = WEFT_HAND_MOVING;
  self->hand.want = (WeftPoint){ 0, 0 };
  weft_hand_update_cursor (self);
}

/* --- removing --- */

static void
remove_picked (WeftPlane *self, gboolean heal)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  guint n, n_cut = 0;
  const gint64 *ids = get_ids (self, &n);
  g_autofree gint64 *nodes = g_memdup2 (ids, n * sizeof (gint64));
  WeftEdit *edit;

  if (n == 0 && self->has_picked)
    edit = weft_edits_unwire (graph, &self->picked, 1);
  else
    edit = weft_edits_remove (graph, nodes, n, heal, &n_cut);
  if (edit == NULL || !weft_context_do (self->context, edit, 0))
    return;
  weft_context_select (self->context, NULL, 0);
  weft_plane_pick_wire (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (heal && n_cut > 0)
    weft_context_toast (self->context, _ ("Its wires could not be joined and were cut."));
}

static void delete (WeftPlane *self)
{
  remove_picked (self, TRUE);
}

static void
delete_wires (WeftPlane *self)
{
  remove_picked (self, FALSE);
}

static void
cut (WeftPlane *self)
{
  weft_clipboard_copy (self);
  remove_picked (self, TRUE);
}

/* --- the rest --- */

static void
select_all (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < scene->nodes->len; i++)
    g_array_append_val (ids, weft_scene_get (scene, i)->id);
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
}

static void
select_ends (WeftPlane *self)
{
  const gint64 ends[] = { self->picked.from, self->picked.to };

  weft_context_select (self->context, ends, G_N_ELEMENTS (ends));
}

static void
select_along (WeftPlane *self, gboolean upstream)
{
  guint n;
  const gint64 *ids = get_ids (self, &n);
  g_autoptr (GArray) found
      = weft_flow_find (weft_context_get_graph (self->context), ids, n, upstream);

  weft_context_select (self->context, (const gint64 *) (void *) found->data, found->len);
}

static void
select_before (WeftPlane *self)
{
  select_along (self, TRUE);
}

static void
select_behind (WeftPlane *self)
{
  select_along (self, FALSE);
}

static void
straighten (WeftPlane *self)
{
  guint n;
  const gint64 *ids = get_ids (self, &n);
  WeftEdit *edit = weft_flow_straighten (weft_plane_get_scene (self), ids, n);

  if (edit != NULL)
    weft_context_do (self->context, edit, 0);
  else
    weft_context_toast (self->context, _ ("No wire to the selection can be straightened."));
}

static void
lay_out (WeftPlane *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  guint n = weft_graph_get_n_nodes (graph);
  g_autofree double *width = g_new0 (double, n + 1), *height = g_new0 (double, n + 1);
  const WeftLayoutSizes sizes = { width, height };
  WeftEdit *edit;

  weft_settle_measure (graph, weft_live_get_report (weft_context_get_live (self->context)), width,
                       height);
  edit = weft_layout_edit (graph, &sizes);
  weft_glide_note (self);
  if (edit != NULL && weft_context_do (self->context, edit, 0))
    weft_glide_begin (self);
  weft_canvas_fit_all (self->canvas);
}

static void
fit_all (WeftPlane *self)
{
  weft_canvas_fit_all (self->canvas);
}

static void
fit_selection (WeftPlane *self)
{
  weft_canvas_fit_selection (self->canvas);
}

static void
zoom_in (WeftPlane *self)
{
  weft_canvas_zoom_in (self->canvas);
}

static void
zoom_out (WeftPlane *self)
{
  weft_canvas_zoom_out (self->canvas);
}

static void
zoom_100 (WeftPlane *self)
{
  weft_canvas_zoom_to (self->canvas, 1);
}

static void
minimap (WeftPlane *self)
{
  g_signal_emit_by_name (self, "toggle-minimap");
}

static void
problems (WeftPlane *self)
{
  g_signal_emit_by_name (self, "show-problems");
}

static void
look (WeftPlane *self, const char *where)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.look", "s", where);
}

static void
step (WeftPlane *self, const char *how)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.step", "s", how);
}

static void
step_op (WeftPlane *self)
{
  step (self, "op");
}

static void
step_op_back (WeftPlane *self)
{
  step (self, "op-back");
}

static void
step_into (WeftPlane *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.step-into", NULL);
}

static void
step_out (WeftPlane *self)
{
  step (self, "layer");
}

static void
look_earlier (WeftPlane *self)
{
  look (self, "earlier");
}

static void
look_later (WeftPlane *self)
{
  look (self, "later");
}

static void
look_page_earlier (WeftPlane *self)
{
  look (self, "earlier-page");
}

static void
look_page_later (WeftPlane *self)
{
  look (self, "later-page");
}

static const struct
{
  const char *name; /* of a row of the commands table */
  void (*run) (WeftPlane *self);
  gboolean (*is_on) (WeftPlane *self); /* of a mark */
} runs[] = {
  { "search", search },
  { "connect", connect },
  { "rename", weft_remarks_rename },
  { "replace", replace },
  { "grab", grab },
  { "enter", weft_grouping_enter },
  { "leave", weft_grouping_leave },
  { "frame", weft_remarks_frame },
  { "note", weft_remarks_note },
  { "reroute", weft_remarks_reroute },
  { "probe", weft_remarks_probe },
  { "breakpoint", weft_remarks_breakpoint },
  { "group", weft_grouping_group },
  { "ungroup", weft_grouping_ungroup },
  { "keep-group", weft_grouping_keep },
  { "units", weft_units_toggle, weft_units_are_open },
  { "type-weight", weft_units_type_first },
  { "freeze", weft_marks_freeze, weft_marks_are_frozen },
  { "renew", weft_marks_renew },
  { "mute", weft_marks_mute, weft_marks_are_muted },
  { "bypass", weft_marks_bypass, weft_marks_are_bypassed },
  { "share", weft_marks_share, weft_marks_are_shared },
  { "cut", cut },
  { "copy", weft_clipboard_copy },
  { "paste", weft_clipboard_paste },
  { "paste-wired", weft_clipboard_paste_wired },
  { "duplicate", weft_clipboard_duplicate },
  { "delete", delete },
  { "delete-wires", delete_wires },
  { "select-all", select_all },
  { "select-ends", select_ends },
  { "select-before", select_before },
  { "select-behind", select_behind },
  { "straighten", straighten },
  { "lay-out", lay_out },
  { "fit-all", fit_all },
  { "fit-selection", fit_selection },
  { "zoom-in", zoom_in },
  { "zoom-out", zoom_out },
  { "zoom-100", zoom_100 },
  { "minimap", minimap },
  { "find", weft_finder_open },
  { "keep-view", weft_kept_views_keep },
  { "go-view", weft_kept_views_go },
  { "problems", problems },
  { "wires-by-activation", weft_wire_sizes_by_activation, weft_wire_sizes_are_by_activation },
  { "wires-by-gradient", weft_wire_sizes_by_gradient, weft_wire_sizes_are_by_gradient },
  { "wires-by-weight", weft_wire_sizes_by_weight, weft_wire_sizes_are_by_weight },
  { "idle-units", weft_idle_marks_toggle, weft_idle_marks_are_shown },
  { "layer-costs", weft_node_costs_toggle, weft_node_costs_are_on },
  { "op", step_op },
  { "op-back", step_op_back },
  { "op-into", step_into },
  { "op-out", step_out },
  { "earlier", look_earlier },
  { "later", look_later },
  { "earlier-page", look_page_earlier },
  { "later-page", look_page_later },
};

static gboolean
is_group (WeftPlane *self)
{
  const WeftNode *node = weft_graph_find (weft_context_get_graph (self->context),
                                          weft_context_get_selected (self->context));

  return node != NULL && node->layer->grouping == WEFT_GROUPING_GROUP;
}

static gboolean
can_run (WeftPlane *self, WeftCommandFlags needs)
{
  guint n = weft_context_get_selection (self->context)->len;

  if ((needs & WEFT_NEEDS_NODES) && n == 0)
    return FALSE;
  if ((needs & WEFT_NEEDS_ONE) && n != 1)
    return FALSE;
  if ((needs & WEFT_NEEDS_GROUP) && !is_group (self))
    return FALSE;
  if ((needs & WEFT_NEEDS_KIN) && !weft_marks_can_be_shared (self))
    return FALSE;
  if ((needs & WEFT_NEEDS_UNITS) && !weft_units_can_open (self))
    return FALSE;
  if ((needs & WEFT_NEEDS_INSIDE) && weft_context_get_inside (self->context) == 0)
    return FALSE;
  if ((needs & WEFT_NEEDS_WIRE) && !self->has_picked)
    return FALSE;
  return !(needs & WEFT_NEEDS_PICKED) || n > 0 || self->has_picked;
}

static const WeftCommand *
find_command (const char *name)
{
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static guint
find_run (const char *name)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (runs) && g_strcmp0 (runs[i].name, name) != 0)
    i++;
  return i;
}

/* A key that does nothing says so where it would do it to one node, and several are selected. */
static void
say_for_one (WeftPlane *self, const WeftCommand *command)
{
  g_autofree char *text = NULL;

  if (!(command->flags & WEFT_NEEDS_ONE) || weft_context_get_selection (self->context)->len < 2)
    return;
  text = g_strdup_printf (_ ("“%s” is for one node: select no other."), _ (command->label));
  weft_context_toast (self->context, text);
}

void
weft_actions_run (WeftPlane *self, const char *name)
{
  const WeftCommand *command = find_command (name);
  guint i = find_run (name);

  if (command != NULL && can_run (self, command->flags) && i < G_N_ELEMENTS (runs))
    runs[i].run (self);
  else if (command != NULL)
    say_for_one (self, command);
}

static void
activate_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_actions_run (user, g_action_get_name (G_ACTION (action)));
}

void
weft_actions_update (WeftPlane *self)
{
  GActionGroup *group = self->canvas != NULL ? weft_canvas_get_actions (self->canvas) : NULL;
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 0; group != NULL && i < n; i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (group), commands[i].name);

      gboolean can = can_run (self, commands[i].flags);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), can);
      if (commands[i].flags & WEFT_IS_MARK)
        g_simple_action_set_state (
            G_SIMPLE_ACTION (action),
            g_variant_new_boolean (can && runs[find_run (commands[i].name)].is_on (self)));
    }
}

GActionGroup *
weft_actions_new (WeftPlane *self)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GSimpleAction) action
          = commands[i].flags & WEFT_IS_MARK ? g_simple_action_new_stateful (
                commands[i].name, NULL, g_variant_new_boolean (FALSE))
                                             : g_simple_action_new (commands[i].name, NULL);

      g_signal_connect (action, "activate", G_CALLBACK (activate_cb), self);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  return G_ACTION_GROUP (group);
}
