/* answer-files: answers as a folder of files, for people and for programs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"

/* Into a folder, which is made: answers.csv, a line each (of further losses FIELD.csv); FIELD.npy,
 * what is said (of classes int64, else float32), and FIELD_scores.npy, the probability of each
 * class; by what the field is FIELD_probabilities.csv, FIELD.txt, boxes.csv, and of each sample a
 * PNG picture or a WAV sound, which is called as its input is. all: WeftSaid *. */
gboolean weft_answer_files_write (const GPtrArray *all, const char *folder, GError **error);
