/* test-outputs: the outputs of a data node are the fields of its set; wires go with their names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/outputs.h"
#include "engine/graph/graph-private.h"
#include "engine/graph/history.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/batches.h"
#include "engine/train/trainer.h"
#include "net.h"
#include "small-places.h"

/* Two heads over one layer: a class, and a place. */
static WeftGraph *
heads_new (const char *fields)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *data = g_strdup_printf ("{'source': <'places'>, 'fields': <'%s'>}", fields);

  net_add (graph, "data", "data", data);
  net_add (graph, "dense", "trunk", "{'units': <int64 8>}");
  net_wire (graph, "data.x", "trunk");
  net_then (graph, "relu", "relu1", NULL);
  net_then (graph, "dense", "scores", "{'units': <int64 2>}");
  net_then (graph, "cross_entropy", "kind", NULL);
  net_add (graph, "dense", "where", "{'units': <int64 2>}");
  net_wire (graph, "relu1", "where");
  net_then (graph, "mse", "at", NULL);
  net_wire (graph, "data.y", "kind.target");
  net_train (graph, "batch_size", "int64 8");
  return graph;
}

static char *
names_of (WeftGraph *graph)
{
  const WeftNode *data = weft_graph_find_by_name (graph, "data");
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < weft_graph_count_outputs (graph, data); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            weft_graph_get_output (graph, data, i));
  return g_string_free (names, FALSE);
}

/* Of the wire into that input of the named node; nullable: there is none. */
static const char *
output_to (WeftGraph *graph, const char *name, int input)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, net_id (graph, name), input);
  const WeftNode *from = wire ? weft_graph_find (graph, wire->from) : NULL;

  return wire ? weft_graph_get_output (graph, from, (guint) wire->output) : NULL;
}

