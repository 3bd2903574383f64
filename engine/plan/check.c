/* check: the checker's face: a program is built, its report is what was to be said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/plan/diagnostic-private.h"
#include "engine/data/kind-row.h"
#include "engine/data/own-pictures.h"
#include "engine/graph/graph-private.h"
#include "engine/graph/training.h"
#include "engine/plan/program-private.h"

#define LONG 1000 /* nodes: fewer take less than a few milliseconds */

WeftReport *
weft_check (WeftGraph *graph, WeftCatalog *catalog)
{
  WeftTraining training;
  WeftReport *report;
  WeftProgram *program;

  weft_training_load (&training, weft_graph_get_training (graph));
  program = weft_program_build (graph, catalog, WEFT_BINDING (training.batch_size, 0), &report);
  g_clear_pointer (&program, weft_program_unref);
  return report;
}

gboolean
weft_check_takes_long (WeftGraph *graph)
{
  return weft_graph_get_n_nodes (graph) >= LONG;
}

static const WeftShape unknown = { .rank = -1 };

/* Of most nodes one port of many is there, so each has a shape only where one is known. */
WeftNodeReport *
weft_node_report_new (gint64 node)
{
  WeftNodeReport *report = g_new0 (WeftNodeReport, 1);

  report->node = node;
  report->units.rank = -1;
  for (guint i = 0; i < G_N_ELEMENTS (report->in); i++)
    report->in[i] = &unknown;
  for (guint i = 0; i < G_N_ELEMENTS (report->out); i++)
    report->out[i] = &unknown;
  return report;
}

void
weft_node_report_set_shape (const WeftShape **place, const WeftShape *shape)
{
  if (*place != &unknown)
    g_free ((gpointer) *place);
  *place = shape->rank < 0 ? &unknown : g_memdup2 (shape, sizeof *shape);
}

static void
free_node_report (gpointer data)
{
  WeftNodeReport *report = data;

  for (guint i = 0; i < G_N_ELEMENTS (report->in); i++)
    weft_node_report_set_shape (&report->in[i], &unknown);
  for (guint i = 0; i < G_N_ELEMENTS (report->out); i++)
    weft_node_report_set_shape (&report->out[i], &unknown);
  g_clear_pointer (&report->dataset, weft_dataset_unref);
  g_free (report);
}

WeftReport *
weft_report_new (void)
{
  WeftReport *report = g_new0 (WeftReport, 1);

  g_atomic_ref_count_init (&report->ref_count);
  report->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_diagnostic_free);
  report->nodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_node_report);
  return report;
}

WeftReport *
weft_report_ref (WeftReport *report)
{
  g_atomic_ref_count_inc (&report->ref_count);
  return report;
}

void
weft_report_unref (WeftReport *report)
{
  if (!g_atomic_ref_count_dec (&report->ref_count))
    return;
  g_ptr_array_unref (report->diagnostics);
  g_hash_table_unref (report->nodes);
  g_clear_pointer (&report->behind, weft_report_unref);
  g_free (report);
}

const WeftNodeReport *
weft_report_find (const WeftReport *report, gint64 node)
{
  const WeftNodeReport *found = g_hash_table_lookup (report->nodes, &node);

  return !found && report->behind ? weft_report_find (report->behind, node) : found;
}

void
weft_report_lay_over (WeftReport *report, WeftReport *behind)
{
  g_return_if_fail (!report->behind);
  report->behind = behind ? weft_report_ref (behind) : NULL;
}

static char *
format_shape (const WeftShape *shape)
{
  return shape->rank < 0 ? NULL : weft_shape_format_short (shape);
}

/* Without what only stands in for pictures that are not drawn yet. */
static char *
dup_samples (const WeftDataset *dataset, const WeftNode *node)
{
  g_auto (GStrv) missing = weft_own_pictures_list_missing (node->params);
  gint64 count = dataset->count - g_strv_length (missing);
  g_autofree char *number = weft_count_format_large (count);

  return weft_dataset_dup_count (dataset, number, (gulong) count);
}

typedef struct
{
  const WeftNode *node;
  const WeftNodeReport *report; /* nullable */
} Line;

static char *
find_place (const char *place, gconstpointer data)
{
  const Line *line = data;
  const WeftNodeReport *report = line->report;

  if (!report)
    return NULL;
  if (strcmp (place, "weights") == 0 && report->weights > 0)
    return weft_count_format_large (report->weights);
  if (strcmp (place, "set") == 0 && report->dataset)
    return weft_dataset_dup_title (report->dataset);
  if (strcmp (place, "samples") == 0 && report->dataset)
    return dup_samples (report->dataset, line->node);
  if (strcmp (place, "in") == 0)
    return format_shape (report->in[0]);
  if (strcmp (place, "out") == 0)
    return format_shape (report->out[0]);
  return NULL;
}

