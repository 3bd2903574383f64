/* convolutions: what the layers that slide filters have in common, along one axis, two or three */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/weight-norms.h"

#define WEFT_CONV_AXES 3

/* By axis: of a sequence its length; of a picture height and width; of a volume depth first. */
typedef struct
{
  int axes, out_channels, groups;
  int kernel[WEFT_CONV_AXES], stride[WEFT_CONV_AXES], dilation[WEFT_CONV_AXES];
  gboolean same; /* as much padding as keeps the size: padding says nothing then */
  int padding[WEFT_CONV_AXES];
  int output_padding[WEFT_CONV_AXES]; /* of transposed ones */
  gboolean bias;
  WeftInit init;
  /* Not of transposed ones: */
  WeftWeightNorm norm;
  int padding_mode; /* index of weft_padding_mode_choices, which is the op pad's */
} WeftConvForm;

/* x (N, C, …) → (N, K, …), weights NAMEweight (K, C/groups, kernel…) and NAMEbias; a diagnostic
 * where it does not fit. */
WeftValue weft_block_convolution (WeftBuilder *b, WeftValue x, const char *name,
                                  const WeftConvForm *form);
/* The same of transposed ones, along one axis or two: weights (C, K/groups, kernel…). */
WeftValue weft_block_conv_transpose (WeftBuilder *b, WeftValue x, const WeftConvForm *form);

/* x (N, C, L) as a picture (N, C, 1, L), and back. */
WeftValue weft_block_lift (WeftBuilder *b, WeftValue x);
WeftValue weft_block_lower (WeftBuilder *b, WeftValue x);
/* What x of so many axes behind its channels looks like: "(N, C, H, W)". */
const char *weft_conv_get_form (int axes);
/* Whether a window of that extent fits at least once into x, padding (both sides) counted; else a
 * diagnostic. Extent and padding: by axis. */
gboolean weft_block_expect_room (WeftBuilder *b, WeftValue x, int axes, const gint64 *extent,
                                 const gint64 *padding);

extern const WeftChoice weft_padding_mode_choices[]; /* zeros reflect replicate circular */

/* Of records with fields of these names, for the layers' parameters. */
#define WEFT_CONV_GROUPS(Type)                                                                     \
  WEFT_INT (Type, groups, 1, 1, 65536, .ui_max = 64, .unit = WEFT_UNIT_COUNT,                      \
            .label = N_ ("Groups"), .advanced = TRUE,                                              \
            .help = N_ ("Parts the channels into groups that do not see each other"))
#define WEFT_CONV_BIAS(Type)                                                                       \
  WEFT_BOOL (Type, bias, TRUE, .label = N_ ("Bias"),                                               \
             .help = N_ ("Add a learnt constant to every output"))
#define WEFT_CONV_INIT(Type)                                                                       \
  WEFT_CHOICE (Type, init, WEFT_INIT_PYTORCH, weft_init_choices, .label = N_ ("First weights"),    \
               .help = N_ ("How the weights are drawn before training"), .advanced = TRUE)
#define WEFT_CONV_PADDING_MODE(Type)                                                               \
  WEFT_CHOICE (Type, padding_mode, 0, weft_padding_mode_choices, .label = N_ ("Beyond the edges"), \
               .advanced = TRUE,                                                                   \
               .help = N_ ("What stands where the padding lies: zeros, the mirror image, the "     \
                           "edge again or the other side"))
#define WEFT_CONV_FILTERS(Type)                                                                    \
  WEFT_INT (Type, out_channels, 16, 1, 65536, .ui_max = 256, .unit = WEFT_UNIT_COUNT,              \
            .label = N_ ("Filters"), .help = N_ ("How many patterns the layer looks for"))
