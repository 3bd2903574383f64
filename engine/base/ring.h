/* ring: samples from the trainer to one reader; folds instead of dropping or waiting
 *
 * Single producer, single consumer. When three quarters full the producer folds new samples of a
 * series into the last one not yet published, so nothing is lost and nobody waits. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"

typedef struct _WeftRing WeftRing;

WeftRing *weft_ring_new (guint capacity); /* a power of two */
void weft_ring_free (WeftRing *ring);
void weft_ring_push (WeftRing *ring, const WeftSample *sample); /* producer */
/* Publishes what is folded and still held back; call at pauses and every few milliseconds.
 * Producer. */
void weft_ring_flush (WeftRing *ring);
guint weft_ring_pop (WeftRing *ring, WeftSample *samples, guint max); /* consumer */
