/* npy-names: what an array is for, by its name: x_train, labels_test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npy-names.h"

#include "projects/readers/tables/table.h"

static const struct
{
  const char *word;
  WeftNpyRole role;
} words[] = {
  { "x", WEFT_NPY_X },        { "data", WEFT_NPY_X },    { "images", WEFT_NPY_X },
  { "image", WEFT_NPY_X },    { "inputs", WEFT_NPY_X },  { "input", WEFT_NPY_X },
  { "features", WEFT_NPY_X }, { "samples", WEFT_NPY_X }, { "signals", WEFT_NPY_X },
  { "tokens", WEFT_NPY_X },   { "y", WEFT_NPY_Y },       { "labels", WEFT_NPY_Y },
  { "label", WEFT_NPY_Y },    { "targets", WEFT_NPY_Y }, { "target", WEFT_NPY_Y },
  { "classes", WEFT_NPY_Y },  { "class", WEFT_NPY_Y },   { "masks", WEFT_NPY_Y },
  { "mask", WEFT_NPY_Y },     { "answers", WEFT_NPY_Y }, { "outputs", WEFT_NPY_Y },
  { "output", WEFT_NPY_Y },
};

static WeftNpyRole
role_of (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i].word, word) == 0)
      return words[i].role;
  return WEFT_NPY_OTHER;
}

/* xtrain: both in one word. */
static gboolean
take_both (const char *word, WeftNpyRole *role, guint8 *part)
{
  g_autofree char *first = g_strndup (word, 1);
  guint8 found = role_of (first) != WEFT_NPY_OTHER ? weft_cell_parse_part (word + 1) : 0;

  if (!found)
    return FALSE;
  *role = role_of (first);
  *part = found;
  return TRUE;
}

static gboolean
take_word (const char *word, WeftNpyRole *role, guint8 *part)
{
  if (*role == WEFT_NPY_OTHER && (*role = role_of (word)) != WEFT_NPY_OTHER)
    return TRUE;
  if (*part == 0 && (*part = weft_cell_parse_part (word)) != 0)
    return TRUE;
  return *role == WEFT_NPY_OTHER && *part == 0 && take_both (word, role, part);
}

char *
weft_npy_name_parse (const char *name, WeftNpyRole *role, guint8 *part)
{
  g_auto (GStrv) parts = g_strsplit_set (name, "-_. ", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  *role = WEFT_NPY_OTHER;
  *part = 0;
  for (guint i = 0; parts[i]; i++)
    if (!take_word (parts[i], role, part))
      g_string_append_printf (rest, "%s%s", rest->len > 0 ? "_" : "", parts[i]);
  return g_string_free (g_steal_pointer (&rest), FALSE);
}
