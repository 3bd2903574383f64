/* sheet-names: which files belong to a picture sheet, by their names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/readers/files/input.h"
#include "projects/readers/pictures/decode-picture.h"
#include "projects/readers/pictures/sheet-names.h"
#include "projects/readers/rows/sheet.h"

static const char *const tables[] = { ".csv", ".tsv", NULL };

/* "nuclei" of "nuclei-images", "nuclei-index" and "nuclei-masks". */
static char *
stem_of (const char *base)
{
  static const char *const words[]
      = { "images", "masks", "pictures", "tiles", "index", "boxes", "labels", NULL };
  gsize length = strlen (base);

  for (guint i = 0; words[i]; i++)
    {
      gsize n = strlen (words[i]);

      if (length > n + 1 && g_ascii_strcasecmp (base + length - n, words[i]) == 0
          && strchr ("-_.", base[length - n - 1]))
        return g_strndup (base, length - n - 1);
    }
  return g_strdup (base);
}

gboolean
weft_sheet_parse_name (const char *path, WeftSheetName *name)
{
  static const char form[] = "^(.+)[-_]([0-9]{1,4})(?:[x×]([0-9]{1,4}))?$";
  g_autoptr (GRegex) regex = g_regex_new (form, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *stem = weft_input_dup_stem (path), *width = NULL, *height = NULL;

  *name = (WeftSheetName){ 0 };
  if (!g_regex_match (regex, stem, 0, &match))
    return FALSE;
  width = g_match_info_fetch (match, 2);
  height = g_match_info_fetch (match, 3);
  name->width = (int) g_ascii_strtoll (width, NULL, 10);
  name->height = height && *height ? (int) g_ascii_strtoll (height, NULL, 10) : name->width;
  if (name->width < 1 || name->height < 1)
    return FALSE;
  name->base = g_match_info_fetch (match, 1);
  name->stem = stem_of (name->base);
  return TRUE;
}

void
weft_sheet_name_clear (WeftSheetName *name)
{
  g_free (name->base);
  g_free (name->stem);
}

char *
weft_sheet_find_index (const char *picture)
{
  g_auto (WeftSheetName) name = { 0 };
  g_autofree char *folder = g_path_get_dirname (picture);
  g_autoptr (GPtrArray) names = weft_input_list (folder, NULL);

  if (!names || !weft_sheet_parse_name (picture, &name))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *base = weft_input_dup_stem (names->pdata[i]);
      g_autofree char *other = stem_of (base);

      if (weft_input_has_ending (names->pdata[i], tables) && strcmp (other, name.stem) == 0)
        return g_build_filename (folder, names->pdata[i], NULL);
    }
  return NULL;
}

/* A sheet's masks have its name with another word: is this file them? */
static gboolean
is_masks (const WeftSheetName *name)
{
  return g_str_has_suffix (name->base, "-masks") || g_str_has_suffix (name->base, "_masks");
}

static char *
find_sheet (const char *folder, const char *stem, gboolean masks)
{
  g_autoptr (GPtrArray) names = weft_input_list (folder, NULL);

  for (guint i = 0; names && i < names->len; i++)
    {
      g_auto (WeftSheetName) name = { 0 };

      if (!weft_picture_is_name (names->pdata[i]) || !weft_sheet_parse_name (names->pdata[i], &name)
          || is_masks (&name) != masks)
        continue;
      if (strcmp (name.stem, stem) == 0)
        return g_build_filename (folder, names->pdata[i], NULL);
    }
  return NULL;
}

char *
weft_sheet_find (const char *index)
{
  g_autofree char *folder = g_path_get_dirname (index);
  g_autofree char *base = weft_input_dup_stem (index);
  g_autofree char *stem = stem_of (base);

  return find_sheet (folder, stem, FALSE);
}

char *
weft_sheet_find_other (const char *picture, gboolean masks)
{
  g_auto (WeftSheetName) name = { 0 };
  g_autofree char *folder = g_path_get_dirname (picture);

  if (!weft_sheet_parse_name (picture, &name))
    return NULL;
  if (is_masks (&name) == masks)
    return g_strdup (picture);
  return find_sheet (folder, name.stem, masks);
}
