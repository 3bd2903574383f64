/* doubt: whether what is tried is like what was learnt from, which is measured in a thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/likeness.h"

typedef struct _WeftDoubt WeftDoubt;

/* known is called as soon as it can be said. */
WeftDoubt *weft_doubt_new (void (*known) (gpointer user), gpointer user);
void weft_doubt_free (WeftDoubt *doubt);
void weft_doubt_set_model (WeftDoubt *doubt, WeftModel *model); /* nullable */
/* How far it is, in a sentence, of a sample that is unlike all that was learnt from, translated,
 * transfer full; NULL: it is not, or that is not known. */
char *weft_doubt_dup_words (const WeftDoubt *doubt, const WeftDataset *asked);
