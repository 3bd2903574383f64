/* split: parts of one axis, each an output of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int chunks;
  WeftDims split_sizes;
  int dim;
} Split;

static const WeftParam params[] = {
  WEFT_INT (Split, chunks, 2, 1, WEFT_MAX_OUTPUTS, .unit = WEFT_UNIT_COUNT, .label = N_ ("Parts"),
            .help = N_ ("Into how many parts of one length the axis is cut")),
  WEFT_DIMS (Split, split_sizes, NULL, 1, 1 << 20, .optional = TRUE, .unset = N_ ("alike"),
             .label = N_ ("Lengths"),
             .help = N_ ("How long each part is, where they are not alike; together the axis")),
  WEFT_INT (Split, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis that is cut, the batch counted as 0")),
  { NULL },
};

static int
count_parts (const Split *split)
{
  return split->split_sizes.n > 0 ? split->split_sizes.n : split->chunks;
}

static guint
list_outputs (GVariant *values, WeftPort ports[WEFT_MAX_OUTPUTS])
{
  Split split;
  guint n;

  weft_params_load (params, values, &split, sizeof split);
  n = (guint) count_parts (&split);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("y%u", i + 1);

      ports[i] = (WeftPort){ .name = g_intern_string (name) };
    }
  return n;
}

/* Whether the parts are together as long as the axis; else a diagnostic. */
static gboolean
expect_length (WeftBuilder *b, const Split *split, gint64 length)
{
  gint64 sum = 0;

  for (int i = 0; i < split->split_sizes.n; i++)
    sum += split->split_sizes.d[i];
  if (split->split_sizes.n > 0 ? sum == length : length % split->chunks == 0)
    return TRUE;
  weft_builder_fail (b, "shape-mismatch",
                     split->split_sizes.n > 0 ? _ ("expects an axis as long as its parts together")
                                              : _ ("expects an axis that can be cut evenly"),
                     NULL);
  return FALSE;
}

/* x (N, …, L, …) → parts of it along L */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Split *split = record;
  int dim = weft_builder_axis (b, in[0], split->dim), n = count_parts (split);
  gint64 length = weft_builder_dim (b, in[0], dim), start = 0;

  if (dim < 0 || !expect_length (b, split, length))
    return;
  for (int i = 0; i < n; i++)
    {
      gint64 part = split->split_sizes.n > 0 ? split->split_sizes.d[i] : length / n;

      if (i == 0 || weft_builder_is_wanted (b, i))
        out[i] = weft_block_slice (b, in[0], dim, start, part);
      start += part;
    }
}

const WeftLayer weft_layer_split = {
  .id = "split",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Split tensor"),
  .summary = N_ ("Cuts an axis into parts, each an output of its own."),
  .formula = "[y<sub>1</sub>, y<sub>2</sub>, …] = x",
  .line = N_ ("{in} → {out}, …"),
  .terms = "chunk cut divide branch 拆分 chaifen cf 切分 qiefen qf",
  .pytorch = "torch.split",
  .onnx = "Split",
  .params = params,
  .record_size = sizeof (Split),
  .list_outputs = list_outputs,
  .build = build,
};
