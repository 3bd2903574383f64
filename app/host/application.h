/* application: one a user; opening a project that is open raises its window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "app/session/session.h"

#define WEFT_TYPE_APPLICATION (weft_application_get_type ())
G_DECLARE_FINAL_TYPE (WeftApplication, weft_application, WEFT, APPLICATION, AdwApplication)

WeftApplication *weft_application_new (void);
GSettings *weft_application_get_settings (WeftApplication *application); /* nullable */
WeftWindow *weft_application_new_window (WeftApplication *application);
/* The session behind a window; nullable. */
WeftSession *weft_application_get_session (GtkWindow *window);
/* Takes session; NULL: the window shows the gallery again. */
void weft_application_set_session (GtkWindow *window, WeftSession *session);
/* The window that has the file, by whatever path; nullable. */
GtkWindow *weft_application_find_window (WeftApplication *application, const char *path);
/* Opens the project in the window, or raises the window that has it. TRUE also where that takes a
 * while: what is then the matter is said in the window. */
gboolean weft_application_open (WeftApplication *application, WeftWindow *window, const char *path,
                                GError **error);
/* Says why a file was not opened; one that another program has: offers a copy, or to wait. */
void weft_application_show_refusal (WeftApplication *application, WeftWindow *window,
                                    const char *path, const GError *error);
/* Every window anew, in the language that is set. */
void weft_application_rebuild (WeftApplication *application);
