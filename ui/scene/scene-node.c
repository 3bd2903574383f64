/* scene-node: what there is to see of a node: made of the document and of what is known of it; no
 * GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/scene-node.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/graph/group.h"
#include "ui/base/format.h"
#include "ui/scene/chips.h"
#include "ui/scene/mini.h"
#include "ui/scene/remark-places.h"
#include "ui/scene/shown.h"

void
weft_scene_node_free (gpointer data)
{
  WeftSceneNode *node = data;

  g_free (node->name);
  g_free (node->given);
  g_free (node->title);
  g_free (node->line);
  g_free (node->chip);
  g_free (node->problem);
  g_free (node->text);
  g_clear_pointer (&node->minis, g_array_unref);
  g_clear_pointer (&node->mini_wires, g_array_unref);
  g_strfreev (node->ports[0]);
  g_strfreev (node->ports[1]);
  g_free (node->shapes);
  g_clear_pointer (&node->params, g_variant_unref);
  g_free (node);
}

/* What flattens has nothing new to show; what is not known keeps the room that it had. */
static gboolean
wants_thumb (const WeftSceneNode *node, const WeftNodeReport *report, const WeftScene *before)
{
  int old = before != NULL ? weft_scene_find (before, node->id) : -1;

  if (node->layer->is_loss || node->n_out == 0 || node->layer->grouping == WEFT_GROUPING_POINT)
    return FALSE;
  if (node->layer->family != WEFT_FAMILY_SHAPE)
    return TRUE;
  if (report != NULL && report->n_out > 0 && report->out[0]->rank > 0)
    return report->out[0]->rank > 2;
  return old >= 0 && weft_scene_get (before, (guint) old)->has_thumb;
}

static void
set_shapes (WeftSceneNode *node)
{
  g_autofree char *in = node->in.rank > 0 ? weft_shape_format_short (&node->in) : NULL;
  g_autofree char *out = NULL;

  if (node->out.rank > 0 && !node->layer->is_loss)
    out = weft_shape_format_short (&node->out);
  node->chip = g_strdup (out);
  if (in != NULL && out != NULL)
    node->shapes = g_strdup_printf ("%s → %s", in, out);
  else if (in != NULL || out != NULL)
    node->shapes = g_strdup (in != NULL ? in : out);
}

static void
append_part (GString *line, const char *part)
{
  g_string_append_printf (line, "%s%s", line->len > 0 && *part != '\0' ? " · " : "", part);
}

