/* figure-picture: a network as a paper shows it, drawn as a file holds it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/plan/check.h"

/* format: as weft_picture_make; in pt, on a white ground. The file's bytes; transfer full. */
GByteArray *weft_figure_draw (WeftGraph *graph, WeftReport *report, const char *format,
                              GError **error);
