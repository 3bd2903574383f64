/* clip-table: a table that says what is heard in recordings: in files of their own, or where in a
 * long one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/sounds/clip-table.h"

#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/part-files.h"
#include "projects/readers/sounds/clip-files.h"
#include "projects/readers/sounds/sound-file.h"
#include "projects/readers/tables/table.h"

#define HEAD ((gsize) 4 << 10) /* bytes in which a table names its first recordings */

/* What a column is for, by its name. */
typedef enum
{
  FILE_COLUMN,
  START,
  LENGTH,
  END,
  PART,
  GROUP, /* only where it is asked for */
  LABEL,
  TEXT, /* what is said, where there is no label, or where it is asked for */
  N_COLUMNS,
} Column;

static const char *const names[N_COLUMNS][16] = {
  [FILE_COLUMN] = { "file", "filename", "file_name", "path", "audio", "sound", "recording", "wav",
                    "wav_file", "文件", "文件名", "录音", "音频" },
  [START] = { "start", "begin", "offset", "start_s", "start_sec", "start_time", "onset", "开始",
              "开始时间", "起始" },
  [LENGTH] = { "length", "duration", "samples", "length_s", "duration_s", "dur", "长度", "时长",
               "持续时间" },
  [END] = { "end", "stop", "end_s", "end_sec", "end_time", "offset_s", "结束", "结束时间" },
  [PART] = { "split", "set", "part", "subset", "划分" },
  [LABEL] = { "label", "class", "category", "target", "digit", "letter", "word", "command",
              "keyword", "emotion", "genre", "species", "标签", "类别" },
  [TEXT] = { "text", "transcript", "transcription", "sentence", "utterance", "文本", "转写" },
};

typedef struct
{
  WeftClips *clips;
  WeftTable *table;
  WeftSoundFile *sound; /* nullable: the long one */
  char *sound_path;
  WeftClipFiles files;
  int columns[N_COLUMNS]; /* −1: there is none */
  double unit;            /* numbers of the long one that a start or length counts; 0: not known */
  guint8 part;            /* of all rows whose table says none */
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->table, weft_table_free);
  g_clear_pointer (&job->sound, weft_sound_file_close);
  g_free (job->sound_path);
  weft_clip_files_clear (&job->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- which files belong together --- */

/* The file beside it of that name which `is` says yes to. */
static char *
find_beside (const char *path, gboolean (*is) (const char *name))
{
  g_autofree char *folder = g_path_get_dirname (path), *stem = weft_input_dup_stem (path);
  g_autoptr (GPtrArray) beside = weft_input_list (folder, NULL);

  for (guint i = 0; beside && i < beside->len; i++)
    {
      g_autofree char *other = weft_input_dup_stem (beside->pdata[i]);

      if (is (beside->pdata[i]) && strcmp (other, stem) == 0)
        return g_build_filename (folder, beside->pdata[i], NULL);
    }
  return NULL;
}

char *
weft_clip_table_find (const char *sound)
{
  return find_beside (sound, weft_table_is_name);
}

/* Whether a word of its first lines ends as a recording does. */
static gboolean
names_sounds (const char *path)
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, NULL);
  g_autofree char *head = g_malloc0 (HEAD + 1);
  gsize got = 0;

  if (!stream || !weft_input_stream_read (stream, head, HEAD, &got, NULL))
    return FALSE;
  for (char *word = strtok (head, ",;|\t\r\n\""); word; word = strtok (NULL, ",;|\t\r\n\""))
    if (weft_sound_is_name (word))
      return TRUE;
  return FALSE;
}

gboolean
weft_clip_table_is (const char *path)
{
  g_autofree char *sound
      = weft_table_is_name (path) ? find_beside (path, weft_sound_is_name) : NULL;

  return sound || (weft_table_is_name (path) && names_sounds (path));
}

/* --- columns --- */

static int
find_column (const WeftTable *table, Column which)
{
  for (guint i = 0; i < G_N_ELEMENTS (names[which]) && names[which][i]; i++)
    {
      int c = weft_table_find_column (table, names[which][i]);

      if (c >= 0)
        return c;
    }
  return -1;
}

