/* test-diagnostic: everything that can be wrong is said in words, and its cure works */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"
#include "tests/engine/faults.h"

/* The diagnostic is there, names its node, and its cure makes it go away in one edit that can be
 * undone. */
static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) sound = check (graph);
  g_autoptr (WeftReport) report = NULL;
  const WeftDiagnostic *diagnostic;
  g_autofree char *message = NULL, *sentence = NULL;

  g_assert_cmpuint (sound->diagnostics->len, ==, 0);
  g_assert_true (sound->is_whole && sound->can_train);
  fault->break_it (graph);
  report = check (graph);
  print_all (report);
  diagnostic = find (report, fault->code);
  g_assert_nonnull (diagnostic);
  message = weft_diagnostic_dup_message (diagnostic);
  g_assert_nonnull (strstr (message, fault->message));
  g_assert_null (strchr (message, '{'));
  sentence = weft_diagnostic_dup_sentence (diagnostic);
  g_assert_null (strpbrk (message, "\x1e\x1f"));
  g_assert_null (strpbrk (sentence, "\x1e\x1f"));
  if (diagnostic->node)
    {
      const WeftNode *named = weft_graph_find (graph, diagnostic->node);
      g_autofree char *title = weft_node_dup_title (named);
      g_autofree char *aside = g_strdup_printf (" (%s)", named->name);

      g_assert_nonnull (
          strstr (sentence, title)); /* the window knows nodes by their titles alone */
      g_assert_null (strstr (sentence, aside));
    }
  if (diagnostic->node)
    {
      const WeftNodeReport *node = weft_report_find (report, diagnostic->node);

      g_assert_nonnull (strstr (message, weft_graph_find (graph, diagnostic->node)->name));
      g_assert_cmpuint (node->n_diagnostics, >, 0);
      g_assert_cmpint (node->worst, >=, diagnostic->severity);
    }
  if (diagnostic->severity == WEFT_SEVERITY_ERROR)
    g_assert_false (report->is_whole || report->can_train);
  g_assert_true ((diagnostic->fixes != NULL) == (fault->fix != NULL));
  if (fault->fix)
    {
      const WeftFix *fix = diagnostic->fixes->pdata[0];
      g_autoptr (WeftReport) cured = NULL;

      g_assert_cmpstr (fix->label, ==, fault->fix);
      if (!fix->edit)
        return;
      net_apply (graph, weft_edit_ref (fix->edit));
      cured = check (graph);
      print_all (cured);
      g_assert_null (find (cured, fault->code));
    }
}

static gboolean
has_fault (const char *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i].code, code) == 0)
      return TRUE;
  return strcmp (code, "no-labels") == 0   /* tested below: it needs a set without labels */
         || strcmp (code, "no-field") == 0 /* in test-outputs */
         || strcmp (code, "weight-follows-steps") == 0 /* in test-steps */
         || strcmp (code, "mask-not-steps") == 0
         || strcmp (code, "mask-not-picture") == 0 /* in test-augment */
         || strcmp (code, "needs-boxes") == 0      /* in test-along */
         || strcmp (code, "formula") == 0;         /* in test-formula */
}

/* No wording stands in the table that nothing says. */
static void
test_table_is_covered (void)
{
  for (const WeftDiagnosticRow *row = weft_diagnostics; row->code; row++)
    {
      if (!has_fault (row->code))
        g_test_message ("%s is never said", row->code);
      g_assert_true (has_fault (row->code));
    }
}

static WeftDataset *
load_bare (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *field;

  dataset->name = g_strdup (source);
  dataset->count = 8;
  field = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  field->shape = WEFT_SHAPE (4);
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  return weft_dataset_finish (dataset, error) ? dataset : NULL;
}

