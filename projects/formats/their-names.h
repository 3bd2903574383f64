/* their-names: what of the weights that others keep is one of ours, where it is called otherwise
 *
 * A name of ours has no points and no capitals; a repeated group's weights are counted on from the
 * first ("layers_0_fc1", the second time: "layers.1.fc1"); attention has three weights where others
 * have one, or calls them otherwise; a convolution may have taken in the norm behind it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/formats/named-weights.h"

typedef struct _WeftTheirNames WeftTheirNames;

/* One of ours, made of theirs: several, one above the other along the first axis, or one of `parts`
 * equal parts of one along it. */
typedef struct
{
  const WeftNamedWeight *of[3]; /* borrowed; first NULL: there is none */
  guint n;                      /* 1 to 3; 0: of a bias, there is none, which is zeros */
  int part, parts;
  gint64 rows;                    /* of a table, the first; 0: all */
  const WeftNamedWeight *norm[4]; /* weight, bias, running_mean, running_var of the one taken in;
                                     first NULL: none */
  gboolean is_bias;               /* of what took in the norm */
} WeftTheirs;

/* All is borrowed for as long as it lives. */
WeftTheirNames *weft_their_names_new (const GPtrArray *weights, const WeftState *state,
                                      WeftGraph *graph);
void weft_their_names_free (WeftTheirNames *names);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTheirNames, weft_their_names_free)
/* name: what the entry is called, without what ours have before theirs. FALSE: nothing is it. */
gboolean weft_their_names_find (WeftTheirNames *names, const WeftStateEntry *entry,
                                const char *name, WeftTheirs *theirs);
/* Whether both are the same but for points and capitals. */
gboolean weft_name_is_spelt_alike (const char *a, const char *b);
/* Its shape; and its numbers, as many, written to y. */
WeftShape weft_theirs_get_shape (const WeftTheirs *theirs);
void weft_theirs_read (const WeftTheirs *theirs, float *y);
