/* cloud: things of many numbers each laid out in two or three dimensions, to be turned, searched
 * and asked for neighbours; owned by the Inside panel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/panel.h"

typedef struct _WeftCloud WeftCloud;

/* Borrowed while they are laid out and drawn. */
typedef struct
{
  const float *x; /* (n, width) */
  gsize n, width;
  const gint64 *ids;      /* n: which things they are; others than before begin anew */
  char *const *names;     /* n */
  const int *classes;     /* n, whose colours they have; nullable */
  const gboolean *is_lit; /* n */
  gboolean names_all;     /* where there is room; else those that are lit, found or chosen */
} WeftCloudThings;

/* Redraws area; changed: what is said of it is another. */
WeftCloud *weft_cloud_new (GtkWidget *area, void (*changed) (gpointer user), gpointer user);
void weft_cloud_free (WeftCloud *cloud);
/* How it is laid out, and a search; a widget of the caller's. */
GtkWidget *weft_cloud_make_controls (WeftCloud *cloud);
/* A thing is found again where it was; long work goes on beside, and asks for another drawing. */
void weft_cloud_lay_out (WeftCloud *cloud, const WeftCloudThings *things);
/* What is seen of those that were laid out, the chosen one's neighbours or what was found; NULL:
 * nothing was. Transfer full. */
char *weft_cloud_dup_line (const WeftCloud *cloud);
void weft_cloud_draw (WeftCloud *cloud, const WeftCloudThings *things, cairo_t *cr, double x,
                      double y, double w, double h, gboolean is_dark);
/* Its controls are in sight; the area's clicks choose a thing, drags turn what has three
 * dimensions.
 */
void weft_cloud_set_shown (WeftCloud *cloud, gboolean is_shown);
