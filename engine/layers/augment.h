/* augment: what layers share that change samples of the data at random while the network learns
 *
 * Each draws by (seed, node, epoch, sample), and does nothing outside training. What belongs to a
 * picture goes along with it: its mask is moved as it is, and stays a mask; its boxes are framed
 * anew, cut at the edge, and dropped where little of them is left. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/blocks.h"

/* In the rows of all of them. */
#define WEFT_AUGMENT_ROW .family = WEFT_FAMILY_AUGMENT, .draws_by_sample = TRUE

#define WEFT_AUGMENT_P(Type, default_)                                                             \
  WEFT_REAL (Type, p, default_, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Chance"),             \
             .help = N_ ("How likely each sample is to be changed in an epoch"))

#define WEFT_AUGMENT_FILL(Type)                                                                    \
  WEFT_REAL (Type, fill, 0, -1e6, 1e6, .ui_max = 1, .label = N_ ("Fill"), .advanced = TRUE,        \
             .help = N_ ("The number that stands where there was no picture"))

/* A picture, and the mask of it or the class of each pixel; what they are made into. */
extern const WeftPort weft_mask_inputs[], weft_mask_outputs[];
/* The same and the boxes in it. */
extern const WeftPort weft_picture_inputs[], weft_picture_outputs[];

/* What takes another sample of the batch in, and what is said of them, which is mixed alike. */
extern const WeftPort weft_pair_inputs[], weft_pair_outputs[];

/* y means what x does. */
WeftValue weft_augment (WeftBuilder *b, const char *op, const WeftAttr *attrs, WeftValue x);
/* Moves the picture in[0] and, if they are wired, its mask in[1] and its boxes in[2], which take
 * mask_attrs. */
void weft_augment_picture (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                           const WeftAttr *mask_attrs, const WeftValue *in, WeftValue *out);
/* Of what has steps: mask, which of them are real, may be WEFT_NONE. */
WeftValue weft_augment_steps (WeftBuilder *b, const char *op, const WeftAttr *attrs, WeftValue x,
                              WeftValue mask);
/* Mixes in[0] with others of the batch by shares of Beta (alpha, alpha), cut out of pictures or
 * through and through; and, if they are wired, the labels in[1]: classes (N) become shares (N, C).
 */
void weft_augment_pairs (WeftBuilder *b, double p, double alpha, gboolean cut, const WeftValue *in,
                         WeftValue *out);
