/* lunar_landing: a lander that is to come down on its pad, gently and upright, by three engines
 *
 * Constants, ground, engines, what is seen, rewards and ends are those of Gymnasium's
 * LunarLander-v2, discrete, without wind; sizes are its pixels by 30, in metres. Its bodies are
 * moved by Box2D; here
 *   1. the hull and both legs are one rigid body, of their mass, middle and moment, so that legs do
 *      not bend: their feet stand where Gymnasium's do at rest;
 *   2. a foot in the ground is pushed out by a spring with a damper, and held by friction, where
 *      Box2D solves for impulses; a foot touches where it is in the ground;
 *   3. nothing but feet and the hull's corners meets the ground;
 *   4. it has come to rest as Box2D says it: half a second slower than 0.01 m/s and 2°/s.
 * In free flight a step is Box2D's: speeds first, then places. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/environments/chance.h"
#include "engine/environments/environment.h"

#define SCALE 30.0
#define STEP 0.02 /* s */
#define GRAVITY 10.0
#define WIDTH (600 / SCALE)
#define HEIGHT (400 / SCALE)
#define PAD (HEIGHT / 4)
#define CHUNKS 11 /* of the ground, each WIDTH / 10 wide */
#define LEG_DOWN (18 / SCALE)
#define MASS 4.9588889 /* of the hull, density 5, and two legs, density 1 */
#define MOMENT 0.9111417
#define MIDDLE 0.0899977 /* of all, above the hull's own origin */
#define MAIN_POWER 13.0
#define SIDE_POWER 0.6
#define FIRST_FORCE 1000.0
#define SPRING 400.0 /* N/m, of a foot */
#define DAMPER 40.0  /* N s/m */
#define GRIP 500.0   /* N s/m, up to friction's share of what presses */
#define FRICTION 0.1414
#define PARTS 20 /* of a step near the ground */
#define AT_REST 25

static const double corners[6][2]
    = { { -14 / SCALE, 17 / SCALE }, { -17 / SCALE, 0 }, { -17 / SCALE, -10 / SCALE },
        { 17 / SCALE, -10 / SCALE }, { 17 / SCALE, 0 },  { 14 / SCALE, 17 / SCALE } };
static const double feet[2][2] = { { 0.9515366, -0.5386406 }, { -0.9515366, -0.5386406 } };

enum
{
  NOTHING,
  LEFT,
  MAIN,
  RIGHT,
  N_ACTIONS
};

typedef struct
{
  float x, y, speed_x, speed_y; /* of the middle of all */
  float angle, spin;
  float ground[CHUNKS];
  float shaping;
  gint32 rests;      /* steps for which it has been still */
  gint32 touches[2]; /* the right foot, then the left one, as Gymnasium has them */
  gint32 fires;      /* what was done last, for people */
  WeftChance chance;
} Lander;

/* The same in double, for a step. */
typedef struct
{
  double x, y, speed_x, speed_y, angle, spin;
} Body;

static double
find_ground (const Lander *it, double x)
{
  double at = CLAMP (x / (WIDTH / (CHUNKS - 1)), 0, CHUNKS - 1.000001);
  int i = (int) at;

  return (double) it->ground[i] + (at - i) * (double) (it->ground[i + 1] - it->ground[i]);
}

/* A point of the hull, by its own axes from its own origin, from the middle of all. */
static void
turn (const Body *body, const double point[2], double *dx, double *dy)
{
  double c = cos (body->angle), s = sin (body->angle), up = point[1] - MIDDLE;

  *dx = c * point[0] - s * up;
  *dy = s * point[0] + c * up;
}

static void
push_at (Body *body, double dx, double dy, double impulse_x, double impulse_y)
{
  body->speed_x += impulse_x / MASS;
  body->speed_y += impulse_y / MASS;
  body->spin += (dx * impulse_y - dy * impulse_x) / MOMENT;
}

/* --- engines --- */