static void
test_no_labels (void)
{
  WeftCatalogHost host = { .load = load_bare };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  net_set (graph, "data", "source", "'bare'");
  report = weft_check (graph, catalog);
  print_all (report);
  g_assert_nonnull (find (report, "no-labels"));
  g_assert_cmpuint (report->diagnostics->len, ==, 1);
}

/* Several faults, none of which follows from another: all are said, and nothing else. */
static void
test_all_roots (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  out_of_range (graph); /* dense1; what comes behind is not known and keeps silent */
  missing_target (graph);
  net_add (graph, "relu", "loop", NULL);
  net_wire (graph, "loop", "loop");
  report = check (graph);
  print_all (report);
  g_assert_nonnull (find (report, "out-of-range"));
  g_assert_nonnull (find (report, "missing-input"));
  g_assert_nonnull (find (report, "cycle"));
  g_assert_cmpuint (report->diagnostics->len, ==, 3);
  g_assert_cmpint (weft_report_find (report, net_id (graph, "relu1"))->out[0]->rank, ==, -1);
}

static void
test_two_cycles (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = NULL;
  guint n = 0;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("add%d", i);

      net_add (graph, "add", name, NULL);
    }
  net_wire (graph, "add0", "add1.in1");
  net_wire (graph, "add1", "add0.in1");
  net_wire (graph, "add1", "add2.in1"); /* between the two: in no circle */
  net_wire (graph, "add2", "add3.in1");
  net_wire (graph, "add3", "add4.in1");
  net_wire (graph, "add4", "add3.in2");
  report = check (graph);
  print_all (report);
  for (guint i = 0; i < report->diagnostics->len; i++)
    n += strcmp (((WeftDiagnostic *) report->diagnostics->pdata[i])->code, "cycle") == 0;
  g_assert_cmpuint (n, ==, 2);
  g_assert_null (strstr (find (report, "cycle")->arguments[0], "add2"));
}

/* Of what is not walked nothing is said: neither that its loss is missing, nor that what leads
 * there leads nowhere. */
static void
test_root_alone (void)
{
  static void (*const breaks[]) (WeftGraph * graph) = { cycle, repeat_often };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (breaks); i++)
    {
      g_autoptr (WeftGraph) graph = net_classifier (4, 3);
      g_autoptr (WeftReport) report = NULL;

      if (i % 2) /* another loss, before the fault */
        {
          net_add (graph, "dense", "early", "{'units': <int64 3>}");
          net_add (graph, "cross_entropy", "loss2", NULL);
          net_wire (graph, "data.x", "early");
          net_wire (graph, "early", "loss2.prediction");
          net_wire (graph, "data.y", "loss2.target");
        }
      breaks[i / 2](graph);
      report = check (graph);
      print_all (report);
      g_assert_cmpuint (report->diagnostics->len, ==, 1);
    }
}

static void
test_empty (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftReport) report = check (graph);
  g_autoptr (WeftReport) without = weft_check (graph, NULL);

  g_assert_false (report->is_whole);
  g_assert_cmpuint (report->diagnostics->len, ==, 1);
  g_assert_cmpuint (without->diagnostics->len, ==, 1);
}

/* Without a loss a net can be run: the program is there, up to its last value. */
static void
test_inference_only (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftReport) report = NULL;

  remove_named (graph, "loss");
  report = check (graph);
  g_assert_true (report->is_whole);
  g_assert_false (report->can_train);
  g_assert_cmpint (report->peak_bytes_training, ==, 0);
  g_assert_cmpint (report->weights, >, 0);
}

/* A dense layer beside each place of a picture is a mistake, but where its channels have been laid
 * last it is what somebody wanted. */
