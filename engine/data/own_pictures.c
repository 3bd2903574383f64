/* own_pictures: a set of pictures that somebody draws into classes by hand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/own-pictures.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
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

WeftShape
weft_own_pictures_get_shape (const WeftDims *dims)
{
  gboolean is_picture = dims->n == 3 && (dims->d[0] == 1 || dims->d[0] == 3)
                        && dims->d[1] == dims->d[2] && dims->d[1] >= 2
                        && dims->d[1] <= WEFT_OWN_PICTURES_LARGEST;
  int side = is_picture ? dims->d[1] : WEFT_OWN_PICTURES_SIDE;
  WeftShape shape = WEFT_SHAPE (is_picture ? dims->d[0] : 1, side, side);

  shape.type = WEFT_U8;
  return shape;
}

WeftDataset *
weft_own_pictures_new_like (char **names, const WeftShape *shape)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE), *y;

  dataset->name = g_strdup ("own_pictures");
  dataset->title = g_strdup (weft_source_own_pictures.title);
  x->shape = *shape;
  x->scale = 1.0 / G_MAXUINT8;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = (int) g_strv_length (names);
  y->class_names = g_strdupv (names);
  return dataset;
}

/* The mean of (side, side) over a square that need not begin or end at a pixel's edge. */
static double
cover (const guint8 *x, gint64 side, const double low[2], double width)
{
  double sum = 0;

  for (gint64 i = (gint64) low[0]; i < MIN (side, (gint64) ceil (low[0] + width)); i++)
    for (gint64 k = (gint64) low[1]; k < MIN (side, (gint64) ceil (low[1] + width)); k++)
      {
        double high = MIN (low[0] + width, (double) i + 1) - MAX (low[0], (double) i),
               wide = MIN (low[1] + width, (double) k + 1) - MAX (low[1], (double) k);

        sum += (double) x[i * side + k] * MAX (high, 0) * MAX (wide, 0);
      }
  return sum / (width * width);
}

static double
convert_pixel (const guint8 *x, const WeftShape *from, const WeftShape *to, gint64 c, gint64 at)
{
  static const double weights[] = { 0.299, 0.587, 0.114 };
  gint64 side = from->dims[1], plane = side * side;
  double width = (double) side / (double) to->dims[1];
  const double low[2]
      = { (double) (at / to->dims[1]) * width, (double) (at % to->dims[1]) * width };
  double sum = 0;

  if (from->dims[0] == to->dims[0])
    return cover (x + c * plane, side, low, width);
  if (from->dims[0] == 1)
    return cover (x, side, low, width);
  for (int k = 0; k < 3; k++)
    sum += weights[k] * cover (x + k * plane, side, low, width);
  return sum;
}

/* One sample of the old set in the one of the new. */
static void
convert_sample (const WeftDataset *set, gint64 sample, WeftDataset *one)
{
  const WeftField *x = &set->fields[0];
  const WeftShape *to = &one->fields[0].shape;
  const guint8 *from = weft_field_get_sample (x, sample, NULL);
  gint64 plane = to->dims[1] * to->dims[2];

  for (gint64 k = 0; k < weft_shape_count (to); k++)
    ((guint8 *) one->fields[0].data)[k]
        = (guint8) lrint (convert_pixel (from, &x->shape, to, k / plane, k % plane));
  ((gint64 *) one->fields[1].data)[0] = weft_field_get_class (&set->fields[1], sample);
}

char *
weft_own_pictures_convert (char **names, const char *kept, const WeftShape *from,
                           const WeftShape *to, GError **error)
{
  g_autoptr (WeftDataset) before = weft_own_pictures_new_like (names, from), set = NULL,
                          one = weft_own_pictures_new_like (names, to);
  g_autofree char *all = g_strdup ("");

  one->count = 1;
  if (*kept == '\0')
    return g_steal_pointer (&all);
  set = weft_kept_join (before, kept, 0, error);
  if (set == NULL || !weft_dataset_allocate (one, &one->fields[0], error)
      || !weft_dataset_allocate (one, &one->fields[1], error))
    return NULL;
  for (gint64 i = 0; i < set->count; i++)
    {
      char *more;

      convert_sample (set, i, one);
      more = weft_kept_add (all, one, one, error);
      if (more == NULL)
        return NULL;
      g_free (all);
      all = more;
    }
  return g_steal_pointer (&all);
}

/* Of which classes there are pictures: as many as there are classes. */
static gboolean *
list_drawn (const char *kept, int n)
{
  gboolean *has = g_new0 (gboolean, n);
  g_autoptr (GArray) classes = weft_kept_list_classes (kept);

  for (guint i = 0; i < classes->len; i++)
    {
      gint64 class = g_array_index (classes, gint64, i);

      if (class >= 0 && class < n)
        has[class] = TRUE;
    }
  return has;
}

/* Of each class that has no picture yet an empty one, so that there is something to wire. */
static gboolean
stand_in (WeftDataset *like, const char *kept, GError **error)
{
  WeftField *x = &like->fields[0], *y = &like->fields[1];
  g_autofree gboolean *has = list_drawn (kept, y->classes);
  gint64 at = 0;

  for (int c = 0; c < y->classes; c++)
    like->count += !has[c];
  if (like->count == 0)
    return TRUE;
  if (!weft_dataset_allocate (like, x, error) || !weft_dataset_allocate (like, y, error))
    return FALSE;
  for (int c = 0; c < y->classes; c++)
    if (!has[c])
      ((gint64 *) y->data)[at++] = c;
  return TRUE;
}

char **
weft_own_pictures_list_missing (GVariant *params)
{
  WeftDataParams data;
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  weft_data_params_load (&data, params);
  if (strcmp (data.source, weft_source_own_pictures.id) == 0)
    {
      g_auto (GStrv) names = weft_own_pictures_split_names (data.class_names);
      guint n = g_strv_length (names);
      g_autofree gboolean *has = list_drawn (data.kept, (int) n);

      for (guint c = 0; c < n; c++)
        if (!has[c])
          g_ptr_array_add (missing, g_strdup (names[c]));
    }
  g_ptr_array_add (missing, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&missing), FALSE);
}

char *
weft_own_pictures_dup_missing (GVariant *params)
{
  g_auto (GStrv) names = weft_own_pictures_list_missing (params);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *name = weft_brief (names[i], WEFT_BRIEF_NAME);

      g_string_append_printf (all, "%s“%s”", i > 0 ? weft_sentence_get_comma () : "", name);
    }
  return all->len > 0 ? g_string_free (g_steal_pointer (&all), FALSE) : NULL;
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_auto (GStrv) names = weft_own_pictures_split_names (params->class_names);
  WeftShape shape = weft_own_pictures_get_shape (&params->shape);
  g_autoptr (WeftDataset) like = weft_own_pictures_new_like (names, &shape);

  return stand_in (like, params->kept, error) ? weft_kept_join (like, params->kept, 0, error)
                                              : NULL;
}
