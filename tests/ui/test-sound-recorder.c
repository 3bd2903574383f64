/* test-sound-recorder: what a microphone hears; where there is none, or no program for it, that is
 * said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "ui/base/sound-recorder.h"

#define RATE 8000

static void
changed_cb (WeftRecorder *recorder, gpointer user)
{
  if (weft_recorder_is_over (recorder))
    g_main_loop_quit (user);
}

/* Until it is over by itself. */
static WeftRecorder *
record (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  WeftRecorder *recorder = weft_recorder_new (RATE, changed_cb, loop);

  g_main_loop_run (loop);
  return recorder;
}

/* GStreamer's own tone in the place of a microphone: a sine of 440 Hz at 0.8. */
static void
test_tone (void)
{
  g_autoptr (WeftRecorder) recorder = NULL;
  const float *x;
  gint64 n, sound;
  double square = 0;
  guint crossings = 0;

  g_setenv ("GST_PLUGIN_FEATURE_RANK", "audiotestsrc:MAX", TRUE);
  recorder = record ();
  g_unsetenv ("GST_PLUGIN_FEATURE_RANK");
  g_assert_null (weft_recorder_get_problem (recorder));
  x = weft_recorder_get (recorder, &n);
  g_assert_cmpint (n, ==, 20 * RATE);
  for (gint64 i = 1; i < n; i++)
    {
      square += (double) x[i] * (double) x[i];
      crossings += (x[i - 1] < 0) != (x[i] < 0);
    }
  g_assert_cmpfloat_with_epsilon (sqrt (square / (double) n), 0.8 / sqrt (2), 0.01);
  g_assert_cmpint (crossings, >=, 2 * 440 * 20 - 2);
  g_assert_cmpint (crossings, <=, 2 * 440 * 20 + 2);
  weft_recorder_get_sound (recorder, &sound);
  g_assert_cmpint (sound, ==, n);
}

/* A program of that name which says what a line of the shell does. */
static char *
put_program (const char *line)
{
  char *folder = g_dir_make_tmp ("weft-recorder-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "gst-launch-1.0", NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\n%s\n", line);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  return folder;
}

static WeftRecorder *
record_by (const char *line)
{
  g_autofree char *folder = line ? put_program (line) : g_strdup ("/nowhere");
  g_autofree char *before = g_strdup (g_getenv ("PATH"));
  g_autofree char *path = line ? g_strdup_printf ("%s:%s", folder, before) : g_strdup (folder);
  g_autofree char *program = g_build_filename (folder, "gst-launch-1.0", NULL);
  WeftRecorder *recorder;

  g_setenv ("PATH", path, TRUE);
  recorder = record ();
  g_setenv ("PATH", before, TRUE);
  if (line)
    {
      g_unlink (program);
      g_rmdir (folder);
    }
  return recorder;
}

/* A word between stretches of nothing: these are left out. */
static void
test_silence_around (void)
{
  g_autoptr (WeftRecorder) recorder
      = record_by ("head -c 8000 /dev/zero; head -c 8000 /dev/zero | tr '\\000' @; "
                   "head -c 8000 /dev/zero");
  const float *x;
  gint64 n;

  g_assert_null (weft_recorder_get_problem (recorder));
  weft_recorder_get (recorder, &n);
  g_assert_cmpint (n, ==, 12000);
  x = weft_recorder_get_sound (recorder, &n);
  g_assert_cmpint (n, ==, 4000 + 2 * 640);
  g_assert_cmpfloat (x[0], ==, 0);
  g_assert_cmpfloat (x[2000], ==, 0x4040 / 32768.0f);
}

static void
test_nothing (void)
{
  static const struct
  {
    const char *line, *says;
  } cases[] = {
    { "head -c 40000 /dev/zero; sleep 60", "No sound comes" }, /* as GStreamer has no device */
    { "exit 1", "No sound comes" },
    { NULL, "gstreamer1.0-tools" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftRecorder) recorder = record_by (cases[i].line);

      g_assert_nonnull (strstr (weft_recorder_get_problem (recorder), cases[i].says));
    }
}

/* Whoever records may be gone at any moment. */
static void
test_given_up (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_setenv ("GST_PLUGIN_FEATURE_RANK", "audiotestsrc:MAX", TRUE);
  for (int i = 0; i < 5; i++)
    {
      WeftRecorder *recorder = weft_recorder_new (RATE, changed_cb, loop);

      for (int k = 0; k < i; k++)
        g_main_context_iteration (NULL, TRUE);
      weft_recorder_free (recorder);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound-recorder/tone", test_tone);
  g_test_add_func ("/sound-recorder/silence-around", test_silence_around);
  g_test_add_func ("/sound-recorder/nothing", test_nothing);
  g_test_add_func ("/sound-recorder/given-up", test_given_up);
  return g_test_run ();
}
