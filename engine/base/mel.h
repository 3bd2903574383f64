/* mel: how high a pitch is heard (O'Shaughnessy 1987, as HTK has it)
 *
 * 1000 Hz are 1000 mel, about. Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

static inline double
weft_mel_of_hz (double hz)
{
  return 2595.0 * log10 (1.0 + hz / 700.0);
}

static inline double
weft_mel_to_hz (double mel)
{
  return 700.0 * (pow (10.0, mel / 2595.0) - 1.0);
}
