/* test-arcade: snake beside its rules written down as a list of cells, pong by how balls fly, the
 * road beside the same road laid out in the plane */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <math.h>
#include <string.h>

/* --- snake --- */

#define CELLS 100

static int
find_one (const float *plane)
{
  int found = -1;

  for (int i = 0; i < CELLS; i++)
    if (plane[i] == 1)
      {
        g_assert_cmpint (found, <, 0);
        found = i;
      }
  return found;
}

/* The cells of `body`, the tail first, are what is seen, and the food lies beside them. */
static int
check_snake (const float *x, const GArray *body)
{
  int food = find_one (x + 2 * CELLS), seen = 0;

  g_assert_cmpint (find_one (x + CELLS), ==, g_array_index (body, int, body->len - 1));
  for (guint i = 0; i < body->len; i++)
    {
      int cell = g_array_index (body, int, i);

      g_assert_cmpfloat_with_epsilon ((double) x[cell], (i + 1.0) / body->len, 1e-6);
      g_assert_cmpint (cell, !=, food);
    }
  for (int i = 0; i < CELLS; i++)
    seen += x[i] > 0;
  g_assert_cmpint (seen, ==, body->len);
  return food;
}

static int
step_cell (int cell, int way)
{
  int row = cell / 10 - (way == 0) + (way == 2), column = cell % 10 + (way == 1) - (way == 3);

  return row < 0 || column < 0 || row > 9 || column > 9 ? -1 : 10 * row + column;
}

static gboolean
lies_on (const GArray *body, int cell)
{
  for (guint i = 0; i < body->len; i++)
    if (g_array_index (body, int, i) == cell)
      return TRUE;
  return FALSE;
}

/* Towards the food mostly, where that is not death. */
static int
choose_way (const GArray *body, int food, guint64 open, const WeftRandom *random, guint64 n)
{
  int head = g_array_index (body, int, body->len - 1), best = -1, nearest = 1000;
  gboolean is_free = weft_random_uniform (random, 2 * n) < 0.05f;

  for (int way = 0; way < 4; way++)
    {
      int cell = step_cell (head, way);
      int far = cell < 0 ? 999 : abs (cell / 10 - food / 10) + abs (cell % 10 - food % 10);

      if (cell >= 0 && lies_on (body, cell))
        far = 500;
      if ((open >> way & 1) == 0 || far >= nearest)
        continue;
      nearest = far;
      best = way;
    }
  return is_free ? (int) weft_random_below (random, 2 * n + 1, 4) : best;
}

/* How long it grew; *starved: it did not find food. */
static guint
play_snake (guint64 seed, gboolean circles, gboolean *starved)
{
  static const int first[3] = { 53, 54, 55 };
  const WeftEnvironment *game = weft_environment_find ("snake");
  WeftRandom random = { seed, 1, 0 };
  g_autofree gpointer state = g_malloc0 (game->state_size);
  g_autoptr (GArray) body = g_array_new (FALSE, FALSE, sizeof (int));
  int last = 1, hungry = 0;
  gboolean ended = FALSE;
  float x[3 * CELLS];

  g_array_append_vals (body, first, 3);
  game->reset (state, &random);
  for (guint64 n = 0; !ended; n++)
    {
      int food, way, cell;
      guint64 open = weft_environment_get_open (game, state);
      double reward, wanted;

      game->observe (state, x);
      food = check_snake (x, body);
      g_assert_cmpuint (open, ==, 15 & ~(1 << (last + 2) % 4));
      way = circles ? (int) (n + 2) % 4 : choose_way (body, food, open, &random, n);
      if ((open >> way & 1) == 0)
        way = last;
      cell = step_cell (g_array_index (body, int, body->len - 1), way);
      reward = game->act (state, way, &ended);
      hungry = cell == food ? 0 : hungry + 1;
      if (cell != food)
        g_array_remove_index (body, 0);
      wanted = cell < 0 || lies_on (body, cell) || hungry == 100 ? -1 : cell == food;
      g_assert_cmpfloat (reward, ==, wanted);
      g_assert_cmpint (ended, ==, wanted < 0);
      g_array_append_val (body, cell);
      last = way;
    }
  *starved = hungry == 100;
  return body->len;
}

static void
test_snake (void)
{
  guint longest = 0;
  gboolean starved;

  for (guint64 seed = 0; seed < 100; seed++)
    longest = MAX (longest, play_snake (seed, FALSE, &starved));
  g_test_message ("the longest had %u cells", longest);
  g_assert_cmpuint (longest, >=, 20);
  play_snake (3, TRUE, &starved);
  g_assert_true (starved);
}

/* --- pong --- */

enum
{
  MINE,
  OTHER,
  ACROSS,
  DOWN,
  DX,
  DY,
};

static double
get_speed (const float *x)
{
  return hypot ((double) x[DX], (double) x[DY]);
}