static void
test_names (void)
{
  static const struct
  {
    const char *params, *names;
  } rows[] = {
    { "{'source': <'circles'>}", "x y" },
    { "{'source': <'circles'>, 'fields': <'x y place'>}", "x y" }, /* the source knows better */
    { "{'source': <'brackets'>}", "x y x_mask" },
    { "{'source': <'dates'>}", "x y x_mask y_mask" },
    { "{'source': <'places'>}", "x y" },
    { "{'source': <'places'>, 'fields': <'x y place'>}", "x y place" },
    { "{'source': <'places'>, 'fields': <'place, x, x, Y, 1y, y'>}", "place x y" },
    { "{'source': <'places'>, 'fields': <' , ?'>}", "x y" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      g_autofree char *names = NULL;

      net_add (graph, "data", "data", rows[i].params);
      names = names_of (graph);
      g_assert_cmpstr (names, ==, rows[i].names);
    }
}

/* What a row says its sets have they have. */
static void
test_sources (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  guint n;
  const WeftSource *const *sources = weft_sources (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftGraph) graph = weft_graph_new ();
      g_autofree char *params = g_strdup_printf ("{'source': <'%s'>}", sources[i]->id);
      g_autofree char *names = NULL, *has = NULL;
      g_autoptr (WeftDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;

      net_add (graph, "data", "data", params);
      dataset = weft_catalog_lookup (catalog, weft_graph_get_node (graph, 0)->params, 8, 0, &error);
      g_assert_no_error (error);
      names = names_of (graph);
      has = weft_dataset_dup_outputs (dataset);
      g_assert_cmpstr (names, ==, has);
    }
}

/* Wires keep the name of their output; those whose output goes come back with it. */
static void
test_wires (void)
{
  g_autoptr (WeftGraph) graph = heads_new ("x y place"), before = NULL, after = NULL;
  g_autoptr (WeftHistory) history = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  net_wire (graph, "data.place", "at.target");
  before = weft_graph_dup (graph);
  history = weft_history_new (graph);
  edit = weft_edit_set_param (net_id (graph, "data"), "fields", g_variant_new_string ("place x"));
  g_assert_true (weft_history_do (history, edit, 0, NULL));
  g_assert_cmpstr (output_to (graph, "at", 1), ==, "place");
  g_assert_cmpstr (output_to (graph, "trunk", 0), ==, "x");
  g_assert_null (output_to (graph, "kind", 1));
  weft_graph_assert (graph);
  after = weft_graph_dup (graph);
  g_assert_true (weft_history_undo (history));
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_true (weft_history_redo (history));
  g_assert_true (weft_graph_equal (graph, after));
}

/* What undoes it is stored and read back like any other edit. */
static void
test_stored (void)
{
  g_autoptr (WeftGraph) graph = heads_new ("x y place"), before = NULL;
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL, read = NULL, again = NULL;
  g_autoptr (GVariant) stored = NULL;

  net_wire (graph, "data.place", "at.target");
  before = weft_graph_dup (graph);
  edit = weft_edit_set_param (net_id (graph, "data"), "source", g_variant_new_string ("circles"));
  inverse = weft_graph_apply (graph, edit, NULL);
  g_assert_null (output_to (graph, "at", 1));
  stored = weft_edit_serialize (inverse);
  read = weft_edit_deserialize (stored, NULL);
  again = weft_graph_apply (graph, read, NULL);
  g_assert_nonnull (again);
  g_assert_true (weft_graph_equal (graph, before));
}

/* A set that is read from a file is used with all that it has; no wire goes in between. */
static void
test_use_file (void)
{
  g_autoptr (WeftGraph) graph = heads_new ("y place x");
  g_autoptr (WeftDataset) dataset = places_new ();
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autofree char *names = NULL;

  net_wire (graph, "data.place", "at.target");
  net_set (graph, "data", "source", "'other'");
  weft_data_use_file (net_id (graph, "data"), dataset, edits);
  for (guint i = 0; i < edits->len; i++)
    net_apply (graph, weft_edit_ref (edits->pdata[i]));
  names = names_of (graph);
  g_assert_cmpstr (names, ==, "x y place");
  g_assert_cmpstr (output_to (graph, "at", 1), ==, "place");
  g_assert_cmpstr (output_to (graph, "kind", 1), ==, "y");
  g_assert_cmpstr (output_to (graph, "trunk", 0), ==, "x");
}

/* An output that the set has nothing for is said once something is wired to it, and cured. */
static void
test_no_field (void)
{
  g_autoptr (WeftGraph) graph = heads_new ("x y place colour");
  g_autoptr (WeftCatalog) catalog = places_catalog ();
  g_autoptr (WeftReport) report = NULL, open = NULL;
  const WeftDiagnostic *said;
  g_autofree char *names = NULL, *message = NULL;

  net_wire (graph, "data.colour", "at.target");
  report = weft_check (graph, catalog);
  g_assert_cmpuint (report->diagnostics->len, ==, 1);
  said = report->diagnostics->pdata[0];
  message = weft_diagnostic_dup_sentence (said);
  g_assert_cmpstr (message, ==, "Data has no “colour” to give; this data has: x, y, place.");
  net_apply (graph, weft_edit_ref (((WeftFix *) said->fixes->pdata[0])->edit));
  names = names_of (graph);
  g_assert_cmpstr (names, ==, "x y place");
  g_assert_null (output_to (graph, "at", 1));
  net_wire (graph, "data.place", "at.target");
  open = weft_check (graph, catalog);
  g_assert_cmpuint (open->diagnostics->len, ==, 0);
  g_assert_true (open->can_train);
}

/* The state after so many steps; transfer full. */
static WeftState *
train (WeftModel *model, gint64 steps)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  WeftLimits limits = { .steps = steps };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);

  g_assert_nonnull (model);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 60));
  return weft_trainer_dup_state (trainer);
}

/* Both losses fall, and each is judged by a field of its own. */
static void
test_three_fields (void)
{
  g_autoptr (WeftGraph) graph = heads_new ("x y place");
  g_autoptr (WeftCatalog) catalog = places_catalog ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) young = NULL, old = NULL;
  g_autoptr (WeftEvaluation) first = NULL, last = NULL;

  net_wire (graph, "data.place", "at.target");
  net_train (graph, "lr", "0.03");
  model = weft_model_new (graph, catalog, NULL);
  g_assert_nonnull (model);
  g_assert_cmpstr (model->feeds[model->judges[0].target].field->name, ==, "y");
  g_assert_cmpstr (model->feeds[model->judges[1].target].field->name, ==, "place");
  young = train (model, 1);
  old = train (model, 300);
  first = weft_evaluate (model, young, WEFT_PART_TRAIN, NULL, -1, NULL);
  last = weft_evaluate (model, old, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_assert_cmpfloat (last->loss, <, 0.3 * first->loss);
}

