/* valley: the car that is too weak for its hill */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/valley.h"

#include <math.h>

#define LEFT (-1.2)
#define RIGHT 0.6
#define FASTEST 0.07
#define GRAVITY 0.0025
#define FIRST_LEFT (-0.6f)
#define FIRST_RIGHT (-0.4f)

void
weft_valley_reset (gpointer state, const WeftRandom *random)
{
  WeftValley *valley = state;

  weft_random_fill_uniform (random, &valley->x, 1, FIRST_LEFT, FIRST_RIGHT);
  valley->speed = 0;
}

void
weft_valley_observe (gconstpointer state, float *x)
{
  const WeftValley *valley = state;

  x[0] = valley->x;
  x[1] = valley->speed;
}

gboolean
weft_valley_move (WeftValley *valley, double push, double flag)
{
  double x = (double) valley->x,
         speed = CLAMP ((double) valley->speed + push - GRAVITY * cos (3 * x), -FASTEST, FASTEST);

  x = CLAMP (x + speed, LEFT, RIGHT);
  if (x <= LEFT && speed < 0)
    speed = 0; /* the wall takes it */
  valley->x = (float) x;
  valley->speed = (float) speed;
  return x >= flag && speed >= 0;
}

#define HEIGHT 1.2f
#define POINTS 61

static float
find_ground (double x)
{
  return HEIGHT - (float) (0.45 * sin (3 * x) + 0.55);
}

int
weft_valley_point (gconstpointer state, float x, float y)
{
  return x > ((const WeftValley *) state)->x - (float) LEFT;
}

void
weft_valley_draw (const WeftValley *valley, double flag, WeftDrawing *drawing)
{
  double slope = atan (1.35 * cos (3 * (double) valley->x));
  float across = (float) cos (slope), up = -(float) sin (slope), width = (float) (RIGHT - LEFT),
        x = valley->x - (float) LEFT, y = find_ground ((double) valley->x),
        pole = (float) (flag - LEFT), foot = find_ground (flag);
  float ground[2 * POINTS + 4] = { 0, HEIGHT }, *end = ground + 2 * POINTS + 2;
  float car[] = { -0.09f, 0.02f, 0.09f, 0.02f, 0.06f, 0.09f, -0.06f, 0.09f };

  for (int i = 0; i < POINTS; i++)
    {
      ground[2 * i + 2] = width * (float) i / (POINTS - 1);
      ground[2 * i + 3] = find_ground (LEFT + (double) ground[2 * i + 2]);
    }
  end[0] = width;
  end[1] = HEIGHT;
  for (int i = 0; i < 4; i++) /* along the slope, and off it */
    {
      float along = car[2 * i], off = car[2 * i + 1];

      car[2 * i] = x + across * along + up * off;
      car[2 * i + 1] = y + up * along - across * off;
    }
  weft_drawing_begin (drawing, width, HEIGHT);
  weft_drawing_add_polygon (drawing, WEFT_INK_GROUND, ground, POINTS + 2);
  weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.012f,
                         (float[]){ pole, foot, pole, foot - 0.17f }, 2);
  weft_drawing_add_polygon (
      drawing, WEFT_INK_GOAL,
      (float[]){ pole, foot - 0.17f, pole + 0.08f, foot - 0.14f, pole, foot - 0.11f }, 3);
  weft_drawing_add_polygon (drawing, WEFT_INK_ACTOR, car, 4);
  for (int side = -1; side <= 1; side += 2)
    weft_drawing_add_disc (drawing, WEFT_INK_BODY, x + across * 0.05f * (float) side + up * 0.025f,
                           y + up * 0.05f * (float) side - across * 0.025f, 0.025f);
}
