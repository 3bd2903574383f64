/* program-visit: one node of a walk: what comes to it, what it gives, and what is said of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/sentence.h"
#include "engine/data/kind-row.h"
#include "engine/data/outputs.h"
#include "engine/data/own-pictures.h"
#include "engine/graph/graph-private.h"
#include "engine/plan/program-walk.h"

WeftNodeReport *
weft_walk_report_new (WeftWalk *walk, const WeftNode *node)
{
  WeftNodeReport *report = weft_node_report_new (node->id);

  report->n_in = weft_graph_count_inputs (walk->graph, node);
  report->n_out = weft_graph_count_outputs (walk->graph, node);
  g_hash_table_insert (walk->report->nodes, &report->node, report);
  return report;
}

/* The input of a group is said to be the group's. */
static void
say_missing (WeftWalk *walk, const WeftFlatNode *flat, guint input)
{
  const WeftNode *node = flat->node;
  const WeftNode *group = node->layer->grouping == WEFT_GROUPING_INPUT
                              ? weft_graph_find (walk->graph, node->parent)
                              : NULL;
  g_autofree char *label = NULL;
  const char *port;

  if (walk->n_losses > 0 && !g_hash_table_contains (walk->leads, node))
    return; /* it is said already that the node leads nowhere */
  if (node->layer->grouping == WEFT_GROUPING_INPUT && !group)
    {
      weft_walk_say_node (walk, "port-outside", node, NULL);
      return;
    }
  port = group ? node->name : weft_graph_get_input (walk->graph, node, input);
  label = group ? weft_node_dup_label (node) : weft_layer_dup_input_label (node->layer, input);
  weft_walk_say_node (walk, "missing-input", group ? group : node, label);
  ((WeftDiagnostic *) g_ptr_array_index (walk->report->diagnostics,
                                         walk->report->diagnostics->len - 1))
      ->port
      = g_intern_string (port);
}

static void
report_input (WeftWalk *walk, WeftNodeReport *report, guint i, WeftValue x)
{
  weft_node_report_set_shape (&report->in[i], weft_builder_shape (&walk->b, x));
  report->in_kind[i] = weft_builder_get_value (&walk->b, x)->kind;
}

/* What comes to an optional input by itself: a mask of steps. */
static WeftValue
find_own (WeftWalk *walk, const WeftPort *port, const WeftValue *in, guint n)
{
  if (!(port->kinds & WEFT_KIND_BIT (WEFT_KIND_STEPS)))
    return WEFT_NONE;
  return port->mask_of > 0 && in[port->mask_of - 1].index >= 0
             ? weft_builder_find_mask (&walk->b, in + port->mask_of - 1, 1)
             : weft_builder_find_mask (&walk->b, in, n);
}

/* Fills in with the values of the node's sources; FALSE when one of them is not known. */
static gboolean
gather (WeftWalk *walk, const WeftFlatNode *flat, WeftNodeReport *report, WeftValue *in)
{
  guint n_shown = 0;
  gboolean known = TRUE;

  for (guint i = 0; i < flat->n; i++)
    {
      WeftFlatSource source = weft_flat_source (walk->flat, flat, i);

      const WeftPort *port = weft_layer_get_port (flat->node->layer, i);
      gboolean is_open = source.from == WEFT_FLAT_OPEN && port && port->optional;

      in[i] = is_open            ? find_own (walk, port, in, i)
              : source.from >= 0 ? walk->outputs[source.from].value[source.output]
                                 : WEFT_NONE;
      if (source.from == WEFT_FLAT_OPEN && !is_open)
        say_missing (walk, flat, i);
      if (in[i].index >= 0 && flat->repeat == 0 && !flat->is_opened && i < report->n_in)
        report_input (walk, report, i, in[i]);
      known = known && (is_open || in[i].index >= 0);
      if (!is_open || in[i].index >= 0)
        n_shown = i + 1;
    }
  if (!weft_layer_repeats (flat->node->layer) && flat->n == report->n_in)
    report->n_in = n_shown; /* behind it nothing is there to be shown */
  return known;
}

