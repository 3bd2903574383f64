/* plot-axis: values to px and back, and where its ticks stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/plot-axis.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

double
weft_axis_map (const WeftAxis *axis, double value)
{
  double share = axis->is_log ? log (MAX (value, 1e-30) / axis->low) / log (axis->high / axis->low)
                              : (value - axis->low) / (axis->high - axis->low);

  return axis->from + share * (axis->to - axis->from);
}

double
weft_axis_unmap (const WeftAxis *axis, double px)
{
  double share = (px - axis->from) / (axis->to - axis->from);

  return axis->is_log ? axis->low * pow (axis->high / axis->low, share)
                      : axis->low + share * (axis->high - axis->low);
}

/* The tick distance that divides an axis from 0 to a round number evenly, nearest to so many parts;
 * 0 when there is none. */
static double
get_even_step (const WeftAxis *axis, guint wanted)
{
  static const double leads[] = { 1, 1.5, 2, 2.5, 3, 4, 5, 6 };
  double best = 0, best_off = G_MAXDOUBLE;
  double power = pow (10, floor (log10 (axis->high / MAX (wanted, 1))) - 1);

  if (axis->low != 0)
    return 0;
  for (int k = 0; k < 3; k++, power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
      {
        double step = leads[i] * power, parts = axis->high / step;
        double off = fabs (round (parts) - MAX (wanted, 1));

        if (fabs (parts - round (parts)) < 1e-6 && parts > 1.5 && off <= best_off)
          {
            best = step; /* of equals the coarser one */
            best_off = off;
          }
      }
  return best_off < 4 ? best : 0;
}

double
weft_axis_get_step (const WeftAxis *axis, guint wanted)
{
  double even = axis->is_even ? get_even_step (axis, wanted) : 0;
  double raw = (axis->high - axis->low) / MAX (wanted, 1);
  double power = pow (10, floor (log10 (raw)));
  double lead = raw / power;

  return even > 0 ? even : power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

static guint
get_log_ticks (const WeftAxis *axis, double ticks[WEFT_MAX_TICKS])
{
  guint n = 0;
  double decades = log10 (axis->high / axis->low);
  int every = (int) ceil (decades / (WEFT_MAX_TICKS / 2));

  for (double power = floor (log10 (axis->low)); power <= log10 (axis->high); power += every)
    for (int lead = 1; lead <= (decades < 3.5 ? 5 : 1); lead = lead == 1 ? 2 : lead == 2 ? 5 : 10)
      {
        double tick = lead * pow (10, power);

        if (n < WEFT_MAX_TICKS && tick >= axis->low * 0.999 && tick <= axis->high * 1.001)
          ticks[n++] = tick;
      }
  return n;
}

guint
weft_axis_get_ticks (const WeftAxis *axis, guint wanted, double ticks[WEFT_MAX_TICKS])
{
  double step;
  guint n = 0;

  if (axis->is_log)
    return get_log_ticks (axis, ticks);
  step = weft_axis_get_step (axis, wanted);
  for (double i = ceil (axis->low / step - 1e-9); i * step <= axis->high + step * 1e-9; i++)
    if (n < WEFT_MAX_TICKS)
      ticks[n++] = i * step;
  return n;
}

double
weft_axis_round_up (double x)
{
  static const double leads[] = { 1, 1.2, 1.5, 2, 2.4, 2.5, 3, 4, 5, 6, 8, 10 };
  double power;

  if (!(x > 0) || isinf (x))
    return 1;
  power = pow (10, floor (log10 (x)));
  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    if (leads[i] * power >= x * (1 - 1e-12))
      return leads[i] * power;
  return 10 * power;
}

void
weft_axis_fit_shares (double low, double high, double ends[2])
{
  static const double units[] = { 0.02, 0.05, 0.1, 0.2, 0.25 };
  guint i = 0;

  low = CLAMP (low, 0, 1);
  high = CLAMP (high, low, 1);
  while (i + 1 < G_N_ELEMENTS (units) && high - low > 3 * units[i])
    i++;
  /* Never on the frame itself, but at 0 and 1. */
  ends[0] = MAX (ceil (low / units[i] - 1e-9) - 1, 0) * units[i];
  ends[1] = MIN ((floor (high / units[i] + 1e-9) + 1) * units[i], 1);
}

/* The decimals that tell one tick from the next: 1 for 0.5, 2 for 0.25. */
static int
count_decimals (double step)
{
  int digits = 0;

  for (double x = step; digits < 9 && fabs (x - round (x)) > 1e-6 * x; x *= 10)
    digits++;
  return digits;
}

char *
weft_axis_format (double value, double step)
{
  int digits = count_decimals (step);

  if (fabs (value) < step * 1e-6)
    value = 0;
  if (fabs (value) >= 1e6 || step >= 1e5)
    return weft_format_brief (value);
  if (digits == 0)
    return weft_format_count ((gint64) llround (value));
  if (value != 0 && fabs (value) < 1e-5)
    return weft_format_number (value);
  return weft_format_fixed (value, digits);
}

char *
weft_axis_format_tick (const WeftAxis *axis, double tick, double step)
{
  g_autofree char *number = NULL;

  if (!axis->is_share)
    return weft_axis_format (tick, step);
  number = weft_axis_format (tick * 100, step * 100);
  return g_strdup_printf (_ ("%s %%"), number);
}
