/* texts: what the gallery says to people, in ID/words.c and data/ID/words.c, where xgettext finds
 * it
 *
 * To add an example: a folder with its example.json, graph.json, pictures and words.c, and a row in
 * examples.def; a set likewise in data/ and sets.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <glib/gi18n-lib.h>

#define WEFT_NEAREST_MEAN N_ ("the class whose average is nearest")
#define WEFT_COMMONEST N_ ("always the commonest class")

/* NC_ ("node", …) each. */
#define WEFT_TITLES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* All msgids. */
typedef struct
{
  const char *id; /* the example's folder */
  const char *title, *tagline, *summary;
  const char
      *limits; /* what it cannot do beside the famous system that it stands for: a sentence */
  const char *baseline;      /* what the lazy method of the first goal does */
  const char *const *titles; /* of nodes in graph.json, in the context "node"; nullable */
} WeftExampleText;

typedef struct
{
  const char *id; /* the folder in data/ */
  const char *title;
  const char *about;
  const char *const *classes; /* for the numbers of the files, or the names that they have, to be
                                 translated; NULL-terminated; nullable */
  const char *const *words;   /* what the files' columns are called, and what stands in them, which
                                 are translated when they are shown; NULL-terminated; nullable */
} WeftDataText;

#define EXAMPLE(id) extern const WeftExampleText weft_example_##id;
#include "projects/gallery/examples.def"
#undef EXAMPLE
#define SHIPPED(id) extern const WeftDataText weft_shipped_##id;
#include "projects/gallery/data/sets.def"
#undef SHIPPED

/* In the gallery's order. */
const WeftExampleText *const *weft_gallery_texts (guint *n);
const WeftDataText *const *weft_gallery_data_texts (guint *n);
