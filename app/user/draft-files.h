/* draft-files: renaming and removing projects that have no place of their own yet */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Each fails with BUSY when somebody has the draft open. */
gboolean weft_drafts_rename (const char *path, const char *title, GError **error);
/* Puts it aside, in USER/removed, and returns where; transfer full. */
char *weft_drafts_remove (const char *path, GError **error);
gboolean weft_drafts_restore (const char *kept, const char *path, GError **error);
/* What was put aside goes for good; path: where it was. */
void weft_drafts_forget (const char *kept, const char *path);
