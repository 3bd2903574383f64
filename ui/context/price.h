/* price: how long an epoch takes on this machine, by a short run of its own beside everything */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/live.h"

/* Seconds that a batch takes by the checker's guess, which is from below: it is not tried. */
#define WEFT_PRICE_LONG_BATCH 0.05

/* Seconds an epoch of the model that live has; NAN: it is not known; INFINITY: a few seconds were
 * too few to find out. */
double weft_price_get (WeftLive *live);
/* Has it measured unless it is known, would take long, or something is trained just now: once the
 * network has stood for a moment, in the background and politely, by a quarter of a second of steps
 * from first values, of which the run that there is knows nothing. live says "status" when it is
 * known. */
void weft_price_want (WeftLive *live);
/* Whether steps are made for it just now. */
gboolean weft_price_is_measuring (WeftLive *live);
/* By live: something is trained, or the model is another one. Does not wait. */
void weft_price_stop (WeftLive *live);
/* By live: the project is closed. What is measured has come to its end after it. */
void weft_price_end (WeftLive *live);
