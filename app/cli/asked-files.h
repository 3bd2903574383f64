/* asked-files: a trained network with somebody's files in the place of its data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"
#include "engine/train/past/replay.h"

/* paths: "[NAME=]PATH" each, NULL-terminated. Fills in what is asked and a model of it, which is
 * scaled as in training; the state stays replayed's. */
gboolean weft_asked_files_begin (WeftAsking *asking, char **paths, const WeftReplayed *replayed,
                                 GError **error);
void weft_asked_files_clear (WeftAsking *asking);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftAsking, weft_asked_files_clear)
