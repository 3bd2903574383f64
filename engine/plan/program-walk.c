/* program-walk: walks a graph once, in order; gives both the program and everything that is to be
 * said
 *
 * A node whose input is not known, because something before it is wrong, is passed over in silence:
 * only the root of a fault is told. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/graph/graph-private.h"
#include "engine/graph/training.h"
#include "engine/plan/idle.h"
#include "engine/plan/program-walk.h"
#include "engine/plan/roles.h"

#define MAX_CURED 200 /* diagnostics whose cures are looked for: nobody reads on */
#define MAX_NAMED 20  /* nodes of a circle that its diagnostic names */

/* --- what is wrong before anything is built --- */

void
weft_walk_say (WeftWalk *walk, WeftDiagnostic *diagnostic)
{
  g_ptr_array_add (walk->report->diagnostics, diagnostic);
}

void
weft_walk_say_node (WeftWalk *walk, const char *code, const WeftNode *node, const char *argument)
{
  g_autofree char *label = weft_node_dup_label (node);

  weft_walk_say (walk, weft_diagnostic_new (code, node->id, label, argument, NULL));
}

/* A muted loss counts for none. */
static gboolean
weft_walk_is_loss (const WeftFlatNode *flat)
{
  return flat->node->layer->is_loss && !(flat->flags & WEFT_NODE_MUTED);
}

static gboolean
is_muted (WeftGraph *graph, const WeftNode *node)
{
  for (; node; node = weft_graph_find (graph, node->parent))
    if (node->flags & WEFT_NODE_MUTED)
      return TRUE;
  return FALSE;
}

/* What is not walked, in a circle or behind one, or where groups are repeated too often, is taken
 * to be sound: its losses count, and what leads there leads to one. */
static void
find_unwalked (WeftWalk *walk)
{
  g_autoptr (GHashTable) walked = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GHashTable) feeds = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < walk->flat->nodes->len; i++)
    g_hash_table_add (walked, (gpointer) &weft_flat_node (walk->flat, i)->node->id);
  for (guint i = 0; i < weft_graph_get_n_nodes (walk->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (walk->graph, i);

      if (g_hash_table_contains (walked, &node->id))
        continue;
      g_hash_table_add (walk->leads, (gpointer) node);
      walk->n_losses += node->layer->is_loss && !is_muted (walk->graph, node);
    }
  for (guint i = 0; i < weft_graph_get_n_wires (walk->graph); i++)
    if (!g_hash_table_contains (walked, &weft_graph_get_wire (walk->graph, i)->to))
      g_hash_table_add (feeds, (gpointer) &weft_graph_get_wire (walk->graph, i)->from);
  for (guint i = 0; i < walk->flat->nodes->len; i++)
    walk->is_used[i] = g_hash_table_contains (feeds, &weft_flat_node (walk->flat, i)->node->id);
}

static void
find_wanted (WeftWalk *walk)
{
  for (guint i = 0; i < walk->flat->nodes->len; i++)
    {
      const WeftFlatNode *flat = weft_flat_node (walk->flat, i);

      for (guint k = 0; k < flat->n; k++)
        {
          WeftFlatSource source = weft_flat_source (walk->flat, flat, k);

          if (source.from >= 0)
            walk->wanted[source.from] |= 1u << source.output;
        }
    }
}

/* Marks what leads to a loss, from the losses backwards: sources stand before who reads them. */
static void
find_used (WeftWalk *walk)
{
  if (walk->sorted->len < weft_graph_get_n_nodes (walk->graph) || walk->flat->too_many)
    find_unwalked (walk);
  for (guint i = walk->flat->nodes->len; i-- > 0;)
    {
      const WeftFlatNode *flat = weft_flat_node (walk->flat, i);

      walk->n_data += flat->node->layer->family == WEFT_FAMILY_DATA;
      walk->n_losses += weft_walk_is_loss (flat);
      walk->is_used[i] |= weft_walk_is_loss (flat);
      if (!walk->is_used[i])
        continue;
      g_hash_table_add (walk->leads, (gpointer) flat->node);
      for (guint k = 0; k < flat->n; k++)
        if (weft_flat_source (walk->flat, flat, k).from >= 0)
          {
            guint from = (guint) weft_flat_source (walk->flat, flat, k).from;

            walk->is_used[from] = walk->is_fed_on[from] = TRUE;
          }
    }
}

