/* file-format: a row of the table of formats: what leaves Weft as a file, and what comes in as
 * weights
 *
 * To add one: projects/formats/rows/ID.c and a row in rows/formats.def. The command line, the
 * window's menu and dialogues list them from here. What is a picture is drawn by whoever asks. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"
#include "projects/formats/named-weights.h"

typedef struct _WeftFormat WeftFormat;
typedef struct _WeftFormatJob WeftFormatJob;

/* What a format that rounds costs, by data that the network did not learn from. */
typedef struct
{
  WeftPart part;
  gint64 samples;     /* of that part; 0: there are none */
  const char *metric; /* interned or a row's: "accuracy", "loss" */
  double before, after;
} WeftFormatLoss;

/* What is written. */
struct _WeftFormatJob
{
  WeftGraph *graph;
  WeftReport *report; /* of one that needs no weights; else nullable */
  const char *title;
  WeftModel *model; /* of one that needs weights; else NULL */
  const WeftState *state;
  gboolean is_dark;
  gboolean is_paper;    /* a picture is to be one of a paper: blocks with their sizes */
  WeftFormatLoss *loss; /* nullable: filled in by a format that rounds */
  /* Draws the graph as "png", "svg" or "pdf"; transfer full. */
  GByteArray *(*draw) (const WeftFormatJob *job, const char *format, GError **error);
};

struct _WeftFormat
{
  const char *id;
  const char *title;          /* N_ (): "Picture (PNG)" */
  const char *const *endings; /* with their point; NULL-terminated; the first is what is written */
  gboolean needs_weights;
  gboolean takes_long; /* in the window it is written in a thread; as a folder always is */
  GByteArray *(*write) (const WeftFormatJob *job, GError **error); /* nullable; transfer full */
  /* In place of that: files in a folder, which is made where there is none. Nullable. Any thread,
   * if the model is its own; the thread's errand says how far it is, and cancels it. */
  gboolean (*write_folder) (const WeftFormatJob *job, const char *folder, GError **error);
  /* Whether a file begins like one that this row reads. NULL: by its ending alone. */
  gboolean (*sniff) (const guint8 *head, gsize n);
  /* Weights by their names: WeftNamedWeight; transfer full. Nullable: none are read. */
  GPtrArray *(*read_weights) (const char *path, GError **error);
  /* A whole network, and what it has learnt: WeftNamedWeight; transfer full. Nullable. */
  WeftGraph *(*read_network) (const char *path, GPtrArray **weights, GError **error);
};

const WeftFormat *const *weft_formats (guint *n);
const WeftFormat *weft_format_find (const char *id); /* nullable */
gboolean weft_format_is_written (const WeftFormat *format);
/* "json, png, svg, …": the ids of those that are written; transfer full. */
char *weft_formats_dup_written (const char *between);
/* Who writes a file that is called so; nullable. */
const WeftFormat *weft_format_find_writer (const char *path);
/* Who reads whole networks from files that are called so; nullable. */
const WeftFormat *weft_format_find_network_reader (const char *path);
/* Who reads weights from that file, by its ending or its first bytes; nullable. */
const WeftFormat *weft_format_find_reader (const char *path);
