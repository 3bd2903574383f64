/* hands: somebody who points into an area, by holding the mouse button down or an arrow key */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Any may be called without the other; x, y: px of the area, of an arrow key the middle of its
 * edge.
 */
typedef struct
{
  void (*begin) (gpointer user, double x, double y);
  void (*move) (gpointer user, double x, double y);
  void (*end) (gpointer user);
} WeftHands;

/* hands: static; user: outlives the area's events. An arrow key is the area's where it has the
 * focus. */
void weft_hands_attach (GtkWidget *area, const WeftHands *hands, gpointer user);
