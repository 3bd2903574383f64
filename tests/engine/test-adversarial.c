/* test-adversarial: two lanes learn against each other: a generator finds all clouds of a ring */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/exec.h"
#include "engine/train/model/judges.h"
#include "small-gan.h"
#include "small-trainer.h"

#define STEPS 8000
#define FEWER 3000 /* each of more passes */

static WeftState *
learn (WeftModel *model, WeftState *from, guint threads, gint64 steps)
{
  /* The plain kernels: the same numbers on any processor. */
  WeftTrainerOptions options = { .threads = threads, .level = 0 };
  WeftTrainer *trainer = weft_trainer_new (&options);
  WeftLimits limits = { .steps = steps };
  WeftState *state;

  weft_trainer_load (trainer, model, from, 3, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 240));
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  state = weft_trainer_dup_state (trainer);
  weft_trainer_free (trainer);
  return state;
}

/* What share of made points lies in some cloud, and how few lie in the emptiest. */
static void
count_modes (WeftModel *model, WeftState *state, double *share, double *least)
{
  gint64 contest = weft_graph_find_by_name (model->graph, "contest1")->id;
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = 0, .keep = contest };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, SAMPLES), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  g_autofree float *x = g_new0 (float, 2 * SAMPLES);
  const float *made;
  int count[MODES] = { 0 }, inside = 0;

  weft_exec_set_inputs (exec, (const void *[]){ x });
  weft_exec_run (exec, 5, 0);
  made = weft_exec_get_value (exec,
                              weft_program_find_output (weft_exec_get_program (exec), contest, 0));
  g_assert_nonnull (made);
  for (int i = 0; i < SAMPLES; i++)
    for (int m = 0; m < MODES; m++)
      {
        double angle = 2 * G_PI * m / MODES, dx = (double) made[2 * i] - cos (angle),
               dy = (double) made[2 * i + 1] - sin (angle);
        gboolean is_there = sqrt (dx * dx + dy * dy) < 3 * WIDTH;

        count[m] += is_there;
        inside += is_there;
      }
  *share = (double) inside / SAMPLES;
  *least = 1;
  for (int m = 0; m < MODES; m++)
    {
      g_test_message ("cloud %d: %d", m, count[m]);
      *least = MIN (*least, (double) count[m] / SAMPLES);
    }
}

static void
test_ring (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = learn (model, NULL, 1, STEPS);
  double share, least;

  count_modes (model, state, &share, &least);
  g_test_message ("%.3f in clouds, %.3f in the emptiest", share, least);
  g_assert_cmpfloat (share, >, 0.8);
  g_assert_cmpfloat (least, >, 0.05);
}

/* How steep the judge's score is at the data, the mean, by differences along both axes. */
static double
find_slope (WeftModel *model, WeftState *state)
{
  gint64 contest = weft_graph_find_by_name (model->graph, "contest1")->id;
  WeftPlanOptions options = { .mode = WEFT_MODE_EVALUATE, .level = 0, .entry = contest };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, SAMPLES), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  const WeftProgram *program = weft_exec_get_program (exec);
  const float *x = model->dataset->fields[0].data;
  g_autofree float *moved = g_new (float, 2 * SAMPLES), *t = g_new0 (float, SAMPLES);
  g_autofree float *scores = g_new (float, 3 * SAMPLES);
  double sum = 0;

  for (int side = 0; side < 3; side++)
    {
      for (int i = 0; i < 2 * SAMPLES; i++)
        moved[i] = x[i] + (i % 2 + 1 == side ? 1e-2f : 0);
      weft_exec_set_inputs (exec, (const void *[]){ NULL, moved, t });
      weft_exec_run (exec, 5, 0);
      memcpy (scores + side * SAMPLES,
              weft_exec_get_value (exec, weft_program_get_loss (program, 0)->prediction),
              SAMPLES * sizeof *scores);
    }
  for (int i = 0; i < SAMPLES; i++)
    sum += hypot ((double) scores[SAMPLES + i] - scores[i],
                  (double) scores[2 * SAMPLES + i] - scores[i])
           / 1e-2;
  return sum / SAMPLES;
}

