/* onnx-message: messages of ONNX's, read from files of which nothing is known */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-message.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "projects/readers/files/input.h"

#define MOST_BYTES ((gsize) 2000000000)
#define MOST_DEPTH 40
#define MOST_FIELDS 20000000 /* in all, numbers that stand one by one among them */

enum
{
  WIRE_VARINT,
  WIRE_64,
  WIRE_BYTES,
  WIRE_32 = 5,
};

typedef struct
{
  gint64 left; /* fields */
  const char *fault;
} Scan;

static gboolean
read_varint (const guint8 **at, const guint8 *end, guint64 *value)
{
  *value = 0;
  for (int shift = 0; shift < 70; shift += 7)
    {
      if (*at == end)
        return FALSE;
      *value |= shift < 64 ? (guint64) (**at & 127) << shift : 0;
      if (!(*(*at)++ & 128))
        return TRUE;
    }
  return FALSE;
}

/* What a field holds, of which `bytes` lie at `at`. */
static gboolean
skip (const guint8 **at, const guint8 *end, guint wire, guint64 *bytes)
{
  guint64 value;

  *bytes = wire == WIRE_64 ? 8 : wire == WIRE_32 ? 4 : 0;
  if (wire == WIRE_VARINT)
    return read_varint (at, end, &value);
  if (wire == WIRE_BYTES && !read_varint (at, end, bytes))
    return FALSE;
  return (wire == WIRE_64 || wire == WIRE_32 || wire == WIRE_BYTES)
         && *bytes <= (guint64) (end - *at);
}

static gboolean
scan (Scan *all, const ProtobufCMessageDescriptor *descriptor, const guint8 *at, const guint8 *end,
      int depth)
{
  if (depth > MOST_DEPTH)
    {
      all->fault = _ ("its parts stand too deep in each other");
      return FALSE;
    }
  while (at < end)
    {
      const ProtobufCFieldDescriptor *field;
      guint64 tag, bytes;

      if (all->left-- <= 0)
        {
          all->fault = _ ("it has too many parts");
          return FALSE;
        }
      if (!read_varint (&at, end, &tag) || !skip (&at, end, tag & 7, &bytes))
        return FALSE;
      field = tag >> 3 <= G_MAXINT
                  ? protobuf_c_message_descriptor_get_field (descriptor, (unsigned) (tag >> 3))
                  : NULL;
      if (field != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE && (tag & 7) == WIRE_BYTES
          && !scan (all, field->descriptor, at, at + bytes, depth + 1))
        return FALSE;
      at += bytes;
    }
  return TRUE;
}

ProtobufCMessage *
weft_onnx_message_load (const char *path, const ProtobufCMessageDescriptor *descriptor,
                        GError **error)
{
  g_autofree char *bytes = NULL, *name = weft_input_dup_shown (path);
  Scan all = { MOST_FIELDS, _ ("its bytes are damaged, or it is another kind of file") };
  ProtobufCMessage *message = NULL;
  gsize length;

  if (!weft_input_load (path, MOST_BYTES, &bytes, &length, error))
    return NULL;
  if (scan (&all, descriptor, (const guint8 *) bytes, (const guint8 *) bytes + length, 0))
    message = protobuf_c_message_unpack (descriptor, NULL, length, (const guint8 *) bytes);
  if (message == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("“%s” is no whole ONNX file: %s."), name,
                 all.fault);
  return message;
}
