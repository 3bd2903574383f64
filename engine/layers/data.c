/* data: where samples come from; x is what the network sees, y what it should answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

#include "engine/data/outputs.h"
#include "engine/data/own-pictures.h"
#include "engine/data/painted.h"

static gboolean
is_points (const char *source)
{
  const WeftSource *row = weft_source_find (source);

  return row != NULL && row->is_points;
}

/* A set that is painted or drawn has as many samples as were put. */
static gboolean
is_counted (const char *source)
{
  const WeftSource *row = weft_source_find (source);

  return row != NULL && !row->is_painted && !row->is_drawn;
}

static const WeftParam params[] = {
  WEFT_STRING (WeftDataParams, source, "circles", .label = N_ ("Source"),
               .help = N_ ("Which data set the samples come from")),
  WEFT_STRING (WeftDataParams, name, "", .label = N_ ("File"),
               .help = N_ ("The name of the file that the data came from"), .when_param = "source",
               .when_values = "file"),
  WEFT_STRING (WeftDataParams, sha256, "", .label = N_ ("Fingerprint"), .advanced = TRUE,
               .help = N_ ("Tells this data from any other"), .when_param = "source",
               .when_values = "file"),
  WEFT_STRING (WeftDataParams, fields, "", .label = N_ ("Fields"), .hidden = TRUE,
               .help = N_ ("What the data has: the names of the outputs")),
  WEFT_DIMS (WeftDataParams, shape, "2", 1, 1 << 20, .label = N_ ("Shape"),
             .help = N_ ("The dimensions of one sample"), .when_param = "source",
             .when_values = "random"),
  WEFT_INT (WeftDataParams, vocabulary, 0, 1, 1 << 20, .ui_max = 50000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Vocabulary"), .optional = TRUE, .unset = N_ ("none"),
            .help = N_ ("How many different tokens a sample is made of, instead of numbers"),
            .advanced = TRUE, .when_param = "source", .when_values = "random"),
  WEFT_STRING (WeftDataParams, also, "", .label = N_ ("More fields"),
               .help = N_ ("What else a sample has: hint:3x4 for numbers, words:7/20 for seven "
                           "tokens of twenty, sort:/5 for one class of five"),
               .advanced = TRUE, .when_param = "source", .when_values = "random"),
  WEFT_INT (WeftDataParams, count, 0, 1, 1 << 20, .ui_max = 10000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Samples"), .optional = TRUE, .unset = N_ ("as the source"),
            .help = N_ ("How many samples are made"), .when_param = "source", .when = is_counted),
  WEFT_STRING (WeftDataParams, points, WEFT_PAINTED_FIRST, .label = N_ ("Points"), .hidden = TRUE,
               .help
               = N_ ("What was painted: class, x₁ and x₂ of each point, as in 0 -0.5 0.1; 1 0.4 "
                     "0.2")),
  WEFT_STRING (WeftDataParams, class_names, WEFT_OWN_PICTURES_FIRST, .label = N_ ("Class names"),
               .hidden = TRUE,
               .help = N_ ("What the classes of drawn pictures are called, between semicolons")),
  WEFT_STRING (WeftDataParams, kept, "", .label = N_ ("Kept samples"), .hidden = TRUE,
               .help = N_ ("Samples that were given by hand, beside those of the source")),
  WEFT_REAL (WeftDataParams, noise, 0.1, 0, 10, .ui_max = 1, .label = N_ ("Noise"),
             .help = N_ ("How far the points stray from where they belong"), .when_param = "source",
             .when = is_points),
  WEFT_STRING (WeftDataParams, target, "", .label = N_ ("Target"),
               .help = N_ ("The column to predict, or for random data: class, real, "
                           "binary or tokens"),
               .when_param = "source", .when_values = "random|file"),
  WEFT_INT (WeftDataParams, classes, 0, 1, 1 << 20, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Classes"), .optional = TRUE, .unset = N_ ("none"),
            .help = N_ ("How many classes the labels tell apart"), .when_param = "source",
            .when_values = "random"),
  WEFT_DIMS (WeftDataParams, target_shape, "1", 1, 1 << 20, .label = N_ ("Target shape"),
             .help = N_ ("The dimensions of one sample’s target"), .advanced = TRUE,
             .when_param = "source", .when_values = "random"),
  WEFT_REAL (WeftDataParams, low, 0, -1e6, 1e6, .label = N_ ("Lowest target"), .advanced = TRUE,
             .help = N_ ("Where the range of random targets begins"), .when_param = "source",
             .when_values = "random"),
  WEFT_REAL (WeftDataParams, high, 1, -1e6, 1e6, .label = N_ ("Highest target"), .advanced = TRUE,
             .help = N_ ("Where the range of random targets ends"), .when_param = "source",
             .when_values = "random"),
  WEFT_REALS (WeftDataParams, split, NULL, 0, 1, .length = 3, .optional = TRUE,
              .unset = N_ ("as the source"), .unit = WEFT_UNIT_SHARE, .label = N_ ("Split"),
              .help = N_ ("The shares of training, validation and test")),
  WEFT_INT (WeftDataParams, split_seed, 0, 0, G_MAXINT, .unit = WEFT_UNIT_SEED,
            .label = N_ ("Split seed"), .advanced = TRUE,
            .help = N_ ("Another number deals the samples out otherwise")),
  WEFT_BOOL (WeftDataParams, standardize, FALSE, .label = N_ ("Standardise"),
             .help = N_ ("Gives every column mean 0 and deviation 1, learnt on the training split "
                         "only")),
  WEFT_BOOL (WeftDataParams, standardize_target, FALSE, .label = N_ ("Standardise target"),
             .help = N_ ("Gives numbers to predict mean 0 and deviation 1, learnt on the training "
                         "split only; metrics and predictions stay in their own unit. Classes stay "
                         "as they are"),
             .when_param = "source", .when_values = "random|file"),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  weft_builder_data (b, out);
}

static const WeftPort inputs[] = { { NULL } };

const WeftLayer weft_layer_data = {
  .id = "data",
  .family = WEFT_FAMILY_DATA,
  .title = N_ ("Data"),
  .summary = N_ ("Gives the network samples to learn from, and the answers that belong to them."),
  .line = N_ ("{set} · {samples}"),
  .terms
  = "dataset input source samples csv pictures 数据 shuju sj 数据集 shujuji sjj 输入 shuru sr",
  .params = params,
  .record_size = sizeof (WeftDataParams),
  .inputs = inputs,
  .list_outputs = weft_data_list_outputs,
  .build = build,
};
