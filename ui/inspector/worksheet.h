/* worksheet: numbers of a step to be worked out by hand, on paper: formulas with what goes in, a
 * blank for what comes out; and the key, which has it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/run/worked.h"

typedef enum
{
  WEFT_WORKSHEET_BLANKS = 1 << 0,
  WEFT_WORKSHEET_KEY = 1 << 1,
} WeftWorksheetPart;

/* A4, dark on white. worked: WeftWorked. A PDF has the parts behind each other, each on pages of
 * its own; an SVG is one page, as high as it has to be, of one part. Transfer full; NULL with
 * WEFT_ERROR_MEMORY. */
GBytes *weft_worksheet_write (const char *title, const GPtrArray *worked, WeftWorksheetPart parts,
                              gboolean as_svg, GError **error);