/* What nothing is wired to is never gathered, and changes no bit. */
static void
test_idle_field (void)
{
  static const char *const fields[] = { "x y", "x y place" };
  g_autoptr (WeftCatalog) catalog = places_catalog ();
  char *hash[2];

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftGraph) graph = heads_new (fields[i]);
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftBatches) batches = NULL;
      g_autoptr (WeftState) state = NULL;

      net_apply (graph, weft_edit_remove_node (net_id (graph, "at")));
      model = weft_model_new (graph, catalog, NULL);
      state = train (model, 20);
      hash[i] = weft_state_dup_hash (state);
      g_assert_cmpuint (model->n_feeds, ==, 2u + (guint) i);
      batches = weft_batches_new (model, 1, NULL, NULL);
      weft_batches_gather (batches, 0, 0);
      g_assert_nonnull (batches->inputs[0]);
      g_assert_nonnull (batches->inputs[1]);
      g_assert_null (batches->inputs[2]);
    }
  g_assert_cmpstr (hash[0], ==, hash[1]);
  g_free (hash[0]);
  g_free (hash[1]);
}

/* A head that is wired while the network learns is given its field from the next step on. */
static void
test_wired_later (void)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  g_autoptr (WeftCatalog) catalog = places_catalog ();
  g_autoptr (WeftGraph) graph = heads_new ("x y place");
  g_autoptr (WeftModel) before = NULL, after = NULL;
  WeftStatus status;

  net_wire (graph, "data.place", "at.target");
  after = weft_model_new (graph, catalog, NULL);
  net_apply (graph, weft_edit_remove_node (net_id (graph, "at")));
  before = weft_model_new (graph, catalog, NULL);
  weft_trainer_load (trainer, before, NULL, 7, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 3 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_swap (trainer, after);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 3 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  g_assert_cmpint (status.step, ==, 6);
}

/* The bits of a state that a few steps over padded samples gave. */
static char *
run_brackets (gboolean by_hand)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;

  net_add (graph, "data", "data", "{'source': <'brackets'>, 'count': <int64 64>}");
  net_then (graph, "embedding", "words", "{'embedding_dim': <int64 4>}");
  net_then (graph, "reduce", "mean", NULL);
  net_then (graph, "dense", "scores", "{'units': <int64 2>}");
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  if (by_hand)
    net_wire (graph, "data.x_mask", "mean.mask");
  model = weft_model_new (graph, catalog, NULL);
  state = train (model, 5);
  return weft_state_dup_hash (state);
}

static void
test_mask_by_hand (void)
{
  g_autofree char *itself = run_brackets (FALSE), *by_hand = run_brackets (TRUE);

  g_assert_cmpstr (itself, ==, by_hand);
}

/* A mask is nothing to learn from, and a port that wants one takes nothing else. */
static void
test_mask_kinds (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *no = NULL, *yes = NULL;
  gint64 data, mean;

  data = net_add (graph, "data", "data", "{'source': <'brackets'>}");
  net_then (graph, "embedding", "words", "{'embedding_dim': <int64 4>}");
  net_then (graph, "reduce", "mean", NULL);
  mean = net_id (graph, "mean");
  report = weft_check (graph, catalog);
  no = weft_check_wire (graph, report, data, 0, mean, 1);
  yes = weft_check_wire (graph, report, data, 2, mean, 1);
  g_assert_nonnull (no);
  g_assert_null (yes);
}

/* No field is called what another's mask is. */
static void
test_mask_name (void)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  g_autoptr (GError) error = NULL;

  dataset->name = g_strdup ("named");
  dataset->count = 1;
  x->shape = WEFT_SHAPE (2, 1);
  x->ragged = 0;
  x->offsets = weft_memory_new (2 * sizeof *x->offsets, NULL);
  x->offsets[1] = 2;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (
      dataset, weft_dataset_add_field (dataset, "x_mask", WEFT_KIND_NUMBERS), NULL));
  g_assert_false (weft_dataset_finish (dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outputs/names", test_names);
  g_test_add_func ("/outputs/sources", test_sources);
  g_test_add_func ("/outputs/wires", test_wires);
  g_test_add_func ("/outputs/stored", test_stored);
  g_test_add_func ("/outputs/use-file", test_use_file);
  g_test_add_func ("/outputs/no-field", test_no_field);
  g_test_add_func ("/outputs/three-fields", test_three_fields);
  g_test_add_func ("/outputs/idle-field", test_idle_field);
  g_test_add_func ("/outputs/wired-later", test_wired_later);
  g_test_add_func ("/outputs/mask-by-hand", test_mask_by_hand);
  g_test_add_func ("/outputs/mask-kinds", test_mask_kinds);
  g_test_add_func ("/outputs/mask-name", test_mask_name);
  return g_test_run ();
}
