/* entries: how a state's entries lie in its one block of memory; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/state.h"

/* No entries, no memory. */
WeftState *weft_state_new_empty (guint n_slots, guint64 seed);
/* Adds an entry without memory; name is interned here. The live ones come first. */
void weft_state_append (WeftState *state, gint64 node, gint64 repeat, const char *name,
                        gboolean learnt, const WeftShape *shape);
/* Gives every entry its place and makes the index; the memory is zeroed. The values of live learnt
 * entries lie one behind the other, each begun on 64 bytes, and each slot in the same order at the
 * same distances, so that an update may run over all of them as over one array. */
gboolean weft_state_layout (WeftState *state, GError **error);
/* The first values of an entry, drawn from (seed, node, repeat, name). Zeroes nothing. */
void weft_state_first_values (const WeftState *state, WeftStateEntry *entry,
                              const WeftProgramValue *value);
