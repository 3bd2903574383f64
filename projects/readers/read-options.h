/* read-options: what is asked of a reader, by the names of the command's options */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/columns.h"

gboolean weft_read_options_knows (const char *id);
/* Adds one wish to options that were zeroed and had nothing given to them otherwise, and keeps a
 * copy. FALSE with WEFT_ERROR_INVALID: the value is none of those that there are. */
gboolean weft_read_options_add (WeftReadOptions *options, const char *id, const char *value,
                                GError **error);
void weft_read_options_clear (WeftReadOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftReadOptions, weft_read_options_clear)
/* As what that column is asked to be read. */
WeftReadAs weft_read_options_find_type (const WeftReadOptions *options, const char *column);
