/* tried-keeping: what is tried goes among what is learnt from, with the answer that is right */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct _WeftTriedKeeping WeftTriedKeeping;

/* kept is called before a sample is. */
WeftTriedKeeping *weft_tried_keeping_new (WeftContext *context, void (*kept) (gpointer user),
                                          gpointer user);
void weft_tried_keeping_free (WeftTriedKeeping *keeping); /* not its widget */
GtkWidget *weft_tried_keeping_get_widget (const WeftTriedKeeping *keeping);
void weft_tried_keeping_set_model (WeftTriedKeeping *keeping, WeftModel *model);
/* That one may be kept now; nullable. */
void weft_tried_keeping_give (WeftTriedKeeping *keeping, WeftDataset *asked);
