/* window-private: the window's fields, for the files that make it up */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"
#include "ui/window/window.h"

struct _WeftWindow
{
  AdwApplicationWindow parent_instance;

  const WeftHost *host;
  WeftLive *live;
  gint64 frame_start;   /* monotonic µs; 0: between frames */
  WeftContext *context; /* NULL in the gallery */
  GtkWidget *toasts;
  GPtrArray *said;   /* the toasts that have not gone yet (toasts.c); nullable */
  GtkWidget *sheet;  /* the dialogue over it; nullable */
  GtkWidget *editor; /* NULL in the gallery */
  char *title, *location;
  gboolean is_draft;
  guint lowest, highest; /* that the history's position has been since the project was opened */
};

/* The window's commands ("win.train"), and the keys that reach them wherever the focus is. */
void weft_window_add_actions (WeftWindow *window);
/* Enables what can be done now. */
void weft_window_update_actions (WeftWindow *window);
void weft_window_open_path (WeftWindow *window,
                            const char *path); /* by what it is: a project or data */
/* Has it take a file that was dropped, when the drop is over: until then GTK needs the widget that
 * it was dropped on. */
void weft_window_take_later (WeftWindow *window, const char *path,
                             void (*take) (WeftWindow *window, const char *path));
GtkWindow *weft_preferences_new (const WeftHost *host);
GtkWindow *weft_shortcuts_new (void);
char *weft_shortcuts_dup_xml (void); /* what it is made from; transfer full */
void weft_show_about (GtkWindow *parent);
