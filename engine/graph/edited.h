/* edited: which nodes an edit is about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* Which nodes it is about, added to nodes (gint64): all others say what they said before. FALSE: it
 * may be any, and nodes is left as it is. */
gboolean weft_edit_list_nodes (WeftEdit *edit, GArray *nodes);
