/* pendulum: a rod that hangs by one end and is to stand upright, turned by a motor too weak to lift
 * it at once
 *
 * The equations, numbers and limits of Gymnasium's Pendulum-v1; each step is worked out in double.
 * The angle is kept within a turn, which nothing that is seen tells. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GRAVITY 10.0
#define LENGTH 1.0
#define MASS 1.0
#define STEP 0.05
#define FASTEST 8.0
#define STRONGEST 2.0
#define MIDDLE 1.3f /* of the drawing, across and down */

typedef struct
{
  float angle, spin; /* from upright, rad, to the left; rad/s */
} Pendulum;

static void
reset (gpointer state, const WeftRandom *random)
{
  Pendulum *it = state;
  float drawn[2];

  weft_random_fill_uniform (random, drawn, 2, -1, 1);
  it->angle = (float) G_PI * drawn[0];
  it->spin = drawn[1];
}

static void
observe (gconstpointer state, float *x)
{
  const Pendulum *it = state;

  x[0] = (float) cos ((double) it->angle);
  x[1] = (float) sin ((double) it->angle);
  x[2] = it->spin;
}

static double
push (gpointer state, const float *forces, gboolean *ended)
{
  Pendulum *it = state;
  double force = CLAMP ((double) forces[0], -STRONGEST, STRONGEST), spin = (double) it->spin,
         angle = remainder ((double) it->angle, 2 * G_PI),
         cost = angle * angle + 0.1 * spin * spin + 0.001 * force * force;

  spin += STEP * (3 * GRAVITY / (2 * LENGTH) * sin (angle) + 3 / (MASS * LENGTH * LENGTH) * force);
  spin = CLAMP (spin, -FASTEST, FASTEST);
  it->spin = (float) spin;
  it->angle = (float) remainder (angle + STEP * spin, 2 * G_PI);
  *ended = FALSE;
  return -cost;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Pendulum *it = state;
  float middle = MIDDLE;

  weft_drawing_begin (drawing, 2 * middle, 2 * middle);
  weft_drawing_add_line (
      drawing, WEFT_INK_ACTOR, 0.2f,
      (float[]){ middle, middle, middle - sinf (it->angle), middle - cosf (it->angle) }, 2);
  weft_drawing_add_disc (drawing, WEFT_INK_LINE, middle, middle, 0.05f);
}

static int
point (gconstpointer state, float x, float y)
{
  return x < MIDDLE;
}

const char WEFT_ENVIRONMENT_TITLE (pendulum)[] = N_ ("Pendulum");

const WeftEnvironment weft_environment_pendulum = {
  .id = "pendulum",
  .title = WEFT_ENVIRONMENT_TITLE (pendulum),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 3 } },
  .forces = 1,
  .low = (float) -STRONGEST,
  .high = (float) STRONGEST,
  .players = 1,
  .limit = 200,
  .pace = 30,
  .state_size = sizeof (Pendulum),
  .reset = reset,
  .observe = observe,
  .push = push,
  .point = point,
  .draw = draw,
};
