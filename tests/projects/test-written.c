/* test-written: arrays and sounds that are written are read again as they were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/npy-write.h"
#include "projects/formats/wav-write.h"

#include <math.h>
#include <glib/gstdio.h>

#include "engine/base/error.h"
#include "projects/readers/arrays/npy-file.h"
#include "projects/readers/sounds/sound-file.h"

static char *
put (const char *name, const GByteArray *bytes)
{
  char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  g_assert_true (g_file_set_contents (path, (const char *) bytes->data, bytes->len, NULL));
  return path;
}

/* Samples of 2 × 1, 2 × 2 and 2 × 3 numbers, each 100 · sample + 10 · row + column. */
static GPtrArray *
make_samples (WeftType type)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref);

  for (gint64 i = 0; i < 3; i++)
    {
      WeftShape shape = WEFT_SHAPE (2, i + 1);
      WeftTensor *tensor;

      shape.type = type;
      tensor = weft_tensor_new (&shape);
      for (gint64 k = 0; k < 2 * (i + 1); k++)
        {
          gint64 number = 100 * i + 10 * (k / (i + 1)) + k % (i + 1);

          if (type == WEFT_I64)
            ((gint64 *) tensor->data)[k] = number;
          else
            weft_tensor_floats (tensor)[k] = (float) number;
        }
      g_ptr_array_add (samples, tensor);
    }
  return samples;
}

static gboolean
check_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  gint64 row = place / 3, column = place % 3;
  gint64 wanted = column <= sample ? 100 * sample + 10 * row + column : 0;

  g_assert_cmpfloat (number, ==, (double) wanted);
  ++*(int *) user;
  return TRUE;
}

static void
test_array (gconstpointer type)
{
  g_autoptr (GPtrArray) samples = make_samples ((WeftType) GPOINTER_TO_INT (type));
  g_autoptr (GByteArray) bytes = weft_npy_write (samples, NULL);
  g_autofree char *path = put ("weft-written.npy", bytes);
  g_auto (WeftNpy) npy = { 0 };
  g_autoptr (GError) error = NULL;
  int seen = 0;

  g_assert_true (weft_npy_open (&npy, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (npy.count, ==, 3);
  g_assert_cmpint (npy.shape.rank, ==, 2);
  g_assert_cmpint (npy.shape.dims[1], ==, 3);
  g_assert_true (weft_npy_is_whole (&npy) == (GPOINTER_TO_INT (type) == WEFT_I64));
  g_assert_true (weft_npy_walk (&npy, check_cb, &seen, &error));
  g_assert_cmpint (seen, ==, 18);
  g_unlink (path);
}

/* One number a sample: an array of one axis. */
static void
test_labels (void)
{
  g_autoptr (GPtrArray) samples
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref);
  g_autoptr (GByteArray) bytes = NULL;

  for (gint64 i = 0; i < 2; i++)
    g_ptr_array_add (samples, weft_tensor_new_copy (&(WeftShape){ .type = WEFT_I64 }, &i));
  bytes = weft_npy_write (samples, NULL);
  g_assert_cmpuint (bytes->len % 64, ==, 16);
  g_assert_nonnull (strstr ((const char *) bytes->data + 10, "'shape': (2, )"));
  g_assert_cmpint (((const gint64 *) (const void *) (bytes->data + bytes->len - 16))[1], ==, 1);
}

/* 4 GB and more are refused, before there is any memory for them. */
static void
test_too_large (void)
{
  WeftTensor sample = { .shape = WEFT_SHAPE (1 << 30) };
  g_autoptr (GPtrArray) samples = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (samples, &sample);
  g_assert_null (weft_npy_write (samples, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "4.3"));
  g_assert_nonnull (strstr (error->message, "2.1"));
}

static void
test_sound (void)
{
  float x[800];
  gint16 heard[800];
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (WeftSoundFile) file = NULL;
  g_autofree char *path = NULL;

  for (int i = 0; i < 800; i++)
    x[i] = sinf ((float) i / 7);
  x[5] = 3; /* louder than there is */
  bytes = weft_wav_write (x, 800, 8000);
  path = put ("weft-written.wav", bytes);
  file = weft_sound_file_open (path, NULL);
  g_assert_nonnull (file);
  g_assert_cmpint (weft_sound_file_get_length (file), ==, 800);
  g_assert_true (weft_sound_file_read (file, 0, 800, 8000, 1, heard, NULL));
  for (int i = 0; i < 800; i++)
    g_assert_cmpint (ABS (heard[i] - lroundf (MIN (x[i], 1) * 32767)), <=, 1);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/written/floats", GINT_TO_POINTER (WEFT_F32), test_array);
  g_test_add_data_func ("/written/whole", GINT_TO_POINTER (WEFT_I64), test_array);
  g_test_add_func ("/written/labels", test_labels);
  g_test_add_func ("/written/too-large", test_too_large);
  g_test_add_func ("/written/sound", test_sound);
  return g_test_run ();
}
