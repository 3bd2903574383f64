/* test-environments: what holds of each row; the cart and its pole by the laws of mechanics */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/source.h"
#include "engine/environments/environment.h"

#include <math.h>
#include <string.h>

#define MOVES 300

/* Acts at random: one of what is open, or forces of which some lie beyond what there is. */
static double
move (const WeftEnvironment *environment, char *state, const WeftRandom *random, int n,
      gboolean *ended)
{
  float forces[WEFT_MAX_FORCES];
  guint64 open;
  int action;

  if (environment->actions == 0)
    {
      for (int i = 0; i < environment->forces; i++)
        forces[i]
            = environment->low
              + (environment->high - environment->low)
                    * (float) (1.2 * weft_random_uniform (random, (guint64) (n * 8 + i)) - 0.1);
      return environment->push (state, forces, ended);
    }
  action = weft_environment_pick (environment, state, random, (guint64) n);
  open = weft_environment_get_open (environment, state);
  g_assert_true ((open >> action & 1) != 0);
  return environment->act (state, action, ended);
}

/* Something is to be seen, of numbers, most of it in its frame. */
static void
look (const WeftDrawing *drawing)
{
  const float *xy = (const float *) (gpointer) drawing->points->data;
  guint inside = 0;

  g_assert_cmpfloat (drawing->width, >, 0);
  g_assert_cmpfloat (drawing->height, >, 0);
  g_assert_cmpuint (drawing->shapes->len, >, 0);
  for (guint i = 0; i < drawing->points->len; i += 2)
    {
      g_assert_true (isfinite (xy[i]) && isfinite (xy[i + 1]));
      inside += xy[i] >= 0 && xy[i] <= drawing->width && xy[i + 1] >= 0
                && xy[i + 1] <= drawing->height;
    }
  g_assert_cmpuint (inside, >, 0);
  for (guint i = 0; i < drawing->shapes->len; i++)
    {
      const WeftDrawnShape *shape = &g_array_index (drawing->shapes, WeftDrawnShape, i);

      g_assert_cmpuint (shape->ink, <, WEFT_N_INKS);
      g_assert_cmpuint (shape->first + shape->n, <=, drawing->points->len / 2);
      g_assert_true (isfinite (shape->radius) && isfinite (shape->width));
    }
}

/* One game at random; the observations' sum goes to `sum`. */
static int
play (const WeftEnvironment *environment, guint64 seed, double *sum)
{
  WeftRandom start = { seed, 1, 0 }, moves = { seed, 2, 0 };
  gsize size = (gsize) weft_shape_count (&environment->observation);
  g_autoptr (WeftDrawing) drawing = weft_drawing_new ();
  g_autofree float *x = g_new (float, size);
  g_autofree char *state = g_malloc0 (environment->state_size);
  gboolean ended = FALSE;
  int n = 0;

  environment->reset (state, &start);
  for (*sum = 0; !ended && n < environment->limit; n++)
    {
      g_assert_true (isfinite (move (environment, state, &moves, n, &ended)));
      environment->observe (state, x);
      environment->draw (state, drawing);
      look (drawing);
      for (gsize i = 0; i < size; i++)
        {
          g_assert_true (isfinite (x[i]));
          *sum += (double) x[i] * (double) (i + 1);
        }
    }
  return n;
}

/* A game that is played turned looks turned, move by move, in each way. */
static void
check_turns (const WeftEnvironment *environment, int way)
{
  WeftRandom random = { 5, 2, (guint64) way };
  gsize size = (gsize) weft_shape_count (&environment->observation);
  g_autofree float *x = g_new (float, 3 * size);
  g_autofree char *state = g_malloc0 (2 * environment->state_size);
  char *other = state + environment->state_size;
  gboolean ended = FALSE, ends = FALSE;

  environment->reset (state, &random);
  environment->reset (other, &random);
  for (int n = 0; !ended && n < environment->limit; n++)
    {
      float move[WEFT_MAX_ACTIONS] = { 0 }, moved[WEFT_MAX_ACTIONS] = { 0 };
      int action = weft_environment_pick (environment, state, &random, (guint64) n);

      move[action] = 1;
      environment->observe (state, x);
      environment->observe (other, x + size);
      environment->turn (way, x, move, x + 2 * size, moved);
      g_assert_cmpmem (x + size, size * sizeof *x, x + 2 * size, size * sizeof *x);
      g_assert_cmpfloat (
          environment->act (state, action, &ended), ==,
          environment->act (other,
                            weft_environment_find_best (
                                environment, weft_environment_get_open (environment, other), moved),
                            &ends));
      g_assert_cmpint (ended, ==, ends);
    }
}