static WeftGraph *
new_wasserstein (double penalty, double bound)
{
  WeftGraph *graph = gan_new_with ("adversarial");

  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, "loss")->id, "kind",
                                         g_variant_new_string ("wasserstein")));
  net_train (graph, "gradient_penalty", g_variant_new_double (penalty));
  net_train (graph, "weight_bound", g_variant_new_double (bound));
  net_train (graph, "generator_every", g_variant_new_int64 (2));
  net_train (graph, "smoothing", g_variant_new_double (0));
  return graph;
}

/* With a gradient penalty the score rises by about 1 a step of length 1, and the ring is found. */
static void
test_wasserstein (void)
{
  g_autoptr (WeftGraph) graph = new_wasserstein (1, 0);
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = learn (model, NULL, 1, FEWER);
  double share, least, slope = find_slope (model, state);

  count_modes (model, state, &share, &least);
  g_test_message ("%.3f in clouds, %.3f in the emptiest, slope %.3f", share, least, slope);
  g_assert_cmpfloat (share, >, 0.7);
  g_assert_cmpfloat (least, >, 0.04);
  g_assert_cmpfloat (slope, >, 0.3);
  g_assert_cmpfloat (slope, <, 1.5);
}

/* What is made is compared with what is real, by features of a layer that stands still; it teaches
 * nothing, so that it goes beside a gradient penalty, too. */
static WeftModel *
new_compared (WeftGraph *graph)
{
  const char *const form = "{'units': <int64 6>}";
  gint64 data = weft_graph_find_by_name (graph, "data")->id,
         made = weft_graph_find_by_name (graph, "make5")->id;
  gint64 features = net_add (graph, "dense", "features", form),
         same = net_add (graph, "dense", "features2", form),
         bent = net_add (graph, "tanh", "bent", NULL),
         bent2 = net_add (graph, "tanh", "bent2", NULL),
         distance = net_add (graph, "frechet", "distance", NULL);

  net_apply (graph, weft_edit_set_shared (same, features));
  net_apply (graph, weft_edit_set_flag (features, WEFT_NODE_FROZEN, TRUE));
  net_wire (graph, made, 0, features, 0);
  net_wire (graph, data, 0, same, 0);
  net_wire (graph, features, 0, bent, 0);
  net_wire (graph, same, 0, bent2, 0);
  net_wire (graph, bent, 0, distance, 0);
  net_wire (graph, bent2, 0, distance, 1);
  return new_model (graph);
}

static double
find_distance (WeftModel *model, WeftState *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEvaluation) evaluation
      = weft_evaluate (model, state, WEFT_PART_VALIDATION, NULL, 0, &error);
  int criterion = weft_model_find_criterion (model, "frechet");
  int judge = weft_model_find_judge (model, weft_graph_find_by_name (model->graph, "distance")->id);

  g_assert_no_error (error);
  g_assert_cmpint (criterion, >=, 0);
  g_assert_cmpuint (evaluation->results[judge].kept, ==, 0); /* no answer of its own */
  return evaluation->metrics[criterion];
}

static void
test_frechet (void)
{
  g_autoptr (WeftGraph) graph = gan_new (), other = new_wasserstein (1, 0);
  g_autoptr (WeftModel) model = new_compared (graph), penalised = new_compared (other);
  g_autoptr (WeftState) first = learn (model, NULL, 1, 1), state = learn (model, NULL, 1, 800);
  g_autoptr (WeftState) few = learn (penalised, NULL, 1, 3), again = learn (penalised, NULL, 2, 3);
  double before, after;

  g_assert_cmpfloat (find_distance (penalised, few), ==, find_distance (penalised, again));
  before = find_distance (model, first);
  after = find_distance (model, state);
  g_test_message ("distance %g, then %g", before, after);
  g_assert_cmpfloat (after, <, 0.3 * before);
}

