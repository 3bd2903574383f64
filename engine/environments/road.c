/* road: a car keeps to the right lane of a winding road, which it sees through a camera
 *
 * The car goes 15 m/s, a move takes 0.1 s. Actions: steer to the left, straight ahead, to the
 * right, along an arc of 12.5 m. A move is worth 1 in the middle of the lane, less beside it,
 * nothing a half lane away; who leaves the road is out. How the road winds follows from the seed:
 * its direction is a sum of two waves. The car moves as a bicycle does, in the road's own
 * coordinates (Frenet's). An observation is a picture (1, 24, 32): the sky 0, the road 0.3, grass
 * 0.6, lines 1; a pixel has the mean of what it covers across. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define STEP 1.5 /* m, a move */
#define PARTS 5
#define BEND 0.08 /* 1/m */
#define HALF 4.0  /* m: of the road's width, a lane's */
#define LANE 2.0  /* m: from the road's middle to the lane's */
#define N_WAVES 2

#define ROWS 24
#define COLUMNS 32
#define HORIZON 6  /* rows of sky */
#define FOCUS 16.0 /* columns: a point that is as far to the side as ahead is on the edge */
#define HEIGHT 2.5 /* m: of the camera */
#define FAR_STEPS 120

#define LINE 0.15 /* m: half of its width */
#define DASH 4.0  /* m: so long, and so long none */

typedef struct
{
  float phases[N_WAVES];
  float along;  /* m */
  float beside; /* m from the road's middle, to the right */
  float turned; /* rad from the road's direction, to the right */
  gint32 steers;
} Road;

static const struct
{
  double size, length; /* rad, m */
} waves[N_WAVES] = { { 0.5, 170 }, { 0.2, 61 } };

/* rad, to the right. */
static double
get_direction (const Road *it, double along)
{
  double sum = 0;

  for (int i = 0; i < N_WAVES; i++)
    sum += waves[i].size * sin (2 * G_PI * along / waves[i].length + (double) it->phases[i]);
  return sum;
}

/* 1/m: how the direction changes. */
static double
get_bend (const Road *it, double along)
{
  double sum = 0;

  for (int i = 0; i < N_WAVES; i++)
    {
      double pace = 2 * G_PI / waves[i].length;

      sum += waves[i].size * pace * cos (pace * along + (double) it->phases[i]);
    }
  return sum;
}

static void
reset (gpointer state, const WeftRandom *random)
{
  Road *it = state;

  *it = (Road){ .steers = 1 };
  weft_random_fill_uniform (random, it->phases, N_WAVES, 0, 2 * (float) G_PI);
  it->beside = (float) LANE + weft_random_uniform (random, N_WAVES) - 0.5f;
  it->turned = 0.1f * (weft_random_uniform (random, N_WAVES + 1) - 0.5f);
}

/* A part of a move, by Euler's step. */
static void
drive (Road *it, double arc, double step)
{
  double beside = (double) it->beside, turned = (double) it->turned,
         bend = get_bend (it, (double) it->along),
         along = step * cos (turned) / (1 - beside * bend);

  it->along = (float) ((double) it->along + along);
  it->beside = (float) (beside + step * sin (turned));
  it->turned = (float) (turned + arc * step - bend * along);
}

static double
act (gpointer state, int action, gboolean *ended)
{
  Road *it = state;

  it->steers = action;
  for (int i = 0; i < PARTS; i++)
    drive (it, (action - 1) * BEND, STEP / PARTS);
  *ended = fabs ((double) it->beside) > HALF;
  return MAX (0, 1 - fabs ((double) it->beside - LANE) / LANE);
}

#define RETURN 0.15 /* rad, for each m that it is beside its lane */

/* Of the three what leaves the car nearest to the direction that leads back into its lane. */
static int
teach (gconstpointer state)
{
  double least = INFINITY;
  int best = 0;

  for (int action = 0; action < 3; action++)
    {
      Road after = *(const Road *) state;
      gboolean ended;
      double off;

      act (&after, action, &ended);
      off = fabs ((double) after.turned + RETURN * ((double) after.beside - LANE));
      best = off < least ? action : best;
      least = MIN (least, off);
    }
  return best;
}

/* --- what the camera sees --- */

/* A point of the road's middle, seen from the car: m ahead and to the right, and how the road lies
 * there. */
typedef struct
{
  const Road *road;
  double along, ahead, right, turns;
} Walk;

static Walk
begin_walk (const Road *it)
{
  double turned = (double) it->turned, beside = (double) it->beside;

  return (Walk){ it, (double) it->along, -beside * sin (turned), -beside * cos (turned), -turned };
}

static void
walk (Walk *at, double step)
{
  at->along += step;
  at->ahead += step * cos (at->turns);
  at->right += step * sin (at->turns);
  at->turns = get_direction (at->road, at->along)
              - get_direction (at->road, (double) at->road->along) - (double) at->road->turned;
}

/* The share of a pixel's width that lies between two distances from the road's middle. */
static double
cover (double middle, double width, double low, double high)
{
  double from = MAX (low, middle - width / 2), to = MIN (high, middle + width / 2);

  return MAX (0, to - from) / width;
}

