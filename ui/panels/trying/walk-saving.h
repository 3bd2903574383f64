/* walk-saving: the way of a walk between two samples to a file, as a film */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_WALK_SAVED 41 /* pictures, A and B with them */

typedef struct _WeftWalkSaving WeftWalkSaving;

/* ask: what makes so many samples from A to B; transfer full, NULL: nothing can be asked now. */
WeftWalkSaving *weft_walk_saving_new (WeftContext *context, WeftQuestion *(*ask) (gpointer user),
                                      gpointer user);
void weft_walk_saving_free (WeftWalkSaving *saving);
/* Asks somebody where to, and then the network. */
void weft_walk_saving_begin (WeftWalkSaving *saving);
/* Writes the film, if it is what was asked for. TRUE: it is. */
gboolean weft_walk_saving_take (WeftWalkSaving *saving, const WeftResponse *response);
