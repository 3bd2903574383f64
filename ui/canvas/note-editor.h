/* note-editor: the words of a note, typed where it stands */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftPlane WeftPlane;

/* What was typed is kept when the box goes, and the note becomes as high as its words. */
void weft_note_editor_open (WeftPlane *plane, gint64 node);
