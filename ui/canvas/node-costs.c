/* node-costs: what each layer takes of a step of training, at its node, when asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/node-costs.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/under.h"
#include "ui/context/keeping.h"
#include "ui/scene/words.h"

#define VIEW "layer-costs" /* of the project: whether they are shown */
#define ROOM 40            /* px beside a node that what is under it may be wider */

typedef struct
{
  WeftOpCost pass[2]; /* forward, backward; added up */
} Cost;

/* What is to be seen of a node: itself, or the group that it lies in; 0: nothing. */
static gint64
find_seen (WeftPlane *self, gint64 id)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *node = id != 0 ? weft_graph_find (graph, id) : NULL;

  while (node != NULL && weft_scene_find (self->scene, node->id) < 0)
    node = weft_graph_find (graph, node->parent);
  return node != NULL ? node->id : 0;
}

static void
add (WeftPlane *self, const WeftOpCost *cost)
{
  gint64 id = find_seen (self, cost->node);
  Cost *sum = g_hash_table_lookup (self->costs.nodes, &id);
  WeftOpCost *pass;

  if (sum == NULL)
    {
      sum = g_new0 (Cost, 1);
      g_hash_table_insert (self->costs.nodes, g_memdup2 (&id, sizeof id), sum);
    }
  pass = &sum->pass[cost->backward];
  pass->seconds += cost->seconds;
  pass->flops += cost->flops;
  pass->bytes += cost->bytes;
  self->costs.seconds += cost->seconds;
}

void
weft_node_costs_clear (WeftPlane *self)
{
  g_clear_pointer (&self->costs.of, weft_step_costs_unref);
  g_clear_pointer (&self->costs.nodes, g_hash_table_unref);
}

void
weft_node_costs_update (WeftPlane *self)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (self->context));
  WeftStepCosts *of = snapshot != NULL && self->costs.is_on ? snapshot->costs : NULL;

  if (self->costs.of == of && self->costs.changes == self->scene->changes)
    return;
  weft_node_costs_clear (self);
  self->costs.changes = self->scene->changes;
  if (of == NULL)
    return;
  self->costs.of = weft_step_costs_ref (of);
  self->costs.nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->costs.seconds = 0;
  for (guint i = 0; i < of->ops->len; i++)
    add (self, &g_array_index (of->ops, WeftOpCost, i));
}

static const Cost *
find (WeftPlane *self, gint64 node)
{
  return self->costs.nodes != NULL ? g_hash_table_lookup (self->costs.nodes, &node) : NULL;
}

/* Of a whole step, batches and the rest included. */
static double
get_whole (WeftPlane *self)
{
  return fmax (self->costs.seconds, self->costs.of->step_seconds);
}

static char *
dup_time (double seconds)
{
  g_autofree char *number = weft_format_digits (seconds * 1e3, 2);

  /* Translators: milliseconds */
  return g_strdup_printf (_ ("%s ms"), number);
}

static WeftOpCost
sum_passes (const Cost *cost)
{
  WeftOpCost sum = cost->pass[0];

  sum.seconds += cost->pass[1].seconds;
  sum.flops += cost->pass[1].flops;
  sum.bytes += cost->pass[1].bytes;
  return sum;
}

char *
weft_node_costs_dup_line (WeftPlane *self, gint64 node)
{
  const Cost *cost = find (self, node);
  double seconds = cost != NULL ? sum_passes (cost).seconds : 0;
  g_autofree char *time = NULL, *share = NULL;

  if (seconds <= 0)
    return NULL;
  time = dup_time (seconds);
  share = weft_format_share (seconds / get_whole (self));
  return g_strdup_printf ("%s · %s", share, time);
}

/* "45 GFLOP/s · arithmetic" */
static char *
dup_speed (WeftPlane *self, const WeftOpCost *cost)
{
  const char *bound = weft_words_bound (weft_step_costs_get_bound (self->costs.of, cost));
  g_autofree char *rate = NULL;

  if (cost->flops <= 0)
    return g_strdup (bound);
  rate = weft_format_digits (cost->flops / cost->seconds * 1e-9, 2);
  return g_strdup_printf ("%s GFLOP/s · %s", rate, bound);
}