/* Any row: what it says of itself is in order, and one seed gives one episode. */
static void
test_rows (gconstpointer row)
{
  const WeftEnvironment *environment = row;

  g_assert_true (weft_environment_find (environment->id) == environment);
  if (environment->actions == 0)
    {
      g_assert_true (environment->forces >= 1 && environment->forces <= WEFT_MAX_FORCES);
      g_assert_cmpfloat (environment->low, <, environment->high);
      g_assert_nonnull (environment->push);
    }
  else
    {
      g_assert_true (environment->actions <= WEFT_MAX_ACTIONS && environment->forces == 0);
      g_assert_nonnull (environment->act);
    }
  g_assert_true (environment->players == 1 || environment->players == 2);
  g_assert_cmpint (environment->observation.type, ==, WEFT_F32);
  g_assert_true (environment->state_size > 0 && environment->state_size % 4 == 0);
  g_assert_cmpint (environment->ways > 0, ==, environment->turn != NULL);
  for (int way = 0; way < environment->ways; way++)
    check_turns (environment, way);
  for (guint64 seed = 0; seed < 20; seed++)
    {
      double sum, again;
      int n = play (environment, seed, &sum);

      g_assert_cmpint (n, >, 0);
      g_assert_cmpint (n, <=, environment->limit);
      g_assert_cmpint (play (environment, seed, &again), ==, n);
      g_assert_cmpfloat (sum, ==, again);
    }
}

/* Lagrange's equations of a cart M and a rod m, whose middle is l from its foot, as two linear
 * equations for the accelerations (a of the cart, b of the angle), solved by Cramer's rule:
 *   (M + m) a + m l cos φ b = F + m l φ'² sin φ
 *   m l cos φ a + (4/3) m l² b = m g l sin φ */
static void
push (double v[4], double force)
{
  const double m = 0.1, l = 0.5, both = 1.1, g = 9.8, h = 0.02;
  double c = m * l * cos (v[2]), r = 4.0 / 3.0 * m * l * l;
  double p = force + m * l * v[3] * v[3] * sin (v[2]), q = m * g * l * sin (v[2]);
  double det = both * r - c * c, a = (p * r - c * q) / det, b = (both * q - c * p) / det;
  double next[4] = { v[0] + h * v[1], v[1] + h * a, v[2] + h * v[3], v[3] + h * b };

  memcpy (v, next, sizeof next);
}

static void
test_cart_pole (void)
{
  const WeftEnvironment *it = weft_environment_find ("cart_pole");
  gint64 longest = 0;

  for (guint64 seed = 0; seed < 50; seed++)
    {
      WeftRandom start = { seed, 1, 0 };
      g_autofree char *state = g_malloc0 (it->state_size);
      gboolean ended = FALSE, falls = FALSE;
      double v[4];
      float x[4];
      int n = 0;

      it->reset (state, &start);
      it->observe (state, x);
      for (int i = 0; i < 4; i++)
        {
          v[i] = (double) x[i];
          g_assert_cmpfloat (fabs (v[i]), <=, 0.05);
        }
      while (!ended && n++ < MOVES)
        {
          /* Towards where the pole leans, but badly for odd seeds. */
          int action = seed % 2 == 1 ? n % 3 == 0 : v[2] + 0.3 * v[3] + 0.02 * v[0] > 0;

          push (v, action == 1 ? 10 : -10);
          g_assert_cmpfloat (it->act (state, action, &ended), ==, 1);
          it->observe (state, x);
          for (int i = 0; i < 4; i++)
            {
              g_assert_cmpfloat_with_epsilon ((double) x[i], v[i], 1e-6);
              v[i] = (double) x[i]; /* or it would run away from what is rounded */
            }
          falls = fabs (v[0]) > 2.4 || fabs (v[2]) > 12 * G_PI / 180;
          g_assert_cmpint (ended, ==, falls);
        }
      g_assert_cmpint (ended, ==, seed % 2 == 1 || falls);
      longest = MAX (longest, n);
    }
  g_assert_cmpint (longest, >=, MOVES);
}

