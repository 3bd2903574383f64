/* program-walk: walks a graph once, in order; gives both the program and everything that is to be
 * said
 *
 * A node whose input is not known, because something before it is wrong, is passed over in silence:
 * only the root of a fault is told. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/plan/diagnostic-private.h"
#include "engine/graph/graph-private.h"
#include "engine/graph/training.h"
#include "engine/plan/program-private.h"

#define MAX_CURED 200 /* diagnostics whose cures are looked for: nobody reads on */
#define MAX_NAMED 20  /* nodes of a circle that its diagnostic names */
#define OTHER_STEPS (840 * 13)

typedef struct
{
  WeftValue value[WEFT_MAX_OUTPUTS];
} Outputs;

typedef struct
{
  WeftGraph *graph;
  WeftReport *report;
  WeftBuilder b;
  Outputs *outputs;    /* by the node's place */
  gboolean *is_used;   /* by the node's place: leads to a loss, or is one */
  gboolean *is_fed_on; /* by the node's place: leads to a loss */
  guint n_data, n_losses;
  gboolean has_samples; /* of the training part */
} Walk;

/* --- what is wrong before anything is built --- */

static void
say (Walk *walk, WeftDiagnostic *diagnostic)
{
  g_ptr_array_add (walk->report->diagnostics, diagnostic);
}

static void
say_node (Walk *walk, const char *code, const WeftNode *node, const char *argument)
{
  g_autofree char *label = weft_node_dup_label (node);

  say (walk, weft_diagnostic_new (code, node->id, label, argument, NULL));
}

/* Marks what leads to a loss, from the losses backwards. */
static void
find_used (Walk *walk)
{
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = weft_graph_get_n_nodes (walk->graph);

  for (guint i = 0; i < n; i++)
    {
      const WeftLayer *layer = weft_graph_get_node (walk->graph, i)->layer;

      walk->n_data += layer->family == WEFT_FAMILY_DATA;
      walk->n_losses += layer->is_loss;
      walk->is_used[i] = layer->is_loss;
      if (layer->is_loss)
        g_array_append_val (todo, i);
    }
  while (todo->len > 0)
    {
      guint place = g_array_index (todo, guint, todo->len - 1);
      gint64 id = weft_graph_get_node (walk->graph, place)->id;

      g_array_set_size (todo, todo->len - 1);
      for (guint i = weft_graph_place_of_wire (walk->graph, id, 0);
           i < weft_graph_get_n_wires (walk->graph)
           && weft_graph_get_wire (walk->graph, i)->to == id;
           i++)
        {
          guint from
              = weft_graph_place_of_node (walk->graph, weft_graph_get_wire (walk->graph, i)->from);

          walk->is_fed_on[from] = TRUE;
          if (!walk->is_used[from])
            g_array_append_val (todo, from);
          walk->is_used[from] = TRUE;
        }
    }
}

static void
say_cycles (Walk *walk, GArray *sorted)
{
  g_autoptr (GPtrArray) cycles = weft_graph_find_cycles (walk->graph, sorted);

  for (guint i = 0; i < cycles->len; i++)
    {
      GArray *cycle = g_ptr_array_index (cycles, i);
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint k = 0; k < cycle->len && k < MAX_NAMED; k++)
        {
          const WeftNode *node = weft_graph_find (walk->graph, g_array_index (cycle, gint64, k));
          g_autofree char *label = weft_node_dup_label (node);

          g_string_append_printf (names, "%s%s", k > 0 ? ", " : "", label);
        }
      if (cycle->len > MAX_NAMED)
        g_string_append (names, ", …");
      say (walk, weft_diagnostic_new ("cycle", g_array_index (cycle, gint64, 0), names->str, NULL));
    }
}

/* Whether all values that are set lie in range; whose: the node's label. */
static gboolean
check_ranges (Walk *walk, const WeftParam *params, GVariant *values, gint64 node, const char *whose)
{
  gboolean fine = TRUE;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      const WeftParam *param = weft_params_find (params, name);
      g_autofree char *reason = weft_param_out_of_range (param, value);
      WeftDiagnostic *diagnostic;

      g_variant_unref (value);
      if (!reason)
        continue;
      fine = FALSE;
      diagnostic = weft_diagnostic_new ("out-of-range", node, whose, reason, NULL);
      diagnostic->param = param->name;
      say (walk, diagnostic);
    }
  return fine;
}

