/* spoken: recordings beside what is said in them, the one to be made of the other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Adds those texts (const char *) letter by letter. title: nullable. */
gboolean weft_spoken_give_texts (WeftDataset *dataset, const char *name, const GPtrArray *texts,
                                 const char *title, GError **error);
/* Adds the sounds of that field, of one channel, as frames (engine/data/sound-frames.h). */
gboolean weft_spoken_give_frames (WeftDataset *dataset, const char *name, const WeftField *sounds,
                                  GError **error);
/* What has the same text trains together, or tests: the numbers of such groups, weft_memory_new's;
 * NULL with WEFT_ERROR_MEMORY. */
guint32 *weft_spoken_group (const GPtrArray *texts, GError **error);
