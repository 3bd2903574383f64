/* kind-row: what is asked of a field by its kind: a file engine/data/kinds/ID.c and a row of
 * engine/base/kinds.def each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

#define WEFT_MAX_CLASSES                                                                           \
  (1 << 20) /* so that what is kept a class stays small beside the samples                         \
             */

/* How what a network says of a field is read. */
typedef enum
{
  WEFT_ANSWER_NUMBERS, /* as it stands */
  WEFT_ANSWER_CHOICE,  /* a score for each class: the highest one is said */
  WEFT_ANSWER_MARKS,   /* a score for each place: above 0 is yes */
  WEFT_ANSWER_WORDS,   /* a score for each word at each step: can be written step by step */
  WEFT_ANSWER_AREAS,   /* a score for each class at each place, (C, H, W): the highest is said */
  WEFT_ANSWER_FRAMES,  /* a row of frames at each step: can be written step by step */
  WEFT_ANSWER_BOXES,   /* of each cell a box, whether there is one, and a score for each class */
} WeftAnswer;

typedef struct _WeftNearKind WeftNearKind; /* engine/data/near-kinds.h */

/* Every word may be left out. */
typedef struct
{
  /* Whether a field is what its kind says; what every field must be is known already. NULL: any
   * numbers are. */
  gboolean (*check) (const WeftField *field, gint64 count, GError **error);
  /* Whether it fits the fields beside it. */
  gboolean (*check_beside) (const WeftDataset *dataset, const WeftField *field, GError **error);
  /* The id of the layer that judges answers of it; NULL: it is nothing to predict. */
  const char *loss;
  WeftAnswer answer;
  gboolean has_classes; /* a field of it says how many there are to tell apart */
  /* What is to be predicted may be given mean 0 and deviation 1, where the data node asks so. */
  gboolean may_scale;
  /* Which it is, in words; NULL: it has no name. Transfer full. */
  char *(*dup_name) (const WeftDataset *dataset, const WeftField *field, gint64 sample);
  /* How bad an answer of so many numbers is, before any softmax or sigmoid, beside a target of
   * `wanted` numbers; only compared. NULL: answers of it are not told apart. */
  double (*badness) (const float *prediction, gconstpointer target, gint64 width, gint64 wanted);
  /* So many samples that are shown by it, "5,000 pictures"; number: n as it is said. NULL:
   * samples. Transfer full. */
  char *(*dup_count) (const char *number, gulong n);
  /* How large one of them is: "28×28 pixels"; numbers: of a sample, as it is said. NULL: so many
   * numbers. Transfer full; "": it goes without saying. */
  char *(*dup_size) (const WeftField *field, const char *numbers);
  const WeftNearKind *near; /* how copies that differ a little are found; NULL: they are not */
} WeftKindRow;

const WeftKindRow *weft_kind_get_row (WeftKind kind);
/* So many of the set's samples, in words, whatever they are shown by; transfer full. */
char *weft_dataset_dup_count (const WeftDataset *dataset, const char *number, gulong n);
/* How large each is; numbers: how many it has, as it is said; transfer full, may be empty. */
char *weft_dataset_dup_size (const WeftDataset *dataset, const char *numbers);
