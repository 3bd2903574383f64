/* rename: a node's title, typed where it stands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftPlane WeftPlane;

void weft_rename_open (WeftPlane *plane, gint64 node);
