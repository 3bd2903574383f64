/* rewired: whether an edit changes what leads where, points on wires left out of account; for
 * engine/graph alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/edit.h"

/* Whether the edit does nothing but put points on wires, take them away and move things about, so
 * that each input is led into from the same output after it. graph: as it is before. */
gboolean weft_rewired_is_same (WeftEdit *edit, WeftGraph *graph);
