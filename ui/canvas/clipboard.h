/* clipboard: nodes copied as text, and put in from it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

void weft_clipboard_copy (WeftPlane *plane);  /* what is selected */
void weft_clipboard_paste (WeftPlane *plane); /* at the pointer, else in the middle */
/* And what led into it when it was copied leads into it again, from nodes that are there. */
void weft_clipboard_paste_wired (WeftPlane *plane);
void weft_clipboard_duplicate (WeftPlane *plane); /* beside what is selected */
