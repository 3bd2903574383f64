/* npy-file: one array of NumPy's: its head, then numbers in either order of bytes and of axes
 *
 * numpy.lib.format, versions 1 to 3. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "projects/readers/arrays/npz.h"

typedef struct _WeftNpyType WeftNpyType;

typedef struct
{
  gboolean takes_any; /* said before it is opened: also an array without numbers, and one number
                         alone, as one sample */
  char *name;         /* for sentences */
  WeftInputStream *stream; /* behind the head */
  const WeftNpyType *type;
  gsize each;          /* bytes of a number */
  gboolean is_swapped; /* in the other order of bytes than this machine's */
  gboolean is_fortran; /* the first axis runs fastest */
  gint64 count;        /* of samples: the first axis */
  WeftShape shape;     /* of one of them, as a data set keeps it */
  gint64 *places;      /* of a sample's numbers as they come: where they stand, the last axis
                          fastest; NULL: as they come */
} WeftNpy;

/* Reads the head into one that is zeroed but for takes_any. entry: of a .npz file; NULL: a .npy
 * file. */
gboolean weft_npy_open (WeftNpy *npy, const char *path, const WeftNpzEntry *entry, GError **error);
void weft_npy_clear (WeftNpy *npy);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftNpy, weft_npy_clear)
gboolean weft_npy_is_whole (const WeftNpy *npy); /* integers, or true and false */
gboolean weft_npy_is_bool (const WeftNpy *npy);
gboolean weft_npy_is_words (const WeftNpy *npy);
/* FALSE with an error that names the array. */
gboolean weft_npy_fail (const WeftNpy *npy, GError **error, const char *what);

/* Of sample `sample` the number that stands at `place` of its own, the last axis fastest. */
typedef gboolean (*WeftNpyFunc) (gpointer user, gint64 sample, gint64 place, double number,
                                 GError **error);
/* All numbers, as they lie in the file. Once, or after weft_npy_rewind again. */
gboolean weft_npy_walk (WeftNpy *npy, WeftNpyFunc func, gpointer user, GError **error);
gboolean weft_npy_rewind (WeftNpy *npy, GError **error);
/* Of words: one for each sample; char *, transfer full. */
GPtrArray *weft_npy_read_words (WeftNpy *npy, GError **error);
