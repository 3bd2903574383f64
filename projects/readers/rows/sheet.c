/* sheet: many small pictures of one size in one file, and the table that says what they show */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/picture-kind.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/rows/sheet.h"
#include "projects/readers/tables/table.h"

#include <math.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/notes.h"
#include "projects/readers/pictures/boxes.h"
#include "projects/readers/pictures/decode-picture.h"
#include "projects/readers/pictures/sheet-names.h"
#include "projects/readers/tables/part-column.h"
#include "projects/readers/tables/reading.h"

typedef struct
{
  WeftSheetName name;
  WeftPicture picture, masks; /* masks.rgb NULL: there are none */
  WeftTable *table;
  WeftColumn *columns;
  int tile, part, label; /* columns of the index; −1: none */
  gboolean has_boxes;    /* each row is a box in its tile */
  WeftBoxColumns box;
  guint32 *rows, *tiles; /* that have a label, and which tile each is */
  guint n;
  WeftNotes *notes;
} Sheet;

static void
sheet_clear (Sheet *sheet)
{
  for (guint c = 0; sheet->columns && c < sheet->table->n_columns; c++)
    weft_column_clear (&sheet->columns[c]);
  g_clear_pointer (&sheet->table, weft_table_free);
  g_clear_pointer (&sheet->notes, g_ptr_array_unref);
  weft_sheet_name_clear (&sheet->name);
  weft_picture_clear (&sheet->picture);
  weft_picture_clear (&sheet->masks);
  g_free (sheet->columns);
  g_free (sheet->rows);
  g_free (sheet->tiles);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static int
find_column (const Sheet *sheet, const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    {
      int c = weft_table_find_column (sheet->table, names[i]);

      if (c >= 0)
        return c;
    }
  return -1;
}

static gboolean
read_index (Sheet *sheet, const char *path, GError **error)
{
  static const char *const tile_names[] = { "tile", "image", "picture", "index", NULL };

  sheet->table = weft_table_read (path, error);
  if (!sheet->table)
    return FALSE;
  sheet->columns = g_new0 (WeftColumn, sheet->table->n_columns);
  for (guint c = 0; c < sheet->table->n_columns; c++)
    if (!weft_column_read (&sheet->columns[c], sheet->table, c, error))
      return FALSE;
  sheet->tile = find_column (sheet, tile_names);
  sheet->part = weft_parts_find (sheet->table, sheet->columns);
  sheet->has_boxes = weft_box_columns_find (sheet->table, &sheet->box);
  return TRUE;
}

static gboolean
is_usable_label (const Sheet *sheet, int c)
{
  const WeftColumn *column = &sheet->columns[c];

  return c != sheet->tile && c != sheet->part && column->values && column->n_values >= 2
         && column->n_values <= 1000 && column->n_values <= sheet->table->n_rows / 2;
}

/* The column with a usual name, else the one with the fewest different words. */
static int
guess_label (const Sheet *sheet)
{
  static const char *const usual[]
      = { "label",   "class",      "category", "target", "digit", "letter",
          "species", "expression", "类别",     "标签",   "表情",  NULL };
  int best = find_column (sheet, usual);

  if (best >= 0 && is_usable_label (sheet, best))
    return best;
  best = -1;
  for (int c = 0; c < (int) sheet->table->n_columns; c++)
    if (is_usable_label (sheet, c)
        && (best < 0 || sheet->columns[c].n_values < sheet->columns[best].n_values))
      best = c;
  return best;
}

static gboolean
choose_label (Sheet *sheet, const char *target, GError **error)
{
  gboolean named = target && *target;

  sheet->label = -1;
  if (!named && (sheet->masks.rgb || sheet->has_boxes))
    return TRUE;
  sheet->has_boxes = FALSE;
  sheet->label = named ? weft_table_find_column (sheet->table, target) : guess_label (sheet);
  if (sheet->label >= 0 && is_usable_label (sheet, sheet->label))
    return TRUE;
  if (named)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                 _ ("“%s” has no column “%s” with a class for each picture."), sheet->table->file,
                 target);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("“%s” has no column that says what a picture shows; call it “label”."),
                 sheet->table->file);
  return FALSE;
}

