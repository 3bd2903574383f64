/* place-data: the one data node of a graph, and what makes it of use; no widget in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/place-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/kind-row.h"
#include "engine/data/outputs.h"
#include "engine/graph/training.h"
#include "engine/plan/ending.h"
#include "ui/context/set-making.h"

gboolean
weft_placing_apply (WeftPlacing *plan, WeftEdit *edit)
{
  g_autoptr (WeftEdit) inverse = weft_graph_apply (plan->scratch, edit, NULL);

  if (inverse != NULL)
    g_ptr_array_add (plan->edits, edit);
  else
    weft_edit_unref (edit);
  return inverse != NULL;
}

static void
add_wire (WeftPlacing *plan, gint64 from, int output, gint64 to, int input)
{
  weft_placing_apply (plan, weft_edit_add_wire (&(WeftWire){
                                .from = from, .output = output, .to = to, .input = input }));
}

static gboolean
is_fed (WeftGraph *graph, gint64 from)
{
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    if (weft_graph_get_wire (graph, i)->from == from && weft_graph_get_wire (graph, i)->output == 0)
      return TRUE;
  return FALSE;
}

/* The first layer whose input waits for a wire; the leftmost of them, for there chains begin. */
static const WeftNode *
find_beginning (WeftGraph *graph)
{
  const WeftNode *found = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent != 0 || weft_graph_count_inputs (graph, node) == 0 || node->layer->is_loss
          || weft_graph_find_wire_to (graph, node->id, 0) != NULL)
        continue;
      if (found == NULL || node->x < found->x)
        found = node;
    }
  return found;
}

static const WeftNode *
find_loss (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->is_loss)
      return weft_graph_get_node (graph, i);
  return NULL;
}

/* A loss that is there already gets what it lacks: the labels, and the end of the chain. */
static void
complete_loss (WeftPlacing *plan, const WeftNode *loss, gint64 data, WeftCatalog *catalog)
{
  gint64 id = loss->id;
  int labels = weft_node_find_output (weft_graph_find (plan->scratch, data), "y");
  WeftEnding ending;
  g_autoptr (WeftReport) report = NULL;

  if (labels > 0 && weft_graph_find_wire_to (plan->scratch, id, 1) == NULL)
    add_wire (plan, data, labels, id, 1);
  if (weft_graph_find_wire_to (plan->scratch, id, 0) != NULL)
    return;
  report = weft_check (plan->scratch, catalog);
  if (weft_ending_find (&ending, plan->scratch, report) && ending.from != data)
    add_wire (plan, ending.from, 0, id, 0);
}

static void
add_ending (WeftPlacing *plan, WeftCatalog *catalog)
{
  g_autoptr (WeftReport) report = weft_check (plan->scratch, catalog);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  WeftEnding ending;

  if (!weft_ending_find (&ending, plan->scratch, report) || ending.dataset == NULL
      || weft_dataset_get_y (ending.dataset) == NULL)
    return;
  weft_ending_add (&ending, edits);
  for (guint i = 0; i < edits->len; i++)
    weft_placing_apply (plan, weft_edit_ref (edits->pdata[i]));
}

/* --- what does not fit the data any more --- */

/* What other data can make wrong with a network that was whole, and what one edit cures. */
static const char *const misfits[]
    = { "dense-on-picture",   "needs-flat",      "shape-mismatch",   "target-not-classes",
        "target-not-numbers", "too-few-outputs", "too-many-outputs", NULL };

static gboolean
is_misfit (const WeftDiagnostic *diagnostic)
{
  return g_strv_contains (misfits, diagnostic->code);
}

static guint
count_misfits (const WeftReport *report)
{
  guint n = 0;

  for (guint i = 0; i < report->diagnostics->len; i++)
    n += is_misfit (report->diagnostics->pdata[i]);
  return n;
}

/* Somebody's own affair, with these data or others. */
static gboolean
is_known (const WeftReport *before, const WeftDiagnostic *diagnostic)
{
  for (guint i = 0; i < before->diagnostics->len; i++)
    {
      const WeftDiagnostic *known = before->diagnostics->pdata[i];

      if (known->node == diagnostic->node && g_str_equal (known->code, diagnostic->code))
        return TRUE;
    }
  return FALSE;
}

static gboolean
helps (WeftGraph *graph, WeftCatalog *catalog, WeftEdit *edit, guint n_before)
{
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (trial, edit, NULL);
  g_autoptr (WeftReport) report = inverse != NULL ? weft_check (trial, catalog) : NULL;

  return report != NULL && count_misfits (report) < n_before;
}

