/* sound-file: a recording read piece by piece: WAV, FLAC, Ogg, MP3, AIFF, AU (libsndfile) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/sounds/sound-file.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <samplerate.h>
#include <sndfile.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"

#define PIECE 4096       /* frames at a time */
#define MAX_CHANNELS 64  /* of a recording */
#define MAX_RATE 1000000 /* numbers a second */
#define LOG_LENGTH 16384 /* bytes of what libsndfile says of a header */
#define MAX_RATIO 200    /* of two rates: libsamplerate's is 256 */

struct _WeftSoundFile
{
  char *name;
  int fd;
  SNDFILE *sound;
  SF_INFO info;
};

static const char *const endings[] = { ".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3",
                                       ".aif", ".aiff", ".aifc", ".au",  ".snd", ".w64",  NULL };

gboolean
weft_sound_is_name (const char *name)
{
  return weft_input_has_ending (name, endings);
}

void
weft_sound_add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, endings);
}

void
weft_sound_file_close (WeftSoundFile *file)
{
  if (file->sound)
    sf_close (file->sound);
  if (file->fd >= 0)
    close (file->fd);
  g_free (file->name);
  g_free (file);
}

static gboolean
fail (const WeftSoundFile *file, GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("“%s”: %s"), file->name, what);
  return FALSE;
}

/* A header that promises more than there is: libsndfile reads on and says so in its log alone. */
static gboolean
is_cut_off (const WeftSoundFile *file)
{
  g_autofree char *log = g_malloc0 (LOG_LENGTH);

  sf_command (file->sound, SFC_GET_LOG_INFO, log, LOG_LENGTH);
  return (file->info.format & SF_FORMAT_TYPEMASK) != SF_FORMAT_OGG
         && strstr (log, "(should be") != NULL;
}

static gboolean
check (const WeftSoundFile *file, GError **error)
{
  const SF_INFO *info = &file->info;

  if (info->frames < 1)
    return fail (file, error, _ ("the recording is empty."));
  if (info->channels < 1 || info->channels > MAX_CHANNELS || info->samplerate < 1
      || info->samplerate > MAX_RATE || info->frames > G_MAXINT64 / MAX_CHANNELS)
    return fail (file, error, _ ("its header does not make sense; record or convert it again."));
  if (is_cut_off (file))
    return fail (file, error,
                 _ ("the recording is cut off: the file is shorter than its header says. Copy it "
                    "again."));
  return TRUE;
}

WeftSoundFile *
weft_sound_file_open (const char *path, GError **error)
{
  g_autoptr (WeftSoundFile) file = g_new0 (WeftSoundFile, 1);
  guint64 length;

  file->name = weft_input_dup_shown (path);
  file->fd = weft_input_open (path, &length, error);
  if (file->fd < 0)
    return NULL;
  file->sound = sf_open_fd (file->fd, SFM_READ, &file->info, FALSE);
  if (!file->sound)
    {
      fail (file, error,
            _ ("this is no recording that can be read, or it is damaged. Save it as WAV or FLAC."));
      return NULL;
    }
  return check (file, error) ? g_steal_pointer (&file) : NULL;
}

int
weft_sound_file_get_rate (const WeftSoundFile *file)
{
  return file->info.samplerate;
}

int
weft_sound_file_get_channels (const WeftSoundFile *file)
{
  return file->info.channels;
}

gint64
weft_sound_file_get_length (const WeftSoundFile *file)
{
  return file->info.frames;
}

gint64
weft_sound_file_measure (const WeftSoundFile *file, gint64 length, int rate)
{
  return MAX (1, (gint64) ((double) length * rate / file->info.samplerate));
}

/* --- reading --- */