static guint
count_values (const WeftTable *table, guint c)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint r = 0; r < table->n_rows; r++)
    g_hash_table_add (seen, weft_table_cell (table, r, c));
  return g_hash_table_size (seen);
}

/* Of those that say nothing else the column with the fewest different words. */
static int
guess_label (const Job *job)
{
  guint fewest = job->table->n_rows / 2 + 1;
  int best = -1;

  for (int c = 0; c < (int) job->table->n_columns; c++)
    {
      guint n = count_values (job->table, (guint) c);
      gboolean is_free = TRUE;

      for (int k = 0; k < LABEL; k++)
        is_free = is_free && job->columns[k] != c;
      if (!is_free || n < 2 || n >= fewest)
        continue;
      fewest = n;
      best = c;
    }
  return best;
}

/* Whether the target that is asked for is the sound itself. */
static gboolean
is_sound (const char *target)
{
  for (guint i = 0; i < G_N_ELEMENTS (names[FILE_COLUMN]) && names[FILE_COLUMN][i]; i++)
    if (g_ascii_strcasecmp (target, names[FILE_COLUMN][i]) == 0)
      return TRUE;
  return FALSE;
}

/* Recordings with texts: the text is predicted, unless the sound is asked for. */
static gboolean
find_text (Job *job, const WeftReadOptions *options)
{
  gboolean is_named = options->target && *options->target;
  int c = find_column (job->table, TEXT);
  gboolean is_said = is_named && is_sound (options->target);
  gboolean is_written = is_named ? c == weft_table_find_column (job->table, options->target)
                                 : find_column (job->table, LABEL) < 0;

  if (c < 0 || !(is_said || is_written))
    return FALSE;
  job->columns[LABEL] = c;
  job->clips->has_texts = TRUE;
  job->clips->is_said = is_said;
  return TRUE;
}

static gboolean
find_label (Job *job, const WeftReadOptions *options, GError **error)
{
  gboolean is_named = options->target && *options->target;
  g_autofree char *all = NULL, *columns = NULL, *wanted = NULL;
  int c = is_named ? weft_table_find_column (job->table, options->target) : job->columns[LABEL];

  if (c < 0 && !is_named)
    c = guess_label (job);
  job->columns[LABEL] = c;
  if (c >= 0)
    return TRUE;
  all = g_strjoinv (weft_sentence_get_comma (), job->table->names);
  columns = weft_brief (all, WEFT_BRIEF_PATH);
  wanted = weft_brief (is_named ? options->target : "label", WEFT_BRIEF_QUOTE);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("“%s” has no column “%s” that says what is heard. Its columns: %s"),
               job->table->file, wanted, columns);
  return FALSE;
}

static gboolean
find_group (Job *job, const WeftReadOptions *options, GError **error)
{
  g_autofree char *all = NULL, *columns = NULL, *wanted = NULL;

  if (!options->group || !*options->group)
    return TRUE;
  job->columns[GROUP] = weft_table_find_column (job->table, options->group);
  if (job->columns[GROUP] >= 0)
    {
      if (!job->clips->group_title)
        job->clips->group_title = g_strdup (job->table->names[job->columns[GROUP]]);
      return TRUE;
    }
  all = g_strjoinv (weft_sentence_get_comma (), job->table->names);
  columns = weft_brief (all, WEFT_BRIEF_PATH);
  wanted = weft_brief (options->group, WEFT_BRIEF_QUOTE);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("“%s” has no column “%s”. Its columns: %s"), job->table->file, wanted, columns);
  return FALSE;
}

/* Where each piece begins and ends, and what it is, without a word above: as Audacity writes its
 * labels, and others after it. */
static gboolean
are_spans (const WeftTable *table)
{
  double first, last;

  if (table->has_header || table->n_columns < 3)
    return FALSE;
  for (guint r = 0; r < table->n_rows; r++)
    if (!weft_cell_parse_number (weft_table_cell (table, r, 0), '.', 0, &first)
        || !weft_cell_parse_number (weft_table_cell (table, r, 1), '.', 0, &last) || last < first)
      return FALSE;
  return TRUE;
}

