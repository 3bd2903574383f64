/* test-mutations: files of arrays and weights with something changed here and there: each is read,
 * or refused by name, and nothing lies beyond it. WEFT_MUTATIONS: how many of each, in place of
 * 4000 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "projects/formats/file-format.h"
#include "projects/readers/arrays/npy-file.h"

#define MOST_CHANGES 3
#define HEAD 300 /* bytes: half of the changes lie there */

typedef struct
{
  const char *ending; /* of the file */
  GByteArray *(*make) (void);
  /* TRUE: it is one, of which every number was looked at. */
  gboolean (*read) (const char *path, guint i, GError **error);
} Reader;

/* --- files to begin with --- */

static const char head[]
    = "{\"__metadata__\":{\"format\":\"pt\",\"n\\u00e4me\":\"a \\\"b\\\"\"},"
      "\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3,4],\"data_offsets\":[0,96]},"
      "\"a.bias\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[96,100]},"
      "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[100,104]},"
      "\"c\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[104,112]},"
      "\"none\":{\"dtype\":\"F32\",\"shape\":[0,7],\"data_offsets\":[112,112]},"
      "\"steps\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[112,120]}}";

static GByteArray *
make_safetensors (void)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint64 length = GUINT64_TO_LE ((guint64) strlen (head));

  g_byte_array_append (bytes, (const guint8 *) &length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *) head, (guint) strlen (head));
  for (guint8 i = 0; i < 120; i++)
    g_byte_array_append (bytes, &i, 1);
  return bytes;
}

static GByteArray *
load (const char *name)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "../projects/fixtures", name, NULL);
  char *bytes;
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  return g_byte_array_new_take ((guint8 *) bytes, n);
}

static GByteArray *
make_npz (void)
{
  return load ("arrays.npz");
}

static GByteArray *
make_packed (void)
{
  return load ("arrays-packed.npz");
}

static GByteArray *
make_array (const char *says, guint numbers)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint8 length[2] = { (guint8) strlen (says), 0 };

  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01", 8);
  g_byte_array_append (bytes, length, 2);
  g_byte_array_append (bytes, (const guint8 *) says, (guint) strlen (says));
  for (guint8 i = 0; i < numbers; i++)
    g_byte_array_append (bytes, &i, 1);
  return bytes;
}

static GByteArray *
make_numbers (void)
{
  return make_array ("{'descr': '>i2', 'fortran_order': True, 'shape': (3, 4, 5), }\n", 120);
}

static GByteArray *
make_words (void)
{
  return make_array ("{'descr': '|S6', 'fortran_order': False, 'shape': (20,), }\n", 120);
}

/* --- read --- */

static gboolean
read_weights (const char *path, GError **error)
{
  g_autoptr (GPtrArray) weights = weft_format_find_reader (path)->read_weights (path, error);
  double sum = 0;

  for (guint i = 0; weights != NULL && i < weights->len; i++)
    {
      const WeftNamedWeight *weight = weights->pdata[i];

      g_assert_true (g_utf8_validate (weight->name, -1, NULL));
      for (gint64 k = 0; k < weft_shape_count (&weight->shape); k++)
        sum += (double) weight->numbers[k];
    }
  g_assert_true (isnan (sum) || sum <= INFINITY);
  return weights != NULL;
}

static gboolean
read_safetensors (const char *path, guint i, GError **error)
{
  return read_weights (path, error);
}

static gboolean
read_npz (const char *path, guint i, GError **error)
{
  return read_weights (path, error);
}

static gboolean
count_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  gint64 *last = user; /* {count, each, n} */

  g_assert_true (sample >= 0 && sample < last[0]);
  g_assert_true (place >= 0 && place < last[1]);
  last[2]++;
  return TRUE;
}

/* As it is read for samples, and as it is for weights. */
static gboolean
read_npy (const char *path, guint i, GError **error)
{
  g_auto (WeftNpy) npy = { .takes_any = i % 2 };
  gint64 seen[3] = { 0 };

  if (!weft_npy_open (&npy, path, NULL, error))
    return FALSE;
  if (weft_npy_is_words (&npy))
    {
      g_autoptr (GPtrArray) words = weft_npy_read_words (&npy, error);

      g_assert_true (words == NULL || words->len == npy.count);
      return words != NULL;
    }
  seen[0] = npy.count;
  seen[1] = weft_shape_count (&npy.shape);
  if (!weft_npy_walk (&npy, count_cb, seen, error))
    return FALSE;
  g_assert_cmpint (seen[2], ==, seen[0] * seen[1]);
  return TRUE;
}

