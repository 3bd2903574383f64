/* go: the rules, with a bit for each point, row by row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/go.h"

#include <math.h>

#include <string.h>

#include "engine/environments/turns.h"

/* What is known of a board's size. */
typedef struct
{
  int side;
  guint64 all;
  guint64 not_first, not_last; /* all but a column */
} Grid;

static Grid
get_grid (const WeftGo *go)
{
  Grid grid = { go->side, ((guint64) 1 << go->side * go->side) - 1, 0, 0 };
  guint64 column = 0;

  for (int row = 0; row < go->side; row++)
    column |= (guint64) 1 << row * go->side;
  grid.not_first = grid.all & ~column;
  grid.not_last = grid.all & ~(column << (go->side - 1));
  return grid;
}

/* The points beside those of the set; some may be in it. */
static guint64
get_beside (const Grid *grid, guint64 set)
{
  return ((set << grid->side | set >> grid->side) & grid->all) | (set & grid->not_first) >> 1
         | (set & grid->not_last) << 1;
}

/* All points of `within` that are connected with the set through it. */
static guint64
flood (const Grid *grid, guint64 set, guint64 within)
{
  guint64 before;

  do
    {
      before = set;
      set |= get_beside (grid, set) & within;
    }
  while (set != before);
  return set;
}

static guint64
get_lowest (guint64 set)
{
  return set & -set;
}

typedef struct
{
  guint64 mine, others; /* of who is to move */
} Sides;

static Sides
get_sides (const WeftGo *go)
{
  int mover = go->moves % 2;

  return (Sides){ weft_bits_get (go->now.stones[mover]),
                  weft_bits_get (go->now.stones[1 - mover]) };
}

static gboolean
has_been (const WeftGo *go, Sides sides)
{
  int mover = go->moves % 2;

  if (__builtin_popcountll (sides.mine | sides.others) > go->most)
    return FALSE;
  for (int i = go->n_before; i-- > 0;)
    if (weft_bits_get (go->before[i].stones[mover]) == sides.mine
        && weft_bits_get (go->before[i].stones[1 - mover]) == sides.others)
      return TRUE;
  return FALSE;
}

/* A stone on that free point; whatever of the other's has no free point then is taken off. */
static Sides
put (const Grid *grid, Sides sides, guint64 point)
{
  guint64 left = get_beside (grid, point) & sides.others, free;

  sides.mine |= point;
  free = grid->all & ~(sides.mine | sides.others);
  while (left != 0)
    {
      guint64 group = flood (grid, get_lowest (left), sides.others);

      if ((get_beside (grid, group) & free) == 0)
        sides.others &= ~group;
      left &= ~group;
    }
  return sides;
}

/* Free points, of all groups of `stones`: the only one of a group, or one of several. */
static void
find_liberties (const Grid *grid, guint64 stones, guint64 free, guint64 *only, guint64 *several)
{
  *only = *several = 0;
  while (stones != 0)
    {
      guint64 group = flood (grid, get_lowest (stones), stones),
              liberties = get_beside (grid, group) & free;

      *(liberties == get_lowest (liberties) ? only : several) |= liberties;
      stones &= ~group;
    }
}

/* Those of the points at which a stone that takes nothing would make a position anew: one that was
 * and has one stone more than this. */
static guint64
find_repeated (const WeftGo *go, Sides sides, guint64 points)
{
  int mover = go->moves % 2;
  guint64 repeated = 0;

  if (__builtin_popcountll (sides.mine | sides.others) >= go->most)
    return 0;
  for (int i = 0; i < go->n_before; i++)
    {
      guint64 differs = weft_bits_get (go->before[i].stones[mover]) ^ sides.mine;

      if (weft_bits_get (go->before[i].stones[1 - mover]) == sides.others
          && differs == get_lowest (differs))
        repeated |= differs & points;
    }
  return repeated;
}

/* Points that may be played on. */
static guint64
find_points (const WeftGo *go, const Grid *grid)
{
  Sides sides = get_sides (go);
  guint64 free = grid->all & ~(sides.mine | sides.others), takes, saves, none, open;

  find_liberties (grid, sides.others, free, &takes, &none);
  find_liberties (grid, sides.mine, free, &none, &saves);
  open = free & (get_beside (grid, free) | saves | takes);
  open &= ~find_repeated (go, sides, open & ~takes);
  for (guint64 left = open & takes; left != 0; left &= left - 1)
    if (has_been (go, put (grid, sides, get_lowest (left))))
      open &= ~get_lowest (left);
  return open;
}

guint64
weft_go_open (gconstpointer state)
{
  const WeftGo *go = state;
  Grid grid = get_grid (go);

  return find_points (go, &grid) | (grid.all + 1);
}

