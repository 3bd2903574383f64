/* answer-files: answers as a folder of files, for people and for programs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/answer-files.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/pictures/answer-picture.h"
#include "app/pictures/graph-picture.h"
#include "engine/base/number.h"
#include "engine/data/sound-frames.h"
#include "engine/train/model/judges.h"
#include "projects/formats/npy-write.h"
#include "projects/formats/output.h"
#include "projects/formats/wav-write.h"

#define MOST_COLUMNS 200 /* classes of which the table has a column each */
#define LONGEST_NAME 80  /* bytes */

typedef struct
{
  const WeftSaid *answers;
  const char *folder;
  gboolean is_first;
  GHashTable *taken; /* names of files */
} Folder;

static gboolean
write_file (const Folder *folder, const char *name, const void *bytes, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (folder->folder, name, NULL);

  return weft_output_write (path, bytes, length, error);
}

static const WeftAskedSample *
get_sample (const Folder *folder, guint i)
{
  return &g_array_index (folder->answers->asking->samples, WeftAskedSample, i);
}

/* --- tables --- */

static void
append_cell (GString *table, const char *text)
{
  g_string_append_c (table, '"');
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *text);
    }
  g_string_append_c (table, '"');
}

/* Of each class, where the answer is one of some. */
static gint64
count_columns (const WeftSaid *answers)
{
  const WeftTensor *shares = answers->scores->len > 0 ? answers->scores->pdata[0] : NULL;
  gint64 n = shares != NULL ? weft_shape_count (&shares->shape) : 0;

  return n > 1 && n <= MOST_COLUMNS ? n : 0;
}

static void
append_row (const Folder *folder, guint i, GString *table)
{
  double sureness = g_array_index (folder->answers->sureness, double, i);
  char buffer[WEFT_NUMBER_SIZE];

  append_cell (table, get_sample (folder, i)->name);
  g_string_append_c (table, ',');
  append_cell (table, folder->answers->texts->pdata[i]);
  g_string_append_printf (table, ",%s\n",
                          isnan (sureness) ? "" : weft_number_write (buffer, sureness));
}

static gboolean
write_table (Folder *folder, GError **error)
{
  g_autoptr (GString) table = g_string_new ("input,answer,probability\n");
  g_autofree char *name = folder->is_first
                              ? g_strdup ("answers.csv")
                              : g_strdup_printf ("%s.csv", folder->answers->field->name);

  for (guint i = 0; i < folder->answers->texts->len; i++)
    append_row (folder, i, table);
  return write_file (folder, name, table->str, table->len, error);
}

/* A column for each class. */
static gboolean
write_shares (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;
  g_autofree char *name = g_strdup_printf ("%s_probabilities.csv", answers->field->name);
  g_autoptr (GString) table = g_string_new ("input");
  gint64 n = count_columns (answers);
  char buffer[WEFT_NUMBER_SIZE];

  for (gint64 c = 0; c < n; c++)
    {
      g_autofree char *class = weft_dataset_dup_class_name (answers->asking->asked, answers->field,
                                                            c);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, c);

      g_string_append_c (table, ',');
      append_cell (table, class != NULL ? class : number);
    }
  for (guint i = 0; i < answers->scores->len; i++)
    {
      const WeftTensor *shares = answers->scores->pdata[i];

      g_string_append_c (table, '\n');
      append_cell (table, get_sample (folder, i)->name);
      for (gint64 c = 0; c < n; c++)
        g_string_append_printf (table, ",%s",
                                weft_number_write_float (buffer, weft_tensor_floats (shares)[c]));
    }
  g_string_append_c (table, '\n');
  return n == 0 || write_file (folder, name, table->str, table->len, error);
}

/* What a number of an answer is called: as its column, or, as what comes in the next rows of a
 * series, by its place. */
static char *
dup_column (const WeftField *field, gint64 column)
{
  if (field->feature_names != NULL && field->shape.rank == 1)
    return g_strdup (field->feature_names[column]);
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, field->title != NULL ? field->title : field->name,
                          column + 1);
}

/* Several numbers for each: a column for each. */
static gboolean
write_numbers (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;
  const WeftTensor *first = answers->numbers->len > 0 ? answers->numbers->pdata[0] : NULL;
  gboolean are_chances = weft_model_judges_chances (answers->asking->model, answers->judge);
  g_autofree char *name = g_strdup_printf ("%s_%s.csv", answers->field->name,
                                           are_chances ? "probabilities" : "numbers");
  g_autoptr (GString) table = g_string_new ("input");
  gint64 n = first != NULL ? weft_shape_count (&first->shape) : 0;
  char buffer[WEFT_NUMBER_SIZE];

  if (n < 2 || n > MOST_COLUMNS || answers->field->ragged >= 0)
    return TRUE;
  for (gint64 c = 0; c < n; c++)
    {
      g_autofree char *number = dup_column (answers->field, c);

      g_string_append_c (table, ',');
      append_cell (table, number);
    }
  for (guint i = 0; i < answers->numbers->len; i++)
    {
      const WeftTensor *numbers = answers->numbers->pdata[i];

      g_string_append_c (table, '\n');
      append_cell (table, get_sample (folder, i)->name);
      for (gint64 c = 0; c < n; c++)
        g_string_append_printf (table, ",%s",
                                weft_number_write_float (buffer, weft_tensor_floats (numbers)[c]));
    }
  g_string_append_c (table, '\n');
  return write_file (folder, name, table->str, table->len, error);
}

