/* turns: planes of a board, cell by cell */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/turns.h"

#include <glib.h>

enum
{
  MIRRORED = 1,
  UPSIDE_DOWN = 2,
  CROSSED = 4, /* rows and columns change their places, at last */
};

void
weft_turns_make (int way, int n, int rows, int columns, const float *from, float *to)
{
  gboolean is_crossed = (way & CROSSED) != 0;

  for (int plane = 0; plane < n; plane++, from += rows * columns, to += rows * columns)
    for (int i = 0; i < rows; i++)
      for (int k = 0; k < columns; k++)
        {
          int row = (way & UPSIDE_DOWN) != 0 ? rows - 1 - i : i,
              column = (way & MIRRORED) != 0 ? columns - 1 - k : k;

          to[is_crossed ? column * rows + row : row * columns + column] = from[i * columns + k];
        }
}
