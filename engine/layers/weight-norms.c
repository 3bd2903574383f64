/* weight-norms: what a weight is computed from, where it is not learnt as it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/weight-norms.h"

#include <math.h>

const WeftChoice weft_weight_norm_choices[] = {
  [WEFT_WEIGHT_PLAIN] = { "none", N_ ("As they are") },
  [WEFT_WEIGHT_BY_LENGTH] = { "weight", N_ ("Length apart (weight norm)") },
  [WEFT_WEIGHT_BY_STRETCH] = { "spectral", N_ ("Stretch of 1 (spectral norm)") },
  { NULL },
};

/* How long a row of so many numbers is, as that draws them. */
static double
find_length (WeftInit init, double columns, double fan_in, double fan_out)
{
  const double squares[] = {
    [WEFT_INIT_PYTORCH] = 1 / (3 * fan_in),
    [WEFT_INIT_HE] = 2 / fan_in,
    [WEFT_INIT_GLOROT] = 2 / (fan_in + fan_out),
    [WEFT_INIT_UNIFORM] = 0.05 * 0.05 / 3,
    [WEFT_INIT_NORMAL] = 0.05 * 0.05,
  };

  return init < (WeftInit) G_N_ELEMENTS (squares) ? sqrt (columns * squares[init]) : 0;
}

static WeftValue
add_lengths (WeftBuilder *b, const char *name, double length, gint64 rows, int rank)
{
  gint64 dims[WEFT_MAX_RANK] = { rows, 1, 1, 1, 1, 1, 1, 1 };
  g_autofree char *of = g_strconcat (name, "_g", NULL);

  return weft_builder_filled (b, of, (float) length, dims, rank);
}

static WeftValue
add_direction (WeftBuilder *b, const char *name, const char *end, gint64 n)
{
  g_autofree char *of = g_strconcat (name, end, NULL);

  return weft_builder_buffer (b, of, (float) (1 / sqrt ((double) MAX (n, 1))), &n, 1);
}

WeftValue
weft_block_weight (WeftBuilder *b, WeftWeightNorm norm, const char *name, WeftInit init,
                   gint64 fan_in, gint64 fan_out, const gint64 *dims, int rank)
{
  static const char *const ends[] = { "", "_v", "_orig" };
  g_autofree char *of = g_strconcat (name, ends[norm], NULL);
  WeftValue in[3] = { weft_builder_weight (b, of, init, fan_in, fan_out, dims, rank) };
  gint64 columns = 1;

  if (norm == WEFT_WEIGHT_PLAIN || in[0].index < 0)
    return in[0];
  for (int i = 1; i < rank; i++)
    columns *= dims[i];
  if (norm == WEFT_WEIGHT_BY_LENGTH)
    {
      in[1] = add_lengths (b, name,
                           find_length (init, (double) columns, (double) fan_in, (double) fan_out),
                           dims[0], rank);
      return weft_builder_op (b, "weight_norm", NULL, in, 2);
    }
  in[1] = add_direction (b, name, "_u", dims[0]);
  in[2] = add_direction (b, name, "_v", columns);
  return weft_builder_op (b, "spectral_norm", NULL, in, 3);
}
