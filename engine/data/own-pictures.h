/* own-pictures: a set of pictures that somebody draws into classes by hand: a data node keeps them
 * as kept samples (kept-samples.h), and what the classes are called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

#define WEFT_OWN_PICTURES_FIRST "A; B" /* what the classes are called before anybody names them */
#define WEFT_OWN_PICTURES_SIDE 28      /* pixels; of one channel, black ground */
#define WEFT_OWN_PICTURES_CLASSES 12   /* at most */

/* At least two of them; a name that is missing is a number. Transfer full. Any thread. */
char **weft_own_pictures_split_names (const char *class_names);
/* Semicolons in them become commas. Transfer full. Any thread. */
char *weft_own_pictures_join_names (char **names);
/* Fields x (1, 28, 28) and y of that many classes, without a sample. Transfer full. Any thread. */
WeftDataset *weft_own_pictures_new_like (char **names);
