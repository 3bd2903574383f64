/* picture: a graph drawn into a file, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/check.h"

/* format: "png" (twice the size in px) or "svg". */
gboolean weft_picture_write (WeftGraph *graph, WeftReport *report, const char *format,
                             gboolean is_dark, const char *path, GError **error);