static gboolean
fail_size (const Sheet *sheet, GError **error)
{
  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID,
      _ ("“%s” lists %u pictures, but the sheet of %d×%d holds %d tiles of %d×%d. The tile "
         "size is the end of the sheet's name, such as -64 or -160x120."),
      sheet->table->file, sheet->table->n_rows, sheet->picture.width, sheet->picture.height,
      (sheet->picture.width / sheet->name.width) * (sheet->picture.height / sheet->name.height),
      sheet->name.width, sheet->name.height);
  return FALSE;
}

/* The tile that a row of the index is about, −1 when it says none. */
static double
tile_of (const Sheet *sheet, guint row)
{
  const WeftColumn *column = sheet->tile < 0 ? NULL : &sheet->columns[sheet->tile];

  if (!column)
    return row;
  if (column->kind != WEFT_COLUMN_NUMBERS || !column->is_whole || isnan (column->numbers[row]))
    return -1;
  return column->numbers[row];
}

/* Every row's tile must be there, and no more than the last row of tiles may lie empty: else the
 * tile size is not what the name says. */
static gboolean
choose_tiles (Sheet *sheet, GError **error)
{
  int across = sheet->picture.width / sheet->name.width;
  int tiles = across * (sheet->picture.height / sheet->name.height);
  double last = -1;
  g_autofree gboolean *is_seen = g_new0 (gboolean, MAX (1, tiles));

  if (sheet->picture.width % sheet->name.width || sheet->picture.height % sheet->name.height)
    return fail_size (sheet, error);
  sheet->rows = g_new (guint32, sheet->table->n_rows);
  sheet->tiles = g_new (guint32, sheet->table->n_rows);
  for (guint r = 0; r < sheet->table->n_rows; r++)
    {
      double tile = tile_of (sheet, r);

      if (tile < 0 || tile >= tiles)
        return fail_size (sheet, error);
      last = MAX (last, tile);
      if (sheet->has_boxes && is_seen[(int) tile])
        continue;
      is_seen[(int) tile] = TRUE;
      if (sheet->label >= 0 && sheet->columns[sheet->label].indices[r] < 0)
        continue;
      sheet->rows[sheet->n] = r;
      sheet->tiles[sheet->n++] = (guint32) tile;
    }
  if (tiles - 1 - last >= across)
    return fail_size (sheet, error);
  return TRUE;
}

static void
copy_tiles (const Sheet *sheet, const WeftPicture *picture, int channels, guint8 *out)
{
  int w = sheet->name.width, h = sheet->name.height, across = picture->width / w;

  for (guint i = 0; i < sheet->n; i++)
    {
      int tile = (int) sheet->tiles[i];

      weft_picture_copy (picture, tile % across * w, tile / across * h, w, h, channels,
                         out + (gsize) i * channels * w * h);
    }
}

static gboolean
fill_x (const Sheet *sheet, WeftDataset *dataset, GError **error)
{
  int channels = weft_picture_is_grey (&sheet->picture) ? 1 : 3;
  WeftField *field = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);

  field->shape = WEFT_SHAPE (channels, sheet->name.height, sheet->name.width);
  field->shape.type = WEFT_U8;
  field->scale = 1.0 / 255;
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  copy_tiles (sheet, &sheet->picture, channels, field->data);
  return TRUE;
}

static gboolean
fill_masks (const Sheet *sheet, WeftDataset *dataset, GError **error)
{
  gsize n = (gsize) sheet->n * sheet->name.width * sheet->name.height;
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_MASK);
  guint8 *mask;

  field->shape = WEFT_SHAPE (1, sheet->name.height, sheet->name.width);
  field->shape.type = WEFT_U8;
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  mask = field->data;
  copy_tiles (sheet, &sheet->masks, 1, mask);
  for (gsize i = 0; i < n; i++)
    mask[i] = mask[i] >= 128;
  weft_notes_add (sheet->notes, _ ("A mask of 0 and 1 is predicted for each picture."));
  return TRUE;
}

