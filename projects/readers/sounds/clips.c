/* clips: pieces of recordings, each with its class, and the data set that is made of them
 *
 * Two walks: the first opens every file, learns rates and lengths and what has to be left out, the
 * second reads. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/sounds/clips.h"

#include <string.h>

#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/labels.h"
#include "projects/readers/left-out.h"
#include "projects/readers/sounds/sound-file.h"
#include "projects/readers/sounds/spoken.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/tables/part-groups.h"
#include "projects/readers/told.h"

#define MAX_RATE 16000 /* numbers a second: what speech needs */
#define MAX_CLIPS 2000000

void
weft_clips_init (WeftClips *clips)
{
  *clips = (WeftClips){
    .paths = g_ptr_array_new_with_free_func (g_free),
    .clips = g_array_new (FALSE, FALSE, sizeof (WeftClip)),
    .words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .notes = weft_notes_new (),
    .left_out = weft_left_out_new (),
  };
}

void
weft_clips_clear (WeftClips *clips)
{
  g_clear_pointer (&clips->paths, g_ptr_array_unref);
  g_clear_pointer (&clips->clips, g_array_unref);
  g_clear_pointer (&clips->words, g_hash_table_unref);
  g_clear_pointer (&clips->notes, g_ptr_array_unref);
  g_clear_pointer (&clips->left_out, g_ptr_array_unref);
  g_clear_pointer (&clips->name, g_free);
  g_clear_pointer (&clips->title, g_free);
  g_clear_pointer (&clips->group_title, g_free);
}

/* The set's own of that word. */
static const char *
intern (WeftClips *clips, const char *word)
{
  gpointer own;

  if (!g_hash_table_lookup_extended (clips->words, word, &own, NULL))
    g_hash_table_add (clips->words, own = g_strdup (word));
  return own;
}

void
weft_clips_add (WeftClips *clips, const char *path, gint64 first, gint64 length, const char *label,
                const char *group, guint8 part)
{
  const char *last = clips->paths->len ? clips->paths->pdata[clips->paths->len - 1] : NULL;
  WeftClip clip = { .first = first, .length = length, .part = part };

  if (!last || strcmp (last, path) != 0)
    g_ptr_array_add (clips->paths, g_strdup (path));
  clip.file = clips->paths->len - 1;
  clip.label = intern (clips, label);
  clip.group = group ? intern (clips, group) : NULL;
  g_array_append_val (clips->clips, clip);
}

/* --- what there is --- */

/* Walks over the clips, a file open as long as they are of it. */
typedef struct
{
  WeftClips *clips;
  gboolean has_table; /* what cannot be read is an error */
  WeftSoundFile *file;
  guint open;           /* which it is + 1; 0: none */
  GHashTable *rates;    /* numbers a second → clips */
  GHashTable *counts;   /* channels → clips */
  gint64 *steps;        /* of each clip that is kept: its length at the set's rate */
  int rate, channels;   /* of the set; channels 1: mixed into one */
  gint64 longest;       /* numbers of a clip, at that rate */
  guint mixed, changed; /* clips of another number of channels; of another rate */
} Walk;

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->file, weft_sound_file_close);
  g_clear_pointer (&walk->rates, g_hash_table_unref);
  g_clear_pointer (&walk->counts, g_hash_table_unref);
  g_free (walk->steps);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
leave_out (const Walk *walk, const WeftClip *clip, const char *reason)
{
  const char *path = walk->clips->paths->pdata[clip->file];
  g_autofree char *folder = g_path_get_dirname (path), *in = weft_input_dup_shown (folder);
  g_autofree char *file = weft_input_dup_shown (path);
  g_autofree char *name = walk->has_table ? g_strdup (file) : g_strdup_printf ("%s/%s", in, file);

  weft_left_out_add (walk->clips->left_out, name, reason);
}

/* *file NULL: it cannot be read, and is left out. */
static gboolean
open_file (Walk *walk, const WeftClip *clip, GError **error)
{
  g_autoptr (GError) inner = NULL;

  if (walk->open == clip->file + 1)
    return TRUE;
  g_clear_pointer (&walk->file, weft_sound_file_close);
  walk->open = clip->file + 1;
  walk->file = weft_sound_file_open (walk->clips->paths->pdata[clip->file], &inner);
  if (walk->file || !walk->has_table)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&inner));
  return FALSE;
}

