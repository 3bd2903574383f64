/* made: a row of the table of ways in which a shipped set is made by the program, of others and of
 * pictures, with exact truth
 *
 * To add one: projects/gallery/ID.c and a row in projects/gallery/made.def. A set is made in that
 * way whose about.json says "made": "ID"; what else stands there is the row's own. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/base/random.h"
#include "engine/data/dataset.h"
#include "projects/readers/pictures/decode-picture.h"

typedef struct
{
  const char *id;
  /* folder: the gallery's. Fields without names of classes, which words.c gives; not finished.
   * transfer full. */
  WeftDataset *(*make) (const char *folder, JsonObject *about, GError **error);
} WeftMade;

const WeftMade *weft_made_find (const char *id); /* nullable */

/* What the rows share: the pictures that a set names, "files", all of one size. */
typedef struct
{
  WeftPicture *pictures;
  int n, width, height;
} WeftGrounds;

gboolean weft_grounds_load (WeftGrounds *grounds, const char *folder, const char *id,
                            JsonObject *about, GError **error);
void weft_grounds_clear (WeftGrounds *grounds);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftGrounds, weft_grounds_clear)
/* A square of picture `of`, by elements 0 and 1 of the random numbers, from where only that part is
 * taken: no pixel is in two parts. x (3, side, side). */
void weft_grounds_cut (const WeftGrounds *grounds, int of, WeftPart part, int side,
                       const WeftRandom *random, guint8 *x);
/* Eight of ten samples train, one validates, one tests. */
WeftPart weft_made_get_part (gint64 sample);
/* Parts for all samples. */
gboolean weft_made_set_parts (WeftDataset *dataset, GError **error);
