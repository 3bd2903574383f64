/* hand-zoom: wheel, touchpad and two fingers move the view */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct _WeftPlane WeftPlane;

void weft_zoom_attach (WeftPlane *plane);