/* What the node is told about itself stands before what it does; then how often it stands. */
static char *
dup_line (WeftGraph *graph, const WeftReport *report, const WeftNode *from)
{
  g_autofree char *line = weft_report_dup_line (report, from);
  g_autoptr (GString) all = g_string_new (NULL);
  const WeftNode *owner = weft_graph_find_owner (graph, from);
  gint64 times = weft_group_count_times (graph, from);

  for (const WeftFlag *row = weft_flags; row->name != NULL; row++)
    if (from->flags & row->flag && !row->only_looks)
      append_part (all, _ (row->title));
  if (owner != from)
    {
      g_autofree char *title = weft_node_dup_title (owner);
      /* Translators: a node that uses the weights of another one */
      g_autofree char *text = g_strdup_printf (_ ("weights of %s"), title);

      append_part (all, text);
    }
  append_part (all, line);
  if (times > 1)
    {
      g_autofree char *count = weft_format_count (times);
      g_autofree char *text = g_strdup_printf ("× %s", count);

      append_part (all, text);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* A group's ports are called by what stands inside it, those of data by its fields. */
static void
set_ports (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from)
{
  if (from->layer->grouping != WEFT_GROUPING_GROUP && from->layer->list_outputs == NULL)
    return;
  for (int output = 0; output < 2; output++)
    {
      guint n = output ? node->n_out : node->n_in;

      node->ports[output] = g_new0 (char *, n + 1);
      for (guint i = 0; i < n; i++)
        node->ports[output][i] = output ? weft_graph_dup_output_title (graph, from, i)
                                        : weft_graph_dup_input_title (graph, from, i);
    }
}

/* Of data all but the sample itself and the masks of its steps. */
static guint32
find_labels (const WeftSceneNode *node, const WeftNodeReport *of)
{
  guint32 labels = 0;

  for (guint i = 1; node->layer->family == WEFT_FAMILY_DATA && i < node->n_out; i++)
    if (of == NULL || of->out[i]->rank < 0 || of->out_kind[i] != WEFT_KIND_STEPS)
      labels |= 1u << i;
  return labels;
}

/* What is not known now is as it was. */
static WeftUnits
plan_units (WeftGraph *graph, const WeftNode *from, const WeftReport *report,
            const WeftScene *before)
{
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, from->id) : NULL;
  int old = before != NULL ? weft_scene_find (before, from->id) : -1;
  WeftShape view;

  if (of == NULL || of->units.rank < 2)
    return old >= 0 ? weft_scene_get (before, (guint) old)->units : (WeftUnits){ 0 };
  view = weft_report_view_weight (report, graph, from->id, &of->units);
  return weft_units_plan (&view);
}

/* Whether all that is to be seen of it is made of itself, where it stands and what the report says.
 */
static gboolean
is_plain (const WeftNode *from)
{
  return from->shared == 0 && from->layer->family != WEFT_FAMILY_DATA
         && from->layer->grouping != WEFT_GROUPING_GROUP && (from->flags & WEFT_NODE_OPEN) == 0;
}

static WeftShape
get_first (const WeftNodeReport *report, gboolean output)
{
  if (report == NULL || (output ? report->n_out : report->n_in) == 0)
    return (WeftShape){ .rank = -1 };
  return output ? *report->out[0] : *report->in[0];
}

static void
set_sources (WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
             const WeftNodeReport *report)
{
  node->in = get_first (report, FALSE);
  node->out = get_first (report, TRUE);
  node->weights = report != NULL ? report->weights : 0;
  node->times = weft_group_count_times (graph, from);
  node->name = g_strdup (from->name);
  node->given = g_strdup (from->title);
  if (is_plain (from))
    node->params = g_variant_ref (from->params);
}

/* Of thousands of nodes an edit leaves nearly all as they are: to word them again takes longest. */
static gboolean
keep_words (WeftSceneNode *node, const WeftScene *before)
{
  int at = before != NULL ? weft_scene_find (before, node->id) : -1;
  const WeftSceneNode *old = at >= 0 ? weft_scene_get (before, (guint) at) : NULL;

  if (old == NULL || node->params == NULL || old->params != node->params
      || old->layer != node->layer || old->flags != node->flags || old->weights != node->weights
      || old->times != node->times || !weft_shape_equal (&old->in, &node->in)
      || !weft_shape_equal (&old->out, &node->out))
    return FALSE;
  node->line = g_strdup (old->line);
  node->chip = g_strdup (old->chip);
  node->shapes = g_strdup (old->shapes);
  return TRUE;
}

static WeftSceneNode *
make_node (WeftGraph *graph, const WeftNode *from, const WeftReport *report, gboolean thumbs,
           const WeftScene *before)
{
  WeftSceneNode *node = g_new0 (WeftSceneNode, 1);
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, from->id) : NULL;

  node->id = from->id;
  node->layer = from->layer;
  node->chip_room = WEFT_CHIP_ROOM;
  weft_shown_count (node, graph, from, of);
  node->labels_out = find_labels (node, of);
  node->flags = from->flags;
  node->title = weft_node_dup_title (from);
  set_ports (node, graph, from);
  set_sources (node, graph, from, of);
  if (!keep_words (node, before))
    {
      node->line = dup_line (graph, report, from);
      set_shapes (node);
    }
  node->has_thumb = thumbs && wants_thumb (node, of, before);
  node->can_open = thumbs && from->layer->has_units;
  if (node->can_open && from->flags & WEFT_NODE_OPEN)
    node->units = plan_units (graph, from, report, before);
  if (from->layer->grouping == WEFT_GROUPING_POINT)
    g_clear_pointer (&node->chip, g_free); /* it stands where the wire begins */
  return node;
}

double
weft_scene_node_get_width (const WeftSceneNode *node)
{
  if (node->width > 0)
    return node->width;
  return node->units.kind != WEFT_UNITS_NONE ? node->units.width : WEFT_NODE_WIDTH;
}

static double
get_height (const WeftSceneNode *node)
{
  return MAX (weft_geometry_node_height (node->n_in, node->n_out, node->has_thumb),
              node->units.height);
}

