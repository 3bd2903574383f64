/* thumb: the small picture of a node's last output, or of a data node's samples
 *
 * Made from numbers once; drawn from its own small images, light or dark. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/data/dataset.h"
#include "ui/paint/pen.h"

typedef struct _WeftThumb WeftThumb;

/* What an activation is, as far as it is known; of zeros: numbers. */
typedef struct
{
  WeftKind kind;
  const WeftField *words;     /* of tokens: whose they are; nullable */
  const WeftDataset *classes; /* nullable: the set whose classes a vector of that length stands for:
                                 it is then shown as probabilities, with the classes' names */
  gboolean is_heard;          /* of (T, D): how loud tones are, of which the least is silence */
} WeftThumbOf;

/* An activation without N: (C, H, W) as up to 8 grey maps, a picture in colour as one; of (C, D, H,
 * W) slices; (D) as bars or a strip, a sound as a wave; (T, D) as a map of signs, or of
 * what is heard, time to the right; tokens as words; one number as such. of: nullable. Nullable:
 * some have no picture. */
WeftThumb *weft_thumb_new (const WeftTensor *tensor, const WeftThumbOf *of);
/* Eight pictures, the points of a 2-D set, or a table's first rows. */
WeftThumb *weft_thumb_new_from_dataset (const WeftDataset *dataset);
void weft_thumb_free (WeftThumb *thumb);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftThumb, weft_thumb_free)
void weft_thumb_draw (const WeftThumb *thumb, WeftPen *pen, double w, double h, gboolean with_text);
