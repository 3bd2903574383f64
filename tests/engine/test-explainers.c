/* test-explainers: the table of explainers: its laws, every row on every sort of data, and while a
 * net learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-explained.h"
#include "small-ragged.h"
#include "small-trainer.h"

/* --- every explainer on every sort of data --- */

static void
assert_sound (const WeftExplanation *explanation, const WeftModel *model)
{
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftExplainedPart *part = explanation->parts->pdata[i];
      const float *x = weft_tensor_floats (part->tensor);

      g_assert_nonnull (weft_dataset_find_field (model->dataset, part->field));
      for (gint64 k = 0; k < weft_shape_count (&part->tensor->shape); k++)
        g_assert_true (isfinite (x[k])
                       && (explanation->row->form != WEFT_EXPLAINED_WEIGHTS || x[k] >= 0));
    }
  for (guint i = 0; i < explanation->n_samples; i++)
    {
      g_assert_cmpuint (explanation->samples[i], <, model->dataset->count);
      if (explanation->distances == NULL)
        continue;
      g_assert_cmpuint (explanation->samples[i], !=, explanation->sample);
      g_assert_true (i == 0 || explanation->distances[i] >= explanation->distances[i - 1]);
    }
  g_assert_true (explanation->parts->len > 0 || explanation->n_samples > 0);
  if (explanation->codes != NULL)
    g_assert_cmpint (explanation->codes->shape.dims[0], ==, explanation->n_samples);
}

/* Of those of which it stands below what they fit; another row is looked at as they are, and has
 * none. */
static guint
bit (const char *id)
{
  static const char *const known[] = { "saliency",   "gradient_input", "integrated_gradients",
                                       "grad_cam",   "occlusion",      "attention_rollout",
                                       "excitation", "nearest",        "codes",
                                       NULL };

  for (guint i = 0; known[i] != NULL; i++)
    if (g_str_equal (known[i], id))
      return 1u << i;
  return 0;
}

/* Either there is something to say, and it is said, or a sentence that says what it lacks. Each
 * node may be looked at. Gives the rows that had something to say, by their bits. */
static guint
explain_all (WeftModel *model)
{
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  WeftExplainRequest request = { .sample = 1, .unit = -1 };
  guint n, said = 0;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k <= weft_graph_get_n_nodes (model->graph); k++)
      {
        g_autofree char *text = g_strdup_printf (
            "%s%s", rows[i]->id, g_str_equal (rows[i]->id, "excitation") ? ",steps=3" : "");
        g_autoptr (WeftExplainer) explainer = weft_explainer_new (text, NULL);
        g_autoptr (WeftExplanation) explanation = NULL;
        g_autoptr (GError) error = NULL;
        const char *why = NULL;
        gboolean fits;

        request.node = k > 0 ? weft_graph_get_node (model->graph, k - 1)->id : 0;
        fits = weft_explainer_fits (rows[i], model, &request, &why);
        explanation = weft_explain (explainer, model, state, NULL, -1, &request, NULL, &error);
        g_assert_true (fits == (explanation != NULL) && fits == (error == NULL));
        g_assert_true (fits || (why != NULL && g_str_has_suffix (why, ".")));
        if (!fits)
          continue;
        assert_sound (explanation, model);
        said |= bit (rows[i]->id);
      }
  return said;
}

