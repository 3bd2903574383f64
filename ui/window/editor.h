/* editor: the page of an open project: strip, palette, canvas, inspector, dock */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"
#include "ui/window/timeline.h"

#define WEFT_TYPE_EDITOR (weft_editor_get_type ())
G_DECLARE_FINAL_TYPE (WeftEditor, weft_editor, WEFT, EDITOR, AdwBin)

GtkWidget *weft_editor_new (WeftContext *context, const WeftProject *project);
void weft_editor_set_title_and_place (WeftEditor *editor, const char *title, const char *location,
                                      gboolean is_draft);
/* What the timeline does by commands: see there; NULL: film. */
void weft_editor_look (WeftEditor *editor, const char *where);
/* The film of the run, of the whole window. */
void weft_editor_take_film (WeftEditor *editor, WeftTimelineTaken taken, gpointer user);
/* The dock shows the panel of that id, also where the level hid it. */
void weft_editor_show_panel (WeftEditor *editor, const char *id);
void weft_editor_show_settings (WeftEditor *editor); /* of training: all of them */
void weft_editor_step_into (WeftEditor *editor);
void weft_editor_open_search (WeftEditor *editor);
void weft_editor_focus_canvas (WeftEditor *editor);