static gboolean
find_columns (Job *job, const WeftReadOptions *options, GError **error)
{
  for (int k = 0; k < N_COLUMNS; k++)
    job->columns[k] = find_column (job->table, (Column) k);
  if (job->sound && job->columns[FILE_COLUMN] < 0 && are_spans (job->table))
    {
      job->columns[START] = 0;
      job->columns[END] = 1;
      job->columns[LABEL] = 2;
    }
  if (job->columns[FILE_COLUMN] < 0 && !job->sound)
    return weft_sentence_refuse (
        error, _ ("“%s” has no column “file” that says which recording a row is about."),
        job->table->file);
  if (job->columns[FILE_COLUMN] < 0
      && (job->columns[START] < 0 || (job->columns[LENGTH] < 0 && job->columns[END] < 0)))
    return weft_sentence_refuse (
        error,
        _ ("“%s” needs columns “start” and “length” that say where in the recording a row "
           "is heard."),
        job->table->file);
  return find_group (job, options, error)
         && (find_text (job, options) || find_label (job, options, error));
}

/* --- rows --- */

static gboolean
fail (const Job *job, guint row, GError **error, const char *what)
{
  weft_sentence_set_error (error, WEFT_ERROR_INVALID, _ ("“%s”, line %u: %s"), job->table->file,
                           job->table->lines[row], what);
  return FALSE;
}

static char
decimal_of (const Job *job)
{
  return job->table->decimal_comma ? ',' : '.';
}

static gboolean
says_seconds (const Job *job, Column which)
{
  int c = job->columns[which];
  double number;

  if (c < 0)
    return FALSE;
  if (g_str_has_suffix (job->table->names[c], "_s") || strstr (job->table->names[c], "sec"))
    return TRUE;
  for (guint r = 0; r < job->table->n_rows; r++)
    if (weft_cell_parse_number (weft_table_cell (job->table, r, c), decimal_of (job), 0, &number)
        && number != floor (number))
      return TRUE;
  return FALSE;
}

/* In numbers of a recording of that rate. */
static gboolean
get_place (const Job *job, guint row, Column which, int rate, gint64 *place, GError **error)
{
  const char *cell = weft_table_cell (job->table, row, job->columns[which]);
  double number;

  if (!weft_cell_parse_number (cell, decimal_of (job), 0, &number) || number < 0
      || number * rate > (double) (G_MAXINT64 / 4))
    {
      g_autofree char *shown = weft_brief (cell, WEFT_BRIEF_QUOTE);
      g_autofree char *what = g_strdup_printf (
          _ ("“%s” in the column “%s” is no place in a recording: a number from 0 on."), shown,
          job->table->names[job->columns[which]]);

      return fail (job, row, error, what);
    }
  *place = (gint64) (job->unit > 0 ? number * rate + 0.5 : number);
  return TRUE;
}

static gboolean
get_span (const Job *job, guint row, const WeftSoundFile *sound, gint64 *first, gint64 *length,
          GError **error)
{
  int rate = weft_sound_file_get_rate (sound);
  gint64 last = 0, all = weft_sound_file_get_length (sound);

  if (job->columns[START] >= 0 && !get_place (job, row, START, rate, first, error))
    return FALSE;
  *length = all - *first;
  if (job->columns[LENGTH] >= 0)
    {
      if (!get_place (job, row, LENGTH, rate, length, error))
        return FALSE;
    }
  else if (job->columns[END] >= 0)
    {
      if (!get_place (job, row, END, rate, &last, error))
        return FALSE;
      *length = last - *first;
    }
  if (*length >= 1 && *first + *length <= all)
    return TRUE;
  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID,
      _ ("“%s”, line %u: the piece from second %g on, %g seconds long, does not lie in the "
         "recording of %g seconds. It may be cut off, or another one."),
      job->table->file, job->table->lines[row], (double) *first / rate, (double) *length / rate,
      (double) all / rate);
  return FALSE;
}

/* Names of files below the table's folder alone. */
static char *
find_file (const Job *job, guint row, GError **error)
{
  const char *cell = weft_table_cell (job->table, row, job->columns[FILE_COLUMN]);
  g_autofree char *shown = weft_brief (cell, WEFT_BRIEF_QUOTE), *what = NULL, *path = NULL;

  if (g_path_is_absolute (cell) || strstr (cell, ".."))
    what = g_strdup_printf (_ ("“%s” lies elsewhere; give names below the table's own folder."),
                            shown);
  else if (!(path = weft_clip_files_find (&job->files, cell)))
    what = g_strdup_printf (_ ("there is no recording “%s” in the table's folder."), shown);
  else
    return g_steal_pointer (&path);
  fail (job, row, error, what);
  return NULL;
}