/* --- node by node --- */

static WeftNodeReport *
report_new (Walk *walk, const WeftNode *node)
{
  WeftNodeReport *report = g_new0 (WeftNodeReport, 1);

  report->node = node->id;
  report->n_in = weft_graph_count_inputs (walk->graph, node);
  report->n_out = weft_layer_get_n_outputs (node->layer);
  for (int i = 0; i < WEFT_MAX_PORTS; i++)
    report->in[i].rank = -1;
  for (guint i = 0; i < G_N_ELEMENTS (report->out); i++)
    report->out[i].rank = -1;
  g_hash_table_insert (walk->report->nodes, &report->node, report);
  return report;
}

static void
say_missing (Walk *walk, const WeftNode *node, guint input)
{
  const char *port = weft_layer_get_input (node->layer, input);
  g_autofree char *label = NULL;

  if (walk->n_losses > 0 && !walk->is_used[weft_graph_place_of_node (walk->graph, node->id)])
    return; /* it is said already that the node leads nowhere */
  label = weft_layer_dup_input_label (node->layer, input);
  say_node (walk, "missing-input", node, label);
  ((WeftDiagnostic *) g_ptr_array_index (walk->report->diagnostics,
                                         walk->report->diagnostics->len - 1))
      ->port
      = port;
}

static void
report_input (Walk *walk, WeftNodeReport *report, guint i, WeftValue x)
{
  report->in[i] = *weft_builder_shape (&walk->b, x);
  report->in_kind[i] = weft_builder_get_value (&walk->b, x)->kind;
}

/* Fills in with the values on the node's inputs; FALSE when one of them is not known. */
static gboolean
gather (Walk *walk, const WeftNode *node, WeftNodeReport *report, WeftValue *in, guint *n_in)
{
  gboolean known = TRUE;

  *n_in = weft_layer_repeats (node->layer) ? MAX (2, report->n_in - 1) : report->n_in;
  if (weft_layer_repeats (node->layer)
      && weft_graph_find_wire_to (walk->graph, node->id, WEFT_MAX_PORTS - 1))
    *n_in = WEFT_MAX_PORTS;
  for (guint i = 0; i < *n_in; i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (walk->graph, node->id, (int) i);

      gboolean is_open = !wire && weft_layer_get_port (node->layer, i)->optional;

      in[i] = is_open ? weft_builder_find_mask (&walk->b, in, i) : WEFT_NONE;
      if (!wire && !is_open)
        say_missing (walk, node, i);
      else if (wire)
        in[i]
            = walk->outputs[weft_graph_place_of_node (walk->graph, wire->from)].value[wire->output];
      if (in[i].index >= 0)
        report_input (walk, report, i, in[i]);
      known = known && (is_open || in[i].index >= 0);
      if (is_open && in[i].index < 0)
        report->n_in = MIN (report->n_in, i); /* nothing is there to be shown */
    }
  return known;
}

static void
keep_outputs (Walk *walk, const WeftNode *node, WeftNodeReport *report, const Outputs *outputs)
{
  WeftProgram *program = walk->b.program;

  for (guint i = 0; i < G_N_ELEMENTS (report->out); i++)
    {
      WeftProgramValue *value;

      if (outputs->value[i].index < 0)
        continue;
      value = weft_builder_get_value (&walk->b, outputs->value[i]);
      value->output = (int) i;
      report->out[i] = value->shape;
      report->out_kind[i] = value->kind;
      report->bytes += (gint64) weft_shape_bytes (&value->shape);
    }
  if (outputs->value[0].index >= 0)
    g_hash_table_insert (program->node_values, g_memdup2 (&node->id, sizeof node->id),
                         GINT_TO_POINTER (outputs->value[0].index));
}

