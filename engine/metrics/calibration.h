/* calibration: how sure a network is of its answers beside how often it is right: 15 bins of
 * sureness alike in width (Guo et al. 2017)
 *
 * How sure: the highest probability of the soft-max; of yes or no that of the side taken. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

#define WEFT_CALIBRATION_BINS 15

typedef struct
{
  gint64 n, right;
  double sure; /* the sum over all n */
} WeftCalibrationBin;

/* Begins as zeros. Bin b holds what is sure from b / 15, without it, to (b + 1) / 15. */
typedef struct
{
  WeftCalibrationBin bins[WEFT_CALIBRATION_BINS];
} WeftCalibration;

void weft_calibration_add (WeftCalibration *calibration, const WeftAnswers *answers);
/* Σ n_b/n · |right_b − sure_b|: the expected calibration error; NaN of none. */
double weft_calibration_get_error (const WeftCalibration *calibration);
