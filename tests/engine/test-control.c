/* test-control: worlds of control, each move of them by the published equations, written otherwise
 * than the rows have them; and by figures that are known of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/environments/environment.h"

#define MOST_MOVES 1000

/* One move of a row whose state is float numbers: v (n) in place. The reward; *ended as there. */
typedef double (*Reference) (double *v, double move, gboolean *ended);

typedef struct
{
  const char *id;
  int words; /* of the state */
  Reference reference;
  double low[4], high[4]; /* where an episode begins */
  int turns;              /* how many of the words are angles, which may differ by whole turns */
} Published;

/* Gymnasium: MountainCar-v0 and MountainCarContinuous-v0. */
static gboolean
roll (double *v, double thrust, double flag)
{
  v[1] = fmin (fmax (v[1] + thrust - 0.0025 * cos (3 * v[0]), -0.07), 0.07);
  v[0] = fmin (fmax (v[0] + v[1], -1.2), 0.6);
  if (v[0] == -1.2 && v[1] < 0)
    v[1] = 0;
  return v[0] >= flag && v[1] >= 0;
}

static double
mountain_car (double *v, double move, gboolean *ended)
{
  *ended = roll (v, (move - 1) * 0.001, 0.5);
  return -1;
}

/* What lies beyond what there is is cut to it, for the cost, too. */
static double
mountain_car_continuous (double *v, double move, gboolean *ended)
{
  double force = fmin (fmax (move, -1), 1);

  *ended = roll (v, force * 0.0015, 0.45);
  return (*ended ? 100 : 0) - 0.1 * force * force;
}

/* Gymnasium: Pendulum-v1, whose angle_normalize is ((x + π) mod 2π) − π. */
static double
pendulum (double *v, double move, gboolean *ended)
{
  double u = fmin (fmax (move, -2), 2), off = fmod (v[0] + G_PI, 2 * G_PI);
  double angle = (off < 0 ? off + 2 * G_PI : off) - G_PI;
  double cost = angle * angle + 0.1 * v[1] * v[1] + 0.001 * u * u;

  v[1] = fmin (fmax (v[1] + (15 * sin (v[0]) + 3 * u) * 0.05, -8), 8);
  v[0] += v[1] * 0.05;
  *ended = FALSE;
  return -cost;
}

/* Lagrange's equations for two rods, as two linear equations for what their angles' spins gain, by
 * Cramer's rule; m = l = I = 1, the middle at ½. */
static void
swing (const double v[4], double torque, double d[4])
{
  double a = 0.25 + (1 + 0.25 + cos (v[1])) + 2, b = 0.25 + 0.5 * cos (v[1]) + 1, c = 1.25;
  double p2 = 0.5 * 9.8 * sin (v[0] + v[1]);
  double p1
      = -0.5 * v[3] * v[3] * sin (v[1]) - v[3] * v[2] * sin (v[1]) + 1.5 * 9.8 * sin (v[0]) + p2;
  double f1 = -p1, f2 = torque - 0.5 * v[2] * v[2] * sin (v[1]) - p2, det = a * c - b * b;

  d[0] = v[2];
  d[1] = v[3];
  d[2] = (f1 * c - b * f2) / det;
  d[3] = (a * f2 - b * f1) / det;
}

static double
acrobot (double *v, double move, gboolean *ended)
{
  double k[4][4], at[4];

  swing (v, move - 1, k[0]);
  for (int j = 1; j < 4; j++)
    {
      for (int i = 0; i < 4; i++)
        at[i] = v[i] + (j == 3 ? 0.2 : 0.1) * k[j - 1][i];
      swing (at, move - 1, k[j]);
    }
  for (int i = 0; i < 4; i++)
    v[i] += 0.2 / 6 * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i]);
  v[2] = fmin (fmax (v[2], -4 * G_PI), 4 * G_PI);
  v[3] = fmin (fmax (v[3], -9 * G_PI), 9 * G_PI);
  *ended = -cos (v[0]) - cos (v[1] + v[0]) > 1;
  return *ended ? 0 : -1;
}

static const Published rows[] = {
  { "mountain_car", 2, mountain_car, { -0.6, 0 }, { -0.4, 0 } },
  { "mountain_car_continuous", 2, mountain_car_continuous, { -0.6, 0 }, { -0.4, 0 } },
  { "pendulum", 2, pendulum, { -G_PI, -1 }, { G_PI, 1 }, 1 },
  { "acrobot", 4, acrobot, { -0.1, -0.1, -0.1, -0.1 }, { 0.1, 0.1, 0.1, 0.1 }, 2 },
};

static void
read_state (const Published *row, const char *state, double *v)
{
  for (int i = 0; i < row->words; i++)
    {
      float word;

      memcpy (&word, state + 4 * i, sizeof word);
      v[i] = (double) word;
    }
}