static gboolean
fill_classes (const Sheet *sheet, WeftDataset *dataset, GError **error)
{
  const WeftColumn *label = &sheet->columns[sheet->label];
  g_autofree char *list = g_strjoinv (weft_sentence_get_comma (), label->values);
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  gint64 *y;

  field->shape.type = WEFT_I64;
  field->classes = (int) label->n_values;
  field->class_names = g_strdupv (label->values);
  field->title = g_strdup (sheet->table->names[sheet->label]);
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  y = field->data;
  for (guint i = 0; i < sheet->n; i++)
    y[i] = label->indices[sheet->rows[i]];
  weft_notes_add (sheet->notes, _ ("“%s” is predicted as one of %u classes: %s."), field->title,
                  label->n_values, list);
  if (label->missing)
    {
      g_autofree char *missing = weft_count_format (label->missing);

      weft_notes_add (sheet->notes,
                      ngettext ("%s picture without a class is left out.",
                                "%s pictures without a class are left out.", label->missing),
                      missing);
    }
  return TRUE;
}

/* Every row is a box, or says that its picture has none. */
static gboolean
fill_boxes (const Sheet *sheet, WeftDataset *dataset, GError **error)
{
  const int size[] = { sheet->name.width, sheet->name.height };
  g_autoptr (GHashTable) samples = g_hash_table_new (NULL, NULL);
  g_auto (WeftBoxes) boxes = { 0 };

  weft_boxes_init (&boxes);
  for (guint i = 0; i < sheet->n; i++)
    g_hash_table_insert (samples, GUINT_TO_POINTER (sheet->tiles[i]), GUINT_TO_POINTER (i));
  for (guint r = 0; r < sheet->table->n_rows; r++)
    {
      guint tile = (guint) tile_of (sheet, r);
      WeftBox box = { .picture
                      = GPOINTER_TO_UINT (g_hash_table_lookup (samples, GUINT_TO_POINTER (tile))) };
      gboolean is_none;

      if (!weft_box_columns_read (&sheet->box, sheet->table, r, &boxes, &box, &is_none, error))
        return FALSE;
      if (!is_none)
        g_array_append_val (boxes.boxes, box);
    }
  return weft_boxes_fill (&boxes, dataset, size, 0, sheet->notes, error);
}

static WeftColumnRole
role_of (const Sheet *sheet, int c)
{
  return c == sheet->label  ? WEFT_COLUMN_ROLE_TARGET
         : c == sheet->part ? WEFT_COLUMN_ROLE_SPLIT
                            : WEFT_COLUMN_ROLE_LEFT_OUT;
}

/* The pictures predict; what the index says of them can be predicted. */
static WeftColumns *
dup_columns (const Sheet *sheet)
{
  WeftColumns *columns = g_new0 (WeftColumns, 1);

  columns->file = g_strdup (sheet->table->file);
  columns->n_rows = sheet->table->n_rows;
  columns->n_columns = sheet->table->n_columns;
  columns->columns = g_new0 (WeftColumnInfo, columns->n_columns);
  columns->task = WEFT_TASK_CLASS;
  for (guint c = 0; c < columns->n_columns; c++)
    {
      WeftColumnInfo *info = &columns->columns[c];

      weft_column_describe (&sheet->columns[c], sheet->table->names[c], sheet->table->n_rows, info);
      info->role = role_of (sheet, (int) c);
      info->may_be_class = info->may_be[WEFT_COLUMN_ROLE_TARGET] = is_usable_label (sheet, (int) c);
    }
  return columns;
}

