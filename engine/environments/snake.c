/* snake: a snake on a field of ten by ten that grows by what it eats, and dies of the edge, of
 * itself or of hunger
 *
 * Actions as on the cliff: up, right, down, left; not back into its own neck. To eat is worth 1, to
 * die −1; to fill the field ends the game as well. The end of the tail leaves its cell before the
 * head enters one. An observation (3, 10, 10): how long each cell will go on being body, in parts
 * of the length, the head, and the food. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/environments/grid.h"

#define SIDE 10
#define CELLS (SIDE * SIDE)
#define FIRST_LENGTH 3
#define HUNGER 100 /* moves without food of which it dies */

static const WeftGrid field = { .cells = ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         ".........."
                                         "..........",
                                .rows = SIDE,
                                .columns = SIDE };

typedef struct
{
  guint32 seed[2];
  gint32 eaten;
  gint32 hungry;      /* moves since then */
  gint32 length;      /* cells of it */
  gint32 way;         /* it moved last */
  gint32 food;        /* cell; −1: there is no room for any */
  gint32 body[CELLS]; /* cells, from the head on */
} Snake;

static gboolean
is_body (const Snake *it, int cell)
{
  for (int i = 0; i < it->length; i++)
    if (it->body[i] == cell)
      return TRUE;
  return FALSE;
}

/* On one of the free cells, each as likely. */
static void
put_food (Snake *it)
{
  WeftRandom random
      = { (guint64) it->seed[1] << 32 | it->seed[0], WEFT_STREAM_EPISODE, (guint64) it->eaten };
  guint64 left;

  it->food = -1;
  if (it->length == CELLS)
    return;
  left = weft_random_below (&random, 0, (guint64) (CELLS - it->length));
  do
    it->food++;
  while (is_body (it, it->food) || left-- > 0);
}

static void
reset (gpointer state, const WeftRandom *random)
{
  Snake *it = state;
  guint32 bits[4];

  memset (it, 0, sizeof *it);
  weft_random_block (random, 0, bits);
  memcpy (it->seed, bits, sizeof it->seed);
  it->length = FIRST_LENGTH;
  it->way = WEFT_GRID_RIGHT;
  for (int i = 0; i < FIRST_LENGTH; i++)
    it->body[i] = SIDE / 2 * SIDE + SIDE / 2 - i;
  put_food (it);
}

static void
observe (gconstpointer state, float *x) /* (3, SIDE, SIDE) */
{
  const Snake *it = state;

  memset (x, 0, 3 * CELLS * sizeof *x);
  for (int i = 0; i < it->length; i++)
    x[it->body[i]] = (float) (it->length - i) / (float) it->length;
  x[CELLS + it->body[0]] = 1;
  if (it->food >= 0)
    x[2 * CELLS + it->food] = 1;
}

static gboolean
may (gconstpointer state, int action)
{
  return action != (((const Snake *) state)->way + 2) % WEFT_N_GRID_MOVES;
}

static double
act (gpointer state, int action, gboolean *ended)
{
  Snake *it = state;
  int cell = weft_grid_move (&field, it->body[0], action); /* the head's own at the edge */
  gboolean eats = cell == it->food;

  it->way = action;
  it->length -= !eats;
  *ended = is_body (it, cell) || (!eats && ++it->hungry == HUNGER);
  if (*ended)
    {
      it->length++;
      return -1;
    }
  memmove (it->body + 1, it->body, (gsize) it->length * sizeof *it->body);
  it->body[0] = cell;
  it->length++;
  if (!eats)
    return 0;
  it->eaten++;
  it->hungry = 0;
  put_food (it);
  *ended = it->food < 0;
  return 1;
}

static void
draw (gconstpointer state, WeftDrawing *drawing)
{
  const Snake *it = state;
  float line[2 * CELLS];

  weft_drawing_begin (drawing, SIDE, SIDE);
  weft_drawing_add_box (drawing, WEFT_INK_GROUND, 0, 0, SIDE, SIDE);
  for (int i = 0; i < it->length; i++)
    {
      line[2 * i] = (float) (it->body[i] % SIDE) + 0.5f;
      line[2 * i + 1] = (float) (it->body[i] / SIDE) + 0.5f;
    }
  if (it->food >= 0)
    weft_drawing_add_disc (drawing, WEFT_INK_GOAL, (float) (it->food % SIDE) + 0.5f,
                           (float) (it->food / SIDE) + 0.5f, 0.3f);
  weft_drawing_add_line (drawing, WEFT_INK_ACTOR, 0.6f, line, (guint) it->length);
  weft_drawing_add_disc (drawing, WEFT_INK_ACTOR, line[0], line[1], 0.42f);
  weft_drawing_add_disc (drawing, WEFT_INK_GROUND, line[0], line[1], 0.15f);
}

static int
point (gconstpointer state, float x, float y)
{
  const Snake *it = state;
  int move = weft_grid_point (&field, it->body[0], x, y);

  return may (it, move) ? move : it->way;
}

const char WEFT_ENVIRONMENT_TITLE (snake)[] = N_ ("Snake");

const WeftEnvironment weft_environment_snake = {
  .id = "snake",
  .title = WEFT_ENVIRONMENT_TITLE (snake),
  .kind = WEFT_KIND_NUMBERS,
  .observation = { .rank = 3, .type = WEFT_F32, .dims = { 3, SIDE, SIDE } },
  .actions = WEFT_N_GRID_MOVES,
  .players = 1,
  .limit = 2000,
  .pace = 6,
  .state_size = sizeof (Snake),
  .reset = reset,
  .observe = observe,
  .act = act,
  .point = point,
  .may = may,
  .draw = draw,
};
