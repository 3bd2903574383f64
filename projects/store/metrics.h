/* metrics: the samples of a run in columns of up to 4,096 a series
 *
 * A column of single steps at even distances, the usual case, costs 4 bytes a sample; any other one
 * 40. Both give back the very same samples. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"
#include "projects/store/db.h"

#define WEFT_COLUMN 4096
#define WEFT_WAITING (16 * WEFT_COLUMN) /* samples of a series that are kept in memory at most */

typedef struct
{
  gint64 run;
  guint32 series;
  GArray *samples; /* WeftSample: the open column, and what came since it was written */
  gint64 row;      /* the open column's id in the table, 0: not written yet */
  gint64 last;     /* the newest step, −1: none in this session */
  gint64 cut;      /* what the file has from this step on is void; −1: nothing is */
  gint64 stride;   /* steps that one sample takes in: 1 unless too many wait for room */
  gboolean is_dirty;

  /* What holds once the transaction is committed. */
  gint64 next_row;
  guint n_closed; /* samples that stand in full columns */
} WeftSeries;

WeftSeries *weft_series_new (gint64 run, guint32 series);
void weft_series_free (WeftSeries *series);
guint weft_series_hash (gconstpointer series);
gboolean weft_series_equal (gconstpointer a, gconstpointer b);
/* In memory only. A step that was there before means that the run went back to it: what was
 * measured from there on goes. While nothing can be written, samples are folded: fewer, and each
 * step in one of them. */
void weft_series_add (WeftSeries *series, const WeftSample *sample);

GBytes *weft_column_pack (const WeftSample *samples, guint n);
/* Appends to samples; FALSE when the bytes make no sense. */
gboolean weft_column_unpack (GBytes *bytes, guint32 series, GArray *samples);

/* Within a transaction: the file gets what is in memory. */
gboolean weft_series_write (WeftDb *db, WeftSeries *series, GError **error);
void weft_series_committed (WeftSeries *series);

GArray *weft_metrics_load (WeftDb *db, gint64 run, GError **error); /* in order */
