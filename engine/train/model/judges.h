/* judges: what each loss of a model judges, and the criteria that follow from the settings; any
 * thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* For model.c alone, once its feeds are there. */
void weft_model_choose_judges (WeftModel *model, const WeftProgram *program);
/* "accuracy", or "place.mae" of a later loss that has the same as one before it; id nullable; −1:
 * there is none. */
int weft_model_find_criterion (const WeftModel *model, const char *id);
/* Of a node that is a loss; −1: it judges nothing, as one that is muted. */
int weft_model_find_judge (const WeftModel *model, gint64 node);
/* The field that a loss's answers are judged by; nullable. */
const WeftField *weft_model_get_target (const WeftModel *model, guint judge);
/* What it predicts are codes, of which those of one class are to lie together, not classes. */
gboolean weft_model_judges_codes (const WeftModel *model, guint judge);
/* What it predicts are logits of numbers from 0 to 1, each by itself: the logistic function makes
 * chances of them. */
gboolean weft_model_judges_chances (const WeftModel *model, guint judge);
/* What the positive class (judged.positive) is called, when there is one. Transfer full. */
char *weft_model_dup_positive (const WeftModel *model, guint judge);
char *weft_model_dup_judge_title (const WeftModel *model, guint judge); /* its node's */
/* Translated, and of which class it is where it judges one of two: "Recall of “yes”"; where there
 * are several losses also of which. Transfer full. */
char *weft_model_dup_criterion_title (const WeftModel *model, guint criterion);
/* Whether the losses of the one say the same of a prediction as those of the other. */
gboolean weft_model_has_same_losses (const WeftModel *a, const WeftModel *b);
