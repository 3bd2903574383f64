/* onnx-tensor: tensors as ONNX keeps them, in a model or in a file of their own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-tensor.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/formats/onnx/onnx-message.h"
#include "projects/formats/onnx/operator.h"
#include "projects/readers/files/input.h"

#define MOST_BYTES ((gint64) 2000000000) /* of one tensor */

static const struct
{
  gint64 onnx;
  WeftType type;
} types[] = {
  { ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT, WEFT_F32 },
  { ONNX__TENSOR_PROTO__DATA_TYPE__INT64, WEFT_I64 },
  { ONNX__TENSOR_PROTO__DATA_TYPE__INT32, WEFT_I32 },
  { ONNX__TENSOR_PROTO__DATA_TYPE__BOOL, WEFT_BOOLEAN },
};

gboolean
weft_onnx_find_type (gint64 type, WeftType *found)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].onnx == type)
      {
        *found = types[i].type;
        return TRUE;
      }
  return FALSE;
}

gint64
weft_onnx_get_type (WeftType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return types[i].onnx;
  g_return_val_if_reached (0);
}

static gboolean
fail (const Onnx__TensorProto *proto, WeftErrorCode code, const char *what, GError **error)
{
  g_autofree char *name = weft_brief (proto->name != NULL ? proto->name : "", 60);

  g_set_error (error, WEFT_ERROR, code, _ ("The tensor “%s” cannot be read: %s."), name, what);
  return FALSE;
}

static gboolean
read_shape (const Onnx__TensorProto *proto, WeftShape *shape, GError **error)
{
  gint64 count = 1;

  *shape = (WeftShape){ .rank = (int) MIN (proto->n_dims, WEFT_MAX_RANK + 1) };
  if (!weft_onnx_find_type (proto->data_type, &shape->type))
    return fail (proto, WEFT_ERROR_UNSUPPORTED,
                 _ ("its numbers are neither float32 nor int64, int32 or boolean"), error);
  if (proto->n_dims > WEFT_MAX_RANK)
    return fail (proto, WEFT_ERROR_UNSUPPORTED, _ ("it has too many dimensions"), error);
  for (int i = 0; i < shape->rank; i++)
    {
      shape->dims[i] = proto->dims[i];
      if (proto->dims[i] < 0 || __builtin_mul_overflow (count, MAX (proto->dims[i], 1), &count)
          || count > MOST_BYTES / (gint64) weft_type_size (shape->type))
        return fail (proto, WEFT_ERROR_DAMAGED, _ ("its shape makes no sense"), error);
    }
  return TRUE;
}

/* --- numbers in another file --- */

static const char *
find_entry (const Onnx__TensorProto *proto, const char *key)
{
  for (size_t i = 0; i < proto->n_external_data; i++)
    if (g_strcmp0 (proto->external_data[i]->key, key) == 0)
      return proto->external_data[i]->value;
  return NULL;
}

/* Where the file is, which lies in the folder or below it, links followed; transfer full. */
static char *
find_file (const char *folder, const char *location)
{
  g_autofree char *path = NULL, *inside = NULL;
  char *real_folder, *real_path;

  if (folder == NULL || location == NULL || *location == '\0' || g_path_is_absolute (location))
    return NULL;
  path = g_build_filename (folder, location, NULL);
  real_folder = realpath (folder, NULL);
  real_path = realpath (path, NULL);
  if (real_folder != NULL)
    inside = g_str_has_suffix (real_folder, "/") ? g_strdup (real_folder)
                                                 : g_strconcat (real_folder, "/", NULL);
  g_free (path);
  path = inside != NULL && real_path != NULL && g_str_has_prefix (real_path, inside)
             ? g_strdup (real_path)
             : NULL;
  free (real_folder);
  free (real_path);
  return g_steal_pointer (&path);
}

static gboolean
read_whole (int fd, char *to, gsize bytes, gint64 offset)
{
  while (bytes > 0)
    {
      ssize_t n = pread (fd, to, bytes, offset);

      if (n <= 0)
        return FALSE;
      to += n;
      offset += n;
      bytes -= (gsize) n;
    }
  return TRUE;
}

static gboolean
read_external (const Onnx__TensorProto *proto, const char *folder, WeftTensor *tensor,
               GError **error)
{
  const char *location = find_entry (proto, "location"), *at = find_entry (proto, "offset");
  g_autofree char *path = find_file (folder, location);
  gsize bytes = weft_shape_bytes (&tensor->shape);
  gint64 offset = 0;
  guint64 length;
  gboolean is_read;
  int fd;

  if (path == NULL)
    return fail (proto, WEFT_ERROR_NOT_FOUND,
                 _ ("its numbers are said to lie in a file that is not in the model’s folder"),
                 error);
  if (at != NULL && !g_ascii_string_to_signed (at, 10, 0, G_MAXINT64 / 2, &offset, NULL))
    return fail (proto, WEFT_ERROR_DAMAGED, _ ("where its numbers begin makes no sense"), error);
  fd = weft_input_open (path, &length, error);
  if (fd < 0)
    return FALSE;
  is_read = (guint64) offset <= length && bytes <= length - (guint64) offset
            && read_whole (fd, tensor->data, bytes, offset);
  close (fd);
  return is_read
         || fail (proto, WEFT_ERROR_DAMAGED, _ ("the file of its numbers is too short"), error);
}

