/* capture-row: a class into which pictures are drawn: its name, how many there are, the last ones
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct
{
  void (*add) (int class, gpointer user); /* what is drawn goes into it */
  void (*rename) (int class, const char *name, gpointer user);
  void (*remove) (int class, gpointer user); /* with its pictures */
  gpointer user;
} WeftCaptureActions;

/* actions outlives it. */
GtkWidget *weft_capture_row_new (int class, const WeftCaptureActions *actions);
/* set: of all pictures, nullable; n: how many of them are of this class; last: samples of the set,
 * n_last of them. */
void weft_capture_row_fill (GtkWidget *row, const char *name, guint n, WeftDataset *set,
                            const gint64 *last, guint n_last, gboolean can_remove);
#define WEFT_CAPTURE_LAST 4 /* pictures that are seen of each class */
