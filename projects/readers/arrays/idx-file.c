/* idx-file: one file of an IDX set: its head, then big-endian numbers one after another */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/idx-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/readers/files/input.h"

void
weft_idx_clear (WeftIdx *idx)
{
  g_free (idx->name);
  g_clear_pointer (&idx->stream, weft_input_stream_free);
}

static const struct
{
  int code;
  gsize size;
  WeftType type; /* as the data set keeps it */
} types[] = {
  { 0x08, 1, WEFT_U8 },  { 0x09, 1, WEFT_I16 }, { 0x0b, 2, WEFT_I16 },
  { 0x0c, 4, WEFT_I32 }, { 0x0d, 4, WEFT_F32 }, { 0x0e, 8, WEFT_F32 },
};

static int
find_type (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].code == code)
      return (int) i;
  return -1;
}

gboolean
weft_idx_fail (const WeftIdx *idx, GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” is no whole IDX file: %s."),
               idx->name, what);
  return FALSE;
}

gboolean
weft_idx_read (const WeftIdx *idx, gpointer to, gsize n, const char *else_what, GError **error)
{
  gsize got;

  return weft_input_stream_read (idx->stream, to, n, &got, error)
         && (got == n || weft_idx_fail (idx, error, else_what));
}

static gboolean
read_dims (WeftIdx *idx, gsize *size, GError **error)
{
  guint32 big[4];

  if (!weft_idx_read (idx, big, sizeof big[0] * (gsize) idx->shape.rank, _ ("it ends in its head"),
                      error))
    return FALSE;
  for (int i = 0; i < idx->shape.rank; i++)
    {
      idx->shape.dims[i] = GUINT32_FROM_BE (big[i]);
      if (idx->shape.dims[i] < 1 || !g_size_checked_mul (size, *size, (gsize) idx->shape.dims[i]))
        return weft_idx_fail (idx, error, _ ("a dimension does not work"));
    }
  return TRUE;
}

static gboolean
read_head (WeftIdx *idx, GError **error)
{
  guint8 head[4];
  gsize size = 1;
  gboolean is_most;
  guint64 length = weft_input_stream_measure (idx->stream, &is_most);
  int row;

  if (!weft_idx_read (idx, head, sizeof head, _ ("it does not begin as one"), error))
    return FALSE;
  if (head[0] || head[1])
    return weft_idx_fail (idx, error, _ ("it does not begin as one"));
  idx->type = head[2];
  row = find_type (idx->type);
  idx->shape.rank = head[3];
  if (row < 0 || idx->shape.rank < 1 || idx->shape.rank > 4)
    return weft_idx_fail (idx, error, _ ("its kind of numbers or dimensions is not known"));
  if (!read_dims (idx, &size, error))
    return FALSE;
  if (!g_size_checked_mul (&size, size, types[row].size)
      || !g_size_checked_add (&size, size, 4 + 4 * (gsize) idx->shape.rank) || size > length
      || (!is_most && size < length))
    return weft_idx_fail (idx, error, _ ("its length is not what its head says"));
  return TRUE;
}

gboolean
weft_idx_open (WeftIdx *idx, const char *path, GError **error)
{
  idx->name = weft_input_dup_name (path);
  idx->stream = weft_input_stream_open (path, error);
  return idx->stream && read_head (idx, error);
}

gboolean
weft_idx_check_end (const WeftIdx *idx, GError **error)
{
  guint8 more;
  gsize got;

  return weft_input_stream_read (idx->stream, &more, 1, &got, error)
         && (got == 0 || weft_idx_fail (idx, error, _ ("its length is not what its head says")));
}

double
weft_idx_number (const WeftIdx *idx, const guint8 *data, gsize i)
{
  guint16 half;
  guint32 word;
  guint64 wide;
  float real;
  double number;

  switch (idx->type)
    {
    case 0x08:
      return data[i];
    case 0x09:
      return (gint8) data[i];
    case 0x0b:
      memcpy (&half, data + 2 * i, 2);
      return (gint16) GUINT16_FROM_BE (half);
    case 0x0c:
      memcpy (&word, data + 4 * i, 4);
      return (gint32) GUINT32_FROM_BE (word);
    case 0x0d:
      memcpy (&word, data + 4 * i, 4);
      word = GUINT32_FROM_BE (word);
      memcpy (&real, &word, 4);
      return real;
    default:
      memcpy (&wide, data + 8 * i, 8);
      wide = GUINT64_FROM_BE (wide);
      memcpy (&number, &wide, 8);
      return number;
    }
}

gsize
weft_idx_get_size (const WeftIdx *idx)
{
  return types[find_type (idx->type)].size;
}

WeftType
weft_idx_get_type (const WeftIdx *idx)
{
  return types[find_type (idx->type)].type;
}
