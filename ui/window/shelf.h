/* shelf: what of the palette somebody keeps at hand: starred, and used last; by their ids
 *
 * In the settings, which outlive the project; without any (tests) nothing is kept. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define WEFT_SHELF_STARS "palette-stars"
#define WEFT_SHELF_RECENT "palette-recent"
#define WEFT_SHELF_OPEN "palette-open" /* ids of the families that are not folded */

char **weft_shelf_list (GSettings *settings, const char *key); /* never NULL; transfer full */
gboolean weft_shelf_has (GSettings *settings, const char *key, const char *id);
/* Adds it at the end, or takes it away. */
void weft_shelf_toggle (GSettings *settings, const char *key, const char *id);
/* The newest first, of which a few are kept. */
void weft_shelf_use (GSettings *settings, const char *id);
