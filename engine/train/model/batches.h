/* batches: the training part in its shuffled order, a batch at a time; for engine/train alone
 *
 * The order of an epoch is a function of (seed, epoch) and of nothing else, so that going on from
 * any (epoch, cursor) gives the batches of a run that was never interrupted. Samples that have
 * steps are put together with others of like length, some batches at a time, so that little is
 * padded. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/pool.h"
#include "engine/train/model/model.h"

typedef struct
{
  WeftModel *model;
  WeftPool *pool;
  guint64 seed;
  gint64 count, batch;          /* samples of the training part; of a step */
  void *inputs[WEFT_MAX_FEEDS]; /* (batch, …) of each feed of the model */
  /* The rest is for batches.c. */
  void *kept[WEFT_MAX_FEEDS]; /* (count, …) of each, when they are small enough */
  gboolean is_kept;
  guint32 *order;     /* positions in the part */
  gint64 order_epoch; /* whose order it is; −1: none */
  guint slices;       /* of the gathering */
  gint64 cursor;      /* of the batch that is gathered now */
  WeftBinding binding;
} WeftBatches;

WeftBatches *weft_batches_new (WeftModel *model, guint64 seed, WeftPool *pool, GError **error);
void weft_batches_free (WeftBatches *batches);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftBatches, weft_batches_free)
/* The same data and batch size, another network. */
void weft_batches_set_model (WeftBatches *batches, WeftModel *model);
/* Fills the inputs with what comes at (epoch, cursor); returns how many samples, at least 1, and to
 * how many steps they are padded. */
WeftBinding weft_batches_gather (WeftBatches *batches, gint64 epoch, gint64 cursor);
