/* window: one window; the gallery, or one project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "ui/context/host.h"
#include "ui/context/live.h"

#define WEFT_TYPE_WINDOW (weft_window_get_type ())
G_DECLARE_FINAL_TYPE (WeftWindow, weft_window, WEFT, WINDOW, AdwApplicationWindow)

/* host must outlive the window. Starts with the gallery. */
WeftWindow *weft_window_new (GtkApplication *application, const WeftHost *host);
void weft_window_show_project (WeftWindow *window, const WeftProject *project);
void weft_window_show_gallery (WeftWindow *window);
/* The same project under another title or place (kept draft). */
void weft_window_set_title_and_place (WeftWindow *window, const char *title, const char *location,
                                      gboolean is_draft);
WeftLive *weft_window_get_live (WeftWindow *window); /* transfer none */
void weft_window_toast (WeftWindow *window, const char *text);
void weft_window_show_error (WeftWindow *window, const char *heading, const char *text);