static void
check_dataset (Walk *walk, const WeftNode *node, WeftNodeReport *report, const Outputs *outputs)
{
  WeftDataset *dataset = walk->b.dataset;
  g_autoptr (WeftSplit) split = NULL;

  if (outputs->value[0].index < 0)
    return;
  report->dataset = weft_dataset_ref (dataset);
  split = weft_catalog_lookup_split (walk->b.catalog, node->params, dataset);
  walk->has_samples = split->count[WEFT_PART_TRAIN] > 0;
  walk->b.n_train = split->count[WEFT_PART_TRAIN];
  if (!walk->has_samples)
    say_node (walk, "no-training-data", node, NULL);
  for (guint i = 0; i < weft_graph_get_n_wires (walk->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (walk->graph, i);

      if (wire->from != node->id || wire->output < (int) dataset->n_fields)
        continue;
      say_node (walk, "no-labels", node, NULL);
      return;
    }
}

/* Whether the node is no second data node. */
static gboolean
check_single (Walk *walk, const WeftNode *node)
{
  if (node->layer->family != WEFT_FAMILY_DATA || walk->b.program->inputs->len == 0)
    return TRUE;
  say_node (walk, "several-data", node, NULL);
  return FALSE;
}

static void
visit (Walk *walk, const WeftNode *node)
{
  guint place = weft_graph_place_of_node (walk->graph, node->id);
  WeftNodeReport *report = report_new (walk, node);
  g_autofree char *label = weft_node_dup_label (node);
  WeftValue in[WEFT_MAX_PORTS];
  guint n_in;
  gboolean fine = check_ranges (walk, node->layer->params, node->params, node->id, label);

  if (walk->n_losses > 0 && !walk->is_used[place])
    say_node (walk, "unused-node", node, NULL);
  fine = gather (walk, node, report, in, &n_in) && fine;
  fine = check_single (walk, node) && fine;
  if (!fine)
    return;
  weft_builder_begin (&walk->b, node, in, n_in);
  walk->b.leads_to_loss = walk->is_fed_on[place];
  weft_builder_run (&walk->b, walk->outputs[place].value);
  keep_outputs (walk, node, report, &walk->outputs[place]);
  if (node->layer->family == WEFT_FAMILY_DATA)
    check_dataset (walk, node, report, &walk->outputs[place]);
}

/* --- the walk --- */

static void
walk_init (Walk *walk, WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding,
           WeftReport *report)
{
  guint n = weft_graph_get_n_nodes (graph);
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  *walk = (Walk){
    .graph = graph,
    .report = report,
    .outputs = g_new (Outputs, n + 1),
    .is_used = g_new0 (gboolean, n + 1),
    .is_fed_on = g_new0 (gboolean, n + 1),
    .b = {
      .graph = graph,
      .catalog = catalog,
      .program = weft_program_new (binding),
      .diagnostics = report->diagnostics,
      .batch_size = training.batch_size,
      .seed = (guint64)training.seed,
    },
  };
  for (guint i = 0; i < n; i++)
    for (int k = 0; k < WEFT_MAX_OUTPUTS; k++)
      walk->outputs[i].value[k] = WEFT_NONE;
}

static void
walk_nodes (Walk *walk)
{
  g_autoptr (GArray) sorted = weft_graph_sort (walk->graph);
  guint n = weft_graph_get_n_nodes (walk->graph);

  find_used (walk);
  if (walk->n_data == 0)
    say (walk, weft_diagnostic_new ("no-data", 0, NULL));
  check_ranges (walk, weft_training_params (), weft_graph_get_training (walk->graph), 0,
                _ ("Training"));
  weft_program_check_metric_names (walk->graph, walk->report);
  for (guint i = 0; i < sorted->len; i++)
    visit (walk, weft_graph_find (walk->graph, g_array_index (sorted, gint64, i)));
  for (guint i = 0; sorted->len < n && i < n; i++)
    if (!weft_report_find (walk->report, weft_graph_get_node (walk->graph, i)->id))
      report_new (walk, weft_graph_get_node (walk->graph, i));
  if (sorted->len < n)
    say_cycles (walk, sorted);
  if (walk->n_losses == 0 && n > 0)
    say (walk, weft_diagnostic_new ("no-loss", 0, NULL));
}

static gboolean
has_error (const WeftReport *report)
{
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (((WeftDiagnostic *) g_ptr_array_index (report->diagnostics, i))->severity
        == WEFT_SEVERITY_ERROR)
      return TRUE;
  return FALSE;
}

static gboolean
is_learning (const WeftProgram *program, int value)
{
  return value >= 0 && g_array_index (program->values, WeftProgramValue, value).wants_grad;
}

static void
say_idle_losses (Walk *walk)
{
  const WeftProgram *program = walk->b.program;

  for (guint i = 0; i < program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (program, i);

      if (loss->weight > 0 && !is_learning (program, loss->loss))
        say_node (walk, "nothing-to-learn", weft_graph_find (walk->graph, loss->node), NULL);
    }
}

/* What only a whole program can be asked. */
static void
weigh (Walk *walk)
{
  WeftProgram *program = walk->b.program;
  WeftReport *report = walk->report;
  WeftDiagnostic *memory;

  weft_program_find_gradients (program);
  weft_program_count_costs (program, report);
  if (has_error (report))
    return;
  weft_program_check_metrics (program, walk->graph, report);
  say_idle_losses (walk);
  memory = weft_program_check_memory (program, walk->graph, report);
  if (memory)
    say (walk, memory);
}

static int
compare_severity (gconstpointer a, gconstpointer b)
{
  const WeftDiagnostic *x = *(WeftDiagnostic *const *) a, *y = *(WeftDiagnostic *const *) b;

  return (int) y->severity - (int) x->severity;
}

/* Counts the diagnostics of each node and looks for their fixes. What is wrong stands before what
 * follows from it, and within either what comes first in the net. */
static void
finish (Walk *walk)
{
  WeftReport *report = walk->report;
  WeftProgram *program = walk->b.program;

  g_ptr_array_sort (report->diagnostics, compare_severity); /* stable */
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);
      WeftNodeReport *node = g_hash_table_lookup (report->nodes, &diagnostic->node);

      if (i < MAX_CURED)
        weft_diagnostic_find_fixes (diagnostic, walk->graph, report);
      if (!node)
        continue;
      node->worst = node->n_diagnostics > 0 ? MAX (node->worst, diagnostic->severity)
                                            : diagnostic->severity;
      node->n_diagnostics++;
    }
  report->revision = weft_graph_get_revision (walk->graph);
  report->is_whole = !has_error (report);
  report->can_train
      = report->is_whole && walk->has_samples && is_learning (program, program->total);
}

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->b.dataset, weft_dataset_unref);
  g_free (walk->outputs);
  g_free (walk->is_used);
  g_free (walk->is_fed_on);
}