gboolean
weft_placing_apply_each (WeftPlacing *plan, WeftEdit *edit)
{
  guint n = weft_edit_get_n_children (edit);
  gboolean is_done = n > 0 || weft_placing_apply (plan, weft_edit_ref (edit));

  for (guint i = 0; is_done && i < n; i++)
    is_done = weft_placing_apply (plan, weft_edit_ref (weft_edit_get_child (edit, i)));
  return is_done;
}

/* One cure after which less is wrong; FALSE when there is none. before: what was said of the
 * graph with its old data. */
static gboolean
fit_one (WeftPlacing *plan, WeftCatalog *catalog, const WeftReport *before)
{
  g_autoptr (WeftReport) report = weft_check (plan->scratch, catalog);
  guint n = count_misfits (report);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];
      const WeftFix *fix = diagnostic->fixes != NULL && diagnostic->fixes->len > 0
                               ? diagnostic->fixes->pdata[0]
                               : NULL;

      if (fix != NULL && fix->edit != NULL && is_misfit (diagnostic)
          && !is_known (before, diagnostic) && helps (plan->scratch, catalog, fix->edit, n))
        return weft_placing_apply_each (plan, fix->edit);
    }
  return FALSE;
}

/* --- numbers of another size --- */

/* The set of the one data node; nullable. */
static const WeftDataset *
find_dataset (WeftGraph *graph, const WeftReport *report)
{
  const WeftNode *data = weft_ending_find_data (graph);
  const WeftNodeReport *known = data != NULL ? weft_report_find (report, data->id) : NULL;

  return known != NULL ? known->dataset : NULL;
}

static gboolean
is_generated (const WeftNode *data)
{
  g_autoptr (GVariant) source = weft_node_get_param (data, "source");

  return weft_source_find (g_variant_get_string (source, NULL)) != NULL;
}

static void
set_flag (WeftPlacing *plan, gint64 node, const char *name, gboolean wanted)
{
  g_autoptr (GVariant) is = weft_node_get_param (weft_graph_find (plan->scratch, node), name);

  if (g_variant_get_boolean (is) != wanted)
    weft_placing_apply (plan, weft_edit_set_param (node, name, g_variant_new_boolean (wanted)));
}

/* Whether a sample is a row of a table. */
static gboolean
is_row (const WeftField *field)
{
  return field->shape.rank == 1 && weft_kind_get_type (field->kind) == WEFT_F32;
}

static gboolean
predicts_numbers (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  return y != NULL && weft_kind_get_row (y->kind)->may_scale;
}

/* A table that is new to the graph comes as the starter networks have it: grams and years side by
 * side are not learnt from, nor is a rent of thousands met. */
static void
standardize (WeftPlacing *plan, WeftCatalog *catalog, const WeftReport *before, WeftGraph *old)
{
  const WeftNode *data = weft_ending_find_data (plan->scratch);
  const WeftDataset *had = find_dataset (old, before);
  g_autoptr (WeftReport) report = weft_check (plan->scratch, catalog);
  const WeftDataset *has = find_dataset (plan->scratch, report);
  gboolean is_table, is_other;
  gint64 id;

  if (data == NULL || has == NULL || has == had || is_generated (data))
    return;
  if (had == NULL && weft_ending_find_data (old) != NULL)
    return; /* the file that was missing: the node says already how it is to be read */
  id = data->id;
  is_table = is_row (weft_dataset_get_x (has));
  is_other = had == NULL || g_strcmp0 (had->name, has->name) != 0;
  if (is_other)
    set_flag (plan, id, "standardize", is_table);
  if (is_other || predicts_numbers (had) != predicts_numbers (has))
    set_flag (plan, id, "standardize_target", is_table && predicts_numbers (has));
}

/* --- the whole --- */

static gboolean
has_roles (WeftGraph *graph)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  return weft_recipe_get (training.recipe)->roles != NULL;
}

static void
complete (WeftPlacing *plan, WeftCatalog *catalog)
{
  const WeftNode *data = weft_ending_find_data (plan->scratch);
  const WeftNode *first = find_beginning (plan->scratch), *loss;
  gint64 id = data != NULL ? data->id : 0;

  if (id == 0 || weft_placing_act (plan, catalog))
    return; /* of two one has to go */
  if (first != NULL && !is_fed (plan->scratch, id))
    add_wire (plan, id, 0, first->id, 0);
  loss = find_loss (plan->scratch);
  if (loss != NULL)
    complete_loss (plan, loss, id, catalog);
  else if (!has_roles (plan->scratch)) /* else what is missing is said, with what adds it */
    add_ending (plan, catalog);
}

