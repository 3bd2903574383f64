/* hand-wire: a wire on its way from a port to another, by pointer or by keys */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/canvas/hand-wire.h"
#include "ui/canvas/search.h"

static gint64
key_of (gint64 node, int port)
{
  return node << 6 | port;
}

static void
begin (WeftPlane *self, gint64 node, int port, gboolean backwards)
{
  WeftWiring *wiring = &self->wiring;

  g_clear_pointer (&wiring->fits, g_hash_table_unref);
  g_clear_pointer (&wiring->reason, g_free);
  g_clear_pointer (&wiring->all, g_array_unref);
  *wiring = (WeftWiring){ .node = node, .port = port, .backwards = backwards, .over_port = -1 };
  wiring->fits = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->scene->is_wiring = TRUE;
}

/* What leaves the output, in the hand's end; FALSE: nothing does. */
static gboolean
take_all (WeftPlane *self, gint64 node, int port)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  const WeftWire *first;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from == node && wire->output == port)
        g_array_append_vals (all, wire, 1);
    }
  if (all->len == 0)
    {
      g_array_unref (all);
      return FALSE;
    }
  first = &g_array_index (all, WeftWire, 0);
  begin (self, first->to, first->input, TRUE);
  self->wiring.all = all;
  return TRUE;
}

/* A wired input gives its wire's end to the hand; a free one looks for an output. */
void
weft_hand_wire_begin (WeftPlane *self, const WeftPick *pick, gboolean all)
{
  const WeftSceneNode *node = weft_scene_get (self->scene, pick->i);
  const WeftWire *wired = NULL;

  if (pick->kind == WEFT_PICK_OUTPUT && all && take_all (self, node->id, (int) pick->port))
    return;
  if (pick->kind == WEFT_PICK_OUTPUT)
    {
      begin (self, node->id, (int) pick->port, FALSE);
      return;
    }
  wired = weft_graph_find_wire_to (weft_context_get_graph (self->context), node->id,
                                   (int) pick->port);
  if (wired == NULL)
    {
      begin (self, node->id, (int) pick->port, TRUE);
      return;
    }
  begin (self, wired->from, wired->output, FALSE);
  self->wiring.taken = *wired;
  self->wiring.has_taken = TRUE;
}

gboolean
weft_hand_wire_anchor (WeftPlane *self, guint i, WeftPoint *at)
{
  const WeftWiring *wiring = &self->wiring;
  gint64 node = wiring->node;
  int port = wiring->port, found;

  if (i >= (wiring->all != NULL ? wiring->all->len : 1))
    return FALSE;
  if (wiring->all != NULL)
    {
      node = g_array_index (wiring->all, WeftWire, i).to;
      port = g_array_index (wiring->all, WeftWire, i).input;
    }
  found = weft_scene_find (self->scene, node);
  if (found < 0)
    return FALSE;
  *at = wiring->backwards ? weft_geometry_input (&self->scene->boxes[found], (guint) port)
                          : weft_geometry_output (&self->scene->boxes[found], (guint) port);
  return TRUE;
}

gboolean
weft_hand_wire_holds (WeftPlane *self, const WeftWire *wire)
{
  const WeftWiring *wiring = &self->wiring;

  if (self->hand.mode != WEFT_HAND_WIRING)
    return FALSE;
  for (guint i = 0; wiring->all != NULL && i < wiring->all->len; i++)
    if (g_array_index (wiring->all, WeftWire, i).to == wire->to
        && g_array_index (wiring->all, WeftWire, i).input == wire->input)
      return TRUE;
  return wiring->has_taken && wire->to == wiring->taken.to && wire->input == wiring->taken.input;
}

/* Of all wires in the hand the first reason why one of them does not fit. That which leads to the
 * node itself stays as it is: so what is new behind an output takes over what that one fed. */
static char *
check_all (WeftPlane *self, gint64 node, int port)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));
  guint n = 0;

  for (guint i = 0; i < self->wiring.all->len; i++)
    {
      const WeftWire *wire = &g_array_index (self->wiring.all, WeftWire, i);
      char *reason;

      if (wire->to == node)
        continue;
      n++;
      reason = weft_check_wire (graph, report, node, port, wire->to, wire->input);
      if (reason != NULL)
        return reason;
    }
  return n > 0 ? NULL : g_strdup (_ ("A node cannot feed itself."));
}