/* 0, or what share of its power the engine of the action gives: all. */
static void
fire (Body *body, int action, const WeftRandom *random)
{
  double s = sin (body->angle), c = cos (body->angle), side = action - MAIN;
  double first = (2 * (double) weft_random_uniform (random, 0) - 1) / SCALE,
         second = (2 * (double) weft_random_uniform (random, 1) - 1) / SCALE, along, across, power,
         dx, dy, out_x, out_y;

  if (action == NOTHING)
    return;
  along = action == MAIN ? 4 / SCALE + 2 * first : first;
  across = action == MAIN ? second : 3 * second + side * 12 / SCALE;
  power = action == MAIN ? MAIN_POWER : SIDE_POWER;
  out_x = s * along - c * across; /* where the gas goes, and from where it is pushed */
  out_y = -c * along - s * across;
  dx = out_x + s * MIDDLE;
  dy = out_y - c * MIDDLE;
  if (action != MAIN) /* as Gymnasium has it, which is not quite along the hull */
    {
      dx -= s * 17 / SCALE;
      dy += c * 14 / SCALE;
    }
  push_at (body, dx, dy, -out_x * power, -out_y * power);
}

/* --- the ground --- */

/* How far the point is in the ground; where it is from the middle. */
static double
find_depth (const Lander *it, const Body *body, const double point[2], double *dx, double *dy)
{
  turn (body, point, dx, dy);
  return find_ground (it, body->x + *dx) - (body->y + *dy);
}

/* What a foot is pushed with. */
typedef struct
{
  double dx, dy, x, y; /* from where, and N */
} Push;

static Push
find_push (const Lander *it, const Body *body, const double foot[2])
{
  Push push = { 0 };
  double depth = find_depth (it, body, foot, &push.dx, &push.dy), up, along;

  if (depth <= 0)
    return push;
  up = body->speed_y + body->spin * push.dx;
  along = body->speed_x - body->spin * push.dy;
  push.y = MAX (0, SPRING * depth - DAMPER * up);
  push.x = CLAMP (-GRIP * along, -FRICTION * push.y, FRICTION * push.y);
  return push;
}

/* Both at once: one after the other they would walk. */
static void
press (const Lander *it, Body *body, double time)
{
  Push pushes[2];

  for (int i = 0; i < 2; i++)
    pushes[i] = find_push (it, body, feet[i]);
  for (int i = 0; i < 2; i++)
    push_at (body, pushes[i].dx, pushes[i].dy, time * pushes[i].x, time * pushes[i].y);
}

static gboolean
is_near (const Lander *it, const Body *body)
{
  double reach = 0.2 + 2 * STEP * hypot (body->speed_x, body->speed_y), dx, dy;
  gboolean near = FALSE;

  for (int i = 0; i < 2; i++)
    near |= find_depth (it, body, feet[i], &dx, &dy) > -reach;
  return near;
}

static void
fly (const Lander *it, Body *body)
{
  int parts = is_near (it, body) ? PARTS : 1;
  double time = STEP / parts;

  for (int i = 0; i < parts; i++)
    {
      body->speed_y -= GRAVITY * time;
      if (parts > 1)
        press (it, body, time);
      body->x += time * body->speed_x;
      body->y += time * body->speed_y;
      body->angle += time * body->spin;
    }
}

/* Whether a corner of the hull is in the ground. */
static gboolean
is_broken (const Lander *it, const Body *body)
{
  gboolean broken = FALSE;
  double dx, dy;

  for (gsize i = 0; i < G_N_ELEMENTS (corners); i++)
    broken |= find_depth (it, body, corners[i], &dx, &dy) > 0;
  return broken;
}

/* --- the row --- */

