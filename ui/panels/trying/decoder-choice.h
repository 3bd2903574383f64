/* decoder-choice: how a text that a network writes is chosen: one of the decoders, with its
 * settings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "engine/run/decoders/decoding.h"

typedef enum
{
  WEFT_DECODES_NOTHING, /* the choice is not shown */
  WEFT_DECODES_ONE,     /* token by token, one sequence */
  WEFT_DECODES_SEVERAL, /* token by token, also several beside each other */
  WEFT_DECODES_READ,    /* labels, out of the scores of all steps */
} WeftDecodes;

GtkWidget *weft_decoder_choice_new (void (*changed) (gpointer user), gpointer user);
void weft_decoder_choice_set (GtkWidget *choice, WeftDecodes decodes);
/* Transfer full; NULL: there is nothing to choose. */
WeftDecoding *weft_decoder_choice_make (GtkWidget *choice);
guint64 weft_decoder_choice_get_seed (GtkWidget *choice); /* of what draws; another each time */
