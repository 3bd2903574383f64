/* ghosts: what stands around a group that is looked into, beside its ports; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* Makes the scene's lists, which stay empty where the whole is looked at. */
void weft_ghosts_fill (WeftScene *scene, WeftGraph *graph);
