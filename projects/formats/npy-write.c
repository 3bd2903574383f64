/* npy-write: an array as NumPy keeps it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/npy-write.h"

#include <string.h>

#include "projects/formats/output.h"

#define MAGIC "\x93NUMPY\x01" /* and 0: version 1.0 */
#define ALIGNED 64            /* where the numbers begin */

static WeftShape
find_largest (const GPtrArray *samples)
{
  WeftShape largest = ((const WeftTensor *) samples->pdata[0])->shape;

  for (guint i = 1; i < samples->len; i++)
    for (int axis = 0; axis < largest.rank; axis++)
      largest.dims[axis]
          = MAX (largest.dims[axis], ((const WeftTensor *) samples->pdata[i])->shape.dims[axis]);
  return largest;
}

/* dims: "10, 3, ", which is what Python writes as well. */
static void
write_head (GByteArray *bytes, WeftType type, const char *dims)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint8 length[2];

  g_string_printf (text, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }",
                   type == WEFT_I64 ? "<i8" : "<f4", dims);
  while ((strlen (MAGIC) + 1 + sizeof length + text->len + 1) % ALIGNED != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');
  length[0] = (guint8) text->len;
  length[1] = (guint8) (text->len >> 8);
  g_byte_array_append (bytes, (const guint8 *) MAGIC, (guint) strlen (MAGIC) + 1);
  g_byte_array_append (bytes, length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) text->str, (guint) text->len);
}

static void
append_dims (GString *dims, const WeftShape *shape)
{
  for (int axis = 0; axis < shape->rank; axis++)
    g_string_append_printf (dims, "%" G_GINT64_FORMAT ", ", shape->dims[axis]);
}

/* Runs along the last axis, each to its place. */
static void
write_sample (const WeftTensor *sample, const WeftShape *largest, guint8 *to)
{
  const WeftShape *own = &sample->shape;
  gsize each = weft_type_size (own->type);
  gint64 run = own->rank > 0 ? own->dims[own->rank - 1] : 1;
  gint64 runs = run > 0 ? weft_shape_count (own) / run : 0;

  for (gint64 i = 0; i < runs; i++)
    {
      gint64 left = i, place = 0, stride = own->rank > 0 ? largest->dims[own->rank - 1] : 1;

      for (int axis = own->rank - 2; axis >= 0; axis--)
        {
          place += left % own->dims[axis] * stride;
          left /= own->dims[axis];
          stride *= largest->dims[axis];
        }
      memcpy (to + (gsize) place * each, (const guint8 *) sample->data + (gsize) (i * run) * each,
              (gsize) run * each);
    }
}

GByteArray *
weft_npy_write (const GPtrArray *samples, GError **error)
{
  WeftShape largest = find_largest (samples);
  gsize size = (gsize) weft_shape_count (&largest) * weft_type_size (largest.type);
  GByteArray *bytes;
  g_autofree guint8 *room = NULL;
  g_autoptr (GString) dims = g_string_new (NULL);

  if (!weft_output_check_size ((guint64) size * samples->len, error))
    return NULL;
  bytes = g_byte_array_new ();
  room = g_malloc (size);
  g_string_printf (dims, "%u, ", samples->len);
  append_dims (dims, &largest);
  write_head (bytes, largest.type, dims->str);
  for (guint i = 0; i < samples->len; i++)
    {
      memset (room, 0, size);
      write_sample (samples->pdata[i], &largest, room);
      g_byte_array_append (bytes, room, (guint) size);
    }
  return bytes;
}

GByteArray *
weft_npy_write_one (const WeftShape *shape, gconstpointer numbers)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) dims = g_string_new (NULL);

  append_dims (dims, shape);
  write_head (bytes, shape->type, dims->str);
  g_byte_array_append (bytes, numbers, (guint) weft_shape_bytes (shape));
  return bytes;
}
