/* test-made-digits: a generator learns to make handwritten digits; what it makes lies among real
 * ones, covers them, and is known for one of all ten by a network that has seen real ones alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/run/exec.h"
#include "probe.h"

#define STEPS 2500
#define JUDGE_STEPS 300
#define COUNT 500  /* pictures of each sort */
#define POINTS 400 /* of a picture */
#define NEIGHBOURS 3
#define CLASSES 10

typedef float Picture[POINTS];

static Picture *
get_real (const WeftModel *model, WeftPart part)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);
  Picture *pictures = g_new (Picture, COUNT);

  for (int i = 0; i < COUNT; i++)
    weft_field_get (x, model->split->samples[part][i], pictures[i]);
  return pictures;
}

static Picture *
make (WeftModel *model, WeftState *state)
{
  gint64 contest = weft_graph_find_by_name (model->graph, "contest")->id;
  WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level (), .keep = contest };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, COUNT), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  const WeftProgram *program = weft_exec_get_program (exec);
  g_autofree Picture *x = g_new0 (Picture, COUNT);

  weft_exec_set_inputs (exec, (const void *[]){ x, NULL });
  weft_exec_run (exec, 5, 0);
  return g_memdup2 (weft_exec_get_value (exec, weft_program_find_output (program, contest, 0)),
                    COUNT * sizeof *x);
}

/* --- precision and recall of what is made (Kynkäänniemi et al. 2019), over points --- */

static float
measure_distance (const Picture a, const Picture b)
{
  float sum = 0;

  for (int i = 0; i < POINTS; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/* How far each has its third neighbour. */
static void
measure_reach (Picture *pictures, float reach[COUNT])
{
  for (int i = 0; i < COUNT; i++)
    {
      float near[NEIGHBOURS] = { INFINITY, INFINITY, INFINITY };

      for (int j = 0; j < COUNT; j++)
        {
          float d = i != j ? measure_distance (pictures[i], pictures[j]) : INFINITY;

          for (int k = 0; k < NEIGHBOURS; k++)
            if (d < near[k])
              {
                float farther = near[k];

                near[k] = d;
                d = farther;
              }
        }
      reach[i] = near[NEIGHBOURS - 1];
    }
}

/* The share of pictures that lie within the reach of one of the others. */
static double
measure_share (Picture *pictures, Picture *others)
{
  float reach[COUNT];
  int count = 0;

  measure_reach (others, reach);
  for (int i = 0; i < COUNT; i++)
    for (int j = 0; j < COUNT; j++)
      if (measure_distance (pictures[i], others[j]) <= reach[j])
        {
          count++;
          break;
        }
  return (double) count / COUNT;
}

typedef struct
{
  double precision, recall;
} Likeness;

static Likeness
compare (const char *what, Picture *pictures, Picture *real)
{
  Likeness likeness = { measure_share (pictures, real), measure_share (real, pictures) };

  g_test_message ("%s: %.3f lie among real ones, %.3f of which they cover", what,
                  likeness.precision, likeness.recall);
  return likeness;
}

/* The upper half of one, the lower half of the next: sure strokes of no digit. */
static void
mix_halves (Picture *pictures)
{
  for (int i = 0; i + 1 < COUNT; i++)
    memcpy (pictures[i] + POINTS / 2, pictures[i + 1] + POINTS / 2, sizeof (Picture) / 2);
}

/* --- what a network that knows digits takes them for --- */

static double
count_classes (WeftModel *judge, WeftState *state, Picture *pictures, int counts[CLASSES])
{
  g_autoptr (WeftTensor) scores
      = weft_infer (judge, state, pictures[0], COUNT, TRUE, NULL, -1, NULL);
  int sure = 0;

  for (int i = 0; i < COUNT; i++)
    {
      const float *row = (const float *) scores->data + i * CLASSES;
      double sum = 0;
      int best = 0;

      for (int c = 1; c < CLASSES; c++)
        best = row[c] > row[best] ? c : best;
      for (int c = 0; c < CLASSES; c++)
        sum += exp ((double) (row[c] - row[best]));
      if (sum > 2) /* it does not believe in one more than in all others together */
        continue;
      counts[best]++;
      sure++;
    }
  return (double) sure / COUNT;
}

static void
assert_known (Picture *made)
{
  g_autoptr (WeftModel) judge = probe_load_model ("excite");
  g_autoptr (WeftState) state = probe_train (judge, NULL, 1, JUDGE_STEPS);
  int counts[CLASSES] = { 0 };
  double share = count_classes (judge, state, made, counts);

  g_test_message ("%.3f are known for a digit", share);
  g_assert_cmpfloat (share, >, 0.8);
  for (int c = 0; c < CLASSES; c++)
    {
      g_test_message ("%d: %d", c, counts[c]);
      g_assert_cmpint (counts[c], >=, COUNT / 100);
    }
}

static void
test_made_digits (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("made-digits");
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, STEPS);
  g_autofree Picture *made = make (model, state), *real = get_real (model, WEFT_PART_TEST),
                     *others = get_real (model, WEFT_PART_TRAIN);
  Likeness of_made = compare ("made ones", made, real),
           of_others = compare ("others", others, real), of_halves;

  mix_halves (others);
  of_halves = compare ("halves of two", others, real);
  g_assert_cmpfloat (of_made.precision, >, 0.5 * of_others.precision);
  g_assert_cmpfloat (of_made.precision, >, 1.25 * of_halves.precision);
  g_assert_cmpfloat (of_made.recall, >, 0.5 * of_others.recall);
  assert_known (made);
  probe_assert_same_ways (model, NULL, 40);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/made-digits", test_made_digits);
  return g_test_run ();
}