/* Whether the clip is one: within its file and not too long. */
static gboolean
take (Walk *walk, WeftClip *clip)
{
  gint64 length, longest;

  if (!walk->file)
    leave_out (walk, clip, _ ("damaged, or only a part of the file"));
  if (!walk->file)
    return FALSE;
  length = weft_sound_file_get_length (walk->file);
  longest = (gint64) WEFT_CLIP_SECONDS * weft_sound_file_get_rate (walk->file);
  if (clip->length == 0)
    clip->length = length - clip->first;
  if (clip->length <= longest)
    return TRUE;
  {
    g_autofree char *reason = g_strdup_printf (
        _ ("longer than %d seconds: cut it, or give a table with start and length"),
        WEFT_CLIP_SECONDS);

    leave_out (walk, clip, reason);
  }
  return FALSE;
}

static void
count (GHashTable *counts, int what)
{
  gpointer key = GINT_TO_POINTER (what);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1;

  g_hash_table_insert (counts, key, GUINT_TO_POINTER (n));
}

/* The commonest, of equals the lower one. */
static int
find_commonest (GHashTable *counts)
{
  GHashTableIter iter;
  gpointer what, n;
  guint most = 0;
  int best = 0;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &what, &n))
    if (GPOINTER_TO_UINT (n) > most
        || (GPOINTER_TO_UINT (n) == most && GPOINTER_TO_INT (what) < best))
      {
        most = GPOINTER_TO_UINT (n);
        best = GPOINTER_TO_INT (what);
      }
  return best;
}

static int
find_rate (const Walk *walk)
{
  int rate = find_commonest (walk->rates);

  return rate > 0 ? MIN (rate, MAX_RATE) : MAX_RATE;
}

/* It can be asked for where some recording has several. */
static int
choose_channels (const Walk *walk)
{
  const char *asked = weft_telling_get_channels ();
  int commonest = find_commonest (walk->counts);
  gboolean is_one = g_hash_table_size (walk->counts) <= 1 && commonest <= 1;

  if (is_one || walk->clips->is_said)
    return 1;
  weft_tell ("channels", asked ? asked : "mono");
  return g_strcmp0 (asked, "keep") == 0 ? MAX (1, commonest) : 1;
}

/* 0: none is asked for. */
static int
get_asked_rate (void)
{
  const char *rate = weft_telling_get_rate ();

  return rate ? atoi (rate) : 0; /* which was checked where it was asked for */
}

/* Keeps those that can be read. */
static gboolean
look (Walk *walk, GError **error)
{
  GArray *clips = walk->clips->clips;
  guint n = 0;

  walk->rates = g_hash_table_new (NULL, NULL);
  walk->counts = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < clips->len; i++)
    {
      WeftClip clip = g_array_index (clips, WeftClip, i);

      if (!open_file (walk, &clip, error) || !weft_errand_add (0, error))
        return FALSE;
      if (!take (walk, &clip))
        continue;
      count (walk->rates, weft_sound_file_get_rate (walk->file));
      count (walk->counts, weft_sound_file_get_channels (walk->file));
      g_array_index (clips, WeftClip, n++) = clip;
    }
  g_array_set_size (clips, n);
  walk->rate = get_asked_rate () > 0 ? get_asked_rate () : find_rate (walk);
  weft_tell_number ("rate", walk->rate);
  walk->channels = choose_channels (walk);
  return TRUE;
}

/* --- classes --- */

/* Of each clip that is kept; transfer full. */
static GPtrArray *
list_words (const WeftClips *clips)
{
  GPtrArray *words = g_ptr_array_new ();

  for (guint i = 0; i < clips->clips->len; i++)
    g_ptr_array_add (words, (gpointer) g_array_index (clips->clips, WeftClip, i).label);
  return words;
}

