/* test-sound-player: a sound as a WAV file, as libsndfile reads it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/sound-player.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sndfile.h>

/* Two channels, one of them too loud and one with what is no number. */
static void
test_wav (void)
{
  const float x[2][4] = { { 0, 0.5f, -0.5f, 3 }, { -1, 1, NAN, 0.25f } };
  const float wanted[8] = { 0, -1, 0.5f, 1, -0.5f, 0, 1, 0.25f };
  g_autoptr (GBytes) wav = weft_player_make_wav (&x[0][0], 2, 4, 16000);
  g_autofree char *path = NULL;
  SF_INFO info = { 0 };
  float frames[8];
  SNDFILE *file;
  int fd = g_file_open_tmp ("weft-XXXXXX.wav", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (wav, NULL),
                                      (gssize) g_bytes_get_size (wav), NULL));
  file = sf_open (path, SFM_READ, &info);
  g_assert_nonnull (file);
  g_assert_cmpint (info.channels, ==, 2);
  g_assert_cmpint (info.samplerate, ==, 16000);
  g_assert_cmpint (info.frames, ==, 4);
  g_assert_cmpint (sf_readf_float (file, frames, 4), ==, 4);
  for (int i = 0; i < 8; i++)
    g_assert_cmpfloat_with_epsilon (frames[i], wanted[i], 1e-4);
  sf_close (file);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/player/wav", test_wav);
  return g_test_run ();
}