/* A game against the other, with a rule; won and lost points. The laws: it flies straight, but for
 * walls and bats, and only bats change its speed. */
static void
play_pong (guint64 seed, int (*rule) (const float *x), int points[2], int *met)
{
  const WeftEnvironment *game = weft_environment_find ("pong");
  WeftRandom random = { seed, 1, 0 };
  g_autofree gpointer state = g_malloc0 (game->state_size);
  gboolean ended = FALSE;
  float x[6], next[6];

  points[0] = points[1] = 0;
  game->reset (state, &random);
  for (int n = 0; !ended && n < 4000; n++)
    {
      int action;
      double reward;

      game->observe (state, x);
      action = rule (x);
      reward = game->act (state, action, &ended);
      game->observe (state, next);
      points[0] += reward > 0;
      points[1] += reward < 0;
      g_assert_cmpint (ended, ==, points[0] == 3 || points[1] == 3);
      for (int i = 0; i < 6; i++)
        g_assert_cmpfloat (fabsf (next[i]), <=, 1.3f);
      g_assert_cmpfloat (fabsf (next[MINE] - x[MINE]), <=, 0.0801f);
      g_assert_cmpfloat (fabsf (next[OTHER] - x[OTHER]), <=, 0.0401f);
      if (reward != 0)
        continue;
      if (next[DX] * x[DX] < 0)
        {
          (*met)++;
          g_assert_cmpfloat (get_speed (next), >=, get_speed (x) - 1e-5);
          continue;
        }
      g_assert_cmpfloat_with_epsilon (get_speed (next), get_speed (x), 1e-5);
      g_assert_cmpfloat_with_epsilon ((double) (next[ACROSS] - x[ACROSS]),
                                      2 * 0.06 * (double) x[DX] / 1.6, 1e-5);
      if (next[DY] * x[DY] > 0)
        g_assert_cmpfloat_with_epsilon ((double) (next[DOWN] - x[DOWN]), 2 * 0.06 * (double) x[DY],
                                        1e-5);
    }
  g_assert_true (ended);
}

static int
stay (const float *x)
{
  return 0;
}

static int
go_to (float at, float to)
{
  return fabsf (at - to) < 0.05f ? 0 : at > to ? 1 : 2;
}

/* Meets the ball with the end of the bat, so that it leaves steeply. */
static int
meet_slanting (const float *x)
{
  return go_to (x[MINE], x[DX] < 0 ? 0 : x[DOWN] + (x[OTHER] > 0 ? 0.16f : -0.16f));
}

static void
test_pong (void)
{
  int points[2], met = 0, lost = 0, won = 0, against = 0;

  for (guint64 seed = 0; seed < 30; seed++)
    {
      play_pong (seed, stay, points, &met);
      lost += points[1];
      play_pong (seed, meet_slanting, points, &met);
      won += points[0];
      against += points[1];
    }
  g_test_message ("%d met; %d lost by who stays; %d to %d for who slants", met, lost, won, against);
  g_assert_cmpint (lost, >=, 80);
  g_assert_cmpint (won, >, 3 * against);
}

/* --- road: in the plane --- */

#define FINE 0.02 /* m */
#define N_FINE 40000

typedef struct
{
  double x[N_FINE], y[N_FINE], direction[N_FINE]; /* of its middle, y to the right */
} Plane;

typedef struct
{
  double x, y, direction;
} Car;

static double
get_wave (const float *state, double along)
{
  return 0.5 * sin (2 * G_PI * along / 170 + (double) state[0])
         + 0.2 * sin (2 * G_PI * along / 61 + (double) state[1]);
}

static Plane *
lay_out (const float *state)
{
  Plane *plane = g_new0 (Plane, 1);

  for (int i = 0; i < N_FINE; i++)
    {
      plane->direction[i] = get_wave (state, i * FINE);
      if (i + 1 == N_FINE)
        break;
      plane->x[i + 1] = plane->x[i] + FINE * cos (get_wave (state, (i + 0.5) * FINE));
      plane->y[i + 1] = plane->y[i] + FINE * sin (get_wave (state, (i + 0.5) * FINE));
    }
  return plane;
}

/* The nearest point of the road's middle, from some place on; how far to its right that is. */
static int
find_nearest (const Plane *plane, double x, double y, int from, int to, double *beside)
{
  int best = from;
  double least = G_MAXDOUBLE;

  for (int i = MAX (0, from); i < MIN (N_FINE, to); i++)
    {
      double far = hypot (x - plane->x[i], y - plane->y[i]);

      if (far >= least)
        continue;
      least = far;
      best = i;
    }
  *beside = (y - plane->y[best]) * cos (plane->direction[best])
            - (x - plane->x[best]) * sin (plane->direction[best]);
  return best;
}