/* at: what is `ahead` there; beside: m from the road's middle. */
static double
see (const Walk *at, double beside, double width)
{
  gboolean has_dash = fmod (at->along, 2 * DASH) < DASH;
  double edge = HALF - 2 * LINE, road = cover (beside, width, -HALF, HALF),
         lines = cover (beside, width, edge - LINE, edge + LINE)
                 + cover (beside, width, -edge - LINE, -edge + LINE)
                 + (has_dash ? cover (beside, width, -LINE, LINE) : 0);

  return 0.6 - 0.3 * road + 0.7 * lines;
}

static void
observe (gconstpointer state, float *x) /* (1, ROWS, COLUMNS) */
{
  Walk at = begin_walk (state);
  int steps = 0;

  memset (x, 0, HORIZON * COLUMNS * sizeof *x);
  for (int row = ROWS; row-- > HORIZON;)
    {
      double ahead = HEIGHT * FOCUS / (row - HORIZON + 0.5), flat;

      for (; at.ahead < ahead && steps < FAR_STEPS; steps++)
        walk (&at, 1);
      flat = MAX (0.1, cos (at.turns));
      for (int column = 0; column < COLUMNS; column++)
        {
          double across = (column + 0.5 - COLUMNS / 2.0) / FOCUS * ahead,
                 middle = at.right - (at.ahead - ahead) * tan (at.turns);

          x[row * COLUMNS + column]
              = (float) see (&at, (across - middle) * flat, ahead / FOCUS * flat);
        }
    }
}

/* --- the same as shapes --- */

/* Where a point beside the road's middle is on the picture. */
static void
project (const Walk *at, double beside, float xy[2])
{
  double ahead = MAX (0.5, at->ahead - beside * sin (at->turns)),
         right = at->right + beside * cos (at->turns);

  xy[0] = (float) (COLUMNS / 2.0 + FOCUS * right / ahead);
  xy[1] = (float) (HORIZON + FOCUS * HEIGHT / ahead);
}

#define AHEAD 80 /* m that are drawn, a point each */

/* A strip of the road, from one distance from its middle to another. */
static void
draw_strip (const Road *it, WeftDrawing *drawing, WeftInk ink, double low, double high)
{
  Walk at = begin_walk (it);
  float xy[4 * AHEAD];

  for (int i = 0; i < AHEAD; i++)
    {
      project (&at, low, xy + 2 * i);
      project (&at, high, xy + 2 * (2 * AHEAD - 1 - i));
      walk (&at, 1);
    }
  weft_drawing_add_polygon (drawing, ink, xy, 2 * AHEAD);
}

static void
draw_dashes (const Road *it, WeftDrawing *drawing)
{
  Walk at = begin_walk (it);

  walk (&at, DASH - fmod (at.along, DASH));
  for (double gone = 0; gone < AHEAD; gone += DASH)
    {
      float xy[8];
      gboolean has_dash = fmod (at.along + DASH / 2, 2 * DASH) < DASH;

      project (&at, -LINE, xy);
      project (&at, LINE, xy + 2);
      for (int i = 0; i < (int) DASH; i++)
        walk (&at, 1);
      project (&at, LINE, xy + 4);
      project (&at, -LINE, xy + 6);
      if (has_dash)
        weft_drawing_add_polygon (drawing, WEFT_INK_LINE, xy, 4);
    }
}

/* The wheel, and how it is turned. */
static void
draw_wheel (const Road *it, WeftDrawing *drawing)
{
  float x = COLUMNS / 2.0f, y = ROWS + 0.5f, size = 3,
        angle = (float) (it->steers - 1) * (float) G_PI / 4, c = size * cosf (angle),
        s = size * sinf (angle);

  weft_drawing_add_ring (drawing, WEFT_INK_ACTOR, x, y, size, 0.6f);
  weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.5f, (float[]){ x - c, y - s, x + c, y + s }, 2);
  weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.5f, (float[]){ x, y, x + s, y - c }, 2);
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Road *it = state;
  double edge = HALF - 2 * LINE;
  gboolean is_out = fabs ((double) it->beside) > HALF; /* from there no road may be in sight */

  weft_drawing_begin (drawing, COLUMNS, ROWS);
  weft_drawing_add_box (drawing, is_out ? WEFT_INK_DANGER : WEFT_INK_GROUND, 0, HORIZON, COLUMNS,
                        ROWS - HORIZON);
  draw_strip (it, drawing, WEFT_INK_BODY, -HALF, HALF);
  draw_strip (it, drawing, WEFT_INK_LINE, -edge - LINE, -edge + LINE);
  draw_strip (it, drawing, WEFT_INK_LINE, edge - LINE, edge + LINE);
  draw_dashes (it, drawing);
  draw_wheel (it, drawing);
}

static int
point (gconstpointer state, float x, float y)
{
  return CLAMP ((int) (3 * x / COLUMNS), 0, 2);
}

const char WEFT_ENVIRONMENT_TITLE (road)[] = N_ ("Road, from a camera");

const WeftEnvironment weft_environment_road = {
  .id = "road",
  .title = WEFT_ENVIRONMENT_TITLE (road),
  .kind = WEFT_KIND_PICTURE,
  .observation = { .rank = 3, .type = WEFT_F32, .dims = { 1, ROWS, COLUMNS } },
  .actions = 3,
  .players = 1,
  .limit = 400,
  .pace = 10,
  .state_size = sizeof (Road),
  .reset = reset,
  .observe = observe,
  .act = act,
  .teach = teach,
  .point = point,
  .draw = draw,
};
