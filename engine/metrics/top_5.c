/* top_5: the share of samples whose true class is among the five highest */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/top_k.h"

#include <glib/gi18n-lib.h>

WEFT_METRIC_TOP (5, N_ ("Among the top 5"));
