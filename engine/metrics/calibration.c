/* calibration: how sure a network is of its answers beside how often it is right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/calibration.h"

#include <math.h>

#include "engine/metrics/likelihood.h"

static void
count (WeftCalibration *calibration, double sure, gboolean is_right)
{
  int bin = CLAMP ((int) ceil (sure * WEFT_CALIBRATION_BINS) - 1, 0, WEFT_CALIBRATION_BINS - 1);

  calibration->bins[bin].n++;
  calibration->bins[bin].right += is_right;
  calibration->bins[bin].sure += sure;
}

void
weft_calibration_add (WeftCalibration *calibration, const WeftAnswers *answers)
{
  gint64 width = answers->width;

  for (gint64 i = 0; answers->is_labelled && i < answers->n; i++)
    {
      const float *scores = answers->prediction + i * width;
      int said = weft_metric_argmax (scores, width);

      count (calibration, exp (scores[said] - weft_likelihood_log_sum (scores, width)),
             said == answers->label[i]);
    }
  for (gint64 i = 0; !answers->is_labelled && i < answers->n * width; i++)
    count (calibration, 1 / (1 + exp (-fabs ((double) answers->prediction[i]))),
           (answers->prediction[i] > 0.0f) == (answers->wanted[i] > 0.5f));
}

double
weft_calibration_get_error (const WeftCalibration *calibration)
{
  double sum = 0;
  gint64 n = 0;

  for (int i = 0; i < WEFT_CALIBRATION_BINS; i++)
    {
      sum += fabs ((double) calibration->bins[i].right - calibration->bins[i].sure);
      n += calibration->bins[i].n;
    }
  return n > 0 ? sum / (double) n : NAN;
}