/* With the first thing that was left out, as that may be why. */
static gboolean
check_labels (const WeftClips *clips, const GPtrArray *words, GError **error)
{
  g_autoptr (GPtrArray) labels = weft_labels_find (words);
  g_autoptr (GPtrArray) reasons = NULL;
  g_autofree char *text = NULL;

  if (labels->len >= 2)
    return TRUE;
  reasons = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (
      reasons, g_strdup_printf (_ ("“%s” needs recordings of at least two classes."), clips->name));
  weft_left_out_note (clips->left_out, reasons);
  g_ptr_array_add (reasons, NULL);
  text = g_strjoinv (" ", (char **) reasons->pdata);
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, text);
  return FALSE;
}

/* Those of one group train together, or test. */
static gboolean
find_groups (const WeftClips *clips, WeftDataset *dataset, GError **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autofree int *codes = g_new (int, clips->clips->len);

  for (guint i = 0; i < clips->clips->len; i++)
    {
      gpointer group = (gpointer) g_array_index (clips->clips, WeftClip, i).group;

      if (group && !g_hash_table_contains (numbers, group))
        g_hash_table_insert (numbers, group, GINT_TO_POINTER (g_hash_table_size (numbers)));
      codes[i] = group ? GPOINTER_TO_INT (g_hash_table_lookup (numbers, group)) : -1;
    }
  if (g_hash_table_size (numbers) < WEFT_GROUPS_FEWEST)
    return weft_sentence_refuse (error,
                                 _ ("“%s”: recordings cannot be kept together by the column “%s”: "
                                    "it has fewer than %d values. Choose another one."),
                                 clips->name, clips->group_title, WEFT_GROUPS_FEWEST);
  dataset->group
      = weft_groups_of_codes (codes, clips->clips->len, g_hash_table_size (numbers), error);
  return dataset->group != NULL;
}

static gboolean
copy_parts (const WeftClips *clips, WeftDataset *dataset, GError **error)
{
  g_autofree guint8 *parts = g_new (guint8, clips->clips->len);

  for (guint i = 0; i < clips->clips->len; i++)
    parts[i] = g_array_index (clips->clips, WeftClip, i).part;
  return weft_labels_give_parts (dataset, parts, error);
}

static gboolean
fill_parts (const WeftClips *clips, const GPtrArray *words, WeftDataset *dataset, GError **error)
{
  if (clips->group_title)
    return find_groups (clips, dataset, error);
  if (clips->has_texts && !(dataset->group = weft_spoken_group (words, error)))
    return FALSE;
  return copy_parts (clips, dataset, error);
}

/* --- sound --- */

static gboolean
measure (Walk *walk, WeftField *field, GError **error)
{
  const GArray *clips = walk->clips->clips;

  field->offsets = weft_memory_new ((clips->len + 1) * sizeof *field->offsets, error);
  if (!field->offsets)
    return FALSE;
  for (guint i = 0; i < clips->len; i++)
    {
      const WeftClip *clip = &g_array_index (clips, WeftClip, i);
      gint64 steps;

      if (!open_file (walk, clip, error))
        return FALSE;
      steps = weft_sound_file_measure (walk->file, clip->length, walk->rate);
      field->offsets[i + 1] = field->offsets[i] + steps;
      field->shape.dims[field->ragged] = MAX (field->shape.dims[field->ragged], steps);
      walk->longest = MAX (walk->longest, steps);
      walk->mixed += weft_sound_file_get_channels (walk->file) != walk->channels;
      walk->changed += weft_sound_file_get_rate (walk->file) != walk->rate;
    }
  return TRUE;
}

static gboolean
fill_x (Walk *walk, WeftDataset *dataset, GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "x", WEFT_KIND_SOUND);
  const GArray *clips = walk->clips->clips;

  field->shape = walk->channels > 1 ? WEFT_SHAPE (walk->channels, 1) : WEFT_SHAPE (1);
  field->shape.type = WEFT_I16;
  field->ragged = field->shape.rank - 1;
  field->scale = 1.0 / 32768;
  field->rate = walk->rate;
  if (!measure (walk, field, error) || !weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  for (guint i = 0; i < clips->len; i++)
    {
      const WeftClip *clip = &g_array_index (clips, WeftClip, i);
      gint16 *to = (gint16 *) field->data + field->offsets[i] * walk->channels;

      weft_field_touch (field, i, 1);
      if (!open_file (walk, clip, error)
          || !weft_sound_file_read (walk->file, clip->first, clip->length, walk->rate,
                                    walk->channels, to, error)
          || !weft_errand_add ((field->offsets[i + 1] - field->offsets[i]) * 2 * walk->channels,
                               error))
        return FALSE;
    }
  return TRUE;
}

