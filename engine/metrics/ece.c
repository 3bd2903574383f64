/* ece: expected calibration error: how far the share of right answers lies from how sure the
 * network is of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/calibration.h"

#include <glib/gi18n-lib.h>

static void
add (gpointer data, const WeftAnswers *answers)
{
  weft_calibration_add (data, answers);
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  return weft_calibration_get_error (data);
}

const WeftMetric weft_metric_ece = {
  .id = "ece",
  .title = N_ ("Calibration error"),
  .targets
  = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),
  .size = sizeof (WeftCalibration),
  .add = add,
  .end = end,
};
