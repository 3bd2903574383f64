/* idx-names: finds the files of an IDX set by their usual names: images and labels, train and test
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/readers/files/input.h"
#include "projects/readers/reader.h"
#include "projects/readers/rows/idx.h"

/* "train-images.idx3-ubyte.gz" and "train-images-idx3-ubyte" are the same file to us. */
static char *
plain (const char *name)
{
  char *lower = g_ascii_strdown (name, -1);

  if (g_str_has_suffix (lower, ".gz"))
    lower[strlen (lower) - 3] = '\0';
  g_strdelimit (lower, "._", '-');
  return lower;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

gboolean
weft_idx_is_name (const char *name)
{
  g_autofree char *text = plain (name);

  return (strstr (text, "images") || strstr (text, "labels"))
         && (strstr (text, "idx") || g_str_has_suffix (text, "ubyte"));
}

/* Without the rank, which images and labels do not share: train-images-idx-ubyte. */
static char *
without_rank (const char *text)
{
  g_autoptr (GRegex) rank = g_regex_new ("idx[0-9]", 0, 0, NULL);

  return g_regex_replace_literal (rank, text, -1, 0, "idx", 0, NULL);
}

/* The path of the file whose plain name is that, whatever its rank; nullable. */
static char *
find (const char *folder, GPtrArray *names, const char *wanted)
{
  g_autofree char *target = without_rank (wanted);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *text = plain (names->pdata[i]);
      g_autofree char *bare = without_rank (text);

      if (strcmp (bare, target) == 0)
        return g_build_filename (folder, names->pdata[i], NULL);
    }
  return NULL;
}

static char *
find_first (const char *folder, GPtrArray *names, const char *wanted, const char *word,
            const char *const *others)
{
  for (guint i = 0; others[i]; i++)
    {
      g_autofree char *other = replace (wanted, word, others[i]);
      char *path = strcmp (other, wanted) == 0 ? NULL : find (folder, names, other);

      if (path)
        return path;
    }
  return NULL;
}

static char *
labels_of (const char *folder, GPtrArray *names, const char *images)
{
  g_autofree char *wanted = replace (images, "images", "labels");

  return find (folder, names, wanted);
}

/* The training images' plain name, whichever file of the set was named. */
static char *
find_training_images (const char *folder, GPtrArray *names, const char *named)
{
  static const char *const test_words[] = { "t10k", "test", NULL };
  static const char *const train[] = { "train", NULL };
  g_autofree char *images = replace (named, "labels", "images");

  for (guint i = 0; test_words[i]; i++)
    {
      g_autofree char *path = find_first (folder, names, images, test_words[i], train);

      if (path)
        {
          g_autofree char *base = g_path_get_basename (path);

          return plain (base);
        }
    }
  return g_steal_pointer (&images);
}

WeftDataset *
weft_idx_read_set (const char *path, GError **error)
{
  static const char *const test_words[] = { "t10k", "test", NULL };
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *named = plain (base);
  g_autofree char *images = NULL, *wanted = NULL, *x = NULL, *y = NULL, *test_x = NULL;
  g_autofree char *test_y = NULL;
  g_autoptr (GPtrArray) names = weft_input_list (folder, error);

  if (!names)
    return NULL;
  images = find_training_images (folder, names, named);
  x = find (folder, names, images);
  if (!x)
    x = g_strdup (path);
  y = labels_of (folder, names, images);
  if (!y || strcmp (x, y) == 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                   _ ("“%s” has no labels beside it: a file of the same name with “labels” for "
                      "“images”."),
                   base);
      return NULL;
    }
  test_x = find_first (folder, names, images, "train", test_words);
  wanted = test_x ? g_path_get_basename (test_x) : NULL;
  if (wanted)
    {
      g_autofree char *test_images = plain (wanted);

      test_y = labels_of (folder, names, test_images);
    }
  return weft_reader_read_idx (x, y, test_x, test_y, error);
}
