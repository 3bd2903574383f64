/* test-penalty: what the gradient penalty does to the judge's weights, against the same penalty
 * reckoned here in double precision and differentiated by differences */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/batches.h"
#include "small-gan.h"
#include "small-trainer.h"

#define BATCH 16
#define POINTS (2 * BATCH)
#define WIDE 64
#define PENALTY 10.0
#define SEED 3

/* The judge: 2 → 64 → 64 → 1, tanh between. */
typedef struct
{
  double w1[WIDE][2], b1[WIDE], w2[WIDE][WIDE], b2[WIDE], w3[WIDE], b3;
} Judge;

static WeftGraph *
new_graph (double penalty)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'file'>, 'name': <'ring'>}"),
         noise = net_add (graph, "noise", "noise1", "{'size': <int64 8>}"),
         contest = net_add (graph, "contest", "contest1", NULL),
         loss = net_add (graph, "adversarial", "loss", "{'kind': <'wasserstein'>}");

  net_wire (graph, data, 0, noise, 0);
  net_wire (graph, data, 0, contest, 0);
  net_wire (graph, add_chain (graph, noise, "make", 2, "relu"), 0, contest, 1);
  net_wire (graph, add_chain (graph, contest, "judge", 1, "tanh"), 0, loss, 0);
  net_wire (graph, contest, 1, loss, 1);
  net_train (graph, "recipe", g_variant_new_string ("adversarial"));
  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  net_train (graph, "discriminator_optimizer", g_variant_new_string ("sgd"));
  net_train (graph, "discriminator_lr", g_variant_new_double (1));
  net_train (graph, "batch_size", g_variant_new_int64 (BATCH));
  net_train (graph, "gradient_penalty", g_variant_new_double (penalty));
  return graph;
}

static WeftState *
make_step (double penalty, WeftState **before, WeftModel **kept)
{
  g_autoptr (WeftGraph) graph = new_graph (penalty);
  WeftModel *model = new_model (graph);
  WeftTrainer *trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1, .level = 0 });
  WeftState *after;

  *before = weft_model_new_state (model, SEED, NULL);
  weft_trainer_load (trainer, model, weft_state_dup (*before, NULL), SEED, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 1 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  after = weft_trainer_dup_state (trainer);
  weft_trainer_free (trainer);
  *kept = model;
  return after;
}

/* The judge's numbers in the order of the struct: sign times theirs, added. */
static void
add_judge (WeftModel *model, const WeftState *state, double sign, Judge *judge)
{
  static const char *const nodes[] = { "judge1", "judge3", "judge5" };
  static const char *const names[] = { "weight", "bias" };
  double *to = (double *) judge;

  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 2; k++)
      {
        gint64 node = weft_graph_find_by_name (model->graph, nodes[i])->id;
        const WeftStateEntry *entry = weft_state_find (state, node, names[k]);

        for (gsize j = 0; j < entry->count; j++)
          *to++ += sign * (double) entry->value[j];
      }
}

/* What is shown in the first step: real samples, then made ones, (2 · BATCH, 2). */
static void
list_samples (WeftModel *model, WeftState *state, float samples[POINTS][2])
{
  gint64 contest = weft_graph_find_by_name (model->graph, "contest1")->id;
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = 0, .keep = contest };
  g_autoptr (WeftBatches) batches = weft_batches_new (model, SEED, NULL, NULL);
  WeftPlan *plan = weft_model_get_plan (model, weft_batches_gather (batches, 0, 0), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  const WeftProgram *program = weft_exec_get_program (exec);

  weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
  weft_exec_run (exec, SEED, 0);
  memcpy (samples[0], batches->inputs[0], BATCH * sizeof samples[0]);
  memcpy (samples[BATCH],
          weft_exec_get_value (exec, weft_program_find_output (program, contest, 0)),
          BATCH * sizeof samples[0]);
}

static void
draw_between (float samples[POINTS][2], double points[POINTS][2])
{
  const WeftRandom random = { SEED, WEFT_STREAM_PLAY, 0 };

  for (int k = 0; k < POINTS; k++)
    for (int i = 0; i < 2; i++)
      {
        double share = (double) weft_random_uniform (&random, (guint64) k);

        points[k][i] = share * (double) samples[k % BATCH][i]
                       + (1 - share) * (double) samples[BATCH + k % BATCH][i];
      }
}

/* |∇D| at a point. */
static double
find_slope (const Judge *judge, const double point[2])
{
  double h1[WIDE], h2[WIDE], g[2] = { 0 };

  for (int i = 0; i < WIDE; i++)
    h1[i] = tanh (judge->w1[i][0] * point[0] + judge->w1[i][1] * point[1] + judge->b1[i]);
  for (int i = 0; i < WIDE; i++)
    {
      h2[i] = judge->b2[i];
      for (int j = 0; j < WIDE; j++)
        h2[i] += judge->w2[i][j] * h1[j];
      h2[i] = tanh (h2[i]);
    }
  for (int i = 0; i < WIDE; i++)
    for (int j = 0; j < WIDE; j++)
      for (int axis = 0; axis < 2; axis++)
        g[axis] += judge->w3[i] * (1 - h2[i] * h2[i]) * judge->w2[i][j] * (1 - h1[j] * h1[j])
                   * judge->w1[j][axis];
  return hypot (g[0], g[1]);
}

/* Half of λ · mean (|∇D| − 1)²: the loss is a mean over real and made samples, too. */
static double
find_penalty (const Judge *judge, double points[POINTS][2])
{
  double sum = 0;

  for (int k = 0; k < POINTS; k++)
    sum += pow (find_slope (judge, points[k]) - 1, 2);
  return PENALTY / 2 * sum / POINTS;
}

static Judge
move (const Judge *judge, const Judge *direction, double by)
{
  Judge moved = *judge;

  for (gsize i = 0; i < sizeof moved / sizeof (double); i++)
    ((double *) &moved)[i] += by * ((const double *) direction)[i];
  return moved;
}

/* One step of size 1 with the penalty and one without differ by its gradient. */
static void
test_gradient (void)
{
  g_autoptr (WeftState) begin = NULL, same = NULL, with = NULL, without = NULL;
  g_autoptr (WeftModel) model = NULL, other = NULL;
  float samples[POINTS][2];
  double points[POINTS][2];
  Judge judge = { 0 }, gradient = { 0 };

  with = make_step (PENALTY, &begin, &model);
  without = make_step (0, &same, &other);
  add_judge (model, begin, 1, &judge);
  add_judge (model, without, 1, &gradient);
  add_judge (model, with, -1, &gradient);
  list_samples (model, begin, samples);
  draw_between (samples, points);
  for (int k = 0; k < 5; k++)
    {
      const WeftRandom random = { 1, WEFT_STREAM_CHECK, (guint64) k };
      Judge direction, up, down;
      double analytic = 0, numeric;

      for (gsize i = 0; i < sizeof direction / sizeof (double); i++)
        ((double *) &direction)[i]
            = (double) weft_random_normal (&random, i) + 20 * ((const double *) &gradient)[i];
      for (gsize i = 0; i < sizeof direction / sizeof (double); i++)
        analytic += ((const double *) &direction)[i] * ((const double *) &gradient)[i];
      up = move (&judge, &direction, 1e-5);
      down = move (&judge, &direction, -1e-5);
      numeric = (find_penalty (&up, points) - find_penalty (&down, points)) / 2e-5;
      g_test_message ("%.6f, by differences %.6f", analytic, numeric);
      g_assert_cmpfloat_with_epsilon (analytic / numeric, 1, 1e-2);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/penalty/gradient", test_gradient);
  return g_test_run ();
}