static WeftModel *
new_writing (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'dates'>, 'count': <int64 60>}");
  gint64 table = net_add (graph, "embedding", "table", "{'embedding_dim': <int64 6>}");
  gint64 node = net_add (graph, "transformer_encoder", "node", "{'nhead': <int64 3>}");
  gint64 last = net_add (graph, "dense", "last", "{'units': <int64 15>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);

  net_wire (graph, data, 1, table, 0);
  net_wire (graph, table, 0, node, 0);
  net_wire (graph, node, 0, last, 0);
  net_wire (graph, last, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  return net_model (graph);
}

static void
test_kinds (void)
{
  static const char *const steps[]
      = { "lstm {'hidden_size': <int64 2>}", "dense {'units': <int64 2>}", NULL };
  guint whole = bit ("saliency") | bit ("gradient_input") | bit ("integrated_gradients")
                | bit ("occlusion") | bit ("nearest") | bit ("codes");
  g_autoptr (WeftGraph) plane = net_points ();
  g_autoptr (WeftModel) points = net_model (plane), ragged = ragged_model (steps),
                        writing = new_writing ();
  Rig rig;

  g_assert_cmpuint (explain_all (points), ==, whole | bit ("excitation"));
  g_assert_cmpuint (explain_all (ragged), ==, whole | bit ("excitation"));
  g_assert_cmpuint (explain_all (writing), ==, whole | bit ("attention_rollout"));
  picture_init (&rig);
  g_assert_cmpuint (explain_all (rig.model), ==, whole | bit ("excitation") | bit ("grad_cam"));
  rig_clear (&rig);
  words_init (&rig);
  g_assert_cmpuint (explain_all (rig.model), ==, whole);
  rig_clear (&rig);
}

/* A sample that is shorter than others is explained as it is, without what pads it. */
static void
test_padded (void)
{
  static const char *const steps[]
      = { "lstm {'hidden_size': <int64 2>}", "dense {'units': <int64 2>}", NULL };
  Rig rig = { .model = ragged_model (steps) };

  rig.graph = g_object_ref (rig.model->graph);
  rig.state = weft_model_new_state (rig.model, 5, NULL);
  for (guint32 sample = 0; sample < 12; sample++)
    {
      g_autoptr (WeftExplanation) explanation = explain (&rig, "saliency", sample, -1);
      const WeftTensor *part = weft_explanation_find (explanation, "x");

      g_assert_cmpint (part->shape.dims[0], ==, weft_lengths_of (rig.model->dataset, sample, 0));
      g_assert_cmpint (part->shape.dims[1], ==, RAGGED_WIDTH);
    }
  rig_clear (&rig);
}

/* Of the code itself: the nearest to a sample that is in the data twice is its twin. */
static void
test_nearest (void)
{
  Rig rig;
  g_autoptr (WeftExplanation) explanation = NULL;

  words_init (&rig);
  explanation = explain (&rig, "nearest,k=2", 0, -1);
  g_assert_cmpuint (explanation->n_samples, >=, 1);
  g_assert_cmpfloat (explanation->distances[0], ==, 0); /* all are the same words */
  rig_clear (&rig);
}

/* Of a net whose loss judges no answer, as where two views are to be alike, it is what that loss
 * reads; and many samples' codes lie beside the sample's own. */
static void
test_codes (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'moons'>, 'count': <int64 90>}");
  gint64 code = net_add (graph, "dense", "code", "{'units': <int64 5>}");
  gint64 other = net_add (graph, "dense", "other", "{'units': <int64 5>}");
  gint64 loss = net_add (graph, "info_nce", "loss", NULL);
  Rig rig = { .graph = graph };
  g_autoptr (WeftExplanation) codes = NULL, saliency = NULL;

  net_wire (graph, data, 0, code, 0);
  net_wire (graph, data, 0, other, 0);
  net_wire (graph, code, 0, loss, 0);
  net_wire (graph, other, 0, loss, 1);
  rig.model = net_model (graph);
  rig.state = weft_model_new_state (rig.model, 3, NULL);
  codes = explain (&rig, "codes,most=7", 4, -1);
  saliency = explain (&rig, "saliency", 4, 2);
  g_assert_cmpuint (codes->n_samples, ==, 8);
  g_assert_cmpuint (codes->samples[0], ==, 4);
  g_assert_cmpint (codes->codes->shape.dims[0], ==, 8);
  g_assert_nonnull (weft_explanation_find (saliency, "x"));
  weft_state_free (rig.state);
  weft_model_unref (rig.model);
}

/* What is made answers more strongly than what it began with. */
static void
test_excitation (void)
{
  Rig rig;
  g_autoptr (WeftExplanation) early = NULL, late = NULL;

  picture_init (&rig);
  early = explain (&rig, "excitation,steps=1", 0, 2);
  late = explain (&rig, "excitation,steps=40", 0, 2);
  g_assert_cmpfloat (late->score, >, early->score + 1);
  rig_clear (&rig);
}

