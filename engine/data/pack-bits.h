/* pack-bits: bytes with runs of equal ones made short (PackBits of TIFF 6.0, section 9) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Transfer full. Any thread. */
GByteArray *weft_pack_bits (const guint8 *bytes, gsize n);
/* NULL: they are not packed so, or come to more than `most`. Transfer full. Any thread. */
GByteArray *weft_unpack_bits (const guint8 *packed, gsize n, gsize most);
