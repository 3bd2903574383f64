/* rates: what the finder of the learning rate found, as `train --find-lr` reports it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trials/finder.h"

/* A line for each rate that was tried, then what is proposed. */
void weft_rates_report (const WeftFinding *finding, gboolean as_json);
