/* perplexity: among how many tokens the network wavers, exp of the mean of −log p */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <glib/gi18n-lib.h>
#include <math.h>

WEFT_METRIC_LIKELIHOOD (perplexity, N_ ("Perplexity"), WEFT_KINDS_OF_LABELS, 2, exp (nats));
