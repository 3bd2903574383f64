/* shown-answers: the answers that a view of results shows, as metrics see them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/thresholds.h"
#include "ui/panels/results.h"

/* Of a huge part an evaluation holds the worst alone, of which no curve is to be made; see
 * engine/train/judging/keep.h. */
gboolean weft_shown_is_whole (const WeftShown *look);
/* In the order of look.result->samples; transfer full. */
gint64 *weft_shown_dup_labels (const WeftShown *look);   /* of classes */
WeftRated *weft_shown_dup_rated (const WeftShown *look); /* of two: of the one looked for */
/* The answers with these labels, which they borrow. */
WeftAnswers weft_shown_get_answers (const WeftShown *look, const gint64 *labels);
/* A figure of them by a metric's id; NaN: it has nothing to say. */
double weft_shown_measure (const WeftShown *look, const char *id);
/* What the class that is looked for is called, and the other; transfer full. */
char *weft_shown_dup_class (const WeftShown *look, gboolean is_positive);
/* Of numbers the first of each answer: what is true, and what is predicted. NULL: they do not pair
 * up. Both transfer full. */
double *weft_shown_dup_numbers (const WeftShown *look, double **predicted);
/* "price · Mean absolute error 7.05": what is predicted, and the score; transfer full. */
char *weft_shown_dup_score (WeftContext *context, const WeftShown *look);
/* In place of what would be made of all of them. */
void weft_shown_draw_partial (cairo_t *cr, int width, int height);
void weft_shown_tell_partial (GtkWidget *area); /* the same, for who cannot see it */