/* --- the whole --- */

/* The sounds as x, and what is said of them; or the other way round. */
static gboolean
fill (Walk *walk, const GPtrArray *words, WeftDataset *dataset, GError **error)
{
  const WeftClips *clips = walk->clips;
  g_autoptr (WeftDataset) sounds = NULL;

  if (!clips->is_said)
    return fill_x (walk, dataset, error)
           && (clips->has_texts ? weft_spoken_give_texts (dataset, "y", words, clips->title, error)
                                : weft_labels_give (dataset, words, clips->title, error));
  sounds = weft_dataset_new ();
  sounds->count = dataset->count;
  return fill_x (walk, sounds, error)
         && weft_spoken_give_texts (dataset, "x", words, clips->title, error)
         && weft_spoken_give_frames (dataset, "y", &sounds->fields[0], error);
}

static void
note_labels (const WeftClips *clips, const WeftField *y)
{
  g_autofree char *count = weft_count_format (clips->clips->len), *list = NULL;

  if (clips->has_texts)
    {
      weft_notes_add (
          clips->notes,
          clips->is_said
              ? _ ("%s recordings with their texts; what is said is to be made of "
                   "the text. What has the same text stays together.")
              : _ ("%s recordings with their texts; the text is to be written. To have it "
                   "read aloud, ask for the target “sound”. What has the same text "
                   "stays together."),
          count);
      return;
    }
  list = weft_labels_dup_list (y->class_names, (guint) y->classes);
  weft_notes_add (clips->notes, _ ("%s recordings in %u classes: %s."), count, (guint) y->classes,
                  list);
}

static void
note (const Walk *walk, const WeftField *y)
{
  const WeftClips *clips = walk->clips;
  g_autofree char *rate = weft_count_format (walk->rate);

  note_labels (clips, y);
  weft_notes_add (clips->notes, _ ("The longest lasts %.3g seconds; the sample rate is %s Hz."),
                  (double) walk->longest / walk->rate, rate);
  if (walk->changed)
    weft_notes_add (clips->notes,
                    _ ("Recordings that had another sample rate, and are resampled: %u."),
                    walk->changed);
  if (walk->channels > 1)
    weft_notes_add (clips->notes, _ ("Each recording has %d channels."), walk->channels);
  if (walk->mixed && walk->channels > 1)
    weft_notes_add (clips->notes,
                    _ ("Recordings of another number of channels, each of which is the mean of "
                       "theirs: %u."),
                    walk->mixed);
  else if (walk->mixed)
    weft_notes_add (clips->notes,
                    _ ("Recordings of several channels, which are mixed into one: %u."),
                    walk->mixed);
  weft_left_out_note (clips->left_out, clips->notes);
}

WeftDataset *
weft_clips_read (WeftClips *clips, gboolean has_table, GError **error)
{
  g_auto (Walk) walk = { .clips = clips, .has_table = has_table };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GPtrArray) words = NULL;
  guint said; /* which note says what is learnt */

  if (clips->clips->len > MAX_CLIPS)
    {
      weft_sentence_set_error (error, WEFT_ERROR_MEMORY,
                               _ ("“%s” holds more recordings than fit: at most %d."), clips->name,
                               MAX_CLIPS);
      return NULL;
    }
  if (!look (&walk, error))
    return NULL;
  words = list_words (clips);
  if (!check_labels (clips, words, error))
    return NULL;
  dataset->name = g_strdup (clips->name);
  dataset->count = clips->clips->len;
  walk.has_table = TRUE; /* what was there a moment ago */
  walk.open = 0;
  if (!fill (&walk, words, dataset, error) || !fill_parts (clips, words, dataset, error))
    return NULL;
  said = clips->notes->len;
  note (&walk, &dataset->fields[1]);
  dataset->notes = weft_notes_dup (clips->notes);
  if (clips->has_texts && !clips->is_said)
    weft_cures_add (&dataset->cures, dataset->notes[said], "target", "sound");
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}
