/* keys: the keyboard on the plane: arrows walk and move, the rest are commands
 *
 * In the bubble phase, and only while the plane or a node has the focus: no letter that is typed
 * elsewhere comes here. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/commands/canvas-commands.h"
#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/scene/remark-places.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/grouping.h"
#include "ui/canvas/hand-move.h"
#include "ui/canvas/keys.h"
#include "ui/canvas/menu.h"
#include "ui/canvas/ports.h"

#define STATES (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)
#define NUDGES_END 1000000 /* µs without a key that end one undo step */

static gboolean
get_arrow (guint key, int *dx, int *dy)
{
  *dx = key == GDK_KEY_Right || key == GDK_KEY_KP_Right ? 1
        : key == GDK_KEY_Left || key == GDK_KEY_KP_Left ? -1
                                                        : 0;
  *dy = key == GDK_KEY_Down || key == GDK_KEY_KP_Down ? 1
        : key == GDK_KEY_Up || key == GDK_KEY_KP_Up   ? -1
                                                      : 0;
  return *dx != 0 || *dy != 0;
}

static void
go_to (WeftPlane *self, guint i, gboolean add)
{
  gint64 id = weft_scene_get (self->scene, i)->id;
  GArray *old = weft_context_get_selection (self->context);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (add)
    g_array_append_vals (ids, old->data, old->len);
  if (!add || !weft_plane_is_selected (self, id))
    g_array_append_val (ids, id);
  weft_sight_show_node (self, id);
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  weft_plane_focus_node (self, id);
}

/* Where a walk starts: the node with the focus, else the one that is selected last. */
static int
find_here (WeftPlane *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GArray *selection = weft_context_get_selection (self->context);

  if (focus != NULL && WEFT_IS_NODE_VIEW (focus))
    return weft_scene_find (self->scene, weft_node_view_get_id (WEFT_NODE_VIEW (focus)));
  if (selection->len > 0)
    return weft_scene_find (self->scene, g_array_index (selection, gint64, selection->len - 1));
  return -1;
}

static void
go_to_wire (WeftPlane *self, const WeftWire *wire)
{
  WeftWire copy = *wire;

  weft_context_select (self->context, NULL, 0);
  weft_plane_pick_wire (self, &copy);
  weft_sight_show_node (self, copy.from);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (!weft_ports_focus_wire (self, &copy))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* From a node along its first wire that way. */
static gboolean
leave_by_wire (WeftPlane *self, gint64 node, int dx)
{
  WeftScene *scene = weft_plane_get_scene (self);

  for (guint i = 0; i < scene->wires->len && dx != 0; i++)
    {
      const WeftWire *wire = &weft_scene_get_wire (scene, i)->wire;

      if ((dx > 0 ? wire->from : wire->to) != node)
        continue;
      go_to_wire (self, wire);
      return TRUE;
    }
  return FALSE;
}

/* From a wire to its ends; up and down to the others that share one of them. */
static void
walk_from_wire (WeftPlane *self, int dx, int dy)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int here = weft_scene_find_wire (scene, &self->picked);
  int end = weft_scene_find (scene, dx > 0 ? self->picked.to : self->picked.from);

  if (dx != 0 && end >= 0)
    {
      weft_plane_pick_wire (self, NULL);
      go_to (self, (guint) end, FALSE);
      return;
    }
  for (int i = here + dy; dy != 0 && here >= 0 && i >= 0 && i < (int) scene->wires->len; i += dy)
    {
      const WeftWire *wire = &weft_scene_get_wire (scene, (guint) i)->wire;

      if (wire->from != self->picked.from && wire->to != self->picked.to)
        continue;
      go_to_wire (self, wire);
      return;
    }
}

