/* idx: the files of MNIST and its kin (yann.lecun.com/exdb/mnist): big-endian blocks of numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/idx.h"

#include <inttypes.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/arrays/idx-file.h"
#include "projects/readers/arrays/put-number.h"
#include "projects/readers/files/input.h"
#include "projects/readers/labels.h"
#include "projects/readers/notes.h"
#include "projects/readers/reader-row.h"

#define WINDOW ((gsize) 1 << 20) /* bytes of samples that are looked at together */

/* (N, H, W) is a grey picture, (N, 3, H, W) a coloured one, as is (N, H, W, 3), which is turned. */
static gboolean
is_channels_last (const WeftShape *shape)
{
  return shape->rank == 4 && shape->dims[1] != 1 && shape->dims[1] != 3
         && (shape->dims[3] == 1 || shape->dims[3] == 3);
}

static WeftShape
sample_shape (const WeftIdx *idx)
{
  const gint64 *d = idx->shape.dims;
  WeftShape shape;

  if (idx->shape.rank == 3)
    shape = WEFT_SHAPE (1, d[1], d[2]);
  else if (is_channels_last (&idx->shape))
    shape = WEFT_SHAPE (d[3], d[1], d[2]);
  else
    shape = weft_shape_new (d + 1, idx->shape.rank - 1);
  shape.type = weft_idx_get_type (idx);
  return shape;
}

/* Numbers of n samples as they lie in the file, as the data set has them. */
static void
copy_numbers (const WeftIdx *idx, const guint8 *data, const WeftShape *sample, gsize n, gpointer to)
{
  gsize each = (gsize) weft_shape_count (sample);
  gsize channels = is_channels_last (&idx->shape) ? (gsize) idx->shape.dims[3] : 1;
  gsize plane = each / channels;

  if (idx->type == 0x08 && channels == 1)
    memcpy (to, data, n * each);
  else
    for (gsize i = 0; i < n * each; i++)
      {
        gsize in = i % each, pixel = in / channels, channel = in % channels;

        weft_put_number (sample->type, to, (gint64) (i - in + channel * plane + pixel),
                         weft_idx_number (idx, data, i));
      }
}

/* All of the file, to the samples from `first` on; as many at a time as stay small. */
static gboolean
copy_samples (const WeftIdx *idx, WeftField *field, gint64 first, GError **error)
{
  gsize each = (gsize) weft_shape_count (&field->shape) * weft_idx_get_size (idx);
  gint64 count = idx->shape.dims[0], most = (gint64) MAX (WINDOW / each, 1);
  g_autofree guint8 *window = g_malloc (each * (gsize) MIN (most, count));

  for (gint64 i = 0; i < count; i += most)
    {
      gint64 n = MIN (most, count - i);
      gsize at = weft_field_get_bytes (field, first + i);

      if (!weft_idx_read (idx, window, each * (gsize) n, _ ("its length is not what its head says"),
                          error))
        return FALSE;
      weft_field_touch (field, first + i, n);
      copy_numbers (idx, window, &field->shape, (gsize) n, (char *) field->data + at);
    }
  return weft_idx_check_end (idx, error);
}

