/* thresholds: what answers of yes or no come to at every threshold, and what their mistakes cost
 *
 * Called yes is what is rated at or above the threshold. Ratings are log odds, log (p / (1 − p)),
 * so that sure answers are still told apart. Names as usual: hits are true positives, alarms false
 * positives, missed false negatives, passed true negatives. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  double score; /* log odds of yes; finite */
  gboolean is_yes;
} WeftRated;

typedef struct
{
  gint64 hits, alarms, missed, passed;
} WeftDecided;

/* One of the ways to part the answers in two. */
typedef struct
{
  double least;     /* the lowest rating that is called yes; +∞: nothing is */
  double threshold; /* halfway to the next lower rating; +∞: nothing is called yes, −∞: all is */
  WeftDecided decided;
} WeftOperatingPoint;

/* All of them, from nothing called yes to everything. */
typedef struct
{
  WeftOperatingPoint *points;
  guint n; /* one more than there are ratings that differ */
  gint64 yes, no;
} WeftOperating;

/* At most 2^20 of them, say; they are copied. */
WeftOperating *weft_operating_new (const WeftRated *rated, gsize n);
void weft_operating_free (WeftOperating *operating);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOperating, weft_operating_free)
/* Which point that threshold (log odds) comes to. */
guint weft_operating_find (const WeftOperating *operating, double threshold);
/* Where the mistakes cost least; of equals the one that lies nearest to log (alarm / missed), which
 * is the best threshold where the ratings are true probabilities (Elkan 2001). Costs: 0 or more. */
guint weft_operating_find_cheapest (const WeftOperating *operating, double missed, double alarm);

WeftDecided weft_decided_at (const WeftRated *rated, gsize n, double threshold);
/* One more of them. */
void weft_decided_add (WeftDecided *decided, const WeftRated *rated, double threshold);
double weft_decided_get_cost (const WeftDecided *decided, double missed, double alarm);
/* Shares, 0 … 1; NaN where there is nothing of which. */
double weft_decided_get_sensitivity (const WeftDecided *decided); /* of yes: called so; recall */
double weft_decided_get_specificity (const WeftDecided *decided); /* of no: called so */
double weft_decided_get_alarms (const WeftDecided *decided);      /* of no: called yes */
double weft_decided_get_precision (const WeftDecided *decided);   /* of called yes: are it */
double weft_decided_get_negative (const WeftDecided *decided);    /* of called no: are it */
double weft_decided_get_called (const WeftDecided *decided);      /* of all: called yes */
double weft_decided_get_yes (const WeftDecided *decided);         /* of all: are yes */
/* Where the share behind k of n lies with 95 % (Wilson 1927), 0 … 1; all of it where n is 0. */
void weft_share_get_interval (gint64 k, gint64 n, double ends[2]);