/* One push to the right from rest, worked out by hand. */
static void
test_first_push (void)
{
  const WeftEnvironment *it = weft_environment_find ("cart_pole");
  float state[4] = { 0, 0, 0, 0 };
  gboolean ended;

  g_assert_cmpuint (it->state_size, ==, sizeof state);
  it->act (state, 1, &ended);
  /* Push 10/1.1; turns −push/(0.5 (4/3 − 0.1/1.1)); moves push − 0.05 turns/1.1 */
  g_assert_cmpfloat_with_epsilon ((double) state[0], 0, 1e-9);
  g_assert_cmpfloat_with_epsilon ((double) state[1], 0.1951219512, 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) state[2], 0, 1e-9);
  g_assert_cmpfloat_with_epsilon ((double) state[3], -0.2926829268, 1e-7);
  g_assert_false (ended);
}

/* What a set holds of samples is what is seen of their states. */
static void
test_states (gconstpointer data)
{
  const WeftEnvironment *world = data;
  const WeftDataParams params = { .source = world->id, .count = 60, .split_seed = 5 };
  g_autoptr (WeftDataset) dataset = weft_worlds_make (&params, 5, NULL);
  static const guint32 samples[] = { 0, 1, 17, 18, 59 };
  gint64 seen = weft_shape_count (&world->observation);
  g_autofree char *states = g_malloc (G_N_ELEMENTS (samples) * world->state_size);
  g_autofree float *x = g_new (float, seen), *wanted = g_new (float, seen);

  g_assert_nonnull (dataset);
  weft_worlds_list_states (world, &params, samples, G_N_ELEMENTS (samples), states);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      world->observe (states + i * world->state_size, x);
      weft_field_get (weft_dataset_get_x (dataset), samples[i], wanted);
      g_assert_cmpmem (x, (gsize) seen * sizeof *x, wanted, (gsize) seen * sizeof *x);
    }
}

/* The mean of what 20 episodes bring, of what somebody does who knows, or of moves at random. */
static double
find_return (const WeftEnvironment *environment, gboolean is_taught)
{
  g_autofree char *state = g_malloc0 (environment->state_size);
  double sum = 0;

  for (guint64 seed = 0; seed < 20; seed++)
    {
      WeftRandom start = { seed, 1, 0 }, moves = { seed, 2, 0 };
      gboolean ended = FALSE;

      environment->reset (state, &start);
      for (int n = 0; !ended && n < environment->limit; n++)
        {
          int action = is_taught ? environment->teach (state)
                                 : weft_environment_pick (environment, state, &moves, (guint64) n);

          g_assert_true (weft_environment_get_open (environment, state) >> action & 1);
          sum += environment->act (state, action, &ended) / 20;
        }
    }
  return sum;
}

/* Who is to be imitated knows what he does. */
static void
test_teachers (void)
{
  static const struct
  {
    const char *id;
    double least;
  } teachers[] = { { "road", 370 }, { "cart_pole", 499 }, { "mountain_car", -130 } };
  const WeftEnvironment *const *rows;
  guint n, n_teachers = 0;

  rows = weft_environments (&n);
  for (guint i = 0; i < n; i++)
    if (rows[i]->teach != NULL)
      {
        g_assert_cmpfloat (find_return (rows[i], TRUE), >, find_return (rows[i], FALSE));
        n_teachers++;
      }
  g_assert_cmpuint (n_teachers, >=, G_N_ELEMENTS (teachers));
  for (guint i = 0; i < G_N_ELEMENTS (teachers); i++)
    {
      double brought = find_return (weft_environment_find (teachers[i].id), TRUE);

      g_test_message ("%s: %g", teachers[i].id, brought);
      g_assert_cmpfloat (brought, >=, teachers[i].least);
    }
}

int
main (int argc, char **argv)
{
  const WeftEnvironment *const *rows;
  guint n;

  g_test_init (&argc, &argv, NULL);
  rows = weft_environments (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/environments/rows/", rows[i]->id, NULL);

      g_autofree char *states = g_strconcat ("/environments/states/", rows[i]->id, NULL);

      g_test_add_data_func (path, rows[i], test_rows);
      g_test_add_data_func (states, rows[i], test_states);
    }
  g_test_add_func ("/environments/cart-pole/mechanics", test_cart_pole);
  g_test_add_func ("/environments/cart-pole/first-push", test_first_push);
  g_test_add_func ("/environments/teachers", test_teachers);
  return g_test_run ();
}
