/* explained-picture: what is said of a sample, drawn without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/explanation.h"

/* The bytes of a PNG file; transfer full. */
GByteArray *weft_explained_draw_png (const WeftDataset *dataset,
                                     const WeftExplanation *explanation);
