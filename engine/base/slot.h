/* slot: the newest of something, handed from one thread to another; older ones are let go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftSlot WeftSlot;

WeftSlot *weft_slot_new (GDestroyNotify unref);
void weft_slot_free (WeftSlot *slot);
void weft_slot_put (WeftSlot *slot, gpointer value); /* takes value; any thread */
gpointer weft_slot_take (WeftSlot *slot);            /* nullable, transfer full; any thread */
gboolean weft_slot_is_empty (WeftSlot *slot);
