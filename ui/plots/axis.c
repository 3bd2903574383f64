/* axis: values to px and back, and where its ticks stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/axis.h"

#include <math.h>

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

double
weft_axis_get_step (const WeftAxis *axis, guint wanted)
{
  double raw = (axis->high - axis->low) / MAX (wanted, 1);
  double power = pow (10, floor (log10 (raw)));
  double lead = raw / power;

  return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

static guint
get_log_ticks (const WeftAxis *axis, double ticks[WEFT_MAX_TICKS])
{
  guint n = 0;
  double decades = log10 (axis->high / axis->low);
  int every = (int) ceil (decades / (WEFT_MAX_TICKS / 2));

  for (double power = floor (log10 (axis->low)); power <= log10 (axis->high); power += every)
    for (int lead = 1; lead <= (decades < 2 ? 5 : 1); lead = lead == 1 ? 2 : lead == 2 ? 5 : 10)
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
  static const double leads[] = { 1, 1.5, 2, 3, 4, 5, 6, 8, 10 };
  double power;

  if (!(x > 0) || isinf (x))
    return 1;
  power = pow (10, floor (log10 (x)));
  for (guint i = 0; i < G_N_ELEMENTS (leads); i++)
    if (leads[i] * power >= x * (1 - 1e-12))
      return leads[i] * power;
  return 10 * power;
}

char *
weft_axis_format (double value, double step)
{
  int digits = step >= 1 ? 0 : (int) CLAMP (ceil (-log10 (step) - 1e-9), 0, 9);

  if (fabs (value) < step * 1e-6)
    value = 0;
  if (fabs (value) >= 1e6 || (value != 0 && fabs (value) < 1e-5))
    return g_strdup_printf ("%.3g", value);
  return value < 0 ? g_strdup_printf ("−%.*f", digits, -value)
                   : g_strdup_printf ("%'.*f", digits, value);
}
