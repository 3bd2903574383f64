/* sheet-names: which files belong to a picture sheet, by their names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  char *base;        /* the name without ending and tile size: "nuclei-images" */
  char *stem;        /* without the word for what it holds: "nuclei" */
  int width, height; /* of a tile */
} WeftSheetName;

/* FALSE when the name does not end in a tile size. */
gboolean weft_sheet_parse_name (const char *path, WeftSheetName *name);
void weft_sheet_name_clear (WeftSheetName *name);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftSheetName, weft_sheet_name_clear)
/* The sheet with pictures, or with masks, that goes with this one; itself when it is that;
 * nullable, transfer full. */
char *weft_sheet_find_other (const char *picture, gboolean masks);