WeftEdit *
weft_place_complete (WeftGraph *graph, WeftCatalog *catalog, WeftEdit *edit)
{
  g_autoptr (WeftGraph) scratch = weft_graph_dup (graph);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (WeftReport) before = weft_check (graph, catalog);
  g_autoptr (WeftEdit) owned = edit;
  WeftPlacing plan = { scratch, edits };
  guint n = weft_edit_get_n_children (edit);

  if (!weft_placing_apply_each (&plan, edit))
    return g_steal_pointer (&owned); /* whoever does it will be told why */
  standardize (&plan, catalog, before, graph);
  complete (&plan, catalog);
  while (fit_one (&plan, catalog, before))
    continue;
  return edits->len > MAX (n, 1) ? weft_edit_list (edits, N_ ("Use data"))
                                 : g_steal_pointer (&owned);
}

void
weft_place_find_data_spot (WeftGraph *graph, double spot[2])
{
  const WeftNode *first = find_beginning (graph);

  weft_place_find_free_spot (graph, 0, spot);
  if (first == NULL)
    return;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node != first && node->parent == 0
          && fabs (node->x - (first->x - WEFT_PLACE_PITCH)) < WEFT_PLACE_PITCH
          && fabs (node->y - first->y) < WEFT_ROOM_HEIGHT)
        return; /* somebody stands there */
    }
  spot[0] = first->x - WEFT_PLACE_PITCH;
  spot[1] = first->y;
}

/* The params of a node of that source, which say what its set has. */
static GVariant *
make_params (WeftCatalog *catalog, const char *source)
{
  const WeftLayer *layer = weft_layer_find ("data");
  GVariant *params = weft_set_making_new_params (source);
  g_autoptr (GVariant) bare = params, fields = NULL;
  g_autoptr (WeftDataset) dataset = weft_source_find (source) == NULL
                                        ? weft_catalog_lookup (catalog, params, 1, 0, NULL)
                                        : NULL;

  fields = dataset != NULL ? weft_dataset_new_fields (dataset) : NULL;
  if (fields == NULL)
    return g_steal_pointer (&bare);
  g_variant_ref_sink (fields);
  return weft_params_with (layer->params, params, "fields", fields);
}

/* Of a node that is there only what belongs to its old source goes. What the new one has is said
 * before a source that does not say it itself, so that no wire goes in between. */
static WeftEdit *
make_change (WeftCatalog *catalog, const WeftNode *data, const char *source)
{
  static const char *const others[] = { "fields", "name", "sha256", "target", "split", "kept" };
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GVariant) params = make_params (catalog, source);
  g_autoptr (GVariant) fields = g_variant_lookup_value (params, "fields", NULL);

  if (fields != NULL)
    g_ptr_array_add (edits, weft_edit_set_param (data->id, "fields", fields));
  g_ptr_array_add (edits, weft_edit_set_param (data->id, "source", g_variant_new_string (source)));
  for (gsize i = fields != NULL ? 1 : 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GVariant) set
          = data->params != NULL ? g_variant_lookup_value (data->params, others[i], NULL) : NULL;

      if (set != NULL)
        g_ptr_array_add (edits, weft_edit_set_param (data->id, others[i], NULL));
    }
  return weft_edit_list (edits, N_ ("Use data"));
}

static WeftEdit *
make_node (WeftGraph *graph, WeftCatalog *catalog, const char *source, gint64 *id)
{
  const WeftLayer *layer = weft_layer_find ("data");
  g_autoptr (GVariant) params = make_params (catalog, source);
  g_autofree char *name = weft_graph_dup_free_name (graph, layer->id);
  WeftNode node = { .id = weft_graph_get_next_id (graph), .name = name, .layer = layer };
  double spot[2];

  weft_place_find_data_spot (graph, spot);
  node.params = params;
  node.x = spot[0];
  node.y = spot[1];
  *id = node.id;
  return weft_edit_add_node (&node);
}

WeftEdit *
weft_place_source (WeftGraph *graph, WeftCatalog *catalog, const char *source, gint64 *node)
{
  const WeftNode *data = weft_ending_find_data (graph);

  if (data == NULL)
    return weft_place_complete (graph, catalog, make_node (graph, catalog, source, node));
  *node = data->id;
  return weft_place_complete (graph, catalog, make_change (catalog, data, source));
}
