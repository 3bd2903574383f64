/* answer-codes: codes, which are to lie together for samples of one class, as an answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"

enum
{
  WEFT_MOST_NEAR = 8,       /* neighbours that are told */
  WEFT_MOST_COMPARED = 160, /* samples whose codes are compared with */
};

/* Says of each sample that is asked which samples of the set that was learnt from have the nearest
 * codes: the class of the nearest, and numbers (n, 2): sample, distance, the nearest first. */
gboolean weft_answer_compare_codes (WeftSaid *said, GError **error);