static WeftDataset *
make_dataset (Sheet *sheet, const char *path, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autofree char *file = weft_input_dup_name (path);
  g_autofree char *count = weft_count_format (sheet->n);

  dataset->name = g_strdup (sheet->name.stem);
  dataset->count = sheet->n;
  weft_notes_add (sheet->notes, _ ("%s pictures of %d×%d from “%s”, described by “%s”."), count,
                  sheet->name.width, sheet->name.height, file, sheet->table->file);
  if (!fill_x (sheet, dataset, error))
    return NULL;
  if (!(sheet->has_boxes   ? fill_boxes
        : sheet->label < 0 ? fill_masks
                           : fill_classes) (sheet, dataset, error))
    return NULL;
  if (sheet->part >= 0)
    {
      dataset->part = weft_parts_read (&sheet->columns[sheet->part], sheet->rows, sheet->n, error);
      if (!dataset->part)
        return NULL;
      weft_notes_add (sheet->notes, _ ("The column “%s” says which pictures train and which test."),
                      sheet->table->names[sheet->part]);
    }
  dataset->notes = weft_notes_finish (g_steal_pointer (&sheet->notes));
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

static gboolean
load_pictures (Sheet *sheet, const char *picture, const char *masks, GError **error)
{
  if (!weft_picture_load (&sheet->picture, picture, 0, 0, error)
      || (masks && !weft_picture_load (&sheet->masks, masks, 0, 0, error)))
    return FALSE;
  if (!masks
      || (sheet->masks.width == sheet->picture.width
          && sheet->masks.height == sheet->picture.height))
    return TRUE;
  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID, _ ("The sheet of masks is %d×%d, but the pictures' is %d×%d."),
      sheet->masks.width, sheet->masks.height, sheet->picture.width, sheet->picture.height);
  return FALSE;
}

WeftDataset *
weft_sheet_read (const char *picture, const char *target, WeftColumns **columns, GError **error)
{
  WeftDataset *dataset;
  g_auto (Sheet) sheet = { 0 };
  g_autofree char *name = weft_input_dup_name (picture);
  g_autofree char *pictures = weft_sheet_find_other (picture, FALSE);
  g_autofree char *masks = weft_sheet_find_other (picture, TRUE);
  g_autofree char *index = pictures ? weft_sheet_find_index (pictures) : NULL;

  if (!index)
    {
      g_set_error (
          error, WEFT_ERROR, WEFT_ERROR_PART,
          _ ("“%s” is one picture. Choose the folder in which each class has a folder of "
             "pictures. A sheet of pictures has its tile size at the end of its name and its "
             "index beside it: NAME-64.png and NAME-index.csv."),
          name);
      return NULL;
    }
  sheet.notes = weft_notes_new ();
  weft_sheet_parse_name (pictures, &sheet.name);
  if (!read_index (&sheet, index, error) || !load_pictures (&sheet, pictures, masks, error)
      || !choose_label (&sheet, target, error) || !choose_tiles (&sheet, error))
    return NULL;
  dataset = make_dataset (&sheet, pictures, error);
  if (dataset && columns)
    *columns = dup_columns (&sheet);
  return dataset;
}

static gboolean
takes (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *sheet = weft_table_is_name (name) ? weft_sheet_find (path) : NULL;

  return weft_picture_is_name (name) || sheet;
}

static WeftBegins
begins (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *index = weft_picture_is_name (name) ? weft_sheet_find_index (path) : NULL;

  return index && !strstr (name, "masks") ? WEFT_BEGINS_DATA : WEFT_BEGINS_NOTHING;
}

static WeftDataset *
read_sheet (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  g_autofree char *sheet = weft_table_is_name (path) ? weft_sheet_find (path) : g_strdup (path);

  return weft_sheet_read (sheet, options->target, columns, error);
}

const WeftReader weft_reader_sheet = {
  .id = "sheet",
  .what = N_ ("a sheet of pictures with its index"),
  .add_endings = weft_picture_add_endings,
  .takes = takes,
  .begins = begins,
  .read = read_sheet,
};
