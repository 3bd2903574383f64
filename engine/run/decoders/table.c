/* table: the decoders that decoders.def names, and what people type of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/param/settings.h"

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

char *
weft_decoding_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", rows[i]->id);
  return g_string_free (ids, FALSE);
}

/* --- what people type --- */

WeftDecoding *
weft_decoding_new (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  const WeftDecodingRow *row = parts[0] != NULL ? weft_decoding_find (g_strstrip (parts[0])) : NULL;
  gpointer record;
  WeftDecoding *decoding;

  if (row == NULL)
    {
      g_autofree char *ids = weft_decoding_dup_ids ();
      g_autofree char *brief = weft_brief (text, WEFT_BRIEF_QUOTE);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("There is no decoder “%s”. There are %s."), brief, ids);
      return NULL;
    }
  record = weft_params_read_settings (row->params, row->record_size, row->id, parts + 1, error);
  if (record == NULL)
    return NULL;
  decoding = g_new0 (WeftDecoding, 1);
  *decoding = (WeftDecoding){ row, record };
  return decoding;
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
