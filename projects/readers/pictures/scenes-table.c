/* scenes-table: a table that names pictures and says of each its boxes, its class or a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/rows/scenes.h"

#include <math.h>
#include <string.h>

#include "engine/base/sentence.h"
#include "projects/readers/pictures/decode-picture.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/part-column.h"
#include "projects/readers/tables/table-scan.h"

typedef struct
{
  WeftScenes *scenes;
  WeftTable *table;
  WeftColumn *columns;
  int picture, part, target; /* −1: none */
} Said;

static void
said_clear (Said *said)
{
  for (guint c = 0; said->columns && c < said->table->n_columns; c++)
    weft_column_clear (&said->columns[c]);
  g_free (said->columns);
  g_clear_pointer (&said->table, weft_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

/* The column of which the first cell is the name of a picture. */
static int
find_pictures (const WeftTable *table)
{
  for (guint c = 0; table->n_rows > 0 && c < table->n_columns; c++)
    if (weft_picture_is_name (weft_table_cell (table, 0, c)))
      return (int) c;
  return -1;
}

char *
weft_scenes_dup_first (const char *path)
{
  g_autoptr (WeftTable) table = weft_table_read_head (path);
  int c = table ? find_pictures (table) : -1;

  return c < 0 ? NULL : g_strdup (weft_table_cell (table, 0, c));
}

gboolean
weft_scenes_is_table (const char *path)
{
  g_autofree char *first = weft_scenes_dup_first (path);

  return first != NULL;
}

/* The same of names without their endings. */
static int
find_stems (const WeftScenes *scenes, const WeftTable *table)
{
  for (guint c = 0; table->n_rows > 0 && c < table->n_columns; c++)
    if (weft_scenes_find (scenes, weft_table_cell (table, 0, c)))
      return (int) c;
  return -1;
}

/* The scene that a row is of; NULL: its picture is not there, which is noted. */
static WeftScene *
find_scene (Said *said, guint row)
{
  const char *name = weft_table_cell (said->table, row, said->picture);
  WeftScene *scene = weft_scenes_find (said->scenes, name);

  if (!scene)
    weft_left_out_add (said->scenes->left_out, name, _ ("named in the table, but not there"));
  else if (said->part >= 0)
    scene->part = weft_cell_parse_part (weft_table_cell (said->table, row, said->part));
  return scene;
}

static gboolean
read_boxes (Said *said, const WeftBoxColumns *columns, GError **error)
{
  WeftScenes *scenes = said->scenes;

  for (guint row = 0; row < said->table->n_rows; row++)
    {
      WeftScene *scene = find_scene (said, row);
      gboolean is_none;
      WeftBox box;

      if (!weft_box_columns_read (columns, said->table, row, &scenes->boxes, &box, &is_none, error))
        return FALSE;
      if (!scene)
        continue;
      scene->is_said = TRUE;
      box.picture = (guint32) (scene - (WeftScene *) (void *) scenes->scenes->data);
      if (!is_none)
        g_array_append_val (scenes->boxes.boxes, box);
    }
  return TRUE;
}

static gboolean
can_predict (const Said *said, int c)
{
  const WeftColumn *column = &said->columns[c];

  return c != said->picture && c != said->part && column->kind != WEFT_COLUMN_EMPTY
         && (column->kind == WEFT_COLUMN_NUMBERS
             || (column->n_values >= 2 && column->n_values <= WEFT_COLUMN_MAX_WORDS));
}

/* The one that is asked for, else one with a usual name, else the last. */
static gboolean
choose_target (Said *said, const WeftReadOptions *options, GError **error)
{
  gboolean is_named = options->target && *options->target;

  said->target = -1;
  for (int c = 0; c < (int) said->table->n_columns && !is_named; c++)
    if (can_predict (said, c)
        && (said->target < 0 || weft_column_is_target_name (said->table->names[c])
            || !weft_column_is_target_name (said->table->names[said->target])))
      said->target = c;
  if (is_named)
    said->target = weft_table_find_column (said->table, options->target);
  if (said->target >= 0 && can_predict (said, said->target))
    return TRUE;
  if (is_named)
    return weft_sentence_refuse (
        error, _ ("“%s” has no column “%s” with a class or a number for each picture."),
        said->table->file, options->target);
  return weft_sentence_refuse (
      error, _ ("“%s” has no column that says a class or a number of each picture."),
      said->table->file);
}

static gboolean
is_class (const Said *said, WeftTask task)
{
  const WeftColumn *column = &said->columns[said->target];

  return task == WEFT_TASK_CLASS || (task == WEFT_TASK_AUTO && column->values != NULL)
         || column->kind == WEFT_COLUMN_WORDS;
}

/* A cell that is empty where others list labels has none of them. */
static void
find_labels (Said *said, WeftTask task)
{
  if (task == WEFT_TASK_AUTO || task == WEFT_TASK_LABELS)
    {
      weft_tags_clear (&said->scenes->tags); /* of another table */
      weft_tags_find (&said->columns[said->target], said->table->n_rows, &said->scenes->tags);
    }
}

static void
read_target (Said *said, WeftTask task)
{
  WeftColumn *column = &said->columns[said->target];
  gboolean of_class = is_class (said, task);

  find_labels (said, task);
  if (of_class && !column->values)
    weft_column_make_classes (column, said->table->n_rows);
  if (of_class)
    said->scenes->classes = g_strdupv (column->values);
  said->scenes->title = g_strdup (said->table->names[said->target]);
  for (guint row = 0; row < said->table->n_rows; row++)
    {
      gboolean is_missing = of_class ? column->indices[row] < 0 : isnan (column->numbers[row]);
      WeftScene *scene = find_scene (said, row);

      if (!scene || (is_missing && !said->scenes->tags.names))
        continue;
      scene->is_said = TRUE;
      if (of_class)
        scene->class = column->indices[row];
      else
        scene->number = column->numbers[row];
    }
}

gboolean
weft_scenes_read_table (WeftScenes *scenes, const char *path, const WeftReadOptions *options,
                        GError **error)
{
  g_auto (Said) said = { .scenes = scenes };
  WeftBoxColumns boxes;

  said.table = weft_table_read (path, error);
  if (!said.table)
    return FALSE;
  said.columns = g_new0 (WeftColumn, said.table->n_columns);
  for (guint c = 0; c < said.table->n_columns; c++)
    if (!weft_column_read (&said.columns[c], said.table, c, error))
      return FALSE;
  said.picture = find_pictures (said.table);
  if (said.picture < 0)
    said.picture = find_stems (scenes, said.table);
  if (said.picture < 0)
    return weft_sentence_refuse (error, _ ("“%s” names no picture that is there."),
                                 said.table->file);
  said.part = weft_parts_find (said.table, said.columns);
  if (weft_box_columns_find (said.table, &boxes) && !(options->target && *options->target))
    return read_boxes (&said, &boxes, error);
  if (!choose_target (&said, options, error))
    return FALSE;
  read_target (&said, options->task);
  return TRUE;
}