char *
weft_report_dup_line (const WeftReport *report, const WeftNode *node)
{
  const Line of = { node, report ? weft_report_find (report, node->id) : NULL };
  char *line = weft_node_fill_line (node, find_place, &of);

  return line ? weft_count_close_up (line) : NULL;
}

/* What the node's first input was before it was given other shapes; nullable. */
static const WeftShape *
find_picture (const WeftReport *report, WeftGraph *graph, gint64 node)
{
  for (guint hops = 0; hops < weft_graph_get_n_nodes (graph); hops++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, node, 0);
      const WeftNodeReport *source = wire ? weft_report_find (report, wire->from) : NULL;
      const WeftNode *from = wire ? weft_graph_find (graph, wire->from) : NULL;

      if (!source || !from || source->out[wire->output]->rank < 0)
        return NULL;
      if (source->out_kind[wire->output] == WEFT_KIND_PICTURE)
        return source->out[wire->output];
      if (from->layer->family != WEFT_FAMILY_SHAPE)
        return NULL;
      node = wire->from;
    }
  return NULL;
}

WeftShape
weft_report_view_weight (const WeftReport *report, WeftGraph *graph, gint64 node,
                         const WeftShape *weight)
{
  const WeftShape *picture
      = weight->rank == 2 && report ? find_picture (report, graph, node) : NULL;
  WeftShape view = *weight;

  if (!picture || picture->rank != 4 || weft_shape_sample_count (picture) != weight->dims[1])
    return view;
  view.rank = 4;
  for (int i = 1; i < 4; i++)
    view.dims[i] = picture->dims[i];
  return view;
}

/* --- a node by itself --- */

/* A value of that shape, as if the node that feeds this input had made it; −1 when not known. */
static WeftValue
add_try (WeftBuilder *b, const WeftShape *shape, WeftKind kind, gint64 source)
{
  WeftProgramValue value
      = { .role = WEFT_VALUE_INPUT, .shape = *shape, .kind = kind, .node = source, .output = 0 };

  return shape->rank < 0 ? WEFT_NONE : weft_builder_add_value (b, &value);
}

/* Builds the node of what is known to come to it, and, where there is a wire (nullable), as if it
 * were there and brought what its source gives. FALSE: an input is missing. */
static gboolean
build_alone (WeftBuilder *b, const WeftReport *report, const WeftNode *node, const WeftWire *wire,
             const WeftNodeReport *source)
{
  const WeftNodeReport *known = weft_report_find (report, node->id);
  WeftValue in[WEFT_MAX_PORTS], out[WEFT_MAX_OUTPUTS];
  guint n_in = 0;

  for (guint i = 0; i < weft_graph_count_inputs (b->graph, node); i++)
    {
      const WeftWire *old = weft_graph_find_wire_to (b->graph, node->id, (int) i);
      WeftValue x = WEFT_NONE;

      if (wire && (int) i == wire->input)
        x = add_try (b, source->out[wire->output], source->out_kind[wire->output], wire->from);
      else if (old && known)
        x = add_try (b, known->in[i], known->in_kind[i], old->from);

      if (x.index >= 0 || weft_layer_get_port (node->layer, i)->optional)
        in[n_in++] = x;
      else if (!weft_layer_repeats (node->layer))
        return FALSE;
    }
  weft_builder_begin (b, node, in, n_in);
  weft_builder_run (b, out);
  return TRUE;
}

static WeftBinding
bind_batch (const WeftShape *shape)
{
  return WEFT_BINDING (shape->rank > 0 ? MAX (1, shape->dims[0]) : 1, 0);
}

static WeftNodeReport *
copy_node_report (const WeftNodeReport *known)
{
  WeftNodeReport *copy = weft_node_report_new (known->node);

  copy->n_in = known->n_in;
  copy->n_out = known->n_out;
  for (guint i = 0; i < G_N_ELEMENTS (copy->in); i++)
    weft_node_report_set_shape (&copy->in[i], known->in[i]);
  for (guint i = 0; i < G_N_ELEMENTS (copy->out); i++)
    weft_node_report_set_shape (&copy->out[i], known->out[i]);
  memcpy (copy->in_kind, known->in_kind, sizeof copy->in_kind);
  memcpy (copy->out_kind, known->out_kind, sizeof copy->out_kind);
  copy->weights = known->weights;
  copy->units = known->units;
  return copy;
}