/* --- numbers in the message --- */

static gboolean
read_listed (const Onnx__TensorProto *proto, WeftTensor *tensor, GError **error)
{
  gsize count = (gsize) weft_shape_count (&tensor->shape);
  WeftType type = tensor->shape.type;
  size_t n = type == WEFT_F32   ? proto->n_float_data
             : type == WEFT_I64 ? proto->n_int64_data
                                : proto->n_int32_data;

  if (n != count)
    return fail (proto, WEFT_ERROR_DAMAGED, _ ("it has not as many numbers as its shape says"),
                 error);
  for (gsize i = 0; i < count; i++)
    if (type == WEFT_F32)
      ((float *) tensor->data)[i] = proto->float_data[i];
    else
      weft_onnx_set_whole (tensor, (gint64) i,
                           type == WEFT_I64 ? proto->int64_data[i] : proto->int32_data[i]);
  return TRUE;
}

static gboolean
read_numbers (const Onnx__TensorProto *proto, const char *folder, WeftTensor *tensor,
              GError **error)
{
  gsize bytes = weft_shape_bytes (&tensor->shape);

  if (proto->has_data_location
      && proto->data_location == ONNX__TENSOR_PROTO__DATA_LOCATION__EXTERNAL)
    return read_external (proto, folder, tensor, error);
  if (!proto->has_raw_data)
    return read_listed (proto, tensor, error);
  if (proto->raw_data.len != bytes)
    return fail (proto, WEFT_ERROR_DAMAGED, _ ("it has not as many numbers as its shape says"),
                 error);
  if (bytes > 0)
    memcpy (tensor->data, proto->raw_data.data, bytes);
  return TRUE;
}

WeftTensor *
weft_onnx_tensor_read (const Onnx__TensorProto *proto, const char *folder, GError **error)
{
  g_autoptr (WeftTensor) tensor = NULL;
  WeftShape shape;

  if (!read_shape (proto, &shape, error))
    return NULL;
  tensor = weft_tensor_new (&shape);
  if (tensor == NULL)
    {
      fail (proto, WEFT_ERROR_MEMORY, _ ("there is not enough memory for it"), error);
      return NULL;
    }
  if (!read_numbers (proto, folder, tensor, error))
    return NULL;
  for (gint64 i = 0; shape.type == WEFT_BOOLEAN && i < weft_shape_count (&shape); i++)
    ((guint8 *) tensor->data)[i] = ((guint8 *) tensor->data)[i] != 0;
  return g_steal_pointer (&tensor);
}

/* --- files of their own --- */

WeftTensor *
weft_onnx_tensor_load (const char *path, char **name, GError **error)
{
  Onnx__TensorProto *proto
      = (Onnx__TensorProto *) weft_onnx_message_load (path, &onnx__tensor_proto__descriptor, error);
  WeftTensor *tensor;

  if (proto == NULL)
    return NULL;
  tensor = weft_onnx_tensor_read (proto, NULL, error);
  if (tensor != NULL && name != NULL)
    *name = proto->name != NULL && *proto->name != '\0' ? g_strdup (proto->name) : NULL;
  onnx__tensor_proto__free_unpacked (proto, NULL);
  return tensor;
}

GByteArray *
weft_onnx_tensor_pack (const WeftTensor *tensor, const char *name)
{
  Onnx__TensorProto proto = ONNX__TENSOR_PROTO__INIT;
  GByteArray *bytes = g_byte_array_new ();
  gint64 dims[WEFT_MAX_RANK];

  for (int i = 0; i < tensor->shape.rank; i++)
    dims[i] = tensor->shape.dims[i];
  proto.name = (char *) name;
  proto.has_data_type = TRUE;
  proto.data_type = (gint32) weft_onnx_get_type (tensor->shape.type);
  proto.n_dims = (size_t) tensor->shape.rank;
  proto.dims = dims;
  proto.has_raw_data = TRUE;
  proto.raw_data.len = weft_shape_bytes (&tensor->shape);
  proto.raw_data.data = tensor->data;
  g_byte_array_set_size (bytes, (guint) onnx__tensor_proto__get_packed_size (&proto));
  onnx__tensor_proto__pack (&proto, bytes->data);
  return bytes;
}