/* What a group is given is not among its sources: those are what its outputs are given. */
static void
report_group (WeftWalk *walk, const WeftNode *group, WeftNodeReport *report)
{
  for (guint i = 0; i < report->n_in; i++)
    {
      const WeftNode *port = weft_graph_find_port (walk->graph, group->id, WEFT_GROUPING_INPUT, i);
      const WeftNodeReport *inside = weft_report_find (walk->report, port->id);

      if (!inside)
        continue;
      weft_node_report_set_shape (&report->in[i], inside->out[0]);
      report->in_kind[i] = inside->out_kind[0];
    }
}

static void
keep_outputs (WeftWalk *walk, const WeftFlatNode *flat, WeftNodeReport *report,
              const WeftWalkOutputs *outputs)
{
  WeftProgram *program = walk->b.program;
  const WeftNode *node = flat->node;

  for (guint i = 0; i < G_N_ELEMENTS (report->out); i++)
    {
      WeftProgramValue *value;

      if (outputs->value[i].index < 0)
        continue;
      value = weft_builder_get_value (&walk->b, outputs->value[i]);
      if (!flat->hands_on)
        value->output = (int) i;
      report->bytes += flat->hands_on ? 0 : (gint64) weft_shape_bytes (&value->shape);
      if (flat->repeat != 0)
        continue;
      weft_node_report_set_shape (&report->out[i], &value->shape);
      report->out_kind[i] = value->kind;
    }
  if (outputs->value[0].index >= 0 && flat->repeat == 0)
    g_hash_table_insert (program->node_values, g_memdup2 (&node->id, sizeof node->id),
                         GINT_TO_POINTER (outputs->value[0].index));
}

/* A wire leads out of an output that the set has nothing for. */
static void
say_no_field (WeftWalk *walk, const WeftNode *node, int output)
{
  const char *name = weft_graph_get_output (walk->graph, node, (guint) output);
  g_autofree char *label = weft_node_dup_label (node);
  g_autofree char *names = weft_dataset_dup_outputs (walk->b.dataset), *has = NULL;
  g_auto (GStrv) list = g_strsplit (names, " ", -1);

  if (strcmp (name, "y") == 0)
    {
      weft_walk_say_node (walk, "no-labels", node, NULL);
      return;
    }
  has = g_strjoinv (weft_sentence_get_comma (), list);
  weft_walk_say (walk, weft_diagnostic_new ("no-field", node->id, label, name, has, NULL));
}

/* Classes and the like stay as they are: who asks for more would wait for it in vain. */
static void
check_scaling (WeftWalk *walk, const WeftNode *node, const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);
  g_autoptr (GVariant) asked = weft_node_get_param (node, "standardize_target");
  g_autofree char *label = NULL;
  WeftDiagnostic *diagnostic;

  if (!asked || !g_variant_get_boolean (asked) || !y || weft_kind_get_row (y->kind)->may_scale)
    return;
  label = weft_node_dup_label (node);
  diagnostic = weft_diagnostic_new ("scales-nothing", node->id, label, y->name, NULL);
  diagnostic->param = "standardize_target";
  weft_walk_say (walk, diagnostic);
}

/* What only stands in for pictures is nothing to learn from. */
static void
check_drawn (WeftWalk *walk, const WeftNode *node)
{
  g_autofree char *missing = weft_own_pictures_dup_missing (node->params), *label = NULL;

  if (missing == NULL)
    return;
  label = weft_node_dup_label (node);
  weft_walk_say (walk, weft_diagnostic_new ("nothing-drawn", node->id, label, missing, NULL));
}

