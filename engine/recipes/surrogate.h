/* surrogate: what a policy gradient is made of: advantages, and the shares that a soft
 * cross-entropy has to be taught so that it moves as the policy's own loss would */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/random.h"

typedef enum
{
  WEFT_MOVE_GOES_ON,
  WEFT_MOVE_ENDED,
  WEFT_MOVE_BROKEN_OFF, /* by whoever plays: what comes after it still counts, by `after` */
} WeftMoveEnd;

typedef struct
{
  float reward, value; /* what the move gave, and what was expected before it */
  float after;         /* expected after it, where it was broken off */
  WeftMoveEnd end;
} WeftMoveMade;

/* δₜ = rₜ + γ·Vₜ₊₁ − Vₜ, Aₜ = δₜ + γλ·Aₜ₊₁, each 0 behind an end (Schulman et al. 2016); of n moves
 * of one world in their order; last: what is expected after the last one, if it goes on. λ = 1:
 * the discounted return less what was expected. */
void weft_advantages_find (const WeftMoveMade *moves, gsize n, double last, double discount,
                           double lambda, float *advantages);
/* Brings n numbers to mean 0 and deviation 1. */
void weft_advantages_normalize (float *advantages, gsize n);

typedef struct
{
  int n;        /* actions */
  guint64 open; /* which there are, a bit each */
  int action;   /* that was taken */
  double advantage;
  double log_before; /* of its chance when it was taken */
  double clip;       /* how far from 1 the ratio of chances may move it; 0: as far as it likes */
  double entropy;    /* what a nat of it is worth */
  /* Where it is acted by forces, n of them: those that were taken, and the logarithms of how far
   * they are spread about the network's answer, in place of open and action. */
  const float *forces, *spread; /* (n) */
} WeftSurrogate;

/* −d loss / d ln of the chance that what was taken has now, whose logarithm that is: nothing where
 * the ratio has gone as far as it may. */
double weft_surrogate_find_pull (const WeftSurrogate *it, double chance);
/* The loss without what entropy is worth. */
double weft_surrogate_find_bound (const WeftSurrogate *it, double chance);

/* ln of the chance of an action, by scores (n) of which those that are open count. */
double weft_surrogate_log_chance (const float *scores, int n, guint64 open, int action);
/* The action that the number in [0, 1) draws. */
int weft_surrogate_draw (const float *scores, int n, guint64 open, double uniform);
/* What the policy is to have as little of as it can: −min (r·A, clip (r)·A) − c·H, r the ratio of
 * the action's chances now and then; without clip −r·A − c·H, whose gradient is −A·∇ln p while the
 * chances are still those of then. */
double weft_surrogate_find_loss (const WeftSurrogate *it, const float *scores);
/* y (n), with which d/dscores of −Σ y·log softmax (scores) is that of the loss. */
void weft_surrogate_find_shares (const WeftSurrogate *it, const float *scores, float *y);

/* --- forces (surrogate-forces.c): each of a bell curve about the network's answer, mean (n) --- */

/* ln of how dense it is there. */
double weft_forces_log_chance (const float *mean, const float *spread, const float *forces, int n);
void weft_forces_draw (const float *mean, const float *spread, const WeftRandom *random,
                       guint64 element, float *forces, int n);
/* As weft_surrogate_find_loss. */
double weft_forces_find_loss (const WeftSurrogate *it, const float *mean);
/* y (3, n), with which the gradients by mean and spread of a Gaussian likelihood are the loss's. */
void weft_forces_find_moments (const WeftSurrogate *it, const float *mean, float *y);
