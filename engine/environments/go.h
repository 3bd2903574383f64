/* go: the game of stones and areas, on a small board; the rows say how large it is
 *
 * The rules of Tromp and Taylor without suicide: a group without a free point beside it is taken
 * off, one's own may not be; no position comes twice, whoever is to move (positional superko); two
 * passes end the game, and so does the last move of the limit. Then a side has its stones and the
 * free areas that only it touches, and the second the komi besides; the winner has 1, a tie is
 * worth 0. An action is a point, row by row, and the last a pass.
 *
 * An observation (5, side, side): the stones of who is to move, the other's, ones where the first
 * is to move, ones where the other has just passed, and free points that may not be played on. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/bits.h"
#include "engine/environments/environment.h"

#define WEFT_GO_PLANES 5

typedef struct
{
  WeftBits stones[2]; /* of who began, of the other */
} WeftGoPosition;

typedef struct
{
  gint32 side;       /* 2 to 7 */
  gint32 twice_komi; /* so that halves are whole */
  gint32 limit;
  gint32 moves, passes; /* made; passes in a row */
  gint32 last;          /* point, −1: none */
  gint32 most;          /* stones that ever lay there */
  gint32 n_before;
  WeftGoPosition now;
  WeftGoPosition before[]; /* (limit): after each stone */
} WeftGo;

#define WEFT_GO_ACTIONS(side) ((side) * (side) + 1)
#define WEFT_GO_SIZE(limit) (sizeof (WeftGo) + (limit) * sizeof (WeftGoPosition))

void weft_go_begin (WeftGo *go, int side, double komi, int limit);
/* Those of a row, for any size. */
void weft_go_observe (gconstpointer state, float *x);
double weft_go_act (gpointer state, int action, gboolean *ended);
guint64 weft_go_open (gconstpointer state);
/* Likewise of turns; x (5, side, side), y (side · side + 1). */
void weft_go_turn (int side, int way, const float *x, const float *y, float *turned_x,
                   float *turned_y);
int weft_go_point (gconstpointer state, float x, float y);
void weft_go_draw (gconstpointer state, WeftDrawing *drawing);
/* What the first has more than the other, less the komi. */
double weft_go_get_lead (const WeftGo *go);