typedef struct
{
  WeftSoundFile *file;
  float *frames; /* (PIECE, the file's channels) */
  float *heard;  /* (PIECE, channels) */
  int channels;
  gint64 left;   /* frames of the file that are still to be read */
  gint64 at;     /* frames that were read */
  gint16 *to;    /* (channels, room) */
  gint64 room;   /* numbers of each channel */
  gint64 filled; /* of them */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_free (reading->frames);
  g_free (reading->heard);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* frame (the file's channels) → heard (channels): as it is, or the mean in each. */
static gboolean
hear (const Reading *reading, const float *frame, float *heard)
{
  int n = reading->file->info.channels;
  double sum = 0;

  for (int c = 0; c < n; c++)
    sum += (double) frame[c];
  for (int c = 0; c < reading->channels; c++)
    heard[c] = n == reading->channels ? frame[c] : (float) (sum / n);
  return isfinite (sum);
}

/* The next frames to heard; how many, −1 with an error. */
static gint64
read_piece (Reading *reading, GError **error)
{
  const SF_INFO *info = &reading->file->info;
  gint64 n = MIN (PIECE, reading->left);

  if (n > 0 && sf_readf_float (reading->file->sound, reading->frames, n) != n)
    {
      fail (reading->file, error, _ ("it ends earlier than its header says, or is damaged."));
      return -1;
    }
  for (gint64 i = 0; i < n; i++)
    {
      if (hear (reading, reading->frames + i * info->channels,
                reading->heard + i * reading->channels))
        continue;
      weft_sentence_set_error (error, WEFT_ERROR_DAMAGED,
                               _ ("“%s”: what stands at second %g is no number; save it again."),
                               reading->file->name, (double) (reading->at + i) / info->samplerate);
      return -1;
    }
  reading->left -= n;
  reading->at += n;
  return n;
}

/* numbers (n, channels) → to (channels, n), behind what is there. */
static void
write_numbers (Reading *reading, const float *numbers, gint64 n)
{
  n = MIN (n, reading->room - reading->filled);
  for (int c = 0; c < reading->channels; c++)
    {
      gint16 *to = reading->to + c * reading->room + reading->filled;

      for (gint64 i = 0; i < n; i++)
        to[i] = (gint16) CLAMP (lrintf (numbers[i * reading->channels + c] * 32768.0f), G_MININT16,
                                G_MAXINT16);
    }
  reading->filled += n;
}

static gboolean
copy (Reading *reading, GError **error)
{
  gint64 n;

  while ((n = read_piece (reading, error)) > 0)
    write_numbers (reading, reading->heard, n);
  return n == 0;
}

/* All numbers of a piece through the converter; out (PIECE, channels). */
static gboolean
convert_piece (Reading *reading, SRC_STATE *converter, double ratio, gint64 n, float *out)
{
  SRC_DATA data = { .data_in = reading->heard,
                    .data_out = out,
                    .input_frames = (long) n,
                    .output_frames = PIECE,
                    .end_of_input = reading->left == 0,
                    .src_ratio = ratio };

  do
    {
      if (src_process (converter, &data) != 0)
        return FALSE;
      write_numbers (reading, out, data.output_frames_gen);
      data.data_in += data.input_frames_used * reading->channels;
      data.input_frames -= data.input_frames_used;
    }
  while (data.input_frames > 0 || data.output_frames_gen == PIECE);
  return TRUE;
}

static gboolean
resample (Reading *reading, double ratio, GError **error)
{
  int failure;
  SRC_STATE *converter = src_new (SRC_SINC_MEDIUM_QUALITY, reading->channels, &failure);
  g_autofree float *out = g_new (float, (gsize) PIECE * reading->channels);
  gint64 n = -1;
  gboolean works = converter != NULL;

  while (works && (n = read_piece (reading, error)) > 0)
    works = convert_piece (reading, converter, ratio, n, out);
  if (converter)
    src_delete (converter);
  if (!works)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY, _ ("“%s”: it cannot be resampled."),
                 reading->file->name);
  return works && n == 0;
}

/* What the converter keeps back at the end is silence. */
static void
fill_up (Reading *reading)
{
  for (int c = 0; c < reading->channels; c++)
    memset (reading->to + c * reading->room + reading->filled, 0,
            (gsize) (reading->room - reading->filled) * sizeof *reading->to);
}

gboolean
weft_sound_file_read (WeftSoundFile *file, gint64 first, gint64 length, int rate, int channels,
                      gint16 *to, GError **error)
{
  double ratio = (double) rate / file->info.samplerate;
  g_auto (Reading) reading
      = { .file = file, .channels = channels, .left = length, .at = first, .to = to };

  if (first < 0 || length < 1 || first > file->info.frames - length
      || sf_seek (file->sound, first, SEEK_SET) != first)
    return fail (file, error, _ ("it ends earlier than its header says, or is damaged."));
  if (ratio > MAX_RATIO || ratio < 1.0 / MAX_RATIO)
    return fail (file, error, _ ("its header does not make sense; record or convert it again."));
  reading.room = weft_sound_file_measure (file, length, rate);
  reading.frames = g_new (float, (gsize) PIECE * file->info.channels);
  reading.heard = g_new (float, (gsize) PIECE *channels);
  if (!(rate == file->info.samplerate ? copy (&reading, error) : resample (&reading, ratio, error)))
    return FALSE;
  fill_up (&reading);
  return TRUE;
}
