/* metric: a row of the metric table; folded over a whole split, batch by batch
 *
 * To add one: a file engine/metrics/ID.c and a row in engine/metrics/metrics.def. What a metric
 * remembers is small: nobody ever holds all predictions of a split. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/kind.h"

#define WEFT_MAX_METRICS 8 /* that one run is judged by */

/* What a row of the table sees: n answers, one after the other. Each is that of a sample or, where
 * steps are judged, of one step of one; what a mask leaves out never comes here. */
typedef struct
{
  gint64 n;
  gint64 width;            /* numbers of one prediction; of labels: how many classes there are */
  int positive;            /* 1 + the one of two classes that is looked for; 0: there is none */
  gboolean is_labelled;    /* the target is one label, else as many numbers as are predicted */
  const float *prediction; /* (n, width), as the loss gets them */
  const gint64 *label;     /* (n); NULL when it is numbers */
  const float *wanted;     /* (n, width); NULL when it is labels */
} WeftAnswers;

/* What a row that judges whole sequences sees: the likeliest token of each step that counts, or
 * what was wanted there. */
typedef struct
{
  const gint64 *token;
  gint64 n;
  char **names; /* of the classes that tokens are; nullable, and then no row that reads them is
                   asked */
} WeftTokens;

/* What a row sees that judges a sample as a whole, by a target of another shape. */
typedef struct
{
  const WeftShape *shape;  /* of predictions, (N, …) */
  const float *prediction; /* of one sample */
  const float *target;     /* (n_target); what is padding is 0 */
  gint64 n_target;
} WeftWhole;

typedef struct
{
  const char *id;    /* "accuracy", "top_3", "mae", "r2" */
  const char *title; /* N_ () */
  gboolean higher_is_better;
  gboolean is_share;    /* 0 to 1, shown as per cent */
  gboolean of_positive; /* of two classes it judges the positive one alone */
  /* WEFT_KIND_BIT of what it judges, and by what; 0: whatever are numbers. */
  guint predictions, targets;
  gboolean of_codes;   /* judges how predictions of one label lie to each other */
  gint64 least_width;  /* of a prediction; 0: any */
  gint64 most_width;   /* likewise */
  gboolean of_sets;    /* compares two sets, whichever of one belongs to which of the other: also
                          where both are made */
  gint64 most_classes; /* of what is labelled; 0: any number */
  /* Whether labels of these names are judged ; NULL: of any. */
  gboolean (*reads_names) (char **names);
  /* Bytes of the state, which begins as zeros; size_each: more for each number of a prediction, for
   * at least two. Where that does not say it count_bytes does, for answers of that form. */
  gsize size, size_each;
  gsize (*count_bytes) (const WeftAnswers *form);
  /* One of the three; none: it is not found by answers, but by a recipe, which says so in its
   * row. */
  void (*add) (gpointer state, const WeftAnswers *answers);
  void (*add_sequence) (gpointer state, const WeftTokens *said, const WeftTokens *wanted);
  void (*add_whole) (gpointer state, const WeftWhole *whole);
  /* Of one that judges wholes: which predictions and targets, (N, …) both. */
  gboolean (*fits) (const WeftShape *prediction, const WeftShape *target);
  /* form: as the answers were, n: how many there were, or how many sequences, at least 1. NaN:
   * nothing can be said, as of the R² of one. */
  double (*end) (gconstpointer state, const WeftAnswers *form);
} WeftMetric;

const WeftMetric *weft_metric_find (const char *id); /* nullable */
const WeftMetric *const *weft_metrics (guint *n);
char *weft_metrics_dup_ids (void);          /* of those found by answers: "accuracy, top_3, …" */
guint weft_metrics_count (const char *ids); /* how many "accuracy, top_3" names */
/* The first of "accuracy,place.mae,place.loss" that is no metric, of whatever loss; nullable. */
char *weft_metrics_dup_unknown (const char *ids);
/* The class with the highest of n logits; the first of equals. */
int weft_metric_argmax (const float *logits, gint64 n);