/* As readers of boxes take it again. */
static gboolean
write_boxes (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;
  g_autoptr (GString) table = g_string_new ("image,class,xmin,ymin,xmax,ymax,score\n");

  for (guint i = 0; i < answers->numbers->len; i++)
    {
      const WeftTensor *boxes = answers->numbers->pdata[i];

      for (gint64 k = 0; k < boxes->shape.dims[0]; k++)
        {
          const float *box = weft_tensor_floats (boxes) + k * boxes->shape.dims[1];
          g_autofree char *name = weft_dataset_dup_class_name (answers->asking->asked,
                                                               answers->field, (gint64) box[0]);
          g_autofree char *number = g_strdup_printf ("%d", (int) box[0]);
          char buffer[WEFT_NUMBER_SIZE];

          append_cell (table, get_sample (folder, i)->name);
          g_string_append_c (table, ',');
          append_cell (table, name != NULL ? name : number);
          for (gint64 n = 1; n < boxes->shape.dims[1]; n++)
            g_string_append_printf (table, ",%s", weft_number_write_float (buffer, box[n]));
          g_string_append_c (table, '\n');
        }
    }
  return write_file (folder, "boxes.csv", table->str, table->len, error);
}

static gboolean
write_texts (Folder *folder, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.txt", folder->answers->field->name);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < folder->answers->texts->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) folder->answers->texts->pdata[i]);
  return write_file (folder, name, text->str, text->len, error);
}

/* --- a file of each --- */

/* The input's without its ending; with a number behind where there was one of that name. */
static char *
dup_name (Folder *folder, guint i, const char *ending)
{
  g_autofree char *base = g_path_get_basename (get_sample (folder, i)->name);
  char *dot = strrchr (base, '.');
  char *name;

  if (dot != NULL && dot != base)
    *dot = '\0';
  if (strlen (base) > LONGEST_NAME) /* a text, say */
    g_snprintf (base, LONGEST_NAME, "%u", i + 1);
  name = folder->is_first
             ? g_strdup_printf ("%s.%s", base, ending)
             : g_strdup_printf ("%s-%s.%s", base, folder->answers->field->name, ending);
  for (guint n = 2; !g_hash_table_add (folder->taken, g_strdup (name)); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.%s", base, n, ending);
    }
  return name;
}

static gboolean
write_pictures (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;

  for (guint i = 0; i < answers->numbers->len; i++)
    {
      const WeftAskedSample *sample = get_sample (folder, i);
      cairo_surface_t *surface = weft_answer_draw (answers->field->kind, answers->numbers->pdata[i],
                                                   sample->width, sample->height);
      g_autoptr (GByteArray) bytes = surface != NULL ? weft_picture_to_png (surface, error) : NULL;
      g_autofree char *name = NULL;

      if (surface == NULL)
        return TRUE; /* none of them is */
      cairo_surface_destroy (surface);
      name = dup_name (folder, i, "png");
      if (bytes == NULL || !write_file (folder, name, bytes->data, bytes->len, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_sounds (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;

  for (guint i = 0; i < answers->numbers->len; i++)
    {
      const WeftTensor *sound = answers->numbers->pdata[i];
      g_autoptr (GByteArray) bytes = weft_wav_write (
          weft_tensor_floats (sound), weft_shape_count (&sound->shape), answers->field->rate);
      g_autofree char *name = dup_name (folder, i, "wav");

      if (!write_file (folder, name, bytes->data, bytes->len, error))
        return FALSE;
    }
  return TRUE;
}

/* The sound of what was said. */
static gboolean
write_frames (Folder *folder, GError **error)
{
  const WeftSaid *answers = folder->answers;

  for (guint i = 0; i < answers->numbers->len; i++)
    {
      const WeftTensor *rows = answers->numbers->pdata[i];
      double rate = answers->field->rate;
      gint64 n = weft_sound_rows_get_length (rows->shape.dims[0], rate);
      g_autofree float *x = g_new (float, n);
      g_autofree char *name = dup_name (folder, i, "wav");
      g_autoptr (GByteArray) bytes = NULL;

      weft_sound_rows_make_sound (weft_tensor_floats (rows), rows->shape.dims[0], rate, x);
      bytes = weft_wav_write (x, n, rate);
      if (!write_file (folder, name, bytes->data, bytes->len, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean (*const writers[WEFT_N_KINDS]) (Folder *folder, GError **error) = {
  [WEFT_KIND_PICTURE] = write_pictures, [WEFT_KIND_MASK] = write_pictures,
  [WEFT_KIND_AREAS] = write_pictures,   [WEFT_KIND_BOXES] = write_boxes,
  [WEFT_KIND_SOUND] = write_sounds,     [WEFT_KIND_TOKENS] = write_texts,
  [WEFT_KIND_CLASS] = write_shares,     [WEFT_KIND_NUMBERS] = write_numbers,
  [WEFT_KIND_FRAMES] = write_frames,
};

/* --- all of them --- */

static gboolean
write_array (const Folder *folder, const char *behind, const GPtrArray *samples, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s%s.npy", folder->answers->field->name, behind);
  g_autoptr (GByteArray) bytes = NULL;

  if (samples->len == 0)
    return TRUE;
  bytes = weft_npy_write (samples, error);
  return bytes != NULL && write_file (folder, name, bytes->data, bytes->len, error);
}

gboolean
weft_answer_files_write (const GPtrArray *all, const char *path, GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (g_mkdir_with_parents (path, 0777) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s cannot be made."), path);
      return FALSE;
    }
  for (guint i = 0; i < all->len; i++)
    {
      const WeftSaid *answers = all->pdata[i];
      Folder folder = { answers, path, i == 0, taken };
      WeftKind kind = answers->field->kind;

      if (!write_table (&folder, error) || !write_array (&folder, "", answers->numbers, error)
          || !write_array (&folder, "_scores", answers->scores, error)
          || (writers[kind] != NULL && !writers[kind](&folder, error)))
        return FALSE;
    }
  return TRUE;
}