static char *
check (WeftPlane *self, gint64 node, int port)
{
  WeftWiring *wiring = &self->wiring;
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));

  if (wiring->all != NULL)
    return check_all (self, node, port);
  if (node == wiring->node)
    return g_strdup (_ ("A node cannot feed itself."));
  if (wiring->backwards)
    return weft_check_wire (graph, report, node, port, wiring->node, wiring->port);
  return weft_check_wire (graph, report, wiring->node, wiring->port, node, port);
}

const char *
weft_hand_wire_check (WeftPlane *self, gint64 node, int port)
{
  gint64 key = key_of (node, port);
  const char *reason = g_hash_table_lookup (self->wiring.fits, &key);

  if (reason == NULL)
    {
      char *found = check (self, node, port);

      if (found == NULL)
        found = g_strdup ("");
      g_hash_table_insert (self->wiring.fits, g_memdup2 (&key, sizeof (gint64)), found);
      reason = found;
    }
  return *reason != '\0' ? reason : NULL;
}

static gboolean
is_free (WeftPlane *self, gint64 node, int port)
{
  const WeftWire *wired;

  if (self->wiring.backwards)
    return TRUE;
  wired = weft_graph_find_wire_to (weft_context_get_graph (self->context), node, port);
  return wired == NULL
         || (self->wiring.has_taken && wired->to == self->wiring.taken.to
             && wired->input == self->wiring.taken.input);
}

/* Over a node: its first free port that fits, else a wired one that fits; else the reason. */
static void
find_port (WeftPlane *self, const WeftSceneNode *node)
{
  WeftWiring *wiring = &self->wiring;
  guint n = wiring->backwards ? node->n_out : node->n_in;
  const char *reason = NULL;
  int taken = -1;

  for (guint k = 0; k < n; k++)
    {
      const char *why = weft_hand_wire_check (self, node->id, (int) k);

      if (why != NULL && reason == NULL)
        reason = why;
      if (why != NULL)
        continue;
      if (is_free (self, node->id, (int) k))
        {
          wiring->over_port = (int) k;
          return;
        }
      if (taken < 0)
        taken = (int) k;
    }
  wiring->over_port = taken;
  if (taken >= 0)
    return;
  if (n == 0)
    reason = wiring->backwards ? _ ("It has no output.") : _ ("It has no input.");
  wiring->reason = g_strdup (reason);
}

void
weft_hand_wire_update (WeftPlane *self)
{
  WeftWiring *wiring = &self->wiring;
  WeftPick pick = weft_hand_pick (self, self->hand.at, self->hand.touch);
  WeftPickKind wanted = wiring->backwards ? WEFT_PICK_OUTPUT : WEFT_PICK_INPUT;
  const WeftSceneNode *node;

  wiring->over = 0;
  wiring->over_port = -1;
  g_clear_pointer (&wiring->reason, g_free);
  if (pick.kind == WEFT_PICK_NOTHING || pick.kind == WEFT_PICK_WIRE)
    return;
  node = weft_scene_get (self->scene, pick.i);
  wiring->over = node->id;
  if (node->id == wiring->node && wiring->all == NULL)
    return; /* back where it came from: nothing happens */
  if (pick.kind == wanted)
    {
      const char *why = weft_hand_wire_check (self, node->id, (int) pick.port);

      wiring->over_port = why == NULL ? (int) pick.port : -1;
      wiring->reason = g_strdup (why);
    }
  else
    find_port (self, node);
}

static void
connect (WeftPlane *self)
{
  const WeftWiring *wiring = &self->wiring;
  const WeftWire *taken = wiring->has_taken ? &wiring->taken : NULL;
  WeftWire wire = {
    .from = wiring->node, .output = wiring->port, .to = wiring->over, .input = wiring->over_port
  };
  WeftEdit *edit;

  if (wiring->backwards)
    wire = (WeftWire){
      .from = wiring->over, .output = wiring->over_port, .to = wiring->node, .input = wiring->port
    };
  if (wiring->all != NULL)
    edit = weft_edits_reconnect (weft_context_get_graph (self->context),
                                 (const WeftWire *) (void *) wiring->all->data, wiring->all->len,
                                 wiring->over, wiring->over_port);
  else
    edit = weft_edits_connect (weft_context_get_graph (self->context), &wire, taken);
  if (edit != NULL)
    weft_context_do (self->context, edit, 0);
}

