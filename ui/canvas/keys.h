/* keys: the keyboard on the plane: arrows walk and move, the rest are commands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct _WeftPlane WeftPlane;

void weft_keys_attach (WeftPlane *plane);