static guint8
part_of (const Job *job, guint row)
{
  guint8 part = job->columns[PART] < 0
                    ? 0
                    : weft_cell_parse_part (weft_table_cell (job->table, row, job->columns[PART]));

  return part ? part : job->part;
}

static gboolean
add_row (Job *job, guint row, GError **error)
{
  const char *label = weft_table_cell (job->table, row, job->columns[LABEL]);
  gboolean has_span
      = job->columns[START] >= 0 && (job->columns[LENGTH] >= 0 || job->columns[END] >= 0);
  g_autofree char *path
      = job->columns[FILE_COLUMN] < 0 ? g_strdup (job->sound_path) : find_file (job, row, error);
  const char *group
      = job->columns[GROUP] < 0 ? NULL : weft_table_cell (job->table, row, job->columns[GROUP]);
  gint64 first = 0, length = 0;

  if (!path)
    return FALSE;
  if (has_span)
    {
      g_autoptr (WeftSoundFile) own
          = job->columns[FILE_COLUMN] < 0 ? NULL : weft_sound_file_open (path, error);

      if (job->columns[FILE_COLUMN] >= 0 && !own)
        return FALSE;
      if (!get_span (job, row, own ? own : job->sound, &first, &length, error))
        return FALSE;
    }
  weft_clips_add (job->clips, path, first, length, label,
                  group && !weft_cell_is_missing (group) ? group : NULL, part_of (job, row));
  return TRUE;
}

static gboolean
add_rows (Job *job, GError **error)
{
  guint missing = 0;

  job->unit = says_seconds (job, START) || says_seconds (job, LENGTH) || says_seconds (job, END);
  for (guint r = 0; r < job->table->n_rows; r++)
    if (weft_cell_is_missing (weft_table_cell (job->table, r, job->columns[LABEL])))
      missing++;
    else if (!add_row (job, r, error))
      return FALSE;
  if (missing)
    {
      g_autofree char *count = weft_count_format (missing);

      weft_notes_add (job->clips->notes,
                      ngettext ("%s row without a value in “%s” is left out.",
                                "%s rows without a value in “%s” are left out.", missing),
                      count, job->table->names[job->columns[LABEL]]);
    }
  return TRUE;
}

static gboolean
read_one (WeftClips *clips, const WeftPartFile *file, const WeftReadOptions *options,
          GError **error)
{
  g_auto (Job) job = { .clips = clips, .part = file->part };

  weft_clip_files_init (&job.files, file->path);
  job.sound_path = find_beside (file->path, weft_sound_is_name);
  if (job.sound_path && !(job.sound = weft_sound_file_open (job.sound_path, error)))
    return FALSE;
  job.table = weft_table_read (file->path, error);
  if (!job.table || !find_columns (&job, options, error) || !add_rows (&job, error))
    return FALSE;
  if (!clips->title)
    clips->title = g_strdup (job.table->names[job.columns[LABEL]]);
  weft_notes_add (clips->notes,
                  clips->is_said ? _ ("“%s” says what is heard; sound is made of the column “%s”.")
                                 : _ ("“%s” says what is heard; the column “%s” is predicted."),
                  job.table->file, job.table->names[job.columns[LABEL]]);
  if (job.columns[GROUP] >= 0)
    weft_notes_add (clips->notes,
                    _ ("Recordings with the same “%s” stay together: all of them train, or all of "
                       "them test."),
                    clips->group_title);
  return TRUE;
}

gboolean
weft_clip_table_read (WeftClips *clips, const char *path, const WeftReadOptions *options,
                      GError **error)
{
  g_autoptr (GPtrArray) files = weft_part_files_find (path, &clips->name);

  for (guint i = 0; i < files->len; i++)
    if (!read_one (clips, files->pdata[i], options, error))
      return FALSE;
  return TRUE;
}
