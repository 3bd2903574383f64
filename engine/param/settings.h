/* settings: parameters as people type them behind the name of what they are of: "size=4" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

/* A record of that size, one byte at least, of which strings are none; of: what it is of, as
 * people type it. settings: ends with NULL. WEFT_ERROR_INVALID names what is wrong and what there
 * is. Transfer full. */
gpointer weft_params_read_settings (const WeftParam *params, gsize size, const char *of,
                                    char *const *settings, GError **error);
