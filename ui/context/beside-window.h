/* beside-window: a window for what is trained beside the run: how many, begin, pause, a line of
 * words, and below what it finds; Escape closes it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct
{
  const char *title, *line, *number, *begin; /* translated */
  int width, height;
  double least, most, step, usual; /* of the number */
  GCallback begin_cb, pause_cb;    /* (gpointer user) */
} WeftBesideForm;

typedef struct
{
  GtkWidget *window, *number, *begin, *pause, *line; /* the window has the others */
} WeftBeside;

/* Pause is not seen at first. user: of the functions; lives as long as the window. */
WeftBeside weft_beside_window_new (WeftContext *context, const WeftBesideForm *form,
                                   GtkWidget *found, gpointer user);
