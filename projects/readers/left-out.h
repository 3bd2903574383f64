/* left-out: what a reader did not take: how many for each reason, and which was the first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  char *name;   /* of the first, as it may be shown */
  char *reason; /* translated, fit to stand after a colon: "damaged or cut off" */
  guint count;
} WeftLeftOut;

GPtrArray *weft_left_out_new (void); /* of WeftLeftOut, in the order in which they were met */
/* name: as it may be shown, which is weft_brief's to see to. */
void weft_left_out_add (GPtrArray *list, const char *name, const char *reason);
/* A sentence for each reason; notes: WeftNotes. */
void weft_left_out_note (const GPtrArray *list, GPtrArray *notes);