static void
test_typed (void)
{
  static const char *const wrong[][2] = {
    { "salience", "saliency, " },
    { "occlusion,width=3", "“width”" },
    { "saliency,x=1", "no settings" },
    { "integrated_gradients,steps=0", "at least 1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_explainer_new (wrong[i][0], &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
    }
}

/* The table keeps the laws of tables. */
static void
test_rows (void)
{
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  g_assert_cmpuint (n, >=, 8);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftExplainer) explainer = weft_explainer_new (rows[i]->id, NULL);

      g_assert_true (explainer->row == rows[i] && weft_explainer_find (rows[i]->id) == rows[i]);
      g_assert_true (g_str_has_suffix (rows[i]->summary, ".")
                     && g_str_has_suffix (rows[i]->needs, ".") && rows[i]->title != NULL);
      for (const WeftParam *param = rows[i]->params; param->name; param++)
        g_assert_true (param->label && param->help && param->fallback >= param->min
                       && param->fallback <= param->max);
    }
}

/* It is heard at once that nobody wants it any more, and nothing was changed by it. */
static gboolean
is_due_cb (gpointer user)
{
  int *left = user;

  return (*left)-- <= 0;
}

static void
test_interrupted (void)
{
  Rig rig;
  g_autofree char *before = NULL, *after = NULL;
  guint n;
  const WeftExplainerRow *const *rows = weft_explainers (&n);

  picture_init (&rig);
  before = weft_state_dup_hash (rig.state);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftExplainer) explainer = weft_explainer_new (rows[i]->id, NULL);
      const WeftExplainRequest request = { .unit = -1 };
      int left = 0;
      const WeftInterrupt interrupt = { is_due_cb, &left };
      g_autoptr (GError) error = NULL;

      if (!weft_explainer_fits (rows[i], rig.model, &request, NULL))
        continue;
      g_assert_null (
          weft_explain (explainer, rig.model, rig.state, NULL, -1, &request, &interrupt, &error));
      g_assert_no_error (error);
    }
  after = weft_state_dup_hash (rig.state);
  g_assert_cmpstr (before, ==, after);
  rig_clear (&rig);
}

/* --- while it learns --- */

static WeftExplanation *
wait_for_explanation (WeftTrainer *trainer, gint64 beyond)
{
  for (int i = 0; i < 2000; i++)
    {
      WeftSnapshot *snapshot = weft_trainer_take_snapshot (trainer);
      WeftExplanation *explanation = snapshot != NULL && snapshot->explanation != NULL
                                             && snapshot->explanation->step > beyond
                                         ? weft_explanation_ref (snapshot->explanation)
                                         : NULL;

      g_clear_pointer (&snapshot, weft_snapshot_unref);
      if (explanation != NULL)
        return explanation;
      g_usleep (5000);
    }
  g_error ("nothing was explained");
}

/* A run that is looked at is the same to the bit as one that nobody looks at. */
static char *
train (gboolean is_watched, gint64 steps)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftWatch watch = { .explainer = 1, .unit = -1, .activations = TRUE };

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  if (is_watched)
    {
      g_autoptr (WeftExplanation) first = NULL, later = NULL;

      weft_trainer_watch (trainer, &watch);
      first = wait_for_explanation (trainer, -1);
      g_assert_cmpstr (first->row->id, ==, "saliency");
      finish (trainer, steps);
      later = wait_for_explanation (trainer, first->step);
      g_assert_cmpint (later->step, ==, steps);
    }
  else
    finish (trainer, steps);
  return dup_hash (trainer);
}

static void
test_watched (void)
{
  g_autofree char *alone = train (FALSE, 300), *watched = train (TRUE, 300);

  g_assert_cmpstr (alone, ==, watched);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explainers/kinds", test_kinds);
  g_test_add_func ("/explainers/padded", test_padded);
  g_test_add_func ("/explainers/nearest", test_nearest);
  g_test_add_func ("/explainers/codes", test_codes);
  g_test_add_func ("/explainers/excitation", test_excitation);
  g_test_add_func ("/explainers/typed", test_typed);
  g_test_add_func ("/explainers/rows", test_rows);
  g_test_add_func ("/explainers/interrupted", test_interrupted);
  g_test_add_func ("/explainers/watched", test_watched);
  return g_test_run ();
}
