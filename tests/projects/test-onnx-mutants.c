/* test-onnx-mutants: models with bytes changed, cut off or put in, or of parts put otherwise, as
 * nobody's exporter writes them: each is refused with a sentence or read; nothing crashes, hangs or
 * takes all memory
 *
 * WEFT_MUTANTS: how many; WEFT_FIRST: from which on. WEFT_SEEDS: a folder of others to change, each
 * in a folder of its own as model.onnx. The last mutant stays where a run was broken off. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/random.h"
#include "onnx-structure.h"
#include "projects/formats/onnx/onnx-import.h"
#include "projects/formats/onnx/onnx-run.h"
#include "projects/formats/onnx/onnx-tensor.h"

#define FOLDER "/usr/share/libonnx-testdata/data"
#define LARGEST_SEED 20000 /* bytes */

typedef struct
{
  char *folder;
  guint64 draws;
  WeftRandom random;
  guint refused, read;
} Mutants;

static guint64
draw (Mutants *mutants, guint64 n)
{
  return weft_random_below (&mutants->random, mutants->draws++, n);
}

/* Of some places, most often one, a bit, a byte, a number that means much, or an end. */
static void
mutate (Mutants *mutants, GByteArray *bytes)
{
  static const guint8 telling[] = { 0, 1, 127, 128, 254, 255 };

  for (guint64 k = draw (mutants, 4) == 0 ? draw (mutants, 8) + 1 : 1; k > 0 && bytes->len > 1; k--)
    {
      guint at = (guint) draw (mutants, bytes->len);

      switch (draw (mutants, 5))
        {
        case 0:
          bytes->data[at] ^= (guint8) (1u << draw (mutants, 8));
          break;
        case 1:
          bytes->data[at] = (guint8) draw (mutants, 256);
          break;
        case 2:
          bytes->data[at] = telling[draw (mutants, G_N_ELEMENTS (telling))];
          break;
        case 3:
          g_byte_array_remove_index (bytes, at);
          break;
        default:
          if (draw (mutants, 8) == 0)
            g_byte_array_set_size (bytes, at);
          else
            {
              guint n = MIN (bytes->len - at, 16);
              g_autofree guint8 *again = g_memdup2 (bytes->data + at, n);

              g_byte_array_append (bytes, again, n);
            }
        }
    }
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_seeds (GPtrArray *seeds, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *model = g_build_filename (folder, name, "model.onnx", NULL);
      GStatBuf is;

      if (g_stat (model, &is) == 0 && is.st_size <= LARGEST_SEED)
        g_ptr_array_add (seeds, g_build_filename (folder, name, NULL));
    }
}

static GPtrArray *
load_seeds (void)
{
  static const char *const kinds[] = { "node", "simple", "pytorch-operator", "pytorch-converted" };
  const char *own = g_getenv ("WEFT_SEEDS");
  GPtrArray *seeds = g_ptr_array_new_with_free_func (g_free);

  if (own != NULL)
    add_seeds (seeds, own);
  for (guint i = 0; own == NULL && i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *folder = g_build_filename (FOLDER, kinds[i], NULL);

      add_seeds (seeds, folder);
    }
  g_ptr_array_sort (seeds, by_name);
  return seeds;
}

static void
count (Mutants *mutants, gboolean is_read, GError *error)
{
  g_assert_true (is_read == (error == NULL));
  if (is_read)
    mutants->read++;
  else
    mutants->refused++;
  if (error != NULL && g_getenv ("WEFT_ONNX_SAY") != NULL)
    g_printerr ("%s\n", error->message);
  if (error != NULL)
    g_assert_cmpuint (strlen (error->message), >, 0);
  g_clear_error (&error);
}

static void
write_mutant (Mutants *mutants, const char *seed, const char *file, const char *as)
{
  g_autofree char *from = g_build_filename (seed, file, NULL);
  g_autofree char *to = g_build_filename (mutants->folder, as, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  char *content;
  gsize length;

  if (!g_file_get_contents (from, &content, &length, NULL))
    return;
  g_byte_array_append (bytes, (guint8 *) content, (guint) length);
  g_free (content);
  if (draw (mutants, 2) == 0 || !g_str_equal (as, "model.onnx")
      || !change_structure (bytes, &mutants->random, &mutants->draws))
    mutate (mutants, bytes);
  g_remove (to); /* which is quicker than a safe replacement */
  g_assert_true (g_file_set_contents_full (to, (char *) bytes->data, bytes->len,
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Run with its own inputs, and perhaps made a network of, which takes longer. */
static void
try_mutant (Mutants *mutants, const char *seed, gboolean with_import)
{
  g_autofree char *model = g_build_filename (mutants->folder, "model.onnx", NULL);
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) outputs = NULL, weights = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  GError *error = NULL;

  write_mutant (mutants, seed, "model.onnx", "model.onnx");
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("test_data_set_0/input_%u.pb", i);
      g_autofree char *path = g_build_filename (seed, name, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_ptr_array_add (inputs, g_steal_pointer (&path));
    }
  g_ptr_array_add (inputs, NULL);
  outputs = weft_onnx_run (model, (char **) inputs->pdata, &error);
  count (mutants, outputs != NULL, error);
  error = NULL;
  if (!with_import)
    return;
  graph = weft_onnx_import (model, &weights, &error);
  count (mutants, graph != NULL, error);
}

static void
try_tensor (Mutants *mutants, const char *seed)
{
  g_autofree char *path = g_build_filename (mutants->folder, "tensor.pb", NULL);
  g_autoptr (WeftTensor) tensor = NULL;
  GError *error = NULL;

  write_mutant (mutants, seed, "test_data_set_0/input_0.pb", "tensor.pb");
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  tensor = weft_onnx_tensor_load (path, NULL, &error);
  count (mutants, tensor != NULL, error);
}

static guint
read_count (const char *variable, guint otherwise)
{
  const char *said = g_getenv (variable);

  return said != NULL ? (guint) g_ascii_strtoull (said, NULL, 10) : otherwise;
}

static void
test_mutants (void)
{
  guint n = read_count ("WEFT_MUTANTS", 2000), first = read_count ("WEFT_FIRST", 0);
  g_autoptr (GPtrArray) seeds = load_seeds ();
  Mutants mutants = { 0 };

  if (seeds->len == 0)
    {
      g_test_skip ("libonnx-testdata is not installed");
      return;
    }
  mutants.folder = g_dir_make_tmp ("weft-mutants-XXXXXX", NULL);
  for (guint i = first; i < first + n; i++)
    {
      const char *seed = seeds->pdata[(i * 37) % seeds->len];

      mutants.random = (WeftRandom){ 20, WEFT_STREAM_CHECK, i };
      mutants.draws = 0;
      if (i % 8 == 7)
        try_tensor (&mutants, seed);
      else
        try_mutant (&mutants, seed, i % 8 < 3);
    }
  g_test_message ("%u mutants: %u times refused, %u times read", n, mutants.refused, mutants.read);
  g_assert_cmpuint (mutants.refused, >, n / 4);
  g_assert_cmpuint (mutants.read, >, n / 20);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path
          = g_build_filename (mutants.folder, i == 0 ? "model.onnx" : "tensor.pb", NULL);

      g_remove (path);
    }
  g_rmdir (mutants.folder);
  g_free (mutants.folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/onnx-mutants", test_mutants);
  return g_test_run ();
}
