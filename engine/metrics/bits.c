/* bits: the mean of −log₂ p of each token; where a token is a character, bits a character */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <glib/gi18n-lib.h>
#include <math.h>

WEFT_METRIC_LIKELIHOOD (bits, N_ ("Bits a token"), WEFT_KINDS_OF_LABELS, 2, nats / log (2));