/* --- changed --- */

static guint64
draw (const WeftRandom *random, guint *drawn, guint64 n)
{
  return weft_random_below (random, (*drawn)++, n);
}

static void
change (GByteArray *bytes, const WeftRandom *random, guint *drawn)
{
  static const guint64 numbers[]
      = { 0,          1,          0x7f,       0xff,       0xffff,     1 << 30,
          0x7fffffff, 0xffffffff, 1ull << 62, G_MAXINT64, G_MAXUINT64 };
  guint64 within = draw (random, drawn, 2) == 0 ? MIN (bytes->len, HEAD) : bytes->len;
  guint at = (guint) draw (random, drawn, within);
  guint n = 1 + (guint) draw (random, drawn, MIN (bytes->len - at, 16));
  guint64 number = GUINT64_TO_LE (numbers[draw (random, drawn, G_N_ELEMENTS (numbers))]);
  g_autoptr (GByteArray) rest = g_byte_array_new ();

  switch (draw (random, drawn, 7))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1 << draw (random, drawn, 8));
      break;
    case 1:
      bytes->data[at] = (guint8) draw (random, drawn, 256);
      break;
    case 2:
      memcpy (bytes->data + at, &number, MIN (bytes->len - at, 1u << (n % 4)));
      break;
    case 3:
      g_byte_array_set_size (bytes, at + 1);
      break;
    case 4:
      g_byte_array_remove_range (bytes, at, MIN (n, bytes->len - 1));
      break;
    case 5: /* a digit, where the next one is */
      while (at < bytes->len && !g_ascii_isdigit (bytes->data[at]))
        at++;
      if (at < bytes->len)
        bytes->data[at] = (guint8) ('0' + draw (random, drawn, 10));
      break;
    default: /* a piece stands twice */
      g_byte_array_append (rest, bytes->data + at, bytes->len - at);
      g_byte_array_set_size (bytes, at + n);
      g_byte_array_append (bytes, rest->data, rest->len);
    }
  if (bytes->len == 0)
    g_byte_array_set_size (bytes, 1);
}

static GByteArray *
make_changed (const GByteArray *first, guint i)
{
  const WeftRandom random = { .seed = 20, .step = i };
  GByteArray *bytes = g_byte_array_new ();
  guint drawn = 0;

  g_byte_array_append (bytes, first->data, first->len);
  for (guint64 k = i == 0 ? 0 : 1 + draw (&random, &drawn, MOST_CHANGES); k > 0; k--)
    change (bytes, &random, &drawn);
  return bytes;
}

/* Made anew: what is cut off and written again, or renamed over, is waited for by some disks. */
static void
put (const char *path, const GByteArray *bytes)
{
  FILE *file;

  g_remove (path);
  file = g_fopen (path, "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (bytes->data, 1, bytes->len, file), ==, bytes->len);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_changed (gconstpointer data)
{
  const Reader *reader = data;
  const char *said = g_getenv ("WEFT_MUTATIONS");
  guint n = said != NULL ? (guint) g_ascii_strtoull (said, NULL, 10) : 4000;
  g_autofree char *folder = g_dir_make_tmp ("weft-XXXXXX", NULL);
  g_autofree char *name = g_strconcat ("changed", reader->ending, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) first = reader->make ();
  guint refused = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) bytes = make_changed (first, i);
      g_autoptr (GError) error = NULL;
      gboolean is_read;

      put (path, bytes);
      is_read = reader->read (path, i, &error);
      g_assert_true (is_read == (error == NULL));
      g_assert_true (is_read || strstr (error->message, "changed") != NULL);
      g_assert_true (is_read || i > 0);
      refused += !is_read;
    }
  g_test_message ("%u of %u refused", refused, n);
  g_assert_cmpuint (refused, >, n / 4);
  g_assert_cmpuint (refused, <, n);
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  static const Reader safetensors
      = { ".safetensors", make_safetensors, read_safetensors },
      npz = { ".npz", make_npz, read_npz }, packed = { ".npz", make_packed, read_npz },
      numbers = { ".npy", make_numbers, read_npy }, words = { ".npy", make_words, read_npy };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mutations/safetensors", &safetensors, test_changed);
  g_test_add_data_func ("/mutations/npz", &npz, test_changed);
  g_test_add_data_func ("/mutations/npz-packed", &packed, test_changed);
  g_test_add_data_func ("/mutations/npy", &numbers, test_changed);
  g_test_add_data_func ("/mutations/npy-words", &words, test_changed);
  return g_test_run ();
}
