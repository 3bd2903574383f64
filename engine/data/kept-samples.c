/* kept-samples: samples that somebody gave by hand, as the text that a data node keeps beside its
 * set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kept-samples.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/sentence.h"
#include "engine/data/kept-private.h"
#include "engine/data/pack-bits.h"

#define BETWEEN ";"

gboolean
weft_kept_is_class (const WeftField *field)
{
  return field->shape.type == WEFT_I64 && field->shape.rank == 0;
}

gsize
weft_kept_get_width (const WeftField *field)
{
  return field->shape.type == WEFT_I64 ? sizeof (gint32) : weft_type_size (field->shape.type);
}

/* --- writing --- */

/* As a network gets it, put back into what the field keeps. */
static void
put_number (const WeftField *like, float number, gpointer to)
{
  double own = (double) number / like->scale;

  switch (like->shape.type)
    {
    case WEFT_U8:
    case WEFT_BOOLEAN:
      *(guint8 *) to = (guint8) lround (CLAMP (own, 0, G_MAXUINT8));
      break;
    case WEFT_I16:
      *(gint16 *) to = (gint16) lround (CLAMP (own, G_MININT16, G_MAXINT16));
      break;
    case WEFT_I32:
      *(gint32 *) to = (gint32) lround (own);
      break;
    default:
      *(float *) to = (float) own;
    }
}

static GByteArray *
dup_numbers (const WeftField *like, const WeftField *field, const WeftShape *shape)
{
  gint64 n = weft_shape_count (shape);
  gsize width = weft_kept_get_width (like);
  GByteArray *bytes = g_byte_array_sized_new ((guint) ((gsize) n * width));
  g_autofree float *numbers = NULL;

  g_byte_array_set_size (bytes, (guint) ((gsize) n * width));
  if (like->shape.type == WEFT_I64)
    {
      const gint64 *labels = weft_field_get_sample (field, 0, NULL);

      for (gint64 i = 0; i < n; i++)
        ((gint32 *) (gpointer) bytes->data)[i] = (gint32) labels[i];
      return bytes;
    }
  numbers = g_new (float, n);
  weft_field_get (field, 0, numbers);
  for (gint64 i = 0; i < n; i++)
    put_number (like, numbers[i], bytes->data + (gsize) i * width);
  return bytes;
}

static void
write_field (GString *text, const WeftField *like, const WeftField *field)
{
  WeftShape shape;
  g_autofree char *coded = NULL;
  g_autoptr (GByteArray) bytes = NULL, packed = NULL;
  const gint64 *label = weft_field_get_sample (field, 0, &shape);

  g_string_append_printf (text, "%s=", like->name);
  if (weft_kept_is_class (like))
    {
      g_string_append_printf (text, "%" G_GINT64_FORMAT, *label);
      return;
    }
  bytes = dup_numbers (like, field, &shape);
  packed = weft_pack_bits (bytes->data, bytes->len);
  coded = g_base64_encode (packed->data, packed->len);
  g_string_append (text, coded);
}

/* Of a field that has steps the number of them is its own. */
static gboolean
is_shaped_alike (const WeftField *like, const WeftField *field)
{
  WeftShape shape;

  weft_field_get_sample (field, 0, &shape);
  if (shape.rank != like->shape.rank || (like->shape.type == WEFT_I64) != (shape.type == WEFT_I64))
    return FALSE;
  for (int i = 0; i < shape.rank; i++)
    if (i != like->ragged && shape.dims[i] != like->shape.dims[i])
      return FALSE;
  return TRUE;
}

char *
weft_kept_add (const char *text, const WeftDataset *like, const WeftDataset *sample, GError **error)
{
  g_autoptr (GString) more = g_string_new (text);

  for (guint i = 0; i < like->n_fields; i++)
    {
      const WeftField *field = weft_dataset_find_field (sample, like->fields[i].name);

      if (field == NULL || !is_shaped_alike (&like->fields[i], field))
        {
          weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                                   _ ("A sample that is kept needs its “%s”."),
                                   like->fields[i].name);
          return NULL;
        }
      if (i == 0 && more->len > 0)
        g_string_append (more, BETWEEN " ");
      else if (i > 0)
        g_string_append_c (more, ' ');
      write_field (more, &like->fields[i], field);
    }
  if (more->len <= WEFT_KEPT_MOST)
    return g_string_free (g_steal_pointer (&more), FALSE);
  weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                           _ ("No more samples can be kept: there are %u already."),
                           weft_kept_count (text));
  return NULL;
}

/* --- the samples of a text --- */

char **
weft_kept_split (const char *text)
{
  char **samples = g_strsplit (text, BETWEEN, -1);

  for (guint i = 0; samples[i] != NULL; i++)
    g_strstrip (samples[i]);
  return samples;
}

guint
weft_kept_count (const char *text)
{
  guint n = *text != '\0';

  for (; *text != '\0'; text++)
    n += *text == *BETWEEN;
  return n;
}

char *
weft_kept_dup_written (const char *sample, const char *field)
{
  g_auto (GStrv) words = g_strsplit (sample, " ", -1);
  g_autofree char *start = g_strconcat (field, "=", NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], start))
      return g_strdup (words[i] + strlen (start));
  return NULL;
}

gint64
weft_kept_read_class (const char *sample, const char *field)
{
  g_autofree char *written = weft_kept_dup_written (sample, field);
  gint64 class;

  return written != NULL && g_ascii_string_to_signed (written, 10, 0, G_MAXINT32, &class, NULL)
             ? class
             : -1;
}

GArray *
weft_kept_list_classes (const char *text)
{
  g_auto (GStrv) samples = weft_kept_split (text);
  GArray *classes = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; samples[i] != NULL && *text != '\0'; i++)
    g_array_append_val (classes, ((gint64[]){ weft_kept_read_class (samples[i], "y") })[0]);
  return classes;
}

static void
append_sample (GString *text, const char *sample)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? BETWEEN " " : "", sample);
}

char *
weft_kept_remove (const char *text, guint removed)
{
  g_auto (GStrv) samples = weft_kept_split (text);
  GString *left = g_string_new (NULL);

  for (guint i = 0; samples[i] != NULL; i++)
    if (i != removed)
      append_sample (left, samples[i]);
  return g_string_free (left, FALSE);
}

static char *
dup_with_class (const char *sample, gint64 class)
{
  g_auto (GStrv) words = g_strsplit (sample, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], "y="))
      {
        g_free (words[i]);
        words[i] = g_strdup_printf ("y=%" G_GINT64_FORMAT, class);
      }
  return g_strjoinv (" ", words);
}

char *
weft_kept_remove_class (const char *text, gint64 class)
{
  g_auto (GStrv) samples = weft_kept_split (text);
  GString *left = g_string_new (NULL);

  for (guint i = 0; samples[i] != NULL; i++)
    {
      gint64 own = weft_kept_read_class (samples[i], "y");
      g_autofree char *moved = dup_with_class (samples[i], own - (own > class));

      if (own != class)
        append_sample (left, moved);
    }
  return g_string_free (left, FALSE);
}