static void
check_dataset (WeftWalk *walk, const WeftNode *node, WeftNodeReport *report,
               const WeftWalkOutputs *outputs)
{
  WeftDataset *dataset = walk->b.dataset;
  g_autoptr (WeftSplit) split = NULL;

  if (!dataset || walk->b.failed)
    return;
  report->dataset = weft_dataset_ref (dataset);
  check_scaling (walk, node, dataset);
  check_drawn (walk, node);
  split = weft_catalog_lookup_split (walk->b.catalog, node->params, dataset);
  walk->b.n_train = weft_catalog_is_asked (walk->b.catalog) ? walk->b.batch_size
                                                            : split->count[WEFT_PART_TRAIN];
  walk->has_samples = walk->b.n_train > 0;
  if (!walk->has_samples)
    weft_walk_say_node (walk, "no-training-data", node, NULL);
  for (guint i = 0; i < weft_graph_get_n_wires (walk->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (walk->graph, i);

      if (wire->from != node->id || outputs->value[wire->output].index >= 0)
        continue;
      say_no_field (walk, node, wire->output);
      return;
    }
}

/* Whether the node is no second data node. */
static gboolean
check_single (WeftWalk *walk, const WeftNode *node)
{
  if (node->layer->family != WEFT_FAMILY_DATA || walk->b.program->inputs->len == 0)
    return TRUE;
  weft_walk_say_node (walk, "several-data", node, NULL);
  return FALSE;
}

/* What is said of the node itself, whatever comes to it. */
static gboolean
check_node (WeftWalk *walk, const WeftFlatNode *flat)
{
  const WeftNode *node = flat->node;
  const WeftNode *group = weft_graph_find (walk->graph, node->parent);
  gboolean is_data = node->layer->family == WEFT_FAMILY_DATA;

  if (walk->n_losses > 0 && !node->layer->is_loss && !g_hash_table_contains (walk->leads, node)
      && (!group || g_hash_table_contains (walk->leads, group)))
    weft_walk_say_node (walk, "unused-node", node, NULL);
  if (is_data && flat->flags & WEFT_NODE_MUTED)
    weft_walk_say_node (walk, "cannot-mute", node, NULL);
  if (node->flags & WEFT_NODE_BYPASSED && !flat->hands_on)
    weft_walk_say_node (walk, "cannot-bypass", node, NULL);
  return weft_walk_check_ranges (walk, node->layer->params, node->params, node);
}

/* Gives the values on the node's outputs. */
static void
build (WeftWalk *walk, const WeftFlatNode *flat, const WeftValue *in, WeftWalkOutputs *outputs)
{
  WeftProgram *program = walk->b.program;
  guint n_values = program->values->len, n_ops = program->ops->len;
  guint n_losses = program->losses->len;

  weft_builder_begin (&walk->b, flat->node, in, flat->n);
  walk->b.flat = flat;
  if (flat->hands_on)
    memcpy (outputs->value, in, MIN (flat->n, WEFT_MAX_OUTPUTS) * sizeof *in);
  else
    weft_builder_run (&walk->b, outputs->value);
  if (flat->flags & WEFT_NODE_MUTED && flat->node->layer->family != WEFT_FAMILY_DATA)
    weft_builder_mute (&walk->b, n_values, n_ops, n_losses, outputs->value);
}

/* What was said of the node the first time is not said again. */
static void
drop_repeated (WeftWalk *walk, guint from)
{
  GPtrArray *diagnostics = walk->report->diagnostics;

  for (guint i = diagnostics->len; i-- > from;)
    for (guint k = 0; k < from; k++)
      {
        const WeftDiagnostic *a = diagnostics->pdata[i], *b = diagnostics->pdata[k];

        if (a->node != b->node || a->code != b->code)
          continue;
        g_ptr_array_remove_index (diagnostics, i);
        break;
      }
}

void
weft_walk_visit (WeftWalk *walk, guint place)
{
  const WeftFlatNode *flat = weft_flat_node (walk->flat, place);
  const WeftNode *node = flat->node;
  WeftNodeReport *report = g_hash_table_lookup (walk->report->nodes, &node->id);
  guint said = walk->report->diagnostics->len;
  WeftValue in[WEFT_MAX_PORTS];
  gboolean fine;

  if (!report)
    report = weft_walk_report_new (walk, node);
  g_array_append_val (walk->b.program->firsts, walk->b.program->values->len);
  fine = check_node (walk, flat);
  if (flat->is_opened)
    report_group (walk, node, report);
  fine = gather (walk, flat, report, in) && fine;
  fine = check_single (walk, node) && fine;
  if (fine)
    {
      walk->b.leads_to_loss = walk->is_fed_on[place];
      walk->b.wanted = walk->wanted[place];
      build (walk, flat, in, &walk->outputs[place]);
      keep_outputs (walk, flat, report, &walk->outputs[place]);
      if (node->layer->family == WEFT_FAMILY_DATA)
        check_dataset (walk, node, report, &walk->outputs[place]);
    }
  if (flat->repeat != 0)
    drop_repeated (walk, said);
}