WeftSceneNode *
weft_scene_node_new (WeftGraph *graph, const WeftNode *from, const WeftReport *report,
                     gboolean thumbs, const WeftScene *before, WeftBox *box)
{
  WeftSceneNode *node = make_node (graph, from, report, thumbs, before);
  double own = weft_remark_set (node, from);

  *box = (WeftBox){ from->x, from->y, weft_scene_node_get_width (node),
                    own > 0 ? own : get_height (node) };
  return node;
}

static gboolean
shows_same_ports (const WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
                  const WeftNodeReport *report)
{
  WeftSceneNode now = { .layer = node->layer };

  weft_shown_count (&now, graph, from, report);
  return now.n_in == node->n_in && now.n_out == node->n_out && now.hidden_in == node->hidden_in;
}

gboolean
weft_scene_node_is_of (const WeftSceneNode *node, WeftGraph *graph, const WeftNode *from)
{
  return node->params != NULL && is_plain (from) && node->params == from->params
         && node->layer == from->layer && node->flags == from->flags
         && g_strcmp0 (node->given, from->title) == 0 && g_str_equal (node->name, from->name)
         && node->times == weft_group_count_times (graph, from);
}

static gboolean
is_of_shape (const WeftShape *shape, const WeftNodeReport *report, gboolean output)
{
  if (report == NULL || (output ? report->n_out : report->n_in) == 0)
    return shape->rank < 0;
  return weft_shape_equal (shape, output ? report->out[0] : report->in[0]);
}

gboolean
weft_scene_node_is_as_known (const WeftSceneNode *node, WeftGraph *graph, const WeftNode *from,
                             const WeftNodeReport *report)
{
  return node->weights == (report != NULL ? report->weights : 0)
         && is_of_shape (&node->in, report, FALSE) && is_of_shape (&node->out, report, TRUE)
         && shows_same_ports (node, graph, from, report);
}

char *
weft_scene_node_describe (const WeftSceneNode *node)
{
  GString *text = g_string_new (_ (node->layer->title));

  if (node->text != NULL && *node->text != '\0')
    g_string_append_printf (text, _ (", %s"), node->text);
  for (const WeftFlag *row = weft_flags; row->name != NULL; row++)
    if (node->flags & row->flag && (!row->only_looks || node->units.kind != WEFT_UNITS_NONE))
      g_string_append_printf (text, _ (", %s"), _ (row->title));
  if (node->shapes != NULL)
    g_string_append_printf (text, _ (", %s"), node->shapes);
  if (node->weights > 0)
    {
      g_autofree char *count = weft_format_large (node->weights);

      g_string_append_printf (
          text, ngettext (", %s weight", ", %s weights", (gulong) node->weights), count);
    }
  if (node->problem != NULL)
    {
      g_autofree char *line = g_strdelimit (g_strdup (node->problem), "\n", ' ');

      g_string_append_printf (text, _ (", problem: %s"), line);
    }
  return g_string_free (text, FALSE);
}

static gboolean
has_same_words (char **a, char **b)
{
  return a == NULL || b == NULL ? a == b
                                : g_strv_equal ((const char *const *) a, (const char *const *) b);
}

gboolean
weft_scene_node_looks_equal (const WeftSceneNode *a, const WeftSceneNode *b)
{
  return a->layer == b->layer && a->has_thumb == b->has_thumb && a->can_open == b->can_open
         && weft_units_equal (&a->units, &b->units) && a->n_in == b->n_in && a->n_out == b->n_out
         && a->hidden_in == b->hidden_in && a->wired_in == b->wired_in
         && a->wired_out == b->wired_out && a->worst == b->worst && a->n_problems == b->n_problems
         && g_strcmp0 (a->title, b->title) == 0 && g_strcmp0 (a->line, b->line) == 0
         && g_strcmp0 (a->problem, b->problem) == 0 && g_strcmp0 (a->shapes, b->shapes) == 0
         && a->width == b->width && a->tint == b->tint && g_strcmp0 (a->text, b->text) == 0
         && a->weights == b->weights && a->labels_out == b->labels_out
         && has_same_words (a->ports[1], b->ports[1]) && weft_mini_is_equal (a, b);
}
