/* errand: how far a long piece of work is, and whether it is still wanted
 *
 * Whoever begins it makes one and has it be the thread's own meanwhile; what takes long tells the
 * thread's own one, if there is any, so that nothing in between has to hand it on. Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"

typedef struct _WeftErrand WeftErrand;

/* total: the bytes that will be gone through, roughly; 0: not known. */
WeftErrand *weft_errand_new (gint64 total);
WeftErrand *weft_errand_ref (WeftErrand *errand);
void weft_errand_unref (WeftErrand *errand);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftErrand, weft_errand_unref)
/* 0 to 1; −1: the total is not known. */
double weft_errand_get_share (const WeftErrand *errand);
void weft_errand_add_total (WeftErrand *errand, gint64 bytes);
/* Whoever goes about it asks this each time, and takes it for a cancelling. Before it is begun. */
void weft_errand_set_interrupt (WeftErrand *errand, const WeftInterrupt *interrupt);
/* What goes on ends with an error as soon as it can. */
void weft_errand_cancel (WeftErrand *errand);

/* The calling thread's own from here on; nullable, not owned. */
void weft_errand_set_own (WeftErrand *errand);
WeftErrand *weft_errand_get_own (void);
/* So much more is done of the calling thread's own. FALSE with WEFT_ERROR_CANCELLED when it is not
 * wanted any more; error nullable. TRUE where there is none. */
gboolean weft_errand_add (gint64 bytes, GError **error);