/* The penalty is resumed and the same on any number of threads; a bound holds. */
static void
test_bounds (void)
{
  g_autoptr (WeftGraph) graph = new_wasserstein (10, 0.03);
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) one = learn (model, NULL, 1, 40), two = learn (model, NULL, 2, 40);
  g_autofree char *of_one = weft_state_dup_hash (one), *of_two = weft_state_dup_hash (two);
  gint64 judge = weft_graph_find_by_name (model->graph, "judge3")->id;
  const WeftStateEntry *weight = weft_state_find (one, judge, "weight");

  g_assert_cmpstr (of_one, ==, of_two);
  for (gsize i = 0; i < weight->count; i++)
    g_assert_cmpfloat (fabsf (weight->value[i]), <=, 0.03f);
}

/* A penalty that the loss has no factors for is refused, not reckoned wrongly. */
static void
test_refused (void)
{
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftGraph) graph = new_wasserstein (10, 0);
  g_autoptr (WeftModel) model = NULL;
  WeftTrainer *trainer = weft_trainer_new (&options);

  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, "loss")->id, "kind",
                                         g_variant_new_string ("hinge")));
  model = new_model (graph);
  weft_trainer_load (trainer, model, NULL, 3, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 3 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  assert_phase (trainer, WEFT_TRAINER_FAILED);
  weft_trainer_free (trainer);
}

/* What stands beside the contest, with a loss of its own on the data, learns along, and the contest
 * as without it. */
static void
test_beside (void)
{
  g_autoptr (WeftGraph) graph = gan_new (), plain = gan_new ();
  g_autoptr (WeftModel) model = NULL, without = new_model (plain);
  g_autoptr (WeftState) first = NULL, state = NULL, alone = learn (without, NULL, 1, 60);
  gint64 data = weft_graph_find_by_name (graph, "data")->id, again, loss, judge;
  float sum = 0;

  again = net_add (graph, "dense", "again", "{'units': <int64 2>}");
  loss = net_add (graph, "mse", "beside", NULL);
  net_wire (graph, data, 0, again, 0);
  net_wire (graph, again, 0, loss, 0);
  net_wire (graph, data, 0, loss, 1);
  model = new_model (graph);
  first = learn (model, NULL, 1, 1);
  state = learn (model, NULL, 2, 60);
  for (int i = 0; i < 4; i++)
    sum += fabsf (weft_state_find (state, again, "weight")->value[i]
                  - weft_state_find (first, again, "weight")->value[i]);
  g_assert_cmpfloat (sum, >, 0.05f);
  judge = weft_graph_find_by_name (model->graph, "judge3")->id;
  g_assert_cmpmem (weft_state_find (state, judge, "weight")->value, 64 * 64 * sizeof (float),
                   weft_state_find (alone, judge, "weight")->value, 64 * 64 * sizeof (float));
}

static void
test_threads (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) one = learn (model, NULL, 1, 300), two = learn (model, NULL, 2, 300);
  g_autofree char *of_one = weft_state_dup_hash (one), *of_two = weft_state_dup_hash (two);

  g_assert_cmpstr (of_one, ==, of_two);
}

/* In the middle of an epoch, through the bytes of a file. */
static void
test_resume (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) whole = learn (model, NULL, 1, 60), half = learn (model, NULL, 2, 25),
                        rest = NULL;
  g_autoptr (GBytes) bytes = weft_state_serialize (half);
  g_autofree char *of_whole = weft_state_dup_hash (whole), *of_rest = NULL;

  rest = learn (model, weft_state_deserialize (bytes, NULL), 1, 35);
  of_rest = weft_state_dup_hash (rest);
  g_assert_cmpint (rest->step, ==, 60);
  g_assert_cmpstr (of_rest, ==, of_whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/adversarial/resume", test_resume);
  g_test_add_func ("/adversarial/threads", test_threads);
  g_test_add_func ("/adversarial/beside", test_beside);
  g_test_add_func ("/adversarial/ring", test_ring);
  g_test_add_func ("/adversarial/bounds", test_bounds);
  g_test_add_func ("/adversarial/refused", test_refused);
  g_test_add_func ("/adversarial/frechet", test_frechet);
  g_test_add_func ("/adversarial/wasserstein", test_wasserstein);
  return g_test_run ();
}
