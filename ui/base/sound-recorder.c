/* sound-recorder: what a microphone hears, by GStreamer's own program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/sound-recorder.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PIECE 2048  /* bytes read at once */
#define LONGEST 20  /* seconds */
#define SILENT 1    /* seconds of nothing at all: no microphone is as still as that */
#define QUIET 0.05f /* of the loudest: what is quieter before and behind it is left out */
#define AROUND 0.08 /* seconds of it that stay */

struct _WeftRecorder
{
  GSubprocess *program; /* nullable: it could not be started */
  GCancellable *ends;
  GArray *x; /* float */
  int rate;
  int half; /* the first byte of a number whose second has not come; −1: none */
  gboolean is_over;
  const char *problem;
  WeftRecorderFunc changed;
  gpointer user;
};

static void read_on (WeftRecorder *recorder);

/* --- what is heard --- */

/* Numbers of 16 bits, the low byte first. */
static void
take (WeftRecorder *recorder, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (recorder->half < 0)
      recorder->half = bytes[i];
    else
      {
        float x = (float) (gint16) (recorder->half | bytes[i] << 8) / 32768.0f;

        g_array_append_val (recorder->x, x);
        recorder->half = -1;
      }
}

static float
find_loudest (const WeftRecorder *recorder)
{
  float loudest = 0;

  for (guint i = 0; i < recorder->x->len; i++)
    loudest = MAX (loudest, fabsf (g_array_index (recorder->x, float, i)));
  return loudest;
}

static void
end (WeftRecorder *recorder, const char *problem)
{
  recorder->is_over = TRUE;
  recorder->problem = problem;
  if (recorder->program != NULL)
    g_subprocess_force_exit (recorder->program);
}

static const char *
word_silence (void)
{
  return _ ("No sound comes from a microphone: there is none, or it is muted. Open a file, or take "
            "one of the samples.");
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  WeftRecorder *recorder = user;
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* nobody listens any more */
  if (length > 0)
    take (recorder, g_bytes_get_data (bytes, NULL), length);
  if (recorder->x->len >= (guint) (SILENT * recorder->rate) && find_loudest (recorder) == 0)
    end (recorder, word_silence ());
  else if (length == 0)
    end (recorder, recorder->x->len == 0 ? word_silence () : NULL);
  else if (recorder->x->len >= (guint) (LONGEST * recorder->rate))
    {
      g_array_set_size (recorder->x, (guint) (LONGEST * recorder->rate));
      end (recorder, NULL);
    }
  else
    read_on (recorder);
  recorder->changed (recorder, recorder->user);
}

static void
read_on (WeftRecorder *recorder)
{
  g_input_stream_read_bytes_async (g_subprocess_get_stdout_pipe (recorder->program), PIECE,
                                   G_PRIORITY_DEFAULT, recorder->ends, heard_cb, recorder);
}

static gboolean
missing_cb (gpointer user)
{
  WeftRecorder *recorder = user;

  recorder->changed (recorder, recorder->user);
  return G_SOURCE_REMOVE;
}

WeftRecorder *
weft_recorder_new (int rate, WeftRecorderFunc changed, gpointer user)
{
  WeftRecorder *recorder = g_new0 (WeftRecorder, 1);
  g_autofree char *form
      = g_strdup_printf ("audio/x-raw,format=S16LE,layout=interleaved,channels=1,rate=%d", rate);

  *recorder = (WeftRecorder){ .ends = g_cancellable_new (),
                              .x = g_array_new (FALSE, FALSE, sizeof (float)),
                              .rate = rate,
                              .half = -1,
                              .changed = changed,
                              .user = user };
  recorder->program
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL,
                          "gst-launch-1.0", "-q", "autoaudiosrc", "!", "audioconvert", "!",
                          "audioresample", "!", form, "!", "fdsink", NULL);
  if (recorder->program != NULL)
    read_on (recorder);
  else
    {
      end (recorder, _ ("To record, install GStreamer’s programs: gstreamer1.0-tools and "
                        "gstreamer1.0-plugins-good."));
      g_idle_add (missing_cb, recorder);
    }
  return recorder;
}

void
weft_recorder_free (WeftRecorder *recorder)
{
  if (recorder == NULL)
    return;
  g_cancellable_cancel (recorder->ends);
  g_source_remove_by_user_data (recorder);
  end (recorder, NULL);
  g_clear_object (&recorder->program);
  g_object_unref (recorder->ends);
  g_array_unref (recorder->x);
  g_free (recorder);
}

gboolean
weft_recorder_is_over (const WeftRecorder *recorder)
{
  return recorder->is_over;
}

const char *
weft_recorder_get_problem (const WeftRecorder *recorder)
{
  return recorder->problem;
}

const float *
weft_recorder_get (const WeftRecorder *recorder, gint64 *n)
{
  *n = recorder->x->len;
  return (const float *) (gpointer) recorder->x->data;
}

const float *
weft_recorder_get_sound (const WeftRecorder *recorder, gint64 *n)
{
  gint64 around = (gint64) (AROUND * recorder->rate), first = 0, last;
  const float *x = weft_recorder_get (recorder, &last);
  float quiet = QUIET * find_loudest (recorder);

  while (first < last && fabsf (x[first]) <= quiet)
    first++;
  while (last > first && fabsf (x[last - 1]) <= quiet)
    last--;
  last = MIN (last + around, (gint64) recorder->x->len);
  first = MAX (first - around, 0);
  *n = last - first;
  return x + first;
}
