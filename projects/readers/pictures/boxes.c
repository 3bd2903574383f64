/* boxes: boxes around things in pictures, as people's files give them, made a field of a data set
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/boxes.h"

#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/kind-row.h"
#include "projects/readers/natural.h"

#define ROW 5
#define LISTED 12 /* classes in a sentence */

void
weft_boxes_init (WeftBoxes *boxes)
{
  boxes->boxes = g_array_new (FALSE, FALSE, sizeof (WeftBox));
  boxes->classes = g_ptr_array_new_with_free_func (g_free);
  boxes->known = g_hash_table_new (g_str_hash, g_str_equal);
}

void
weft_boxes_clear (WeftBoxes *boxes)
{
  g_clear_pointer (&boxes->boxes, g_array_unref);
  g_clear_pointer (&boxes->known, g_hash_table_unref);
  g_clear_pointer (&boxes->classes, g_ptr_array_unref);
}

guint32
weft_boxes_find_class (WeftBoxes *boxes, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (boxes->known, name));

  if (number == 0)
    {
      char *own = g_strdup (name);

      g_ptr_array_add (boxes->classes, own);
      number = boxes->classes->len;
      g_hash_table_insert (boxes->known, own, GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return weft_natural_compare (*(const char *const *) a, *(const char *const *) b);
}

/* The field's names, and what number each class has among them. */
static guint32 *
order_classes (const WeftBoxes *boxes, WeftField *field)
{
  guint n = boxes->classes->len;
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint32 *place = g_new (guint32, MAX (n, 1));

  for (guint c = 0; c < n; c++)
    g_ptr_array_add (sorted, boxes->classes->pdata[c]);
  g_ptr_array_sort (sorted, compare_names);
  field->classes = (int) n;
  field->class_names = g_new0 (char *, n + 1);
  for (guint c = 0; c < n; c++)
    {
      field->class_names[c] = g_strdup (sorted->pdata[c]);
      place[GPOINTER_TO_UINT (g_hash_table_lookup (boxes->known, sorted->pdata[c])) - 1] = c;
    }
  return place;
}

/* As shares of the picture, cut at its edge; FALSE: nothing is left. */
static gboolean
make_row (const WeftBox *box, const int *size, guint32 class, float *row)
{
  double left = CLAMP (box->left / size[0], 0, 1), right = CLAMP (box->right / size[0], 0, 1);
  double top = CLAMP (box->top / size[1], 0, 1), bottom = CLAMP (box->bottom / size[1], 0, 1);

  if (!(right - left > 1e-6) || !(bottom - top > 1e-6))
    return FALSE;
  row[0] = (float) class;
  row[1] = (float) ((left + right) / 2);
  row[2] = (float) ((top + bottom) / 2);
  row[3] = (float) (right - left);
  row[4] = (float) (bottom - top);
  return TRUE;
}

/* Where each picture's rows begin; a picture without things has a row of zeros. */
static gboolean
count_rows (const WeftBoxes *boxes, const WeftDataset *dataset, WeftField *field, GError **error)
{
  g_autofree gint64 *n = g_new0 (gint64, dataset->count);
  gint64 most = 1;

  field->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof *field->offsets, error);
  if (!field->offsets)
    return FALSE;
  for (guint i = 0; i < boxes->boxes->len; i++)
    n[g_array_index (boxes->boxes, WeftBox, i).picture]++;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      field->offsets[i + 1] = field->offsets[i] + MAX (1, n[i]);
      most = MAX (most, n[i]);
    }
  field->shape = WEFT_SHAPE (most, ROW);
  field->ragged = 0;
  return TRUE;
}

static guint
fill_rows (const WeftBoxes *boxes, const WeftDataset *dataset, WeftField *field, const int *sizes,
           int stride, const guint32 *place)
{
  g_autofree gint64 *next = g_memdup2 (field->offsets, (gsize) dataset->count * sizeof *next);
  guint lost = 0;

  for (guint i = 0; i < boxes->boxes->len; i++)
    {
      const WeftBox *box = &g_array_index (boxes->boxes, WeftBox, i);
      float *row = (float *) field->data + next[box->picture] * ROW;

      if (make_row (box, sizes + (gsize) stride * box->picture, place[box->class], row))
        next[box->picture]++;
      else
        lost++;
    }
  return lost;
}

static void
note (const WeftBoxes *boxes, const WeftField *field, guint lost, WeftNotes *notes)
{
  g_autofree char *count = weft_count_format (boxes->boxes->len - lost);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;

  for (int c = 0; c < MIN (field->classes, LISTED); c++)
    g_ptr_array_add (names, field->class_names[c]);
  if (field->classes > LISTED)
    g_ptr_array_add (names, "…");
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (weft_sentence_get_comma (), (char **) names->pdata);
  weft_notes_add (notes,
                  ngettext ("%s box is predicted, around one of %d classes: %s.",
                            "%s boxes are predicted, each around one of %d classes: %s.",
                            boxes->boxes->len - lost),
                  count, field->classes, list);
  if (lost > 0)
    weft_notes_add (notes,
                    ngettext ("%u box without a size, or outside its picture, is left out.",
                              "%u boxes without a size, or outside their picture, are left out.",
                              lost),
                    lost);
}