static void
say_cycles (WeftWalk *walk, GArray *sorted)
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
      weft_walk_say (
          walk, weft_diagnostic_new ("cycle", g_array_index (cycle, gint64, 0), names->str, NULL));
    }
}

gboolean
weft_walk_check_ranges (WeftWalk *walk, const WeftParam *params, GVariant *values,
                        const WeftNode *node)
{
  gboolean fine = TRUE;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      const WeftParam *param = weft_params_find (params, name);
      g_autofree char *reason = weft_param_out_of_range (param, value), *whose = NULL;
      WeftDiagnostic *diagnostic;

      g_variant_unref (value);
      if (!reason)
        continue;
      fine = FALSE;
      whose = node ? weft_node_dup_label (node) : g_strdup (_ ("Training"));
      diagnostic = weft_diagnostic_new ("out-of-range", node ? node->id : 0, whose, reason, NULL);
      diagnostic->param = param->name;
      weft_walk_say (walk, diagnostic);
    }
  return fine;
}

/* --- the walk --- */

static void
walk_init (WeftWalk *walk, WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding,
           WeftReport *report)
{
  GArray *sorted = weft_graph_sort (graph);
  WeftFlat *flat = weft_flat_new (graph, sorted);
  guint n = flat->nodes->len;
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  *walk = (WeftWalk){
    .graph = graph,
    .report = report,
    .sorted = sorted,
    .flat = flat,
    .outputs = g_new (WeftWalkOutputs, n + 1),
    .is_used = g_new0 (gboolean, n + 1),
    .is_fed_on = g_new0 (gboolean, n + 1),
    .wanted = g_new0 (guint, n + 1),
    .leads = g_hash_table_new (g_direct_hash, g_direct_equal),
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
    {
      walk->b.draws |= weft_flat_node (flat, i)->node->layer->draws_by_sample;
      for (int k = 0; k < WEFT_MAX_OUTPUTS; k++)
        walk->outputs[i].value[k] = WEFT_NONE;
    }
}

static void
say_too_many (WeftWalk *walk)
{
  g_autofree char *label = weft_node_dup_label (walk->flat->too_many);
  g_autofree char *most = weft_count_format_large (WEFT_FLAT_MOST);
  WeftDiagnostic *diagnostic
      = weft_diagnostic_new ("too-many-nodes", walk->flat->too_many->id, label, most, NULL);

  diagnostic->param = "repeat";
  weft_walk_say (walk, diagnostic);
}

static void
walk_nodes (WeftWalk *walk)
{
  guint n = weft_graph_get_n_nodes (walk->graph);

  if (walk->flat->too_many)
    say_too_many (walk);
  find_used (walk);
  find_wanted (walk);
  if (walk->n_data == 0)
    weft_walk_say (walk, weft_diagnostic_new ("no-data", 0, NULL));
  weft_walk_check_ranges (walk, weft_training_params (), weft_graph_get_training (walk->graph),
                          NULL);
  weft_program_check_metric_names (walk->graph, walk->report);
  for (guint i = 0; i < walk->flat->nodes->len && !walk->flat->too_many; i++)
    weft_walk_visit (walk, i);
  for (guint i = 0; i < n; i++)
    if (!weft_report_find (walk->report, weft_graph_get_node (walk->graph, i)->id))
      weft_walk_report_new (walk, weft_graph_get_node (walk->graph, i));
  if (walk->sorted->len < n)
    say_cycles (walk, walk->sorted);
  if (walk->n_losses == 0 && n > 0)
    weft_walk_say (walk, weft_diagnostic_new ("no-loss", 0, NULL));
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

/* What only a whole program can be asked. */
static void
weigh (WeftWalk *walk)
{
  WeftProgram *program = walk->b.program;
  WeftReport *report = walk->report;
  WeftDiagnostic *memory, *time;

  weft_program_find_gradients (program);
  weft_program_count_costs (program, walk->graph, report);
  if (has_error (report))
    return;
  weft_program_check_metrics (program, walk->b.dataset, walk->graph, report);
  weft_program_check_validation (walk->graph, walk->b.catalog, report);
  weft_roles_check (program, walk->graph, report);
  weft_idle_check (program, walk->graph, report);
  memory = weft_program_check_memory (program, walk->graph, report);
  if (memory)
    weft_walk_say (walk, memory);
  time = weft_program_check_time (program, walk->graph, report);
  if (time)
    weft_walk_say (walk, time);
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
finish (WeftWalk *walk)
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
  report->can_train = report->is_whole && walk->has_samples && is_learning (program, program->total)
                      && weft_program_has_weights (program);
}

static void
walk_clear (WeftWalk *walk)
{
  g_clear_pointer (&walk->b.dataset, weft_dataset_unref);
  g_array_unref (walk->sorted);
  weft_flat_free (walk->flat);
  g_hash_table_unref (walk->leads);
  g_free (walk->outputs);
  g_free (walk->is_used);
  g_free (walk->is_fed_on);
  g_free (walk->wanted);
}

/* The same graph for a T that nothing else is like, and of which an eighth is a whole number of
 * steps more, no two by as much; nothing is said of it. One sample, so that it is not large. */
static WeftProgram *
build_beside (WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding)
{
  static const gint64 more[WEFT_MAX_T] = { 840 * 13, 840 * 101, 840 * 103, 840 * 107 };
  g_autoptr (WeftReport) said = weft_report_new ();
  WeftWalk walk;

  binding.n = 1;
  for (guint i = 0; i < WEFT_MAX_T; i++)
    binding.t[i] += binding.t[i] > 0 ? more[i] : 0;
  walk_init (&walk, graph, catalog, binding, said);
  walk.b.is_beside = TRUE;
  walk_nodes (&walk);
  walk_clear (&walk);
  return walk.b.program;
}

/* What is not said is as many steps as the longest sample has; 0: it has none. Returns whether any
 * has. */
static gboolean
bind_longest (const WeftWalk *walk, WeftBinding *binding)
{
  WeftBinding longest = { 0 };
  gboolean has_steps = FALSE;

  for (guint i = 0; i < weft_graph_get_n_nodes (walk->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (walk->graph, i);
      g_autoptr (WeftDataset) dataset
          = node->layer->family == WEFT_FAMILY_DATA ? weft_catalog_lookup (
                walk->b.catalog, node->params, walk->b.batch_size, walk->b.seed, NULL)
                                                    : NULL;

      for (guint k = 0; dataset && k < dataset->n_fields; k++)
        {
          const WeftField *field = &dataset->fields[k];

          if (field->ragged >= 0)
            longest.t[field->t] = MAX (longest.t[field->t], field->shape.dims[field->ragged]);
        }
    }
  for (guint i = 0; i < WEFT_MAX_T; i++)
    {
      binding->t[i] = binding->t[i] > 0 ? binding->t[i] : longest.t[i];
      has_steps |= binding->t[i] > 0;
    }
  return has_steps;
}

WeftProgram *
weft_program_build (WeftGraph *graph, WeftCatalog *catalog, WeftBinding binding,
                    WeftReport **report)
{
  g_autoptr (WeftCatalog) held = catalog ? weft_catalog_ref (catalog) : weft_catalog_new (NULL);
  g_autoptr (WeftReport) said = weft_report_new ();
  g_autoptr (WeftProgram) program = NULL, beside = NULL;
  WeftWalk walk;

  walk_init (&walk, graph, held, binding, said);
  program = walk.b.program;
  if (bind_longest (&walk, &program->binding))
    walk.b.beside = beside = build_beside (graph, held, program->binding);
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
