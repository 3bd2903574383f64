/* results: the views of which the Results panel shows the one that the task calls for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/judges.h"
#include "ui/panels/panel.h"

/* What a view shows: what one loss found of the newest evaluation, and by what it judged. */
typedef struct
{
  WeftModel *model;
  const WeftEvaluation *evaluation;
  const WeftResult *result;
  const WeftField *target; /* nullable: not the data's */
  guint judge;
} WeftShown;

/* Of what a view made what it shows. */
typedef struct
{
  WeftEvaluation *evaluation; /* nullable */
  guint judge;
} WeftSeen;

/* A row of the views (views.def), each in a file of its own. Of those that fit what a loss judges
 * the first is shown; where it has a title the others with one are chosen among at the panel's
 * head, and what is chosen is kept with the project. */
typedef struct
{
  const char *id;
  /* N_ (): stands at the left of the panel's head, over the first WEFT_RESULTS_HEAD px of the view;
   * NULL: it has a head of its own, and is shown alone. */
  const char *title;
  gboolean (*fits) (const WeftModel *model, guint judge);
  /* Made once; it follows what is to be shown by itself (weft_results_follow). */
  GtkWidget *(*create) (WeftContext *context);
} WeftResultView;

#define WEFT_RESULTS_HEAD 24 /* px */

#define RESULT_VIEW(id) extern const WeftResultView weft_result_view_##id;
#include "ui/panels/results/views.def"
#undef RESULT_VIEW

GtkWidget *weft_results_part_new (WeftContext *context); /* beside the dock's tabs */
/* A drop-down of the losses that judge answers; hidden while there is but one. */
GtkWidget *weft_results_judge_new (WeftContext *context);
/* The newest evaluation in the snapshot; nullable, transfer none. */
WeftEvaluation *weft_results_get_evaluation (WeftContext *context);
/* FALSE: there is none, or none of the loss that is looked at. Borrowed until the next snapshot. */
gboolean weft_results_look (WeftContext *context, WeftShown *look);
/* FALSE: it was taken before. */
gboolean weft_seen_take (WeftSeen *seen, const WeftShown *look);
void weft_seen_clear (WeftSeen *seen);
/* Calls callback (data) now and whenever what there is to look at is another; see
 * weft_panel_follow. */
void weft_results_follow (GtkWidget *panel, WeftContext *context, GCallback callback,
                          gpointer data);
/* Whether what a loss judges is one of so many classes that the data say, as scores of each. */
gboolean weft_results_is_choice (const WeftModel *model, guint judge);
gboolean weft_results_is_binary (const WeftModel *model, guint judge); /* of two */
gboolean weft_results_is_numbers (const WeftModel *model,
                                  guint judge); /* other numbers of the data */
/* Of these those that are several with a name each, which have a view of their own. */
gboolean weft_results_is_several (const WeftModel *model, guint judge);
/* There is an evaluation, and of the initial weights only where somebody looks back at them. */
gboolean weft_results_is_trained (WeftContext *context);
/* "94.5 %", "0.92" or "–": the chief metric of an evaluation; transfer full. */
char *weft_results_dup_score (WeftContext *context, const WeftEvaluation *evaluation);
/* "Accuracy 94.5 %"; transfer full. */
char *weft_results_dup_titled_score (WeftContext *context, const WeftEvaluation *evaluation);
/* The label that shows it is green when it is good, not whatever it is. */
void weft_results_mark_score (WeftContext *context, const WeftEvaluation *evaluation,
                              GtkWidget *label);
