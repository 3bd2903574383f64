/* answer-frames: what a network says in frames of sound, as an answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"

/* Says it row by row, of each sample that is asked: numbers (rows, width), and how long it is. */
gboolean weft_answer_say_frames (WeftSaid *said, GError **error);
