/* schedule: a row of the schedule table: what becomes of the learning rate as training goes on
 *
 * A row is a formula; to add one: a function and a line in schedule.c, and its settings, which
 * stand in the training table and are shown with it alone. Steps are counted from the end of the
 * warm-up, which may stand before any of them. Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

/* Of all rows: names are PyTorch's in snake case, and lengths are in steps. */
typedef struct
{
  int step_size;
  WeftDims milestones;
  double gamma, power;
  double eta_min;
  int t_0, t_mult;
  double pct_start, div_factor, final_div_factor;
  double factor, threshold, min_lr;
  int patience, cooldown; /* validations */
} WeftScheduleSettings;

typedef struct
{
  const char *id;
  const char *summary; /* N_ (): a sentence */
  const char *formula;
  /* The rate after `step` steps of `total` (0: not known, then none that ends there applies), of
   * one that begins with lr. */
  double (*find) (const WeftScheduleSettings *settings, double lr, gint64 step, gint64 total);
  gboolean needs_end; /* total */
  gboolean is_judged; /* it follows the figure of validation (engine/train/verdict.h) */
  /* The settings that tests try, GVariant text parted by ";", and PyTorch's word: an expression
   * over the optimiser o, the settings' names, total, and of one that is judged mode ("min": less
   * is better). */
  const char *cases, *pytorch;
} WeftSchedule;

const WeftSchedule *weft_schedule_get (int index);
guint weft_schedules_count (void);
extern const WeftChoice weft_schedule_choices[];
extern const WeftParam weft_schedule_params[]; /* a record is WeftScheduleSettings */
