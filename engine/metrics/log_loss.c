/* log_loss: the mean of −log p of what is true, in nats, of classes or of yes or no */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <glib/gi18n-lib.h>

WEFT_METRIC_LIKELIHOOD (log_loss, N_ ("Log-loss"),
                        WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS)
                            | WEFT_KIND_BIT (WEFT_KIND_MASK),
                        0, nats);
