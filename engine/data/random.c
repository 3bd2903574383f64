/* random: standard normal x with targets that have nothing to do with it, to measure and to test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/source.h"

static WeftShape
shape_of (const WeftDims *dims)
{
  gint64 d[WEFT_MAX_RANK];

  for (int i = 0; i < dims->n; i++)
    d[i] = MAX (dims->d[i], 1);
  return weft_shape_new (d, dims->n);
}

static void
fill_classes (const WeftRandom *random, gint64 *y, gint64 count, int classes)
{
  for (gint64 i = 0; i < count; i++)
    y[i] = (gint64) weft_random_below (random, (guint64) i, (guint64) classes);
}

static void
fill_reals (const WeftRandom *random, const WeftDataParams *params, gboolean binary, float *y,
            gsize n)
{
  if (!binary)
    {
      weft_random_fill_uniform (random, y, n, (float) params->low, (float) params->high);
      return;
    }
  for (gsize i = 0; i < n; i++)
    y[i] = weft_random_uniform (random, i) < 0.5f ? 0 : 1;
}

static gboolean
make_target (WeftDataset *dataset, const WeftDataParams *params, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 1 };
  gboolean unsaid = !params->target || !*params->target;
  gboolean is_class = unsaid ? params->classes > 0 : strcmp (params->target, "class") == 0;
  gboolean binary = !unsaid && strcmp (params->target, "binary") == 0;
  gboolean is_tokens = !unsaid && strcmp (params->target, "tokens") == 0;
  WeftField *y;

  if (!unsaid && !is_class && !binary && !is_tokens && strcmp (params->target, "real") != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("A random target is “class”, “real”, “binary” or “tokens”, not “%s”."),
                   params->target);
      return FALSE;
    }
  y = weft_dataset_add_field (dataset, "y",
                              is_class    ? WEFT_KIND_CLASS
                              : is_tokens ? WEFT_KIND_TOKENS
                                          : WEFT_KIND_NUMBERS);
  if (!is_class)
    y->shape = shape_of (&params->target_shape);
  if (is_class || is_tokens)
    {
      y->shape.type = WEFT_I64;
      y->classes = MAX (params->classes, 2);
    }
  if (!weft_dataset_allocate (dataset, y, error))
    return FALSE;
  if (y->classes > 0)
    fill_classes (&random, y->data, dataset->count * weft_shape_count (&y->shape), y->classes);
  else
    fill_reals (&random, params, binary, y->data,
                (gsize) (dataset->count * weft_shape_count (&y->shape)));
  return TRUE;
}

/* --- the fields of a sample --- */

typedef struct
{
  const char *name;
  WeftDims dims;  /* none: one of `below` */
  int below;      /* tokens or classes; 0: numbers */
  gint64 channel; /* its own draws */
} Field;

/* "hint:3x4", "words:7/20", "sort:/5"; name: the text's. */
static gboolean
read_field (char *text, Field *field)
{
  char *at = strchr (text, ':');

  *field = (Field){ .name = text };
  if (at == NULL)
    return FALSE;
  *at++ = '\0';
  while (*at != '\0' && *at != '/')
    {
      guint64 length = g_ascii_strtoull (at, &at, 10);

      if (length < 1 || length > 1 << 20 || field->dims.n >= WEFT_MAX_RANK - 1)
        return FALSE;
      field->dims.d[field->dims.n++] = (int) length;
      if (*at == 'x')
        at++;
      else if (*at != '\0' && *at != '/')
        return FALSE;
    }
  if (*at == '/')
    {
      guint64 below = g_ascii_strtoull (at + 1, &at, 10);

      if (below < 1 || below > 1 << 20 || *at != '\0' || field->dims.n > 1)
        return FALSE;
      field->below = (int) below;
    }
  return weft_field_is_name (field->name) && (field->dims.n > 0 || field->below > 0);
}

static gboolean
add_field (WeftDataset *dataset, const Field *from, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, (guint64) from->channel };
  gboolean is_picture = from->dims.n == 3 && (from->dims.d[0] == 1 || from->dims.d[0] == 3);
  WeftKind kind = from->below == 0    ? is_picture ? WEFT_KIND_PICTURE : WEFT_KIND_NUMBERS
                  : from->dims.n == 0 ? WEFT_KIND_CLASS
                                      : WEFT_KIND_TOKENS;
  WeftField *field = weft_dataset_add_field (dataset, from->name, kind);
  gint64 n;

  field->shape = from->dims.n > 0 ? shape_of (&from->dims) : (WeftShape){ .rank = 0 };
  field->shape.type = from->below > 0 ? WEFT_I64 : WEFT_F32;
  field->classes = from->below > 0 ? MAX (from->below, kind == WEFT_KIND_CLASS ? 2 : 1) : 0;
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  n = dataset->count * weft_shape_count (&field->shape);
  if (from->below > 0)
    fill_classes (&random, field->data, n, from->below);
  else
    weft_random_fill_normal (&random, field->data, (gsize) n, 0, 1);
  return TRUE;
}

static gboolean
add_others (WeftDataset *dataset, const WeftDataParams *params, guint64 seed, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (params->also ? params->also : "", " ,", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *whole = g_strdup (words[i]);
      Field field;

      if (*words[i] == '\0')
        continue;
      if (!read_field (words[i], &field) || weft_dataset_find_field (dataset, field.name) != NULL
          || dataset->n_fields >= WEFT_MAX_FIELDS)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("“%s” is no further field of random data: “hint:3x4” are numbers, "
                          "“words:7/20” seven tokens of twenty, “sort:/5” one class of five."),
                       whole);
          return FALSE;
        }
      field.channel = 2 + (gint64) i;
      if (!add_field (dataset, &field, seed, error))
        return FALSE;
    }
  return TRUE;
}

static char *
dup_more (const WeftDataParams *params)
{
  g_auto (GStrv) words = g_strsplit_set (params->also ? params->also : "", " ,", -1);
  GString *names = g_string_new ("x y");

  for (guint i = 0; words[i] != NULL; i++)
    {
      Field field;

      if (read_field (words[i], &field))
        g_string_append_printf (names, " %s", field.name);
    }
  return g_string_free (names, FALSE);
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  const Field x = { "x", params->shape, params->vocabulary, 0 };

  if ((x.below > 0 && x.dims.n > 1)
      || (g_strcmp0 (params->target, "tokens") == 0 && params->target_shape.n > 1))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("Random tokens have a shape of one dimension."));
      return NULL;
    }
  dataset->name = g_strdup ("random");
  dataset->title = g_strdup (weft_source_find ("random")->title);
  dataset->count = MAX (params->count, 1);
  if (!add_field (dataset, &x, seed, error) || !make_target (dataset, params, seed, error)
      || !add_others (dataset, params, seed, error))
    return NULL;
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_random = {
  .id = "random",
  .title = N_ ("Random numbers"),
  .dup_more = dup_more,
  .follows_training = TRUE,
  .make = make,
};
