/* header: reading what a stored data set says of itself; for engine/data alone
 *
 * The file may be anybody's: every entry is checked on the way in. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Sets error, gives FALSE. */
gboolean weft_header_fail (GError **error, const char *what);
gboolean weft_header_read_shape (GVariantDict *dict, const char *key, WeftShape *shape,
                                 GError **error);
/* Bits of a field whose shape and offsets are known; none is none. */
gboolean weft_header_read_gaps (GVariantDict *dict, WeftField *field, gint64 count, GError **error);
/* The fields, all but their data and offsets. */
gboolean weft_header_read_fields (GVariantDict *dict, WeftDataset *dataset, GError **error);
/* The same of a header from before there were fields: x and y. */
gboolean weft_header_read_first (GVariantDict *dict, WeftDataset *dataset, GError **error);