gboolean
weft_boxes_fill (WeftBoxes *boxes, WeftDataset *dataset, const int *sizes, int stride,
                 WeftNotes *notes, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_BOXES);
  g_autofree guint32 *place = order_classes (boxes, field);
  guint lost;

  if (boxes->classes->len == 0)
    return weft_sentence_refuse (error, _ ("There is no box around anything."));
  if (boxes->classes->len > WEFT_MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("%d classes are too many."), (int) boxes->classes->len);
  if (!count_rows (boxes, dataset, field, error)
      || !weft_field_allocate (field, weft_field_get_bytes (field, dataset->count), error))
    return FALSE;
  lost = fill_rows (boxes, dataset, field, sizes, stride, place);
  if (lost == boxes->boxes->len)
    return weft_sentence_refuse (error, _ ("No box has a size and lies within its picture; sides "
                                           "are given in pixels from the upper left corner."));
  note (boxes, field, lost, notes);
  return TRUE;
}

/* --- in a table --- */

static int
find (const WeftTable *table, const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    {
      int c = weft_table_find_column (table, names[i]);

      if (c >= 0)
        return c;
    }
  return -1;
}

gboolean
weft_box_columns_find (const WeftTable *table, WeftBoxColumns *columns)
{
  static const char *const picture[]
      = { "image", "tile",       "picture", "filename", "file",   "file_name", "image_path",
          "path",  "image_name", "图片",    "图像",     "文件名", "文件",      NULL };
  static const char *const class[]
      = { "class",    "class_name", "label", "name", "category", "类别",
          "类别名称", "标签",       "名称",  "类",   NULL };
  static const char *const sides[4][8] = {
    { "xmin", "x_min", "left", "x1", "x", "左", "左边", NULL },
    { "ymin", "y_min", "top", "y1", "y", "上", "上边", NULL },
    { "xmax", "x_max", "right", "x2", "右", "右边", NULL },
    { "ymax", "y_max", "bottom", "y2", "下", "下边", NULL },
  };
  static const char *const size[2][7]
      = { { "width", "w", "box_width", "bbox_width", "宽", "宽度", NULL },
          { "height", "h", "box_height", "bbox_height", "高", "高度", NULL } };
  gboolean is_framed = TRUE;

  *columns = (WeftBoxColumns){ .picture = find (table, picture), .class = find (table, class) };
  for (int k = 0; k < 4; k++)
    columns->sides[k] = find (table, sides[k]);
  if (columns->sides[2] < 0 && columns->sides[3] < 0)
    {
      columns->is_size = TRUE;
      for (int k = 0; k < 2; k++)
        columns->sides[2 + k] = find (table, size[k]);
    }
  for (int k = 0; k < 4; k++)
    is_framed = is_framed && columns->sides[k] >= 0;
  return is_framed && columns->picture >= 0;
}

gboolean
weft_box_columns_read (const WeftBoxColumns *columns, const WeftTable *table, guint row,
                       WeftBoxes *boxes, WeftBox *box, gboolean *is_none, GError **error)
{
  double sides[4];
  int missing = 0;

  for (int k = 0; k < 4; k++)
    {
      const char *cell = weft_table_cell (table, row, columns->sides[k]);

      sides[k] = 0;
      if (weft_cell_is_missing (cell))
        missing++;
      else if (!weft_cell_parse_number (cell, table->decimal_comma ? ',' : '.', 0, &sides[k])
               || !(sides[k] > -1e9 && sides[k] < 1e9))
        return weft_sentence_refuse (error,
                                     _ ("“%s” has no number in column “%s” in line %u: a box is "
                                        "given by the places of its sides, in pixels."),
                                     table->file, table->names[columns->sides[k]],
                                     table->lines[row]);
    }
  *is_none = missing == 4;
  if (missing > 0 && missing < 4)
    return weft_sentence_refuse (error,
                                 _ ("“%s” has only some sides of a box in line %u; give all four, "
                                    "or none where the picture has nothing."),
                                 table->file, table->lines[row]);
  if (*is_none)
    return TRUE;
  box->left = sides[0];
  box->top = sides[1];
  box->right = columns->is_size ? sides[0] + sides[2] : sides[2];
  box->bottom = columns->is_size ? sides[1] + sides[3] : sides[3];
  box->class = weft_boxes_find_class (
      boxes, columns->class < 0 ? _ ("thing") : weft_table_cell (table, row, columns->class));
  return TRUE;
}
