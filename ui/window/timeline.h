/* timeline: under the canvas, the run from its first step to now: back to any of them, as a film
 * too, and on from there in a run of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_TYPE_TIMELINE (weft_timeline_get_type ())
G_DECLARE_FINAL_TYPE (WeftTimeline, weft_timeline, WEFT, TIMELINE, GtkBox)

GtkWidget *weft_timeline_new (WeftContext *context);
/* "start", "earlier", "later", "earlier-page", "later-page", "now" */
void weft_timeline_look (WeftTimeline *timeline, const char *where);
void weft_timeline_toggle_film (WeftTimeline *timeline);
/* pictures: GBytes, each a PNG of one size; NULL: it was ended before its last step. delay: between
 * two, in hundredths of a second. Called once. */
typedef void (*WeftTimelineTaken) (GPtrArray *pictures, int delay, gpointer user);
/* The film from the first step to the newest, in pictures of that widget. */
void weft_timeline_take_film (WeftTimeline *timeline, GtkWidget *of, WeftTimelineTaken taken,
                              gpointer user);
