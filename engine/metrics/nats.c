/* nats: the mean of −log p of each token, by the natural logarithm */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <glib/gi18n-lib.h>

WEFT_METRIC_LIKELIHOOD (nats, N_ ("Nats a token"), WEFT_KINDS_OF_LABELS, 2, nats);
