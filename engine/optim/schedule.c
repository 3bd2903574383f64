/* schedule: the table of schedules, each a formula (torch.optim.lr_scheduler) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/schedule.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef const WeftScheduleSettings Settings;

static double
find_constant (Settings *s, double lr, gint64 step, gint64 total)
{
  return lr;
}

static double
find_step (Settings *s, double lr, gint64 step, gint64 total)
{
  return lr * pow (s->gamma, (double) (step / s->step_size));
}

static double
find_multistep (Settings *s, double lr, gint64 step, gint64 total)
{
  int passed = 0;

  for (int i = 0; i < s->milestones.n; i++)
    passed += step >= s->milestones.d[i];
  return lr * pow (s->gamma, passed);
}

static double
find_exponential (Settings *s, double lr, gint64 step, gint64 total)
{
  return lr * pow (s->gamma, (double) step / s->step_size);
}

static double
get_share (gint64 step, gint64 total)
{
  return MIN ((double) step / (double) total, 1.0);
}

static double
find_polynomial (Settings *s, double lr, gint64 step, gint64 total)
{
  return lr * pow (1 - get_share (step, total), s->power);
}

/* From `from` to `to` along half a wave. */
static double
swing (double from, double to, double share)
{
  return to + (from - to) * 0.5 * (1.0 + cos (G_PI * share));
}

/* The lowest rate that is set, where the first one is not lower. */
static double
find_cosine (Settings *s, double lr, gint64 step, gint64 total)
{
  return swing (lr, MIN (s->eta_min, lr), get_share (step, total));
}

static double
find_cosine_restarts (Settings *s, double lr, gint64 step, gint64 total)
{
  double length = s->t_0, done = (double) step;

  if (s->t_mult == 1)
    done = (double) (step % s->t_0);
  while (s->t_mult > 1 && done >= length)
    {
      done -= length;
      length *= s->t_mult;
    }
  return swing (lr, MIN (s->eta_min, lr), done / length);
}

/* Two waves: up from lr / div_factor to lr, and down to the first rate / final_div_factor, which
 * the last step has. */
static double
find_one_cycle (Settings *s, double lr, gint64 step, gint64 total)
{
  double first = lr / s->div_factor, top = s->pct_start * (double) total - 1,
         last = (double) total - 1, at = MIN ((double) step, last);

  if (at <= top)
    return swing (first, lr, top > 0 ? at / top : 1);
  return swing (lr, first / s->final_div_factor, last > top ? (at - top) / (last - top) : 1);
}

const WeftChoice weft_schedule_choices[] = {
  { "constant", N_ ("Constant") },
  { "step", N_ ("In steps") },
  { "multistep", N_ ("In steps of your own") },
  { "exponential", N_ ("Exponential") },
  { "polynomial", N_ ("Polynomial") },
  { "cosine", N_ ("Cosine") },
  { "cosine_restarts", N_ ("Cosine with restarts") },
  { "one_cycle", N_ ("One cycle") },
  { "plateau", N_ ("On a plateau") },
  { NULL },
};

/* In the order of the choices. */
static const WeftSchedule schedules[] = {
  { "constant", N_ ("The rate stays what it is."), "lr", find_constant, .cases = "{}",
    .pytorch = "ConstantLR (o, 1, 1)" },
  { "step", N_ ("The rate drops every so many steps."), "lr·γ^⌊t/s⌋", find_step,
    .cases = "{'step_size': <int64 7>, 'gamma': <0.5>}",
    .pytorch = "StepLR (o, step_size, gamma)" },
  { "multistep", N_ ("The rate drops at steps that you name."), "lr·γ^#{milestones ≤ t}",
    find_multistep, .cases = "{'milestones': <[int64 3, 10, 25]>, 'gamma': <0.3>}",
    .pytorch = "MultiStepLR (o, milestones, gamma)" },
  { "exponential", N_ ("The rate falls by the same share with every step."), "lr·γ^(t/s)",
    find_exponential, .cases = "{'step_size': <int64 1>, 'gamma': <0.9>};{'step_size': <int64 10>}",
    .pytorch = "ExponentialLR (o, gamma ** (1 / step_size))" },
  { "polynomial", N_ ("The rate falls to 0 by the end of the epochs, along a power."),
    "lr·(1 − t/T)^p", find_polynomial, TRUE, .cases = "{};{'power': <2.5>}",
    .pytorch = "PolynomialLR (o, total, power)" },
  { "cosine", N_ ("The rate falls along half a wave by the end of the epochs."),
    "η + (lr − η)(1 + cos (π·t/T))/2", find_cosine, TRUE, .cases = "{};{'eta_min': <0.01>}",
    .pytorch = "CosineAnnealingLR (o, total, eta_min)" },
  { "cosine_restarts", N_ ("Half waves, each of which begins again at the full rate."),
    "η + (lr − η)(1 + cos (π·t/Tᵢ))/2", find_cosine_restarts,
    .cases = "{'t_0': <int64 7>};{'t_0': <int64 4>, 't_mult': <int64 2>, 'eta_min': <0.002>}",
    .pytorch = "CosineAnnealingWarmRestarts (o, t_0, t_mult, eta_min)" },
  { "one_cycle", N_ ("The rate rises from a part of it, then falls to almost nothing."),
    "lr/d → lr → lr/(d·f)", find_one_cycle, TRUE,
    .cases = "{};{'pct_start': <0.5>, 'div_factor': <10.0>, 'final_div_factor': <100.0>}",
    .pytorch = "OneCycleLR (o, lr, total, pct_start=pct_start, cycle_momentum=False, "
               "div_factor=div_factor, final_div_factor=final_div_factor)" },
  { "plateau",
    N_ ("The rate drops when the validation figure that says what is best has not become better "
        "for some epochs."),
    "lr·f^drops", find_constant, .is_judged = TRUE, .cases = "{}",
    .pytorch
    = "ReduceLROnPlateau (o, mode, factor, patience, threshold, \"rel\", cooldown, min_lr, "
      "0)" },
};

