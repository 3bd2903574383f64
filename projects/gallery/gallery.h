/* gallery: the examples, one folder each, and the data that they ship */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/data/catalog.h"

typedef struct
{
  char *metric; /* key of metrics.test: "accuracy", of one of several losses "known.accuracy" */
  double target;
  char *better; /* "higher", "lower" */
  double baseline;
  char *baseline_name; /* translated: "always the most frequent class" */
} WeftGoal;

typedef struct
{
  char *id;                     /* "digits-mlp" */
  char *title;                  /* translated */
  char *summary;                /* translated, two sentences */
  char *limits;                 /* translated: what it cannot do, a sentence */
  char *tagline;                /* translated, the card's one line: "Read digits" */
  char *category;               /* "see", "measure", "start", … */
  char *task;                   /* "classification" */
  char *data;                   /* source id */
  int seconds;                  /* about how long it takes to be good, on two cores */
  int folds;                    /* in which it is judged; 0: on its test part */
  double speed;                 /* steps a second when opened; 0: flat out */
  char *picture, *picture_dark; /* paths of picture.png and picture-dark.png */
  GPtrArray *goals;             /* WeftGoal */
  char *folder;
} WeftExample;

/* A family of examples, which name it as their category. */
typedef struct
{
  const char *id, *title; /* title, teaches: msgids */
  const char *teaches;    /* a sentence */
} WeftChapter;

const WeftChapter *weft_gallery_list_chapters (guint *n); /* chapters.def */
const char *weft_goal_get_metric (const WeftGoal *goal);  /* "accuracy": the row of metrics.def */
void weft_example_free (WeftExample *example);
/* folder: where the gallery lies (relative to the program, app knows). In the gallery's order. */
GPtrArray *weft_gallery_list (const char *folder, GError **error); /* WeftExample; transfer full */
WeftExample *weft_gallery_find (const char *folder, const char *id,
                                GError **error); /* transfer full */
WeftGraph *weft_gallery_load_graph (const WeftExample *example, GError **error);
/* A shipped set by its id ("digits", "fashion", "iris", "wine"), from folder/data/. */
WeftDataset *weft_gallery_load_data (const char *folder, const char *id, GError **error);
char **weft_gallery_list_data (const char *folder);
const char *weft_gallery_get_data_title (const char *id); /* msgid; nullable */
char *weft_gallery_dup_about (const char *folder,
                              const char *id); /* source and licence; nullable */
