/* texts: what the gallery says to people, where xgettext finds it; the facts stand in example.json
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* All msgids. */
typedef struct
{
  const char *id; /* the example's folder */
  const char *title, *tagline, *summary;
  const char *baseline; /* what the lazy method of the first goal does */
} WeftExampleText;

typedef struct
{
  const char *id; /* the folder in data/ */
  const char *title;
  const char *about;
  const char *const *classes; /* where the files have only numbers; NULL-terminated; nullable */
} WeftDataText;

/* In the gallery's order. */
const WeftExampleText *weft_gallery_texts (guint *n);
const WeftDataText *weft_gallery_data_texts (guint *n);
