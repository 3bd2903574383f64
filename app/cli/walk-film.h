/* walk-film: what a network makes on the way from sample to sample, as moving pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/data/dataset.h"

#define WEFT_WALK_FILM_LEG 40 /* pictures from one sample to the next */

/* made: (pictures, numbers), of what that set is shown by. */
gboolean weft_walk_film_write (const WeftDataset *dataset, const WeftTensor *made, gboolean is_dark,
                               const char *path, GError **error);
