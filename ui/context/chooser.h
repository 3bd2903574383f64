/* chooser: the desktop's own file chooser, with the kinds of files that Weft knows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef enum
{
  WEFT_CHOOSE_PROJECT,
  WEFT_CHOOSE_WEIGHTS, /* a project that has learnt, or weights alone */
  WEFT_CHOOSE_DATA,
  WEFT_CHOOSE_FOLDER,
  WEFT_CHOOSE_PLACE, /* for a project: *.weft */
  WEFT_CHOOSE_FILM,
  WEFT_CHOOSE_PLOT_SVG, /* for an export of a plot; likewise */
  WEFT_CHOOSE_PLOT_PDF,
  WEFT_CHOOSE_PLOT_PNG,
  WEFT_CHOOSE_PLOT_CSV,
} WeftChoose;

/* How the names of data files end (".csv", "-ubyte"): what WEFT_CHOOSE_DATA offers first. The
 * strings are not copied. */
void weft_chooser_set_data_endings (const GPtrArray *endings);
/* What such a file is called, and those that it is; transfer full. */
GtkFileFilter *weft_chooser_new_filter (WeftChoose what);
/* name: what a new file is called to begin with, nullable. done is called once; path NULL: nothing
 * was chosen. */
void weft_choose_file (GtkWindow *parent, WeftChoose what, const char *name,
                       void (*done) (const char *path, gpointer user), gpointer user);
/* For a new file of a format, as "Model (ONNX)", "onnx"; suffix NULL: for a folder. What is called
 * so need not live on. */
void weft_choose_export (GtkWindow *parent, const char *title, const char *suffix, const char *name,
                         void (*done) (const char *path, gpointer user), gpointer user);
