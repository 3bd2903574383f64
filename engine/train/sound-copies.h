/* sound-copies: states kept in memory, so that numbers that go wrong cost next to nothing; for
 * engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/state.h"

typedef struct
{
  WeftState *proven, *newer; /* sound copies of earlier states; nullable */
  gint64 next_copy;          /* monotonic µs */
} WeftCopies;

/* step_time: µs that a step takes; 0: nobody knows. */
void weft_copies_copy_if_due (WeftCopies *copies, const WeftState *state, gint64 now,
                              double step_time);
/* Whether there is a copy of the state as it is at this step. */
gboolean weft_copies_have (const WeftCopies *copies, gint64 step);
/* The state is that copy again. FALSE: there is none. */
gboolean weft_copies_put_back (const WeftCopies *copies, WeftState *state);
void weft_copies_drop (WeftCopies *copies); /* they fit the network no more */
/* The state, or the last sound copy when some weight is not a finite number. */
const WeftState *weft_copies_choose_sound (const WeftCopies *copies, const WeftState *state);
/* After numbers that went wrong: the state is the last sound one again. FALSE: there is none. */
gboolean weft_copies_go_back (WeftCopies *copies, WeftState *state);
/* Into *copy, made when it is NULL; FALSE: no memory. */
gboolean weft_copies_update (WeftState **copy, const WeftState *state);
