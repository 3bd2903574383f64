/* own-pictures: a set of pictures that somebody draws into classes by hand: a data node keeps them
 * as kept samples (kept-samples.h), and what the classes are called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "engine/param/param.h"

#define WEFT_OWN_PICTURES_FIRST "A; B" /* what the classes are called before anybody names them */
#define WEFT_OWN_PICTURES_SIDE 28      /* pixels, of one channel, where nobody says otherwise */
#define WEFT_OWN_PICTURES_LARGEST 64   /* pixels */
#define WEFT_OWN_PICTURES_CLASSES 12   /* at most */

/* At least two of them; a name that is missing is a number. Transfer full. Any thread. */
char **weft_own_pictures_split_names (const char *class_names);
/* Semicolons in them become commas. Transfer full. Any thread. */
char *weft_own_pictures_join_names (char **names);
/* How large they are: what a data node says of its shape, where that is (1 or 3, side, side), else
 * (1, 28, 28). Bytes, on a black ground. Any thread. */
WeftShape weft_own_pictures_get_shape (const WeftDims *dims);
/* Fields x of that shape and y of that many classes, without a sample. Transfer full. Any thread.
 */
WeftDataset *weft_own_pictures_new_like (char **names, const WeftShape *shape);
/* The classes of which nothing is drawn yet, by a data node's params (a{sv}); none where it has
 * another source. Transfer full. Any thread. */
char **weft_own_pictures_list_missing (GVariant *params);
/* The same in a sentence: “A”, “B”; NULL: there are none. Transfer full. Any thread. */
char *weft_own_pictures_dup_missing (GVariant *params);
/* The kept pictures of one shape as such of another: each pixel is the mean of what it covers, grey
 * is how bright a colour is (ITU-R BT.601). WEFT_ERROR_INVALID: there is no room. Transfer full. */
char *weft_own_pictures_convert (char **names, const char *kept, const WeftShape *from,
                                 const WeftShape *to, GError **error);
