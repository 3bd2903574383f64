/* npy-write: an array as NumPy keeps it, a file of its own (numpy.lib.format, version 1) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"

/* One sample each (WeftTensor of float32 or int64), all of one type and rank, into an array
 * (samples, …), float32 or int64; where they differ in length shorter ones end in zeros. transfer
 * full. NULL with an error: it would be larger than files are (output.h). */
GByteArray *weft_npy_write (const GPtrArray *samples, GError **error);
/* An array of float32 or int64 as it is, "(3, 4)", no larger than that; transfer full. */
GByteArray *weft_npy_write_one (const WeftShape *shape, gconstpointer numbers);