static void
note_own_units (WeftReport *report, WeftGraph *graph, const WeftNode *node)
{
  const WeftNodeReport *known = weft_report_find (report->behind, node->id);
  g_autoptr (GPtrArray) diagnostics
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_diagnostic_free);
  g_autoptr (WeftProgram) program = known ? weft_program_new (bind_batch (known->in[0])) : NULL;
  WeftBuilder b = { .graph = graph, .program = program, .diagnostics = diagnostics };
  WeftNodeReport *now;

  if (!known || !build_alone (&b, report->behind, node, NULL, NULL))
    return;
  now = copy_node_report (known);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT && g_str_equal (value->name, "weight"))
        now->units = value->shape;
    }
  g_hash_table_replace (report->nodes, &now->node, now);
}

WeftReport *
weft_check_units (WeftGraph *graph, WeftReport *known, const gint64 *nodes, guint n)
{
  WeftReport *report = weft_report_new ();

  weft_report_lay_over (report, known);
  for (guint i = 0; i < n && known; i++)
    {
      const WeftNode *node = weft_graph_find (graph, nodes[i]);

      if (node && node->layer->has_units)
        note_own_units (report, graph, node);
    }
  return report;
}

/* --- a wire that is only tried --- */

/* Whether what flows into node comes, over any way, from source. */
static gboolean
comes_from (WeftGraph *graph, gint64 node, gint64 source)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
  g_autoptr (GPtrArray) todo = g_ptr_array_new ();

  g_ptr_array_add (todo, weft_graph_lookup (graph, node));
  while (todo->len > 0)
    {
      const WeftNode *at = g_ptr_array_steal_index_fast (todo, todo->len - 1);

      if (at->id == source)
        return TRUE;
      if (!g_hash_table_add (seen, (gpointer) at))
        continue;
      for (guint i = weft_graph_place_of_wire (graph, at->id, 0);
           i < graph->wires->len && weft_graph_get_wire (graph, i)->to == at->id; i++)
        g_ptr_array_add (todo, weft_graph_lookup (graph, weft_graph_get_wire (graph, i)->from));
    }
  return FALSE;
}

/* Builds the node with its inputs as they would be; the first error's message, nullable. */
static char *
try_build (WeftGraph *graph, const WeftReport *report, const WeftNode *node, const WeftWire *wire,
           const WeftNodeReport *source)
{
  g_autoptr (GPtrArray) diagnostics
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_diagnostic_free);
  g_autoptr (WeftProgram) program = weft_program_new (bind_batch (source->out[wire->output]));
  WeftBuilder b = { .graph = graph, .program = program, .diagnostics = diagnostics };

  if (!build_alone (&b, report, node, wire, source))
    return NULL;
  for (guint i = 0; i < diagnostics->len; i++)
    if (((WeftDiagnostic *) g_ptr_array_index (diagnostics, i))->severity == WEFT_SEVERITY_ERROR)
      return weft_diagnostic_dup_sentence (g_ptr_array_index (diagnostics, i));
  return NULL;
}

char *
weft_check_wire (WeftGraph *graph, const WeftReport *report, gint64 from, int output, gint64 to,
                 int input)
{
  const WeftNode *source = weft_graph_find (graph, from), *target = weft_graph_find (graph, to);
  const WeftNodeReport *known = report ? weft_report_find (report, from) : NULL;
  const WeftWire wire = { from, to, output, input };
  g_autofree char *label = NULL;

  if (!source || !target || output < 0 || input < 0
      || !weft_graph_get_output (graph, source, (guint) output)
      || (guint) input >= weft_graph_count_inputs (graph, target))
    return g_strdup (_ ("There is no such port."));
  if (source->parent != target->parent)
    return g_strdup (_ ("No wire leads over the edge of a group."));
  if (from == to || (weft_graph_is_read (graph, to) && comes_from (graph, from, to)))
    return g_strdup (_ ("The wire would lead round in a circle."));
  if (!known || known->out[output]->rank < 0 || target->layer->grouping != WEFT_GROUPING_NONE)
    return NULL;
  if (!weft_layer_takes (target->layer, (guint) input, known->out_kind[output])
      && !weft_layer_get_port (target->layer, (guint) input)->misfit)
    {
      label = weft_node_dup_title (target);
      return g_strdup_printf (_ ("%s takes %s, not %s."), label,
                              weft_kind_get_title (WEFT_KIND_NUMBERS),
                              weft_kind_get_title (known->out_kind[output]));
    }
  return try_build (graph, report, target, &wire, known);
}
