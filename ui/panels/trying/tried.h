/* tried: what somebody gave a network to try, with what it said: a list from which it is brought
 * back with a click, and from which it goes among what is learnt from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct _WeftTried WeftTried;

/* again: a sample of the list is to be tried once more. */
WeftTried *weft_tried_new (WeftContext *context,
                           void (*again) (const WeftDataset *asked, gpointer user), gpointer user);
void weft_tried_free (WeftTried *tried); /* not its widget */
GtkWidget *weft_tried_get_widget (const WeftTried *tried);
/* The list stays where its samples are for that model, too. */
void weft_tried_set_model (WeftTried *tried, WeftModel *model);
/* That one sample is given now; NULL: none, or one of the set. */
void weft_tried_give (WeftTried *tried, WeftDataset *asked);
/* What is said of it. words: nullable. */
void weft_tried_answer (WeftTried *tried, const char *words);