/* The same graph for a T that nothing else is like, and of which an eighth is a whole number of
 * steps more; nothing is said of it. One sample, so that it is not large. */
static WeftProgram *
build_beside (WeftGraph *graph, WeftCatalog *catalog, gint64 t)
{
  g_autoptr (WeftReport) said = weft_report_new ();
  Walk walk;

  walk_init (&walk, graph, catalog, WEFT_BINDING (1, t + OTHER_STEPS), said);
  walk_nodes (&walk);
  walk_clear (&walk);
  return walk.b.program;
}

/* Of the longest sample that there is; 0: samples have no steps. */
static gint64
find_longest (const Walk *walk)
{
  gint64 longest = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (walk->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (walk->graph, i);
      g_autoptr (WeftDataset) dataset
          = node->layer->family == WEFT_FAMILY_DATA ? weft_catalog_lookup (
                walk->b.catalog, node->params, walk->b.batch_size, walk->b.seed, NULL)
                                                    : NULL;

      for (guint k = 0; dataset && k < dataset->n_fields; k++)
        if (dataset->fields[k].ragged >= 0)
          longest = MAX (longest, dataset->fields[k].shape.dims[dataset->fields[k].ragged]);
    }
  return longest;
}

WeftProgram *
weft_program_build (WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding,
                    WeftReport **report)
{
  g_autoptr (WeftCatalog) held = catalog ? weft_catalog_ref (catalog) : weft_catalog_new (NULL);
  g_autoptr (WeftReport) said = weft_report_new ();
  g_autoptr (WeftProgram) program = NULL, beside = NULL;
  Walk walk;

  walk_init (&walk, graph, held, binding, said);
  program = walk.b.program;
  if (binding.t == 0)
    program->binding.t = find_longest (&walk);
  if (program->binding.t > 0)
    walk.b.beside = beside = build_beside (graph, held, program->binding.t);
  walk_nodes (&walk);
  weft_builder_sum_losses (&walk.b);
  weigh (&walk);
  finish (&walk);
  walk_clear (&walk);
  weft_program_fix_shapes (program);
  if (report)
    *report = weft_report_ref (said);
  return said->is_whole ? g_steal_pointer (&program) : NULL;
}
