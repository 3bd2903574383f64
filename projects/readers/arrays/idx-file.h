/* idx-file: one file of an IDX set: its head, then big-endian numbers one after another */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "projects/readers/files/input-stream.h"

typedef struct
{
  char *name;
  WeftInputStream *stream; /* behind the head; nullable: there is no such file */
  int type;                /* the third byte */
  WeftShape shape;         /* of the whole; its type means nothing */
} WeftIdx;

/* Reads the head of a file into a zeroed one. */
gboolean weft_idx_open (WeftIdx *idx, const char *path, GError **error);
void weft_idx_clear (WeftIdx *idx);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftIdx, weft_idx_clear)
gsize weft_idx_get_size (const WeftIdx *idx);    /* bytes of a number */
WeftType weft_idx_get_type (const WeftIdx *idx); /* as a data set keeps it */
/* The next n bytes; else_what: what is wrong where there are fewer. */
gboolean weft_idx_read (const WeftIdx *idx, gpointer to, gsize n, const char *else_what,
                        GError **error);
/* Whether there are no more: of a packed file that is known only at its end. */
gboolean weft_idx_check_end (const WeftIdx *idx, GError **error);
/* Number i of those that lie in `data` as in the file. */
double weft_idx_number (const WeftIdx *idx, const guint8 *data, gsize i);
gboolean weft_idx_fail (const WeftIdx *idx, GError **error, const char *what); /* FALSE */