static void
walk (WeftPlane *self, int dx, int dy, gboolean add)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int here = find_here (self), to;

  if (scene->nodes->len == 0)
    return;
  if (self->has_picked)
    {
      walk_from_wire (self, dx, dy);
      return;
    }
  if (here < 0)
    {
      go_to (self, 0, FALSE);
      return;
    }
  if (!add && leave_by_wire (self, weft_scene_get (scene, (guint) here)->id, dx))
    return;
  to = weft_geometry_neighbour (scene->boxes, scene->nodes->len, (guint) here, dx, dy);
  go_to (self, (guint) (to >= 0 ? to : here), add);
}

static void
nudge (WeftPlane *self, double dx, double dy)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  GArray *chosen = weft_context_get_selection (self->context);
  g_autoptr (GArray) selection
      = weft_remark_dup_with_held (graph, (const gint64 *) (void *) chosen->data, chosen->len);
  gint64 now = g_get_monotonic_time ();
  WeftEdit *edit
      = weft_edits_move (graph, (const gint64 *) (void *) selection->data, selection->len, dx, dy);

  if (edit == NULL)
    return;
  if (self->nudges == 0 || now - self->nudged_at > NUDGES_END)
    self->nudges = weft_history_new_gesture (weft_context_get_history (self->context));
  self->nudged_at = now;
  weft_context_do (self->context, edit, self->nudges);
}

static void
grab_step (WeftPlane *self, double dx, double dy)
{
  self->hand.want.x = self->hand.snap.dx + dx;
  self->hand.want.y = self->hand.snap.dy + dy;
  weft_hand_move_update (self, self->hand.want.x, self->hand.want.y, FALSE);
}

static gboolean
press_arrow (WeftPlane *self, int dx, int dy, GdkModifierType state)
{
  double by = state & GDK_SHIFT_MASK ? 10 * WEFT_GRID : WEFT_GRID;

  if (self->hand.mode == WEFT_HAND_WIRING)
    weft_hand_wire_step (self, dx, dy);
  else if (self->hand.mode == WEFT_HAND_MOVING && self->hand.by_keys)
    grab_step (self, dx * by, dy * by);
  else if (self->hand.mode != WEFT_HAND_IDLE)
    return FALSE;
  else if (state & GDK_CONTROL_MASK)
    nudge (self, dx * by, dy * by);
  else
    walk (self, dx, dy, (state & GDK_SHIFT_MASK) != 0);
  return TRUE;
}

static gboolean
let_go (WeftPlane *self)
{
  if (weft_context_get_selection (self->context)->len == 0 && !self->has_picked)
    {
      weft_grouping_leave (self);
      return weft_context_get_selected (self->context) != 0;
    }
  weft_plane_pick_wire (self, NULL);
  weft_context_select (self->context, NULL, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  return TRUE;
}

/* Enter and Escape end what the keys began; Escape also what the pointer began, else the selection,
 * else it leaves the group. */
static gboolean
press_end (WeftPlane *self, guint key)
{
  gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_ISO_Enter;
  WeftHandMode mode = self->hand.mode;

  if (key == GDK_KEY_Escape && mode == WEFT_HAND_IDLE)
    return let_go (self);
  if (mode == WEFT_HAND_IDLE || (key != GDK_KEY_Escape && !enter))
    return FALSE;
  if (key == GDK_KEY_Escape)
    {
      weft_hand_cancel (self);
      return TRUE;
    }
  if (!self->hand.by_keys && !self->wiring.by_keys)
    return FALSE;
  self->hand.mode = WEFT_HAND_IDLE;
  if (mode == WEFT_HAND_MOVING)
    weft_hand_move_end (self, TRUE);
  else if (mode == WEFT_HAND_WIRING)
    weft_hand_wire_end (self, TRUE);
  weft_hand_update_cursor (self);
  return TRUE;
}

static gboolean
keys_match (const char *accelerator, guint key, GdkModifierType state)
{
  guint wanted;
  GdkModifierType modifiers;

  if (!gtk_accelerator_parse (accelerator, &wanted, &modifiers))
    return FALSE;
  if (gdk_keyval_to_lower (key) != gdk_keyval_to_lower (wanted))
    return FALSE;
  if (!(modifiers & GDK_SHIFT_MASK) && gdk_keyval_to_upper (key) == gdk_keyval_to_lower (key)
      && g_unichar_isgraph (gdk_keyval_to_unicode (key)))
    state &= ~(guint) GDK_SHIFT_MASK; /* "/" and "+" need Shift on some keyboards */
  return state == modifiers;
}

static gboolean
has_key (const char *const *list, gsize n, guint key, GdkModifierType state)
{
  for (gsize i = 0; i < n && list[i] != NULL; i++)
    if (keys_match (list[i], key, state))
      return TRUE;
  return FALSE;
}

/* 1 to 9, of the key pad too; else 0. */
static guint
get_digit (guint key)
{
  if (key >= GDK_KEY_1 && key <= GDK_KEY_9)
    return key - GDK_KEY_0;
  return key >= GDK_KEY_KP_1 && key <= GDK_KEY_KP_9 ? key - GDK_KEY_KP_0 : 0;
}

static gboolean
press_command (WeftPlane *self, guint key, GdkModifierType state)
{
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 0; i < n; i++)
    {
      guint digit = commands[i].has_digits ? get_digit (key) : 0;
      guint as = digit != 0 ? GDK_KEY_1 : key;

      if (!has_key (commands[i].keys, G_N_ELEMENTS (commands[i].keys), as, state)
          && !has_key (commands[i].also, G_N_ELEMENTS (commands[i].also), as, state))
        continue;
      self->digit = digit;
      weft_actions_run (self, commands[i].name);
      self->digit = 0;
      return TRUE;
    }
  return FALSE;
}

