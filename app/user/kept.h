/* kept: groups that somebody keeps for the palette, files of the graph form in USER/groups */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/host.h"

GPtrArray *weft_kept_list (gpointer user); /* WeftKept, by their titles; what is none is left out */
/* id NULL: a new file. text: the graph form of one node with what is inside it, which is given that
 * title. */
gboolean weft_kept_keep (gpointer user, const char *id, const char *title, const char *text,
                         GError **error);
gboolean weft_kept_drop (gpointer user, const char *id, GError **error);