static void
observe (gconstpointer state, float *x)
{
  const Lander *it = state;
  double s = sin ((double) it->angle), c = cos ((double) it->angle),
         at_x = (double) it->x + s * MIDDLE, at_y = (double) it->y - c * MIDDLE;

  x[0] = (float) ((at_x - WIDTH / 2) / (WIDTH / 2));
  x[1] = (float) ((at_y - PAD - LEG_DOWN) / (HEIGHT / 2));
  x[2] = (float) ((double) it->speed_x * (WIDTH / 2) * STEP);
  x[3] = (float) ((double) it->speed_y * (HEIGHT / 2) * STEP);
  x[4] = it->angle;
  x[5] = (float) (20 * (double) it->spin * STEP);
  x[6] = (float) it->touches[0];
  x[7] = (float) it->touches[1];
}

static void
move (Lander *it, int action)
{
  const WeftRandom random = weft_chance_next (&it->chance);
  Body body = { (double) it->x,       (double) it->y,     (double) it->speed_x,
                (double) it->speed_y, (double) it->angle, (double) it->spin };
  gboolean still;
  double dx, dy;

  fire (&body, action, &random);
  fly (it, &body);
  still = hypot (body.speed_x, body.speed_y) < 0.01 && fabs (body.spin) < 2 * G_PI / 180;
  it->rests = still && action == NOTHING ? it->rests + 1 : 0;
  it->fires = action;
  for (int i = 0; i < 2; i++)
    it->touches[i] = find_depth (it, &body, feet[i], &dx, &dy) > 0;
  it->x = (float) body.x;
  it->y = (float) body.y;
  it->speed_x = (float) body.speed_x;
  it->speed_y = (float) body.speed_y;
  it->angle = (float) body.angle;
  it->spin = (float) body.spin;
}

/* What is near the pad, slow and upright is worth more. */
static double
find_shaping (const float *x)
{
  return -100 * hypot ((double) x[0], (double) x[1]) - 100 * hypot ((double) x[2], (double) x[3])
         - 100 * fabs ((double) x[4]) + 10 * (double) x[6] + 10 * (double) x[7];
}

static double
act (gpointer state, int action, gboolean *ended)
{
  static const double costs[N_ACTIONS] = { 0, 0.03, 0.3, 0.03 };
  Lander *it = state;
  double shaping, before = (double) it->shaping;
  float x[8];
  Body body;

  move (it, action);
  observe (it, x);
  shaping = find_shaping (x);
  it->shaping = (float) shaping;
  body = (Body){ .x = (double) it->x, .y = (double) it->y, .angle = (double) it->angle };
  *ended = TRUE;
  if (it->rests >= AT_REST)
    return 100;
  if (is_broken (it, &body) || fabs ((double) x[0]) >= 1)
    return -100;
  *ended = FALSE;
  return shaping - before - costs[action];
}

/* Chunk i is the mean of the heights about it; before the first is the last, as in Python. */
static void
reset (gpointer state, const WeftRandom *random)
{
  Lander *it = state;
  float drawn[CHUNKS + 3], *heights = drawn + 2;
  gboolean ended;

  weft_random_fill_uniform (random, drawn, G_N_ELEMENTS (drawn), 0, 1);
  *it = (Lander){ .x = (float) (WIDTH / 2),
                  .y = (float) (HEIGHT + MIDDLE),
                  .speed_x = (float) (FIRST_FORCE * (2 * (double) drawn[0] - 1) * STEP / MASS),
                  .speed_y = (float) (FIRST_FORCE * (2 * (double) drawn[1] - 1) * STEP / MASS),
                  .chance = weft_chance_begin (random) };
  for (int i = 0; i <= CHUNKS; i++)
    heights[i] *= (float) (HEIGHT / 2);
  for (int i = -2; i <= 2; i++)
    heights[CHUNKS / 2 + i] = (float) PAD;
  for (int i = 0; i < CHUNKS; i++)
    it->ground[i] = 0.33f * (heights[i > 0 ? i - 1 : CHUNKS] + heights[i] + heights[i + 1]);
  act (it, NOTHING, &ended); /* as Gymnasium does, and shows what is then */
}

/* --- what it looks like: upside down, as drawings are --- */

