/* cloud-layout: ways to lay things of many numbers out, a row each, and the one that is at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

typedef struct
{
  const char *title; /* N_ () */
  const char *near;  /* N_ (): what it says; NULL: which share of the differences is seen */
  int dims;
  gboolean is_long; /* worked out on a thread of its own, from the one before it in the table */
} WeftCloudWay;

const WeftCloudWay *weft_cloud_ways (guint *n);

typedef struct
{
  gsize n, width;
  float *x;                     /* (n, width) */
  float *at;                    /* (n, 3): where they are; of two dimensions the last is 0 */
  double share;                 /* of all that they differ by, seen along directions */
  guint way;                    /* as which `at` is laid out */
  gboolean is_long_done;        /* where it is a long one; else it is as that begins */
  GCancellable *going;          /* nullable */
  gint64 next;                  /* monotonic µs: not sooner is a long one begun again */
  gboolean is_behind;           /* x is newer than `at` */
  void (*done) (gpointer user); /* a long one is, on the main thread */
  gpointer user;
} WeftCloudLayout;

void weft_cloud_layout_clear (WeftCloudLayout *layout); /* what goes on ends */
/* Of these numbers; is_same: of the same things as before. Copies x. */
void weft_cloud_layout_update (WeftCloudLayout *layout, guint way, const float *x, gsize n,
                               gsize width, gboolean is_same);
