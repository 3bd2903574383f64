/* actions: carries out the commands of the canvas */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftPlane WeftPlane;

GActionGroup *weft_actions_new (WeftPlane *plane); /* transfer full */
void weft_actions_run (WeftPlane *plane, const char *name);
void weft_actions_update (WeftPlane *plane); /* which can be done now */
