/* plot-axis: values to px and back, and where its ticks stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_MAX_TICKS 16

typedef struct
{
  double low, high;  /* values at the two ends; low < high */
  double from, to;   /* px at the two ends; from > to for an axis that points up */
  gboolean is_log;   /* low and high are then positive */
  gboolean is_share; /* its ticks are written as per cent */
  gboolean is_even;  /* from 0 to a round number: ticks divide it evenly, so that the end has one */
} WeftAxis;

double weft_axis_map (const WeftAxis *axis, double value); /* px; not clamped */
double weft_axis_unmap (const WeftAxis *axis, double px);
/* Ticks at 1-2-5 times a power of ten, about `wanted` of them; how many. */
guint weft_axis_get_ticks (const WeftAxis *axis, guint wanted, double ticks[WEFT_MAX_TICKS]);
/* The smallest 1-1.2-1.5-2-2.4-2.5-3-4-5-6-8 times a power of ten that is not below x: axes grow in
 * steps. */
double weft_axis_round_up (double x);
/* Ends for shares from low to high, 0 … 1: round ones that lie close around them, so that what
 * happens between 94 % and 97 % is seen; ends[0] < ends[1], both within 0 … 1. */
void weft_axis_fit_shares (double low, double high, double ends[2]);
/* "0.2", "1,200": with the decimals that a step of `step` needs; transfer full. */
char *weft_axis_format (double value, double step);
char *weft_axis_format_tick (const WeftAxis *axis, double tick, double step);
double weft_axis_get_step (const WeftAxis *axis, guint wanted);
