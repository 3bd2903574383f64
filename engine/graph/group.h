/* group: nodes put into a group, and a group taken apart: lists of edits, with one undo each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* A new group in place of these nodes (gint64 ids), which stand in one group or at the top. What
 * leads into them from outside comes through an input of the group, one for each that feeds; what
 * leads out, through an output. Port nodes stay where they are. NULL and WEFT_ERROR_INVALID: there
 * is nothing to group, or no group has so many ports. Transfer full. */
WeftEdit *weft_group_make_edit (WeftGraph *graph, GArray *ids, GError **error);
/* How often the node stands in the network: as often as the groups around it are repeated, each
 * within the next. */
gint64 weft_group_count_times (WeftGraph *graph, const WeftNode *node);
/* What is inside comes to stand where the group stood, frozen or muted as the group was. NULL and
 * WEFT_ERROR_INVALID: it is none, or it is repeated: then it means more than what is inside. */
WeftEdit *weft_ungroup_make_edit (WeftGraph *graph, gint64 group, GError **error);
