/* choices: a box at a point of the canvas in which one of a list is found by typing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/geometry.h"

typedef struct _WeftPlane WeftPlane;
typedef struct _WeftChoices WeftChoices;

typedef struct
{
  const char *prompt; /* N_ () */
  /* What fits what was typed, the best first. Transfer full. */
  GArray *(*find) (const char *query, gpointer user);
  /* What tells it from every other that is found while the box is open. */
  gconstpointer (*get_key) (gconstpointer item);
  /* A GtkListBoxRow of one of these, made when it first comes into sight, and kept. */
  GtkWidget *(*make_row) (gconstpointer item, gpointer user);
  /* Enter or a click on that row; it closes the box by weft_choices_close where it wants that. */
  void (*choose) (WeftChoices *choices, GtkListBoxRow *row, gpointer user);
} WeftChoicesKind;

/* Opens the box under `at` (px of the plane's widget), with the focus. It lives as long as its
 * popover, and frees user with it. */
WeftChoices *weft_choices_open (WeftPlane *plane, WeftPoint at, const WeftChoicesKind *kind,
                                gpointer user, GDestroyNotify free_user);
void weft_choices_close (WeftChoices *choices);