char *
weft_node_costs_describe (WeftPlane *self, gint64 node)
{
  const char *names[] = { _ ("forward"), _ ("backward") };
  const Cost *cost = find (self, node);
  GString *text;

  if (cost == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (int i = 0; i < 2; i++)
    {
      const WeftOpCost *pass = &cost->pass[i];
      g_autofree char *time = dup_time (pass->seconds);
      g_autofree char *bytes = weft_format_digits (pass->bytes / pass->seconds * 1e-9, 2);
      g_autofree char *speed = NULL;

      if (pass->seconds <= 0)
        continue;
      speed = dup_speed (self, pass);
      g_string_append_printf (text, "%s%s: %s · %s GB/s · %s", text->len > 0 ? "\n" : "", names[i],
                              time, bytes, speed);
    }
  return g_string_free (text, FALSE);
}

/* --- what is drawn --- */

static void
draw_chip (WeftPlane *self, GtkSnapshot *snapshot, const char *text, const WeftBox *room)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) room->x, (float) room->y, (float) room->w, 40));
  double w, h;
  WeftPen pen;

  weft_pen_init (&pen, cr, self->family, weft_theme_is_dark ());
  weft_pen_measure_chip (&pen, text, room->w, &w, &h);
  weft_pen_chip (&pen, text, room->x + (room->w - w) / 2, room->y, room->w);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

static void
draw_node (WeftPlane *self, GtkSnapshot *snapshot, guint i)
{
  const Cost *cost = find (self, weft_scene_get (self->scene, i)->id);
  WeftBox box = weft_view_box_to_widget (&self->sight.view, &self->scene->boxes[i]);
  WeftBox room = { box.x - ROOM, box.y + box.h + 4, box.w + 2 * ROOM, 0 };
  g_autofree char *text = NULL;
  WeftOpCost sum;

  if (cost == NULL)
    return;
  sum = sum_passes (cost);
  if (sum.seconds <= 0)
    return;
  text = dup_speed (self, &sum);
  draw_chip (self, snapshot, text, &room);
}

char *
weft_node_costs_dup_key (WeftPlane *self)
{
  const Cost *update = find (self, 0);
  g_autofree char *step = NULL, *share = NULL, *rest = NULL;

  if (!self->costs.is_on)
    return NULL;
  if (self->costs.of == NULL)
    return g_strdup (_ ("Train it to see what each layer takes"));
  step = dup_time (get_whole (self));
  share = weft_format_share (update != NULL ? sum_passes (update).seconds / get_whole (self) : 0);
  rest = weft_format_share (1 - self->costs.seconds / get_whole (self));
  /* Translators: what a step of training takes, and which shares of it no layer has */
  return g_strdup_printf (_ ("A step %s · update of the weights %s · batches and the rest %s"),
                          step, share, rest);
}

void
weft_node_costs_draw (WeftPlane *self, GtkSnapshot *snapshot)
{
  if (!self->costs.is_on)
    return;
  weft_node_costs_update (self);
  for (guint k = 0;
       weft_zoom_get_detail (self->sight.view.zoom) == WEFT_DETAIL_FULL && k < self->near->len; k++)
    draw_node (self, snapshot, g_array_index (self->near, guint, k));
}

/* --- whether it is on --- */

static void
show (WeftPlane *self)
{
  weft_context_want_costs (self->context, self->costs.is_on);
  weft_node_costs_update (self);
  weft_thumbs_refresh (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "keys-changed");
}

void
weft_node_costs_restore (WeftPlane *self)
{
  g_autoptr (GVariant) value = weft_context_recall (self->context, VIEW, G_VARIANT_TYPE_BOOLEAN);

  if (value == NULL)
    return;
  self->costs.is_on = g_variant_get_boolean (value);
  weft_context_want_costs (self->context, self->costs.is_on);
}

void
weft_node_costs_toggle (WeftPlane *self)
{
  self->costs.is_on = !self->costs.is_on;
  weft_context_keep (self->context, VIEW, g_variant_new_boolean (self->costs.is_on));
  weft_actions_update (self);
  show (self);
}

gboolean
weft_node_costs_are_on (WeftPlane *self)
{
  return self->costs.is_on;
}
