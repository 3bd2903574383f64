/* generation: samples that a network makes of latent numbers which somebody gives it
 *
 * What an op draws whose row says `is_latent` is given from outside in place of it, and so is all
 * else that the samples are made from, as the order of a network that makes to order. What is made
 * is what the recipe has learnt to make, else the answer to a loss that is held against what
 * samples are shown by. Nothing else of the network runs. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/train/model/model.h"

/* One sample to be made: from what one row gives, 0, to what another one does, 1. */
typedef struct
{
  guint from, to;
  double along;
} WeftMade;

typedef struct
{
  WeftTensor *latent; /* (rows, size) */
  GArray *samples;    /* WeftMade */
} WeftGeneration;

/* latent: taken. It is freed with what it holds. */
WeftGeneration *weft_generation_new (WeftTensor *latent);
void weft_generation_add (WeftGeneration *generation, guint from, guint to, double along);
void weft_generation_free (WeftGeneration *generation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftGeneration, weft_generation_free)

/* How many latent numbers one sample is made of; 0: it makes nothing of any. */
gint64 weft_generation_get_size (WeftModel *model);
/* Whether they alone do not say what is made, but that field, too. */
gboolean weft_generation_takes (WeftModel *model, const WeftFeed *feed);
/* A place between two of n numbers each, t from 0 to 1: along the sphere (Shoemake 1985; for what a
 * generator is given White 2016), since between two draws the straight line leads through lengths
 * that are hardly ever drawn. The ends are exact. */
void weft_latent_walk (const float *from, const float *to, gint64 n, double t, float *between);
/* model: of a set of as many samples as there are rows, each with what goes along with that row
 * (answers.h, weft_model_new_asked). (samples, numbers), in the units of what samples are shown by.
 * Between two rows latent numbers go along the sphere, others straight. Any thread. */
WeftTensor *weft_generation_make (const WeftGeneration *generation, WeftModel *model,
                                  WeftState *state, GError **error);