const WeftSchedule *
weft_schedule_get (int index)
{
  g_return_val_if_fail ((guint) index < G_N_ELEMENTS (schedules), NULL);
  return &schedules[index];
}

guint
weft_schedules_count (void)
{
  return G_N_ELEMENTS (schedules);
}

#define OF(kinds) .when_param = "schedule", .when_values = kinds
#define STEPS(field, fallback, ...)                                                                \
  WEFT_INT (WeftScheduleSettings, field, fallback, 1, 1000000000, .ui_max = 10000,                 \
            .unit = WEFT_UNIT_STEPS, __VA_ARGS__)

const WeftParam weft_schedule_params[] = {
  STEPS (step_size, 1000, OF ("step|exponential"), .label = N_ ("Step size"),
         .help = N_ ("After how many steps the rate has dropped")),
  WEFT_DIMS (WeftScheduleSettings, milestones, "1000,2000", 1, 1000000000, OF ("multistep"),
             .unit = WEFT_UNIT_STEPS, .label = N_ ("Milestones"),
             .help = N_ ("The steps at which the rate drops")),
  WEFT_REAL (WeftScheduleSettings, gamma, 0.1, 0, 1, OF ("step|multistep|exponential"),
             .unit = WEFT_UNIT_SHARE, .label = N_ ("Gamma"),
             .help = N_ ("What the rate is multiplied by at each drop")),
  WEFT_REAL (WeftScheduleSettings, power, 1, 0.01, 10, OF ("polynomial"), .label = N_ ("Power"),
             .help = N_ ("1 is a straight line; more falls faster at first")),
  STEPS (t_0, 1000, OF ("cosine_restarts"), .label = N_ ("First wave"),
         .help = N_ ("How many steps the first half wave takes")),
  WEFT_INT (WeftScheduleSettings, t_mult, 1, 1, 100, OF ("cosine_restarts"),
            .unit = WEFT_UNIT_COUNT, .label = N_ ("Longer each time"), .advanced = TRUE,
            .help = N_ ("How many times as long each half wave is as the one before it")),
  WEFT_REAL (WeftScheduleSettings, eta_min, 0, 0, 1e3, .ui_max = 1, OF ("cosine|cosine_restarts"),
             .unit = WEFT_UNIT_RATE, .label = N_ ("Lowest rate"), .advanced = TRUE,
             .help = N_ ("What the rate comes to at the end of a wave")),
  WEFT_REAL (WeftScheduleSettings, pct_start, 0.3, 0, 1, OF ("one_cycle"), .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Share of the rise"),
             .help = N_ ("Which share of all steps the rate rises for")),
  WEFT_REAL (WeftScheduleSettings, div_factor, 25, 1, 1e6, .ui_max = 100, OF ("one_cycle"),
             .label = N_ ("Begins at"), .advanced = TRUE,
             .help = N_ ("What the rate is divided by for the first step")),
  WEFT_REAL (WeftScheduleSettings, final_div_factor, 1e4, 1, 1e9, .ui_max = 1e5, OF ("one_cycle"),
             .label = N_ ("Ends at"), .advanced = TRUE,
             .help = N_ ("What the first rate is divided by for the last step")),
  WEFT_REAL (WeftScheduleSettings, factor, 0.1, 0.001, 0.999, OF ("plateau"),
             .unit = WEFT_UNIT_SHARE, .label = N_ ("Factor"),
             .help = N_ ("What the rate is multiplied by at each drop")),
  WEFT_INT (WeftScheduleSettings, patience, 10, 0, 1000000, .ui_max = 50, OF ("plateau"),
            .unit = WEFT_UNIT_COUNT, .label = N_ ("Patience"),
            .help = N_ ("How many epochs without a better figure are put up with")),
  WEFT_REAL (WeftScheduleSettings, threshold, 1e-4, 0, 1, OF ("plateau"), .unit = WEFT_UNIT_RATE,
             .label = N_ ("Threshold"), .advanced = TRUE,
             .help = N_ ("The share by which a figure has to be better to count as better")),
  WEFT_INT (WeftScheduleSettings, cooldown, 0, 0, 1000000, .ui_max = 50, OF ("plateau"),
            .unit = WEFT_UNIT_COUNT, .label = N_ ("Cooldown"), .advanced = TRUE,
            .help = N_ ("For how many epochs after a drop nothing is counted")),
  WEFT_REAL (WeftScheduleSettings, min_lr, 0, 0, 1e3, .ui_max = 1, OF ("plateau"),
             .unit = WEFT_UNIT_RATE, .label = N_ ("Least rate"), .advanced = TRUE,
             .help = N_ ("The rate never drops below this")),
  { NULL },
};
