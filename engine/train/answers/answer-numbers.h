/* answer-numbers: predicted numbers as a text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/data/dataset.h"

/* As many as fit into a line; where they weigh the words of what was asked, the sentence that they
 * weigh most. sample: of asked. transfer full. */
char *weft_answer_dup_numbers (const WeftDataset *asked, const WeftField *field, guint32 sample,
                               const WeftTensor *numbers);