/* A move drawn at random for some seeds, for others one that gathers way: as fast as it goes. */
static double
choose (const WeftEnvironment *it, const double *v, const Published *row, const WeftRandom *random,
        guint64 n)
{
  double part
      = random->seed % 2 == 1 ? v[row->words - 1] > 0 : (double) weft_random_uniform (random, n);

  if (it->actions == 0)
    return (double) it->low * 1.2 + 1.2 * part * (double) (it->high - it->low);
  return MIN (floor (part * it->actions), it->actions - 1);
}

static double
move (const WeftEnvironment *it, char *state, double how, gboolean *ended)
{
  float force = (float) how;

  return it->actions == 0 ? it->push (state, &force, ended) : it->act (state, (int) how, ended);
}

/* Each move of an episode, from the state as it was stored: or it would run away from what is
 * rounded. How many there were. */
static int
follow (const WeftEnvironment *it, const Published *row, guint64 seed)
{
  WeftRandom start = { seed, 1, 0 }, moves = { seed, 2, 0 };
  g_autofree char *state = g_malloc0 (it->state_size);
  gboolean ended = FALSE;
  double v[4];
  int n = 0;

  it->reset (state, &start);
  read_state (row, state, v);
  for (int i = 0; i < row->words; i++)
    g_assert_true (v[i] >= row->low[i] - 1e-6 && v[i] <= row->high[i] + 1e-6);
  for (; !ended && n < MIN (it->limit, MOST_MOVES); n++)
    {
      double how = choose (it, v, row, &moves, (guint64) n), stored[4], reward;
      gboolean ends = FALSE;

      if (it->actions == 0)
        how = (double) (float) how;
      reward = row->reference (v, how, &ends);
      g_assert_cmpfloat_with_epsilon (move (it, state, how, &ended), reward, 1e-4);
      g_assert_cmpint (ended, ==, ends);
      read_state (row, state, stored);
      for (int i = 0; i < row->words; i++)
        g_assert_cmpfloat_with_epsilon (
            i < row->turns ? remainder (stored[i] - v[i], 2 * G_PI) : stored[i] - v[i], 0, 2e-6);
      memcpy (v, stored, sizeof v);
    }
  return n;
}

static void
test_published (gconstpointer data)
{
  const Published *row = data;
  const WeftEnvironment *it = weft_environment_find (row->id);
  int shortest = G_MAXINT;

  g_assert_nonnull (it);
  g_assert_cmpuint (it->state_size, ==, 4 * (gsize) row->words);
  for (guint64 seed = 0; seed < 20; seed++)
    shortest = MIN (shortest, follow (it, row, seed));
  g_test_message ("shortest episode: %d", shortest);
}

/* --- cells --- */

/* The known way: up, along the cliff, down: 13 moves. One that falls pays a hundred. */
static void
test_cliff (void)
{
  const WeftEnvironment *it = weft_environment_find ("cliff");
  WeftRandom start = { 1, 1, 0 };
  gint32 cell;
  gboolean ended;
  double sum = 0;
  float x[48];

  it->reset (&cell, &start);
  for (int n = 0; n < 13; n++)
    {
      g_assert_cmpint (cell, ==, n == 0 ? 36 : 23 + n); /* Gymnasium's numbers of cells */
      it->observe (&cell, x);
      g_assert_cmpfloat (x[cell], ==, 1);
      sum += it->act (&cell, n == 0 ? 0 : n == 12 ? 2 : 1, &ended);
      g_assert_cmpint (ended, ==, n == 12);
    }
  g_assert_cmpfloat (sum, ==, -13);
  it->reset (&cell, &start);
  g_assert_cmpfloat (it->act (&cell, 1, &ended), ==, -100);
  g_assert_cmpint (cell, ==, 36);
  g_assert_false (ended);
  for (int n = 0; n < 2; n++) /* a wall */
    {
      g_assert_cmpfloat (it->act (&cell, 3 - n, &ended), ==, -1);
      g_assert_cmpint (cell, ==, 36);
    }
}

/* The best policy's utilities are those of the book, 0.705 where one begins (figure 17.3). */
static void
test_grid_world (void)
{
  static const gint8 best[] = { 1, 1, 1, -1, 0, -1, 0, -1, 0, 3, 3, 3 };
  const WeftEnvironment *it = weft_environment_find ("grid_world");
  g_autofree char *state = g_malloc0 (it->state_size);
  WeftRandom start = { 5, 1, 0 };
  double sum = 0;

  for (; start.step < 20000; start.step++)
    {
      gboolean ended = FALSE;

      for (it->reset (state, &start); !ended;)
        {
          gint32 cell;

          memcpy (&cell, state, sizeof cell);
          sum += it->act (state, best[cell], &ended);
        }
    }
  g_assert_cmpfloat_with_epsilon (sum / 20000, 0.705, 0.012);
}

/* From one state eight of ten moves go where they should; a copy of the state goes where it goes.
 */