static Car
place (const Plane *plane, const float *state)
{
  int at = (int) lround ((double) state[2] / FINE);
  double direction = plane->direction[at], beside = (double) state[3];

  return (Car){ plane->x[at] - beside * sin (direction), plane->y[at] + beside * cos (direction),
                direction + (double) state[4] };
}

/* Exactly along an arc. */
static void
drive (Car *car, int action)
{
  double turn = (action - 1) * 0.08 * 1.5;

  for (int i = 0; i < 100; i++)
    {
      car->x += 0.015 * cos (car->direction + turn * (i + 0.5) / 100);
      car->y += 0.015 * sin (car->direction + turn * (i + 0.5) / 100);
    }
  car->direction += turn;
}

/* What a camera sees there, ray by ray. */
static double
look (const Plane *plane, const Car *car, int near, int row, int column)
{
  double ahead = 2.5 * 16 / (row - 6 + 0.5), sum = 0;

  for (int i = 0; i < 8; i++)
    {
      double across = (column + (i + 0.5) / 8 - 16) / 16 * ahead, beside;
      double x = car->x + ahead * cos (car->direction) - across * sin (car->direction),
             y = car->y + ahead * sin (car->direction) + across * cos (car->direction);
      int at = find_nearest (plane, x, y, near, near + (int) ((ahead + 20) / FINE), &beside);
      double edge = fabs (fabs (beside) - 3.7);
      gboolean is_line = edge < 0.15 || (fabs (beside) < 0.15 && fmod (at * FINE, 8) < 4);

      sum += is_line ? 1 : fabs (beside) < 4 ? 0.3 : 0.6;
    }
  return sum / 8;
}

/* The mean of what differs. */
static double
compare_pictures (const Plane *plane, const Car *car, int near, const float *x)
{
  double sum = 0;

  for (int row = 0; row < 24; row++)
    for (int column = 0; column < 32; column++)
      {
        double seen = (double) x[row * 32 + column];

        g_assert_true (seen >= 0 && seen <= 1.0001);
        if (row >= 8) /* beyond, a pixel is longer than a dash */
          sum += fabs (seen - look (plane, car, near, row, column)) / (16 * 32);
        else if (row < 6)
          g_assert_cmpfloat (seen, ==, 0);
      }
  return sum;
}

/* A driver who looks at the state. */
static int
steer (const float *state)
{
  double wish = 0.25 * (2 - (double) state[3]) - (double) state[4]
                + get_wave (state, (double) state[2] + 3) - get_wave (state, (double) state[2]);

  return wish > 0.06 ? 2 : wish < -0.06 ? 0 : 1;
}

static void
check_road (guint64 seed)
{
  const WeftEnvironment *it = weft_environment_find ("road");
  WeftRandom random = { seed, 1, 0 };
  float state[6], x[24 * 32];
  gboolean ended = FALSE;
  g_autofree Plane *plane = NULL;
  double sum = 0;

  g_assert_cmpuint (it->state_size, ==, sizeof state);
  it->reset (state, &random);
  plane = lay_out (state);
  for (int n = 0; n < 200 && !ended; n++)
    {
      int action = steer (state), near = (int) ((double) state[2] / FINE) - 300;
      Car car = place (plane, state);
      double beside;

      if (n % 50 == 0)
        {
          it->observe (state, x);
          g_assert_cmpfloat (compare_pictures (plane, &car, near, x), <, 0.03);
        }
      sum += it->act (state, action, &ended);
      drive (&car, action);
      near = find_nearest (plane, car.x, car.y, near, near + 600, &beside);
      g_assert_cmpfloat_with_epsilon ((double) state[2], near * FINE, 0.05);
      g_assert_cmpfloat_with_epsilon ((double) state[3], beside, 0.03);
      g_assert_cmpfloat_with_epsilon ((double) state[4], car.direction - plane->direction[near],
                                      0.01);
    }
  g_test_message ("%g of 200", sum);
  g_assert_false (ended);
  g_assert_cmpfloat (sum, >, 150);
}

static void
test_road (void)
{
  for (guint64 seed = 0; seed < 2; seed++)
    check_road (seed);
}

/* Straight ahead it leaves the road; that ends it. */
static void
test_road_ends (void)
{
  const WeftEnvironment *it = weft_environment_find ("road");
  float state[6];
  gboolean ended = FALSE;
  int n = 0;

  it->reset (state, &(WeftRandom){ 5, 1, 0 });
  for (; !ended; n++)
    it->act (state, 1, &ended);
  g_assert_cmpint (n, <, 60);
  g_assert_cmpfloat (fabsf (state[3]), >, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arcade/snake", test_snake);
  g_test_add_func ("/arcade/pong", test_pong);
  g_test_add_func ("/arcade/road", test_road);
  g_test_add_func ("/arcade/road/ends", test_road_ends);
  return g_test_run ();
}