void
weft_go_begin (WeftGo *go, int side, double komi, int limit)
{
  memset (go, 0, WEFT_GO_SIZE ((gsize) limit));
  go->side = side;
  go->twice_komi = (gint32) (2 * komi);
  go->limit = limit;
  go->last = -1;
}

double
weft_go_get_lead (const WeftGo *go)
{
  Grid grid = get_grid (go);
  guint64 stones[2] = { weft_bits_get (go->now.stones[0]), weft_bits_get (go->now.stones[1]) },
          left = grid.all & ~(stones[0] | stones[1]);
  int lead = __builtin_popcountll (stones[0]) - __builtin_popcountll (stones[1]);

  while (left != 0)
    {
      guint64 area = flood (&grid, get_lowest (left), left), beside = get_beside (&grid, area);
      int size = __builtin_popcountll (area);

      lead += ((beside & stones[1]) == 0 && (beside & stones[0]) != 0) ? size : 0;
      lead -= ((beside & stones[0]) == 0 && (beside & stones[1]) != 0) ? size : 0;
      left &= ~area;
    }
  return lead - go->twice_komi / 2.0;
}

static void
put_stone (WeftGo *go, int point)
{
  Grid grid = get_grid (go);
  Sides sides = put (&grid, get_sides (go), (guint64) 1 << point);
  int mover = go->moves % 2;

  go->now.stones[mover] = weft_bits_make (sides.mine);
  go->now.stones[1 - mover] = weft_bits_make (sides.others);
  go->before[go->n_before++] = go->now;
  go->most = MAX (go->most, __builtin_popcountll (sides.mine | sides.others));
}

double
weft_go_act (gpointer state, int action, gboolean *ended)
{
  WeftGo *go = state;
  gboolean is_pass = action == go->side * go->side, is_first = go->moves % 2 == 0;
  double lead;

  if (!is_pass)
    put_stone (go, action);
  go->last = is_pass ? -1 : action;
  go->passes = is_pass ? go->passes + 1 : 0;
  go->moves++;
  *ended = go->passes == 2 || go->moves == go->limit;
  if (!*ended)
    return 0;
  lead = is_first ? weft_go_get_lead (go) : -weft_go_get_lead (go);
  return (lead > 0) - (lead < 0);
}

static void
write_plane (float *x, int n, guint64 set)
{
  for (int i = 0; i < n; i++)
    x[i] = (set >> i & 1) != 0;
}

void
weft_go_observe (gconstpointer state, float *x) /* (5, side, side) */
{
  const WeftGo *go = state;
  Grid grid = get_grid (go);
  Sides sides = get_sides (go);
  int n = go->side * go->side;
  guint64 planes[WEFT_GO_PLANES] = {
    sides.mine,
    sides.others,
    go->moves % 2 == 0 ? grid.all : 0,
    go->passes > 0 ? grid.all : 0,
    grid.all & ~(sides.mine | sides.others | find_points (go, &grid)),
  };

  for (int i = 0; i < WEFT_GO_PLANES; i++)
    write_plane (x + i * n, n, planes[i]);
}

void
weft_go_turn (int side, int way, const float *x, const float *y, float *turned_x, float *turned_y)
{
  weft_turns_make (way, WEFT_GO_PLANES, side, side, x, turned_x);
  weft_turns_make (way, 1, side, side, y, turned_y);
  turned_y[side * side] = y[side * side]; /* a pass */
}

static void
draw_grid (int side, WeftDrawing *drawing)
{
  float end = (float) side - 0.5f;

  weft_drawing_begin (drawing, (float) side, (float) side);
  weft_drawing_add_box (drawing, WEFT_INK_GROUND, 0, 0, (float) side, (float) side);
  for (int i = 0; i < side; i++)
    {
      float at = (float) i + 0.5f;

      weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f, (float[]){ at, 0.5f, at, end }, 2);
      weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f, (float[]){ 0.5f, at, end, at }, 2);
    }
}

int
weft_go_point (gconstpointer state, float x, float y)
{
  const WeftGo *go = state;
  int column = (int) floorf (x), row = (int) floorf (y);

  return column >= 0 && column < go->side && row >= 0 && row < go->side ? row * go->side + column
                                                                        : -1;
}

void
weft_go_draw (gconstpointer state, WeftDrawing *drawing)
{
  const WeftGo *go = state;

  draw_grid (go->side, drawing);
  for (int i = 0; i < go->side * go->side; i++)
    {
      float x = (float) (i % go->side) + 0.5f, y = (float) (i / go->side) + 0.5f;

      for (int side = 0; side < 2; side++)
        if ((weft_bits_get (go->now.stones[side]) >> i & 1) != 0)
          weft_drawing_add_disc (drawing, side == 0 ? WEFT_INK_ACTOR : WEFT_INK_OTHER, x, y, 0.45f);
      if (i == go->last)
        weft_drawing_add_ring (drawing, WEFT_INK_LINE, x, y, 0.2f, 0.06f);
    }
}