static void
test_slips (void)
{
  const WeftEnvironment *it = weft_environment_find ("grid_world");
  g_autofree char *state = g_malloc0 (it->state_size), *copy = g_malloc0 (it->state_size);
  WeftRandom start = { 7, 1, 0 };
  int gone[12] = { 0 };

  for (; start.step < 10000; start.step++)
    {
      gboolean ended;
      gint32 cell;

      it->reset (state, &start);
      memcpy (copy, state, it->state_size);
      it->act (state, 0, &ended);
      it->act (copy, 0, &ended);
      g_assert_cmpint (memcmp (state, copy, it->state_size), ==, 0);
      memcpy (&cell, state, sizeof cell);
      gone[cell]++;
    }
  g_assert_cmpfloat_with_epsilon (gone[4] / 10000.0, 0.8, 0.02);
  g_assert_cmpfloat_with_epsilon (gone[9] / 10000.0, 0.1, 0.015);
  g_assert_cmpfloat_with_epsilon (gone[8] / 10000.0, 0.1, 0.015); /* against the edge */
}

/* --- the lander --- */

/* The pilot that Gymnasium's source comes with: it leans towards the pad, and fires where it sinks
 * faster than it may. */
static int
steer (const float *x)
{
  double lean = fmin (fmax ((double) x[0] * 0.5 + (double) x[2], -0.4), 0.4),
         hover = 0.55 * fabs ((double) x[0]), turn, lift;

  turn = (lean - (double) x[4]) * 0.5 - (double) x[5];
  lift = (hover - (double) x[1]) * 0.5 - (double) x[3] * 0.5;
  if (x[6] > 0 || x[7] > 0)
    {
      turn = 0;
      lift = -(double) x[3] * 0.5;
    }
  if (lift > fabs (turn) && lift > 0.05)
    return 2;
  return turn < -0.05 ? 3 : turn > 0.05 ? 1 : 0;
}

static double
land (const WeftEnvironment *it, guint64 seed, gboolean *landed)
{
  WeftRandom start = { seed, 1, 0 };
  g_autofree char *state = g_malloc0 (it->state_size);
  gboolean ended = FALSE;
  double sum = 0, reward = 0;
  float x[8];

  it->reset (state, &start);
  for (int n = 0; !ended && n < it->limit; n++)
    {
      it->observe (state, x);
      reward = it->act (state, steer (x), &ended);
      sum += reward;
    }
  *landed = ended && reward == 100;
  return sum;
}

/* It is known to be worth more than 200 there, and to land nearly always. */
static void
test_pilot (void)
{
  const WeftEnvironment *it = weft_environment_find ("lunar_landing");
  double sum = 0;
  int n = 0;

  for (guint64 seed = 0; seed < 100; seed++)
    {
      gboolean landed;

      sum += land (it, seed, &landed);
      n += landed;
    }
  g_test_message ("mean return %g, landed %d", sum / 100, n);
  g_assert_cmpfloat (sum / 100, >=, 200);
  g_assert_cmpint (n, >=, 85);
}

/* Falling freely it gains 10 m/s a second, as it is seen; engines push as their impulses say. */
static void
test_flight (void)
{
  const WeftEnvironment *it = weft_environment_find ("lunar_landing");
  const double mass = 4.958889, moment = 0.911142;
  WeftRandom start = { 0, 1, 0 };
  g_autofree char *state = g_malloc0 (it->state_size);
  float x[8], next[8];

  for (; start.step < 50; start.step++)
    for (int action = 0; action < 4; action++)
      {
        double up, spin;
        gboolean ended;

        it->reset (state, &start);
        it->observe (state, x);
        g_assert_true (fabsf (x[0]) < 0.02f && x[1] > 1.3f && fabsf (x[4]) < 0.01f);
        it->act (state, action, &ended);
        it->observe (state, next);
        up = (double) (next[3] - x[3]) / (20 / 3.0 * 0.02) + 0.2;
        spin = (double) (next[5] - x[5]) / (20 * 0.02);
        if (action == 0)
          g_assert_true (fabs (up) < 1e-4 && fabs (spin) < 1e-4);
        else if (action == 2) /* 4/30 m from the middle, more or less 2/30, times 13 N s/m */
          g_assert_true (up > 13 * 2 / 30.0 / mass - 1e-4 && up < 13 * 6 / 30.0 / mass + 1e-4);
        else /* to the side, 14/30 − 0.09 above the middle, or a little more: it turns */
          g_assert_true (spin * (2 - action) > 0.5 * 0.6 * 0.3 * 0.376 / moment
                         && spin * (2 - action) < 2 * 0.6 * 0.5 * 0.41 / moment);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/control/published/", rows[i].id, NULL);

      g_test_add_data_func (path, &rows[i], test_published);
    }
  g_test_add_func ("/control/cliff", test_cliff);
  g_test_add_func ("/control/grid-world", test_grid_world);
  g_test_add_func ("/control/slips", test_slips);
  g_test_add_func ("/control/flight", test_flight);
  g_test_add_func ("/control/pilot", test_pilot);
  return g_test_run ();
}
