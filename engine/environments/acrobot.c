/* acrobot: two rods that hang from each other, of which the lower is turned against the upper until
 * its end is high above
 *
 * The equations (those of Sutton and Barto's book, not of the paper of 1996), numbers, order of
 * Runge and Kutta's step and limits of Gymnasium's Acrobot-v1; worked out in double. All rods have
 * mass, length and moment 1, and their middle half-way. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GRAVITY 9.8
#define MIDDLE 0.5 /* of a rod, from its upper end */
#define MOMENT 1.0
#define STEP 0.2
#define FASTEST_UPPER (4 * G_PI)
#define FASTEST_LOWER (9 * G_PI)
#define GOAL 1.0 /* above where the upper rod hangs */
#define FIRST 0.1f
#define DRAWN_MIDDLE 2.2f /* across and down */

typedef struct
{
  float upper, lower; /* rad: from hanging, and from the upper rod */
  float upper_spin, lower_spin;
} Acrobot;

static void
reset (gpointer state, const WeftRandom *random)
{
  Acrobot *it = state;

  weft_random_fill_uniform (random, &it->upper, 4, -FIRST, FIRST);
}

static void
observe (gconstpointer state, float *x)
{
  const Acrobot *it = state;

  x[0] = (float) cos ((double) it->upper);
  x[1] = (float) sin ((double) it->upper);
  x[2] = (float) cos ((double) it->lower);
  x[3] = (float) sin ((double) it->lower);
  x[4] = it->upper_spin;
  x[5] = it->lower_spin;
}

/* How v, two angles and two spins, changes in a second. */
static void
find_change (const double v[4], double torque, double change[4])
{
  double c = cos (v[1]), s = sin (v[1]), mass = MIDDLE * MIDDLE + MOMENT;
  double both = 2 * mass + 1 + 2 * MIDDLE * c, lower = mass + MIDDLE * c;
  double weight = MIDDLE * GRAVITY * sin (v[0] + v[1]);
  double pull
      = -MIDDLE * s * v[3] * (v[3] + 2 * v[2]) + (MIDDLE + 1) * GRAVITY * sin (v[0]) + weight;

  change[0] = v[2];
  change[1] = v[3];
  change[3] = (torque + lower / both * pull - MIDDLE * s * v[2] * v[2] - weight)
              / (mass - lower * lower / both);
  change[2] = -(lower * change[3] + pull) / both;
}

/* Runge and Kutta's step of fourth order. */
static void
go_on (double v[4], double torque)
{
  static const double shares[] = { 1, 2, 2, 1 }, ahead[] = { 0, 0.5, 0.5, 1 };
  double sum[4] = { 0 }, change[4] = { 0 };

  for (int k = 0; k < 4; k++)
    {
      double at[4];

      for (int i = 0; i < 4; i++)
        at[i] = v[i] + ahead[k] * STEP * change[i];
      find_change (at, torque, change);
      for (int i = 0; i < 4; i++)
        sum[i] += shares[k] * change[i];
    }
  for (int i = 0; i < 4; i++)
    v[i] += STEP / 6 * sum[i];
}

static double
act (gpointer state, int action, gboolean *ended)
{
  Acrobot *it = state;
  double v[] = { (double) it->upper, (double) it->lower, (double) it->upper_spin,
                 (double) it->lower_spin };

  go_on (v, action - 1);
  v[0] = remainder (v[0], 2 * G_PI);
  v[1] = remainder (v[1], 2 * G_PI);
  *it = (Acrobot){ (float) v[0], (float) v[1], (float) CLAMP (v[2], -FASTEST_UPPER, FASTEST_UPPER),
                   (float) CLAMP (v[3], -FASTEST_LOWER, FASTEST_LOWER) };
  *ended = -cos (v[0]) - cos (v[0] + v[1]) > GOAL;
  return *ended ? 0 : -1;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Acrobot *it = state;
  float middle = DRAWN_MIDDLE, x = middle + sinf (it->upper), y = middle + cosf (it->upper),
        end_x = x + sinf (it->upper + it->lower), end_y = y + cosf (it->upper + it->lower),
        goal = middle - (float) GOAL;

  weft_drawing_begin (drawing, 2 * middle, 2 * middle);
  weft_drawing_add_line (drawing, WEFT_INK_GOAL, 0.03f, (float[]){ 0, goal, 2 * middle, goal }, 2);
  weft_drawing_add_line (drawing, WEFT_INK_BODY, 0.18f, (float[]){ middle, middle, x, y }, 2);
  weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.18f, (float[]){ x, y, end_x, end_y }, 2);
  weft_drawing_add_disc (drawing, WEFT_INK_LINE, middle, middle, 0.07f);
  weft_drawing_add_disc (drawing, WEFT_INK_LINE, x, y, 0.07f);
}

static int
point (gconstpointer state, float x, float y)
{
  return x > DRAWN_MIDDLE ? 2 : 0;
}

const char WEFT_ENVIRONMENT_TITLE (acrobot)[] = N_ ("Acrobot");

const WeftEnvironment weft_environment_acrobot = {
  .id = "acrobot",
  .title = WEFT_ENVIRONMENT_TITLE (acrobot),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 6 } },
  .actions = 3,
  .players = 1,
  .limit = 500,
  .pace = 15,
  .state_size = sizeof (Acrobot),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .draw = draw,
};
