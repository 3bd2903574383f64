/* own_pictures: a set of pictures that somebody draws into classes by hand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/own-pictures.h"

#include <glib/gi18n-lib.h>

#include "engine/data/kept-samples.h"
#include "engine/data/source.h"

static WeftDataset *make (const WeftDataParams *params, guint64 seed, GError **error);

const WeftSource weft_source_own_pictures = {
  .id = "own_pictures",
  .title = N_ ("Pictures you draw"),
  .is_drawn = TRUE,
  .make = make,
};

char **
weft_own_pictures_split_names (const char *class_names)
{
  g_auto (GStrv) written = g_strsplit (class_names, ";", WEFT_OWN_PICTURES_CLASSES + 1);
  guint n = MIN (g_strv_length (written), WEFT_OWN_PICTURES_CLASSES);
  char **names = g_new0 (char *, MAX (n, 2) + 1);

  for (guint i = 0; i < MAX (n, 2); i++)
    {
      const char *name = i < n ? g_strstrip (written[i]) : "";

      names[i] = *name != '\0' ? g_strdup (name) : g_strdup_printf ("%u", i + 1);
    }
  return names;
}

char *
weft_own_pictures_join_names (char **names)
{
  g_auto (GStrv) clean = g_strdupv (names);

  for (guint i = 0; clean[i] != NULL; i++)
    g_strdelimit (clean[i], ";\n", ',');
  return g_strjoinv ("; ", clean);
}

WeftDataset *
weft_own_pictures_new_like (char **names)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE), *y;

  dataset->name = g_strdup ("own_pictures");
  dataset->title = g_strdup (weft_source_own_pictures.title);
  x->shape = WEFT_SHAPE (1, WEFT_OWN_PICTURES_SIDE, WEFT_OWN_PICTURES_SIDE);
  x->shape.type = WEFT_U8;
  x->scale = 1.0 / G_MAXUINT8;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = (int) g_strv_length (names);
  y->class_names = g_strdupv (names);
  return dataset;
}

/* Of each class that has no picture yet an empty one, so that there is something to wire. */
static gboolean
stand_in (WeftDataset *like, const char *kept, GString *missing, GError **error)
{
  WeftField *x = &like->fields[0], *y = &like->fields[1];
  g_autofree gboolean *has = g_new0 (gboolean, y->classes);
  g_autoptr (GArray) classes = weft_kept_list_classes (kept);
  gint64 at = 0;

  for (guint i = 0; i < classes->len; i++)
    {
      gint64 class = g_array_index (classes, gint64, i);

      if (class >= 0 && class < y->classes)
        has[class] = TRUE;
    }
  for (int c = 0; c < y->classes; c++)
    like->count += !has[c];
  if (like->count == 0)
    return TRUE;
  if (!weft_dataset_allocate (like, x, error) || !weft_dataset_allocate (like, y, error))
    return FALSE;
  for (int c = 0; c < y->classes; c++)
    if (!has[c])
      {
        ((gint64 *) y->data)[at++] = c;
        g_string_append_printf (missing, "%s“%s”", missing->len > 0 ? ", " : "", y->class_names[c]);
      }
  return TRUE;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_auto (GStrv) names = weft_own_pictures_split_names (params->class_names);
  g_autoptr (WeftDataset) like = weft_own_pictures_new_like (names);
  g_autoptr (GString) missing = g_string_new (NULL);

  if (!stand_in (like, params->kept, missing, error))
    return NULL;
  if (missing->len > 0)
    {
      like->notes = g_new0 (char *, 2);
      like->notes[0] = g_strdup_printf (
          _ ("Nothing is drawn yet of %s: an empty picture stands for it."), missing->str);
    }
  return weft_kept_join (like, params->kept, 0, error);
}
