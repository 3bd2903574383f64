/* grid: what worlds of cells have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/grid.h"

#include <math.h>
#include <string.h>

int
weft_grid_move (const WeftGrid *grid, int cell, int move)
{
  static const gint8 down[] = { -1, 0, 1, 0 }, right[] = { 0, 1, 0, -1 };
  int row = CLAMP (cell / grid->columns + down[move], 0, grid->rows - 1),
      column = CLAMP (cell % grid->columns + right[move], 0, grid->columns - 1),
      next = row * grid->columns + column;

  return grid->cells[next] == '#' ? cell : next;
}

void
weft_grid_observe (const WeftGrid *grid, int cell, float *x)
{
  memset (x, 0, (gsize) (grid->rows * grid->columns) * sizeof *x);
  x[cell] = 1;
}

int
weft_grid_point (const WeftGrid *grid, int cell, float x, float y)
{
  float right = x - (float) (cell % grid->columns) - 0.5f,
        down = y - (float) (cell / grid->columns) - 0.5f;

  if (fabsf (right) > fabsf (down))
    return right > 0 ? WEFT_GRID_RIGHT : WEFT_GRID_LEFT;
  return down > 0 ? WEFT_GRID_DOWN : WEFT_GRID_UP;
}

static void
draw_cell (char what, float x, float y, WeftDrawing *drawing)
{
  static const struct
  {
    char what;
    WeftInk ink;
  } inks[] = { { '#', WEFT_INK_BODY }, { 'G', WEFT_INK_GOAL }, { 'X', WEFT_INK_DANGER } };

  for (gsize i = 0; i < G_N_ELEMENTS (inks); i++)
    if (inks[i].what == what)
      weft_drawing_add_box (drawing, inks[i].ink, x, y, 1, 1);
}

void
weft_grid_draw (const WeftGrid *grid, int cell, WeftDrawing *drawing)
{
  float width = (float) grid->columns, height = (float) grid->rows;

  weft_drawing_begin (drawing, width, height);
  weft_drawing_add_box (drawing, WEFT_INK_GROUND, 0, 0, width, height);
  for (int i = 0; i < grid->rows * grid->columns; i++)
    draw_cell (grid->cells[i], (float) (i % grid->columns), (float) (i / grid->columns), drawing);
  for (int row = 0; row <= grid->rows; row++)
    weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f,
                           (float[]){ 0, (float) row, width, (float) row }, 2);
  for (int column = 0; column <= grid->columns; column++)
    weft_drawing_add_line (drawing, WEFT_INK_LINE, 0.03f,
                           (float[]){ (float) column, 0, (float) column, height }, 2);
  weft_drawing_add_disc (drawing, WEFT_INK_ACTOR, (float) (cell % grid->columns) + 0.5f,
                         (float) (cell / grid->columns) + 0.5f, 0.3f);
}
