/* folder: a folder of pictures for each class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* PATH/CLASS/picture, or PATH/train/CLASS/picture with test and validation beside it. */
WeftDataset *weft_folder_read (const char *path, GError **error);
/* Whether any folder in it holds pictures. */
gboolean weft_folder_has_classes (const char *path);
