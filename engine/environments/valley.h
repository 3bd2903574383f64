/* valley: the car that is too weak for its hill, for the rows mountain_car and
 * mountain_car_continuous
 *
 * The equations, numbers and limits of Gymnasium's MountainCar-v0 and MountainCarContinuous-v0,
 * after Moore (1990); each step is worked out in double. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/environment.h"

typedef struct
{
  float x, speed;
} WeftValley;

void weft_valley_reset (gpointer state, const WeftRandom *random);
void weft_valley_observe (gconstpointer state, float *x); /* (2) */
/* One move, in which the car's speed grows by that beside what the hill does. Whether it is at the
 * flag. */
gboolean weft_valley_move (WeftValley *valley, double push, double flag);
/* 1: to the right of the car; 0: to its left. */
int weft_valley_point (gconstpointer state, float x, float y);
void weft_valley_draw (const WeftValley *valley, double flag, WeftDrawing *drawing);
