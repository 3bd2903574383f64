/* grid: what worlds of cells have in common: moves, what is seen, and how it is drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/environment.h"

/* As Gymnasium numbers them. */
enum
{
  WEFT_GRID_UP,
  WEFT_GRID_RIGHT,
  WEFT_GRID_DOWN,
  WEFT_GRID_LEFT,
  WEFT_N_GRID_MOVES
};

/* Cells, row by row from the top: '.' free, '#' a wall, 'G' a goal, 'X' a danger, 'S' a start. */
typedef struct
{
  const char *cells;
  int rows, columns;
} WeftGrid;

/* The cell to which a move leads, which is the same one at an edge and at a wall. */
int weft_grid_move (const WeftGrid *grid, int cell, int move);
/* x (rows · columns): 1 where somebody stands. */
void weft_grid_observe (const WeftGrid *grid, int cell, float *x);
/* The move from a cell towards there, where cells are of size 1: along the longer way. */
int weft_grid_point (const WeftGrid *grid, int cell, float x, float y);
void weft_grid_draw (const WeftGrid *grid, int cell, WeftDrawing *drawing);
