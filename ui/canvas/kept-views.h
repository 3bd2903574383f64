/* kept-views: nine places of the canvas that are kept with the project and gone back to */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct _WeftPlane WeftPlane;

/* As the number of the key, else the first that is free; which, is said. */
void weft_kept_views_keep (WeftPlane *plane);
/* To that of the key, else the next after the one that was gone to last. */
void weft_kept_views_go (WeftPlane *plane);