static void
test_channels_last (void)
{
  for (int is_laid = 0; is_laid < 2; is_laid++)
    {
      g_autoptr (WeftGraph) graph = net_classifier (4, 3);
      g_autoptr (WeftReport) report = NULL;

      dense_on_picture (graph);
      if (is_laid)
        {
          cut (graph, "dense1", 0);
          net_add (graph, "permute", "laid", "{'dims': <[int64 2, 3, 1]>}");
          net_add (graph, "abs", "unit", NULL);
          net_wire (graph, "data.x", "laid");
          net_wire (graph, "laid", "unit");
          net_wire (graph, "unit", "dense1");
        }
      report = check (graph);
      print_all (report);
      g_assert_true ((find (report, "dense-on-picture") == NULL) == is_laid);
    }
}

/* A picture has its places to normalise over, also alone in its batch; (N, C, 1, 1) has none. */
static void
test_norm_over_places (void)
{
  static const struct
  {
    const char *shape;
    int batch;
    gboolean is_said;
  } rows[] = { { "[int64 2, 8, 8]", 1, FALSE },
               { "[int64 2, 1, 2]", 1, FALSE },
               { "[int64 2, 1, 1]", 1, TRUE },
               { "[int64 2, 1, 1]", 2, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WeftGraph) graph = net_classifier (4, 3);
      g_autofree char *batch = g_strdup_printf ("int64 %d", rows[i].batch);
      g_autoptr (WeftReport) report = NULL;

      cut (graph, "dense1", 0);
      net_set (graph, "data", "shape", rows[i].shape);
      net_set (graph, "data", "count", "int64 100");
      net_train (graph, "batch_size", batch);
      net_add (graph, "batch_norm", "bn1", NULL);
      net_add (graph, "flatten", "flatten1", NULL);
      net_wire (graph, "data.x", "bn1");
      net_wire (graph, "bn1", "flatten1");
      net_wire (graph, "flatten1", "dense1");
      report = check (graph);
      print_all (report);
      g_assert_true ((find (report, "batch-of-one") != NULL) == rows[i].is_said);
      g_assert_true (report->can_train == !rows[i].is_said);
    }
}

/* What reads steps gets them from pictures and from rows of numbers. */
static void
test_steps (void)
{
  static const char *const layers[] = { "rnn", "gru", "lstm", "transformer_encoder" };
  static const char *const labels[] = { "Read it row by row", "Read it number by number" };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (layers); i++)
    {
      g_autoptr (WeftGraph) graph = net_classifier (4, 3);
      g_autoptr (WeftReport) report = NULL, cured = NULL;
      const WeftFix *fix;

      if (i % 2 == 0)
        net_set (graph, "data", "shape", "[int64 3, 8, 8]");
      cut (graph, "dense1", 0);
      net_add (graph, layers[i / 2], "steps", NULL);
      net_add (graph, "flatten", "flat", NULL);
      net_wire (graph, "data.x", "steps");
      net_wire (graph, "steps", "flat");
      net_wire (graph, "flat", "dense1");
      report = check (graph);
      fix = find (report, "needs-steps")->fixes->pdata[0];
      g_assert_cmpstr (fix->label, ==, labels[i % 2]);
      net_apply (graph, weft_edit_ref (fix->edit));
      cured = check (graph);
      g_assert_null (find (cured, "needs-steps"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/diagnostic/%s-%zu", faults[i].code, i);

      g_test_add_data_func (path, &faults[i], test_fault);
    }
  g_test_add_func ("/diagnostic/table-is-covered", test_table_is_covered);
  g_test_add_func ("/diagnostic/no-labels", test_no_labels);
  g_test_add_func ("/diagnostic/all-roots", test_all_roots);
  g_test_add_func ("/diagnostic/two-cycles", test_two_cycles);
  g_test_add_func ("/diagnostic/norm-over-places", test_norm_over_places);
  g_test_add_func ("/diagnostic/channels-last", test_channels_last);
  g_test_add_func ("/diagnostic/steps", test_steps);
  g_test_add_func ("/diagnostic/root-alone", test_root_alone);
  g_test_add_func ("/diagnostic/empty", test_empty);
  g_test_add_func ("/diagnostic/inference-only", test_inference_only);
  return g_test_run ();
}
