/* part-files: files of one set beside each other, named for what they are for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/part-files.h"

#include <string.h>

#include "engine/data/dataset.h"
#include "projects/readers/files/input.h"
#include "projects/readers/tables/table.h"

static void
part_file_free (WeftPartFile *file)
{
  g_free (file->path);
  g_free (file);
}

/* The part that a name ends or begins with, and what is left of it; 0: it says none. */
static guint8
take_part (const char *path, char **rest)
{
  g_autofree char *stem = weft_input_dup_stem (path);
  char *last = strpbrk (stem, "-_. ");
  guint8 part;

  for (char *at = last; at; at = strpbrk (at + 1, "-_. "))
    last = at;
  if (!last)
    {
      part = weft_cell_parse_part (stem);
      *rest = g_strdup (part ? "" : stem);
      return part;
    }
  part = weft_cell_parse_part (last + 1);
  if (part)
    *last = '\0';
  *rest = g_strdup (stem);
  return part;
}

static const char *
ending_of (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot ? dot : "";
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const WeftPartFile *x = *(WeftPartFile *const *) a, *y = *(WeftPartFile *const *) b;

  return x->part - y->part;
}

static void
add (GPtrArray *files, const char *path, guint8 part)
{
  WeftPartFile *file = g_new0 (WeftPartFile, 1);

  *file = (WeftPartFile){ g_strdup (path), part };
  g_ptr_array_add (files, file);
}

GPtrArray *
weft_part_files_find (const char *path, char **name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  GPtrArray *files = g_ptr_array_new_with_free_func ((GDestroyNotify) part_file_free);
  guint8 own = take_part (path, name);
  g_autoptr (GPtrArray) names = own ? weft_input_list (folder, NULL) : NULL;

  if (!own || !names)
    add (files, path, own);
  for (guint i = 0; names && i < names->len; i++)
    {
      g_autofree char *beside = g_build_filename (folder, names->pdata[i], NULL), *rest = NULL;
      guint8 part = take_part (beside, &rest);

      if (part && strcmp (rest, *name) == 0 && strcmp (ending_of (beside), ending_of (path)) == 0
          && g_file_test (beside, G_FILE_TEST_IS_REGULAR))
        add (files, beside, part);
    }
  g_ptr_array_sort (files, compare_parts);
  if (**name == '\0')
    {
      g_autofree char *full = g_canonicalize_filename (folder, NULL);

      g_free (*name);
      *name = weft_input_dup_name (full);
    }
  return files;
}

gboolean
weft_part_files_is_first (const char *path)
{
  g_autofree char *name = NULL, *mine = g_path_get_basename (path), *first = NULL;
  g_autoptr (GPtrArray) files = weft_part_files_find (path, &name);

  first = g_path_get_basename (((WeftPartFile *) files->pdata[0])->path);
  return strcmp (mine, first) == 0;
}