static void
draw_ground (const Lander *it, WeftDrawing *drawing)
{
  float ground[2 * (CHUNKS + 2)], width = (float) WIDTH, height = (float) HEIGHT;

  for (int i = 0; i < CHUNKS; i++)
    {
      ground[2 * i] = width * (float) i / (CHUNKS - 1);
      ground[2 * i + 1] = height - it->ground[i];
    }
  ground[2 * CHUNKS] = width;
  ground[2 * CHUNKS + 1] = ground[2 * CHUNKS + 3] = height;
  ground[2 * CHUNKS + 2] = 0;
  weft_drawing_add_polygon (drawing, WEFT_INK_GROUND, ground, CHUNKS + 2);
  for (int i = CHUNKS / 2 - 1; i <= CHUNKS / 2 + 1; i += 2)
    {
      float x = ground[2 * i], y = ground[2 * i + 1];

      weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.06f, (float[]){ x, y, x, y - 1.6f }, 2);
      weft_drawing_add_polygon (drawing, WEFT_INK_GOAL,
                                (float[]){ x, y - 1.6f, x + 0.8f, y - 1.35f, x, y - 1.1f }, 3);
    }
}

static void
place (const Body *body, const double point[2], float *xy)
{
  double dx, dy;

  turn (body, point, &dx, &dy);
  xy[0] = (float) (body->x + dx);
  xy[1] = (float) (HEIGHT - body->y - dy);
}

static void
draw_flame (const Lander *it, const Body *body, WeftDrawing *drawing)
{
  static const double flames[N_ACTIONS][2][2] = { [LEFT] = { { -0.55, 0.47 }, { -1.1, 0.47 } },
                                                  [MAIN] = { { 0, -0.33 }, { 0, -1.1 } },
                                                  [RIGHT] = { { 0.55, 0.47 }, { 1.1, 0.47 } } };
  float line[4];

  if (it->fires == NOTHING)
    return;
  place (body, flames[it->fires][0], line);
  place (body, flames[it->fires][1], line + 2);
  weft_drawing_add_line (drawing, WEFT_INK_DANGER, it->fires == MAIN ? 0.35f : 0.15f, line, 2);
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  static const double hips[2][2] = { { 0.5, -0.1 }, { -0.5, -0.1 } };
  const Lander *it = state;
  const Body body = { .x = (double) it->x, .y = (double) it->y, .angle = (double) it->angle };
  float hull[12], leg[4];

  weft_drawing_begin (drawing, (float) WIDTH, (float) HEIGHT);
  draw_ground (it, drawing);
  draw_flame (it, &body, drawing);
  for (int i = 0; i < 2; i++)
    {
      place (&body, hips[i], leg);
      place (&body, feet[i], leg + 2);
      weft_drawing_add_line (drawing, WEFT_INK_BODY, 0.13f, leg, 2);
    }
  for (int i = 0; i < 6; i++)
    place (&body, corners[i], hull + 2 * i);
  weft_drawing_add_polygon (drawing, WEFT_INK_ACTOR, hull, 6);
}

/* The engine on the other side; above the lander the main one, below it none. */
static int
point (gconstpointer state, float x, float y)
{
  const Lander *it = state;
  float right = x - it->x, up = (float) HEIGHT - y - it->y;

  if (fabsf (up) > fabsf (right))
    return up > 0 ? MAIN : NOTHING;
  return right > 0 ? LEFT : RIGHT;
}

const char WEFT_ENVIRONMENT_TITLE (lunar_landing)[] = N_ ("Lunar landing");

const WeftEnvironment weft_environment_lunar_landing = {
  .id = "lunar_landing",
  .title = WEFT_ENVIRONMENT_TITLE (lunar_landing),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 8 } },
  .actions = N_ACTIONS,
  .players = 1,
  .limit = 1000,
  .pace = 50,
  .state_size = sizeof (Lander),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .draw = draw,
};
