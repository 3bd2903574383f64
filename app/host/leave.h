/* leave: before a project is let go: what its file cannot take is asked about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What lets the project go; begins with weft_leave. user: what weft_leave was given. */
typedef void (*WeftLeaveFunc) (GtkWindow *window, gpointer user);

/* TRUE: all of the window's project is in its file, or it has none, and it may be let go. FALSE:
 * the user is asked, and `again` is called when it is to be tried once more: when there is room, or
 * without what is not saved. can_lose: whether that is offered. Takes user, which free_user frees;
 * nullable. */
gboolean weft_leave (GtkWindow *window, gboolean can_lose, WeftLeaveFunc again, gpointer user,
                     GDestroyNotify free_user);
/* The same for the projects of all windows, to be read again from their files. One of which nothing
 * is the matter goes on training. text: what again gets. */
gboolean weft_leave_all (GtkApplication *application, WeftLeaveFunc again, const char *text);
