/* pong: a ball between two bats, of which the right one is played and the left one follows the
 * ball, but not as fast as a slanting ball flies
 *
 * The field is 1.6 wide and 1 high, y downwards; lengths are of that, speeds for a move. Actions:
 * stay, up, down. Whoever lets the ball pass loses the point, worth 1 or −1; three end the game.
 * Where the ball meets a bat says how it leaves, straight from the middle, by 60° from its ends,
 * and each time it is a little faster. An observation (6): where the bats are, then where the ball
 * is and how it moves, across and down, all from about −1 to 1. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define WIDTH 1.6f
#define BALL 0.02f /* its radius */
#define HALF 0.1f  /* of a bat */
#define EDGE 0.06f /* a bat's face from the field's end */
#define PACE 0.04f /* of the bat that is played */
#define OTHER_PACE 0.02f
#define FIRST_SPEED 0.035f
#define LAST_SPEED 0.06f
#define FASTER 1.05f
#define STEEPEST ((float) G_PI / 3)
#define SERVED ((float) G_PI / 6) /* at most so steep */
#define POINTS 3

typedef struct
{
  guint32 seed[2];
  gint32 won, lost;   /* points */
  float mine, other;  /* middles of the bats */
  float x, y, dx, dy; /* of the ball */
} Pong;

/* From the middle towards whoever had the last point, at first to the player. */
static void
serve (Pong *it, float side)
{
  WeftRandom random = { (guint64) it->seed[1] << 32 | it->seed[0], WEFT_STREAM_EPISODE,
                        (guint64) (it->won + it->lost) };
  float angle = SERVED * (2 * weft_random_uniform (&random, 0) - 1);

  it->x = WIDTH / 2;
  it->y = 0.2f + 0.6f * weft_random_uniform (&random, 1);
  it->dx = side * FIRST_SPEED * cosf (angle);
  it->dy = FIRST_SPEED * sinf (angle);
}

static void
reset (gpointer state, const WeftRandom *random)
{
  Pong *it = state;
  guint32 bits[4];

  *it = (Pong){ .mine = 0.5f, .other = 0.5f };
  weft_random_block (random, 0, bits);
  memcpy (it->seed, bits, sizeof it->seed);
  serve (it, 1);
}

static void
observe (gconstpointer state, float *x) /* (6) */
{
  const Pong *it = state;

  x[0] = 2 * it->mine - 1;
  x[1] = 2 * it->other - 1;
  x[2] = 2 * it->x / WIDTH - 1;
  x[3] = 2 * it->y - 1;
  x[4] = it->dx / LAST_SPEED;
  x[5] = it->dy / LAST_SPEED;
}

static float
move_bat (float at, float by)
{
  return CLAMP (at + by, HALF, 1 - HALF);
}

/* Walls above and below. */
static void
bounce (Pong *it)
{
  float high = 1 - BALL;

  if (it->y < BALL)
    {
      it->y = 2 * BALL - it->y;
      it->dy = -it->dy;
    }
  else if (it->y > high)
    {
      it->y = 2 * high - it->y;
      it->dy = -it->dy;
    }
}

/* What lies ahead of the bat's face, of a ball that flies to that side; below 0: behind it. */
static float
get_room (const Pong *it, float side)
{
  return side > 0 ? WIDTH - EDGE - BALL - it->x : it->x - EDGE - BALL;
}

/* As the ball crosses the bat's face, which was `before` ahead. */
static void
meet (Pong *it, float side, float bat, float before)
{
  float room = get_room (it, side), at = (it->y - bat) / (HALF + BALL), speed, angle;

  if (it->dx * side <= 0 || room > 0 || before <= 0 || fabsf (at) > 1)
    return;
  speed = MIN (LAST_SPEED, FASTER * hypotf (it->dx, it->dy));
  angle = at * STEEPEST;
  it->x += 2 * room * side;
  it->dx = -side * speed * cosf (angle);
  it->dy = speed * sinf (angle);
}

static void
fly (Pong *it)
{
  float before[2] = { get_room (it, -1), get_room (it, 1) };

  it->x += it->dx;
  it->y += it->dy;
  bounce (it);
  meet (it, -1, it->other, before[0]);
  meet (it, 1, it->mine, before[1]);
}

static double
act (gpointer state, int action, gboolean *ended)
{
  static const float moves[3] = { 0, -PACE, PACE };
  Pong *it = state;
  float behind = it->y - it->other;
  double reward;

  it->mine = move_bat (it->mine, moves[action]);
  it->other = move_bat (it->other, CLAMP (behind, -OTHER_PACE, OTHER_PACE));
  fly (it);
  reward = it->x < 0 ? 1 : it->x > WIDTH ? -1 : 0;
  it->won += reward > 0;
  it->lost += reward < 0;
  *ended = it->won == POINTS || it->lost == POINTS;
  if (reward != 0 && !*ended)
    serve (it, reward > 0 ? 1 : -1);
  return reward;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Pong *it = state;
  float bat = 0.02f;

  weft_drawing_begin (drawing, WIDTH, 1);
  weft_drawing_add_box (drawing, WEFT_INK_GROUND, 0, 0, WIDTH, 1);
  for (int i = 0; i < 10; i++)
    weft_drawing_add_box (drawing, WEFT_INK_LINE, WIDTH / 2 - 0.004f, 0.1f * (float) i + 0.025f,
                          0.008f, 0.05f);
  weft_drawing_add_box (drawing, WEFT_INK_OTHER, EDGE - bat, it->other - HALF, bat, 2 * HALF);
  weft_drawing_add_box (drawing, WEFT_INK_ACTOR, WIDTH - EDGE, it->mine - HALF, bat, 2 * HALF);
  weft_drawing_add_disc (drawing, WEFT_INK_BODY, it->x, it->y, BALL);
  for (int i = 0; i < it->lost; i++)
    weft_drawing_add_disc (drawing, WEFT_INK_OTHER, 0.1f + 0.05f * (float) i, 0.05f, 0.015f);
  for (int i = 0; i < it->won; i++)
    weft_drawing_add_disc (drawing, WEFT_INK_ACTOR, WIDTH - 0.1f - 0.05f * (float) i, 0.05f,
                           0.015f);
}

static int
point (gconstpointer state, float x, float y)
{
  float above = ((const Pong *) state)->mine - y;

  return fabsf (above) < PACE / 2 ? 0 : above > 0 ? 1 : 2;
}

const char WEFT_ENVIRONMENT_TITLE (pong)[] = N_ ("Pong");

const WeftEnvironment weft_environment_pong = {
  .id = "pong",
  .title = WEFT_ENVIRONMENT_TITLE (pong),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 6 } },
  .actions = 3,
  .players = 1,
  .limit = 1000,
  .pace = 30,
  .state_size = sizeof (Pong),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .draw = draw,
};
