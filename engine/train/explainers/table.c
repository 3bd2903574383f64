/* table: the explainers that explainers.def names, and what people type of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/explainers/explainer.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/param/settings.h"

#define EXPLAINER(id) extern const WeftExplainerRow weft_explainer_##id;
#include "engine/train/explainers/explainers.def"
#undef EXPLAINER

static const WeftExplainerRow *const rows[] = {
#define EXPLAINER(id) &weft_explainer_##id,
#include "engine/train/explainers/explainers.def"
#undef EXPLAINER
};

const WeftExplainerRow *const *
weft_explainers (guint *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

const WeftExplainerRow *
weft_explainer_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i]->id, id))
      return rows[i];
  return NULL;
}

char *
weft_explainer_dup_ids (void)
{
  GString *ids = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", rows[i]->id);
  return g_string_free (ids, FALSE);
}

WeftExplainer *
weft_explainer_new (const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  const WeftExplainerRow *row
      = parts[0] != NULL ? weft_explainer_find (g_strstrip (parts[0])) : NULL;
  gpointer record;
  WeftExplainer *explainer;

  if (row == NULL)
    {
      g_autofree char *ids = weft_explainer_dup_ids ();
      g_autofree char *brief = weft_brief (text, WEFT_BRIEF_QUOTE);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("Nothing explains by “%s”. There are %s."), brief, ids);
      return NULL;
    }
  record = weft_params_read_settings (row->params, row->record_size, row->id, parts + 1, error);
  if (record == NULL)
    return NULL;
  explainer = g_new0 (WeftExplainer, 1);
  *explainer = (WeftExplainer){ row, record };
  return explainer;
}

void
weft_explainer_free (WeftExplainer *explainer)
{
  g_free (explainer->record);
  g_free (explainer);
}
