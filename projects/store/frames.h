/* frames: key frames, read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"
#include "projects/store/db.h"

GBytes *weft_frames_hash (GBytes *bytes);         /* SHA-256, 32 bytes; transfer full */
GBytes *weft_frames_digest (GChecksum *checksum); /* what it has summed up; transfer full */
/* As weft_store_load_state, of a run that is named. A frame with a wrong hash is passed over for
 * the one before it. */
WeftState *weft_frames_load (WeftDb *db, gint64 run, gint64 at, GError **error);
/* Appends a run's, as WeftKeyFrame. */
gboolean weft_frames_list (WeftDb *db, gint64 run, GArray *frames, GError **error);
WeftState *weft_frames_load_one (WeftDb *db, gint64 id, GError **error);