/* On the ground: a wire that was picked up goes away, a new one asks what it shall lead to. */
static void
drop_on_ground (WeftPlane *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  GArray *all = self->wiring.all;
  WeftEdit *edit;

  if (!self->wiring.has_taken && all == NULL)
    {
      weft_search_open (self, self->hand.at, WEFT_SEARCH_FOR_WIRE);
      return;
    }
  edit = all != NULL ? weft_edits_unwire (graph, (const WeftWire *) (void *) all->data, all->len)
                     : weft_edits_unwire (graph, &self->wiring.taken, 1);
  if (edit != NULL)
    weft_context_do (self->context, edit, 0);
}

void
weft_hand_wire_end (WeftPlane *self, gboolean keep)
{
  WeftWiring *wiring = &self->wiring;

  self->scene->is_wiring = FALSE;
  if (keep && wiring->over != 0 && wiring->over_port >= 0)
    connect (self);
  else if (keep && wiring->over == 0 && !wiring->by_keys)
    drop_on_ground (self);
  wiring->by_keys = FALSE;
  g_clear_pointer (&wiring->reason, g_free);
  weft_under_redraw_wires (self);
}

/* --- by keys --- */

/* The nodes that have a port that fits, and that port; the one where the wire begins stays out. */
static gboolean
fits_somewhere (WeftPlane *self, const WeftSceneNode *node)
{
  guint n = self->wiring.backwards ? node->n_out : node->n_in;

  for (guint k = 0; k < n && node->id != self->wiring.node; k++)
    if (weft_hand_wire_check (self, node->id, (int) k) == NULL)
      return TRUE;
  return FALSE;
}

static void
aim (WeftPlane *self, guint i)
{
  const WeftSceneNode *node = weft_scene_get (self->scene, i);

  self->wiring.over = node->id;
  self->wiring.over_port = -1;
  g_clear_pointer (&self->wiring.reason, g_free);
  find_port (self, node);
  weft_sight_show_node (self, node->id);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_hand_wire_step (WeftPlane *self, int dx, int dy)
{
  WeftScene *scene = self->scene;
  int at = weft_scene_find (scene, self->wiring.over != 0 ? self->wiring.over : self->wiring.node);
  g_autofree WeftBox *boxes = g_new (WeftBox, scene->nodes->len + 1);
  g_autofree guint *which = g_new (guint, scene->nodes->len + 1);
  guint n = 1;
  int found;

  boxes[0] = scene->boxes[MAX (at, 0)];
  for (guint i = 0; i < scene->nodes->len; i++)
    if ((int) i != at && fits_somewhere (self, weft_scene_get (scene, i)))
      {
        boxes[n] = scene->boxes[i];
        which[n++] = i;
      }
  found = weft_geometry_neighbour (boxes, n, 0, dx, dy);
  if (found > 0)
    aim (self, which[found]);
}

/* From the first output; aims at the first node to the right that fits, else at any. */
void
weft_hand_wire_begin_keys (WeftPlane *self, gint64 node)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int at = weft_scene_find (scene, node);

  if (at < 0)
    return;
  if (weft_scene_get (scene, (guint) at)->n_out == 0)
    {
      weft_context_toast (self->context, _ ("Nothing comes out of this node."));
      return;
    }
  begin (self, node, 0, FALSE);
  self->wiring.by_keys = TRUE;
  self->hand.mode = WEFT_HAND_WIRING;
  self->hand.at
      = weft_view_to_widget (&self->sight.view, weft_geometry_output (&scene->boxes[at], 0));
  self->hand.at.x += 30;
  weft_hand_wire_step (self, 1, 0);
  for (guint i = 0; self->wiring.over == 0 && i < scene->nodes->len; i++)
    if (fits_somewhere (self, weft_scene_get (scene, i)))
      aim (self, i);
  if (self->wiring.over == 0)
    {
      weft_hand_cancel (self);
      weft_context_toast (self->context, _ ("No node has an input that this output fits."));
    }
}

void
weft_wiring_clear (WeftWiring *wiring)
{
  g_clear_pointer (&wiring->fits, g_hash_table_unref);
  g_clear_pointer (&wiring->all, g_array_unref);
  g_free (wiring->reason);
}
