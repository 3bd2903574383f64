/* figure: a network as a paper shows it: blocks with their sizes, from left to right
 *
 * Where everything lies, in mm, y downwards; whoever draws it knows no network. What only bends or
 * scales numbers stands in the words of the block before it. Groups are one block. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"

#define WEFT_FIGURE_TEXT 2.5 /* height of letters */
#define WEFT_FIGURE_LINE 3.4 /* from line to line */
#define WEFT_FIGURE_MOST_POINTS 4

typedef struct
{
  GPtrArray *words; /* char *: what it is, line by line; the size comes last where it is known */
  WeftFamily family;
  int column;
  double x, y, width, height; /* of its front */
  double depth;               /* how far its back is moved right and up; 0: it is flat */
} WeftFigureBlock;

typedef struct
{
  guint from, to; /* blocks */
  guint n;
  double x[WEFT_FIGURE_MOST_POINTS], y[WEFT_FIGURE_MOST_POINTS];
} WeftFigureArrow;

typedef struct
{
  GPtrArray *blocks; /* WeftFigureBlock */
  GArray *arrows;    /* WeftFigureArrow */
  double left, top, width, height;
} WeftFigure;

WeftFigure *weft_figure_new (WeftGraph *graph, const WeftReport *report);
void weft_figure_free (WeftFigure *figure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFigure, weft_figure_free)
