/* sound: recordings, and tables of where each begins, which cannot be read yet and say so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/readers/input.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/table.h"

static const char *const endings[] = { ".wav", ".flac", ".mp3", ".ogg", NULL };

static gboolean
has_sound_beside (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *stem = weft_input_dup_stem (path);

  for (guint i = 0; endings[i]; i++)
    {
      g_autofree char *name = g_strconcat (stem, endings[i], NULL);
      g_autofree char *sound = g_build_filename (folder, name, NULL);

      if (g_file_test (sound, G_FILE_TEST_EXISTS))
        return TRUE;
    }
  return FALSE;
}

static gboolean
takes (const char *path)
{
  return weft_input_has_ending (path, endings)
         || (weft_table_is_name (path) && has_sound_beside (path));
}

static WeftDataset *
read_sound (const char *path, const WeftReadOptions *options, WeftColumns **columns, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("“%s” belongs to a sound. Networks that listen come in a later version; tables "
                  "and pictures work now."),
               name);
  return NULL;
}

const WeftReader weft_reader_sound = { .id = "sound", .takes = takes, .read = read_sound };
