/* place-private: the graph as it will be when data were placed, and the edits that lead there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/place.h"

typedef struct
{
  WeftGraph *scratch;
  GPtrArray *edits;
} WeftPlacing;

/* Takes the edit; FALSE when it is refused. */
gboolean weft_placing_apply (WeftPlacing *placing, WeftEdit *edit);
/* The edits of a list one by one, so that lists do not lie within lists. */
gboolean weft_placing_apply_each (WeftPlacing *placing, WeftEdit *edit);
/* Where nothing but a world is there: how one learns to act in it, and what that asks for. FALSE:
 * it is not so, and nothing is done. */
gboolean weft_placing_act (WeftPlacing *placing, WeftCatalog *catalog);
