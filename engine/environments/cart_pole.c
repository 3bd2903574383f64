/* cart_pole: a cart that keeps a pole upright which stands on it, pushed to the left or the right
 *
 * The equations, numbers, order of Euler's step and limits of Gymnasium's CartPole-v1, after Barto,
 * Sutton and Anderson (1983) as corrected by Florian (2007); each step is worked out in double. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/environment.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GRAVITY 9.8 /* m/s² */
#define CART 1.0    /* kg */
#define POLE 0.1
#define HALF 0.5 /* m: from the pole's foot to its middle */
#define FORCE 10.0
#define STEP 0.02                     /* s */
#define FAR 2.4                       /* m from the middle: the cart has left */
#define LEANING (12 * 2 * G_PI / 360) /* the pole falls */
#define FIRST 0.05f                   /* how far anything is from 0 at the beginning */

typedef struct
{
  float x, speed;    /* of the cart, m and m/s */
  float angle, spin; /* of the pole from upright, rad and rad/s */
} CartPole;

static void
reset (gpointer state, const WeftRandom *random)
{
  CartPole *it = state;

  weft_random_fill_uniform (random, &it->x, 4, -FIRST, FIRST);
}

static void
observe (gconstpointer state, float *x)
{
  const CartPole *it = state;

  x[0] = it->x;
  x[1] = it->speed;
  x[2] = it->angle;
  x[3] = it->spin;
}

static double
act (gpointer state, int action, gboolean *ended)
{
  CartPole *it = state;
  double force = action == 1 ? FORCE : -FORCE, speed = (double) it->speed, spin = (double) it->spin,
         cosine = cos ((double) it->angle), sine = sin ((double) it->angle);
  double push = (force + POLE * HALF * spin * spin * sine) / (CART + POLE);
  double turns = (GRAVITY * sine - cosine * push)
                 / (HALF * (4.0 / 3.0 - POLE * cosine * cosine / (CART + POLE)));
  double moves = push - POLE * HALF * turns * cosine / (CART + POLE);

  it->x = (float) ((double) it->x + STEP * speed);
  it->speed = (float) (speed + STEP * moves);
  it->angle = (float) ((double) it->angle + STEP * spin);
  it->spin = (float) (spin + STEP * turns);
  *ended = fabs ((double) it->x) > FAR || fabs ((double) it->angle) > LEANING;
  return 1;
}

/* The way in which the pole falls, and sooner where the cart goes out on that side, too: a linear
 * controller, of which any with these signs holds the pole. */
static int
teach (gconstpointer state)
{
  const CartPole *it = state;

  return it->angle + 0.5f * it->spin + 0.02f * it->x + 0.05f * it->speed > 0;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const CartPole *it = state;
  float middle = (float) FAR + it->x, rail = 1.8f, top = rail - 0.3f, length = 2 * (float) HALF;
  float pole[]
      = { middle, top, middle + length * sinf (it->angle), top - length * cosf (it->angle) };

  weft_drawing_begin (drawing, 2 * (float) FAR, 2.4f);
  weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.02f, (float[]){ 0, rail, 2 * (float) FAR, rail },
                         2);
  weft_drawing_add_box (drawing, WEFT_INK_BODY, middle - 0.25f, top, 0.5f, rail - top);
  weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.08f, pole, 2);
  weft_drawing_add_disc (drawing, WEFT_INK_LINE, middle, top, 0.05f);
}

static int
point (gconstpointer state, float x, float y)
{
  return x > (float) FAR + ((const CartPole *) state)->x;
}

const char WEFT_ENVIRONMENT_TITLE (cart_pole)[] = N_ ("Cart-pole");

const WeftEnvironment weft_environment_cart_pole = {
  .id = "cart_pole",
  .title = WEFT_ENVIRONMENT_TITLE (cart_pole),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 1, .type = WEFT_F32, .dims = { 4 } },
  .actions = 2,
  .players = 1,
  .limit = 500,
  .pace = 50,
  .state_size = sizeof (CartPole),
  .reset = reset,
  .observe = observe,
  .act = act,
  .teach = teach,
  .point = point,
  .draw = draw,
};
