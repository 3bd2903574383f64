/* going-on: a text is gone on with, token by token: what a network says comes next is put behind
 * it, and it is asked again
 *
 * So no question takes longer than one pass, and what learns meanwhile is not held up. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/question.h"

typedef struct _WeftGoingOn WeftGoingOn;

/* Whether what the first loss wants at each step is the token that x has at the next. */
gboolean weft_going_on_can (const WeftModel *model);
WeftGoingOn *weft_going_on_new (void);
void weft_going_on_free (WeftGoingOn *on);
/* Nothing is written yet. */
void weft_going_on_begin (WeftGoingOn *on);
/* x of that set of one sample, with what was written behind it, as x of the other set: as many
 * tokens, the last ones, as the longest sample of `like` has. */
gboolean weft_going_on_add (WeftGoingOn *on, const WeftField *like, const WeftDataset *given,
                            WeftDataset *asked, GError **error);
/* The next token is chosen; FALSE: it is enough, or there is none. decoding: one that writes one
 * sequence. */
gboolean weft_going_on_take (WeftGoingOn *on, const WeftResponse *response,
                             const WeftDecoding *decoding, guint64 seed);
gboolean weft_going_on_is_over (const WeftGoingOn *on);
/* What was given, and what was written behind it; transfer full. */
char *weft_going_on_dup_text (const WeftGoingOn *on, const WeftField *like, char **given);
