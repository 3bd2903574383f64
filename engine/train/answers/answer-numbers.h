/* answer-numbers: predicted numbers as a text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"

/* As many as fit into a line; where they weigh the words of what was asked, the sentence that they
 * weigh most. sample: of asked. transfer full. */
char *weft_answer_dup_numbers (const WeftDataset *asked, const WeftField *field, guint32 sample,
                               const WeftTensor *numbers);
/* Of chances those above one half, by the names of the field's numbers: "cold; plant"; may be
 * empty; transfer full. */
char *weft_answer_dup_labels (const WeftField *field, const WeftTensor *chances);
/* Of scores of a yes or no each: how likely it is. */
void weft_answer_find_chances (WeftTensor *numbers);
/* In the data's own unit, where they were standardised. */
void weft_answer_undo_scaling (const WeftSaid *answers, WeftTensor *numbers);
