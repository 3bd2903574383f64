/* tooltip: in a sentence what anything on the plane is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct _WeftPlane WeftPlane;

void weft_tooltip_attach (WeftPlane *plane);