static gboolean
check_pair (const WeftIdx *images, const WeftIdx *labels, GError **error)
{
  if (images->shape.rank < 2)
    return weft_idx_fail (images, error, _ ("it holds labels, not pictures"));
  if (labels->stream && labels->shape.rank != 1)
    return weft_idx_fail (labels, error, _ ("labels have one dimension"));
  if (labels->stream && labels->shape.dims[0] != images->shape.dims[0])
    {
      weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                               _ ("“%s” has %" PRId64 " pictures, but “%s” %" PRId64 " labels."),
                               images->name, images->shape.dims[0], labels->name,
                               labels->shape.dims[0]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
copy_all_x (WeftDataset *dataset, const WeftIdx images[2], GError **error)
{
  WeftShape shape = sample_shape (&images[0]);
  gboolean is_picture = shape.rank == 3 && (shape.dims[0] == 1 || shape.dims[0] == 3);
  WeftField *field
      = weft_dataset_add_field (dataset, "x", is_picture ? WEFT_KIND_PICTURE : WEFT_KIND_NUMBERS);

  field->shape = shape;
  field->scale = shape.type == WEFT_U8 ? 1.0 / 255 : 1;
  return weft_dataset_allocate_large (dataset, field, error)
         && copy_samples (&images[0], field, 0, error)
         && (!images[1].stream || copy_samples (&images[1], field, images[0].shape.dims[0], error));
}

/* n labels as they lie in the file, to y. */
static gboolean
take_labels (const WeftIdx *idx, const guint8 *data, gint64 n, gint64 *y, GError **error)
{
  for (gint64 i = 0; i < n; i++)
    {
      double label = weft_idx_number (idx, data, (gsize) i);

      if (!(ABS (label) < 1e9) || label != (double) (gint64) label)
        return weft_idx_fail (idx, error, _ ("a label is no whole number"));
      y[i] = (gint64) label;
    }
  return TRUE;
}

static gboolean
copy_labels (const WeftIdx *idx, WeftField *field, gint64 first, GError **error)
{
  gsize each = weft_idx_get_size (idx);
  gint64 count = idx->shape.dims[0], most = (gint64) (WINDOW / sizeof (gint64));
  g_autofree guint8 *window = g_malloc (each * (gsize) most);

  for (gint64 i = 0; i < count; i += most)
    {
      gint64 n = MIN (most, count - i);

      weft_field_touch (field, first + i, n);
      if (!weft_idx_read (idx, window, each * (gsize) n, _ ("its length is not what its head says"),
                          error)
          || !take_labels (idx, window, n, (gint64 *) field->data + first + i, error))
        return FALSE;
    }
  return weft_idx_check_end (idx, error);
}

static gboolean
copy_all_y (WeftDataset *dataset, const WeftIdx images[2], const WeftIdx labels[2], GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  field->shape.type = WEFT_I64;
  if (!weft_dataset_allocate_large (dataset, field, error)
      || !copy_labels (&labels[0], field, 0, error)
      || (labels[1].stream && !copy_labels (&labels[1], field, images[0].shape.dims[0], error)))
    return FALSE;
  return weft_labels_number (field, dataset->count, error);
}

static gboolean
mark_test (WeftDataset *dataset, gint64 first, GError **error)
{
  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  if (!dataset->part)
    return FALSE;
  memset (dataset->part + first, WEFT_PART_TEST + 1, (gsize) (dataset->count - first));
  return TRUE;
}

static char **
make_notes (const WeftIdx images[2], const WeftIdx labels[2])
{
  WeftNotes *notes = weft_notes_new ();
  g_autofree char *count = weft_count_format (images[0].shape.dims[0]);
  g_autofree char *tests = images[1].stream ? weft_count_format (images[1].shape.dims[0]) : NULL;

  weft_notes_add (notes, _ ("%s pictures from “%s”, their classes from “%s”."), count,
                  images[0].name, labels[0].name);
  if (images[1].stream)
    weft_notes_add (notes, _ ("%s more from “%s” are kept for the test."), tests, images[1].name);
  return weft_notes_finish (notes);
}

/* "mnist" of mnist-train-images-idx3-ubyte.gz; where nothing is left, the folder's name. */
static char *
dup_name (const char *path)
{
  g_autofree char *file = weft_input_dup_stem (path);
  g_autofree char *folder = g_path_get_dirname (path);
  gsize end = strlen (file);
  const char *words[] = { "train", "images" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *at = strstr (file, words[i]);

      end = at ? MIN (end, (gsize) (at - file)) : end;
    }
  while (end > 0 && strchr ("-_.", file[end - 1]))
    end--;
  return end > 0 ? g_strndup (file, end) : weft_input_dup_name (folder);
}

static WeftDataset *
join (const char *path, const WeftIdx images[2], const WeftIdx labels[2], GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  gint64 first = images[0].shape.dims[0];

  dataset->name = dup_name (path);
  dataset->count = first + (images[1].stream ? images[1].shape.dims[0] : 0);
  if (!copy_all_x (dataset, images, error) || !copy_all_y (dataset, images, labels, error))
    return NULL;
  if (images[1].stream && !mark_test (dataset, first, error))
    return NULL;
  dataset->notes = make_notes (images, labels);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

WeftDataset *
weft_reader_read_idx (const char *images, const char *labels, const char *test_images,
                      const char *test_labels, GError **error)
{
  g_auto (WeftIdx) train_x = { 0 }, train_y = { 0 }, test_x = { 0 }, test_y = { 0 };

  if (!weft_idx_open (&train_x, images, error) || !weft_idx_open (&train_y, labels, error)
      || !check_pair (&train_x, &train_y, error))
    return NULL;
  if (test_images && test_labels)
    {
      if (!weft_idx_open (&test_x, test_images, error)
          || !weft_idx_open (&test_y, test_labels, error) || !check_pair (&test_x, &test_y, error))
        return NULL;
      if (test_x.type != train_x.type || !weft_shape_same_dims (&test_x.shape, &train_x.shape, 1))
        {
          weft_idx_fail (&test_x, error, _ ("its pictures are not like those for training"));
          return NULL;
        }
    }
  {
    /* Borrowed, so that the two pairs can be walked over as one. */
    WeftIdx x[2] = { train_x, test_x }, y[2] = { train_y, test_y };

    return join (images, x, y, error);
  }
}

static void
add_endings (GPtrArray *list)
{
  static const char *const endings[]
      = { "-ubyte", ".idx3-ubyte", "-ubyte.gz", ".idx3-ubyte.gz", NULL };

  weft_input_add_endings (list, endings);
}

static gboolean
takes (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return weft_idx_is_name (name);
}

static gboolean
knows (const char *bytes, gsize length)
{
  return length > 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] >= 1 && bytes[3] <= 4;
}

static WeftBegins
begins (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  gboolean is_test = !strstr (name, "train") && (strstr (name, "test") || strstr (name, "t10k"));

  return weft_idx_is_name (name) && strstr (name, "images") && !is_test ? WEFT_BEGINS_DATA
                                                                        : WEFT_BEGINS_NOTHING;
}

static WeftDataset *
read_set (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  return weft_idx_read_set (path, error);
}

const WeftReader weft_reader_idx = {
  .id = "idx",
  .what = N_ ("the images file of an IDX set"),
  .add_endings = add_endings,
  .takes = takes,
  .knows = knows,
  .begins = begins,
  .read = read_set,
};
