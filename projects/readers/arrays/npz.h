/* npz: the arrays in a .npz file of NumPy's, which is a zip archive of .npy files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/input-stream.h"

typedef struct
{
  char *name; /* without ".npy" */
  WeftInputPart part;
} WeftNpzEntry;

/* WeftNpzEntry, in the order of the archive, packed or not, zip64 too; what is no array is passed
 * over. transfer full; NULL with WEFT_ERROR_DAMAGED where it is no whole archive. */
GPtrArray *weft_npz_list (const char *path, GError **error);
