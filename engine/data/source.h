/* source: a row of the data-source table: the sets that the engine makes itself */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/environments/environment.h"
#include "engine/graph/graph.h"
#include "engine/param/param.h"

/* The data node's parameters (engine/layers/data.c reads them from here). */
typedef struct
{
  const char *source;        /* "random", a row's id, a shipped set's name, "file" */
  const char *name, *sha256; /* of "file" */
  const char *fields;        /* of what is no row here: the node's outputs, "x y place" */
  WeftDims shape;            /* of random */
  int vocabulary;            /* of random: x are tokens below it; 0: numbers */
  const char *also;          /* of random: more fields, "hint:3x4 words:7/20 sort:/5" (random.c) */
  int count;                 /* 0: batch_size (random) or 1000 */
  const char *target; /* random: "class", "real", "binary", "": class when classes > 0, else real;
                         a file: the column that it was read to predict, "": whichever */
  int classes;        /* of random; 0: not set */
  WeftDims target_shape;
  double low, high;
  const char *points;      /* of the painted set (painted.h) */
  const char *class_names; /* of the set of drawn pictures (own_pictures.h) */
  const char *kept;        /* samples given by hand, beside those of the source (kept-samples.h) */
  double noise; /* of a 2-D set: the jitter's deviation as a share of the distance between the
                   classes */
  WeftReals
      split; /* training, validation, test; n 0: not set (random: all train; else 0.8 0.1 0.1) */
  int split_seed;
  gboolean standardize, standardize_target; /* of the target: numbers only */
} WeftDataParams;

typedef struct
{
  const char *id;
  const char *title; /* N_ () */
  /* What its sets have, whatever the parameters: fields, then the masks of those with steps, "x y
   * x_mask"; NULL: x and y. */
  const char *fields;
  /* Nullable: more of them that follow from the parameters. */
  char *(*dup_more) (const WeftDataParams *params);
  gboolean is_points;  /* two numbers a sample, with jitter */
  gboolean is_painted; /* likewise, but its samples are the parameter `points` */
  gboolean is_drawn;   /* its samples are what is kept, of the classes `class_names` */
  gboolean is_long;    /* takes long to be made: not while somebody waits for the window */
  gboolean
      follows_training; /* another training seed gives other samples, a batch of them at least */
  /* seed: the training seed where it follows that, else split_seed, so that a class compares like
   * with like. count and the like are already in range. */
  WeftDataset *(*make) (const WeftDataParams *params, guint64 seed, GError **error);
} WeftSource;

/* Of a data node's params (a{sv}); strings are borrowed from it. */
void weft_data_params_load (WeftDataParams *data, GVariant *params);

/* The make of every environment, which params->source names: situations as random play comes into
 * them, x, and what can be said of them, y and outcome. */
WeftDataset *weft_worlds_make (const WeftDataParams *params, guint64 seed, GError **error);
/* The states of which n samples, in rising order, of such a set are: (n, state size). */
void weft_worlds_list_states (const WeftEnvironment *environment, const WeftDataParams *params,
                              const guint32 *samples, gsize n, gpointer states);
const WeftSource *weft_source_find (const char *id); /* nullable */
/* The graph's first data node of such a source; nullable. */
const WeftNode *weft_source_find_node (WeftGraph *graph,
                                       gboolean (*is_wanted) (const WeftSource *source));
const WeftSource *const *weft_sources (guint *n);