static void
open_menu (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int here = find_here (self);
  WeftPick pick = { here >= 0 ? WEFT_PICK_NODE : WEFT_PICK_NOTHING, (guint) MAX (here, 0), 0 };
  WeftPoint at = { self->sight.width / 2.0, self->sight.height / 2.0 };

  if (here >= 0)
    at = weft_view_to_widget (&self->sight.view,
                              (WeftPoint){ scene->boxes[here].x + WEFT_NODE_WIDTH / 2,
                                           scene->boxes[here].y + WEFT_NODE_BAND });
  else if (self->has_picked)
    pick = (WeftPick){ WEFT_PICK_WIRE, (guint) MAX (0, weft_scene_find_wire (scene, &self->picked)),
                       0 };
  weft_menu_open (self, &pick, at);
}

static gboolean
has_focus (WeftPlane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL
         && (focus == GTK_WIDGET (self) || gtk_widget_is_ancestor (focus, GTK_WIDGET (self)));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType all,
                WeftPlane *self)
{
  GdkModifierType state = all & STATES;
  int dx, dy;

  if (!has_focus (self))
    return FALSE;
  if (get_arrow (key, &dx, &dy) && !(state & (GDK_ALT_MASK | GDK_SUPER_MASK)))
    return press_arrow (self, dx, dy, state);
  if (press_end (self, key))
    return TRUE;
  if (key == GDK_KEY_space && state == 0)
    {
      self->space_down = TRUE;
      weft_hand_update_cursor (self);
      return TRUE;
    }
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    {
      open_menu (self);
      return TRUE;
    }
  if (self->hand.mode != WEFT_HAND_IDLE)
    return FALSE;
  return press_command (self, key, state);
}

static void
key_released_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                 WeftPlane *self)
{
  if (key != GDK_KEY_space)
    return;
  self->space_down = FALSE;
  weft_hand_update_cursor (self);
}

/* What the keys began does not outlive the focus. */
static void
focus_left_cb (GtkEventControllerFocus *focus, WeftPlane *self)
{
  self->space_down = FALSE;
  if (self->hand.mode != WEFT_HAND_IDLE && (self->hand.by_keys || self->wiring.by_keys))
    weft_hand_cancel (self);
  weft_hand_update_cursor (self);
}

void
weft_keys_attach (WeftPlane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_BUBBLE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
