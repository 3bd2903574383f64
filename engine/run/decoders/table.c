/* table: the decoders that decoders.def names, and what people type of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"

#define DECODER(id) extern const WeftDecodingRow weft_decoding_##id;
#include "engine/run/decoders/decoders.def"
#undef DECODER

static const WeftDecodingRow *const rows[] = {
#define DECODER(id) &weft_decoding_##id,
#include "engine/run/decoders/decoders.def"
#undef DECODER
};

const WeftDecodingRow *const *
weft_decodings (guint *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

const WeftDecodingRow *
weft_decoding_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i]->id, id))
      return rows[i];
  return NULL;
}

static void
append_id (GString *ids, const char *id)
{
  if (ids->len > 0)
    g_string_append (ids, ", ");
  g_string_append (ids, id);
}

char *
weft_decoding_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    append_id (ids, rows[i]->id);
  return g_string_free (ids, FALSE);
}

/* --- what people type --- */

static gboolean
refuse_setting (const WeftDecodingRow *row, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *brief = weft_brief (name, WEFT_BRIEF_QUOTE);

  for (const WeftParam *param = row->params; param->name != NULL; param++)
    append_id (names, param->name);
  if (names->len == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("The decoder %s takes no settings."),
                 row->id);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("The decoder %s has no setting “%s”. It takes %s."), row->id, brief,
                 names->str);
  return FALSE;
}

/* "num_beams=8" into the values. */
static gboolean
read_setting (const WeftDecodingRow *row, const char *text, GVariant **values, GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);
  const char *name = sides[0] != NULL ? g_strstrip (sides[0]) : "";
  const WeftParam *param = weft_params_find (row->params, name);
  g_autofree char *sentence = NULL;
  g_autoptr (GVariant) value = NULL;
  GVariant *with;

  if (param == NULL || sides[1] == NULL)
    return refuse_setting (row, name, error);
  value = weft_param_parse (param, sides[1], error);
  if (value == NULL)
    return FALSE;
  sentence = weft_param_out_of_range (param, value);
  if (sentence != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, sentence);
      return FALSE;
    }
  with = weft_params_with (row->params, *values, param->name, value);
  g_clear_pointer (values, g_variant_unref);
  *values = with;
  return TRUE;
}

WeftDecoding *
weft_decoding_new (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  const WeftDecodingRow *row = parts[0] != NULL ? weft_decoding_find (g_strstrip (parts[0])) : NULL;
  g_autoptr (WeftDecoding) decoding = g_new0 (WeftDecoding, 1);
  g_autoptr (GVariant) values = NULL;

  if (row == NULL)
    {
      g_autofree char *ids = weft_decoding_dup_ids ();
      g_autofree char *brief = weft_brief (text, WEFT_BRIEF_QUOTE);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("There is no decoder “%s”. There are %s."), brief, ids);
      return NULL;
    }
  for (guint i = 1; parts[i] != NULL; i++)
    if (!read_setting (row, parts[i], &values, error))
      return NULL;
  decoding->row = row;
  decoding->record = g_malloc0 (row->record_size + 1);
  weft_params_load (row->params, values, decoding->record, row->record_size);
  return g_steal_pointer (&decoding);
}

void
weft_decoding_free (WeftDecoding *decoding)
{
  g_free (decoding->record);
  g_free (decoding);
}

guint
weft_decoding_count (const WeftDecoding *decoding)
{
  return decoding->row->count ? decoding->row->count (decoding->record) : 1;
}
