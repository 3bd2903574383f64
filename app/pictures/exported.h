/* exported: a network as a file of any format that is written, with the weights that it answers by:
 * where the run keeps an average of them, with that */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"
#include "projects/formats/file-format.h"

typedef struct
{
  WeftGraph *graph;
  WeftReport *report; /* for a picture; else nullable */
  const char *title;  /* nullable */
  WeftModel *model;   /* of a format that needs weights, as its state */
  const WeftState *state;
  gboolean is_dark, is_paper;
  WeftFormatLoss *loss; /* nullable: what a format that rounds costs */
} WeftExported;

/* What it costs, in a sentence, or so briefly that it can be said in passing; transfer full. */
char *weft_exporting_dup_loss (const WeftFormatLoss *loss, gboolean is_brief);
/* The file's bytes; transfer full. Of a format that is a folder NULL. */
GByteArray *weft_exporting_make (const WeftFormat *format, const WeftExported *what,
                                 GError **error);
/* Likewise the files of one that is. */
gboolean weft_exporting_fill_folder (const WeftFormat *format, const WeftExported *what,
                                     const char *folder, GError **error);
