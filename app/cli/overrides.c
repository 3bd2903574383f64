/* overrides: what holds for one run only: --set NODE.PARAM=VALUE and --seed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/overrides.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/graph-json.h"

gboolean
weft_overrides_check (char **set, GError **error)
{
  for (guint i = 0; set != NULL && set[i] != NULL; i++)
    if (strchr (set[i], '=') == NULL || strchr (set[i], '.') == NULL)
      {
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                     _ ("--set takes NODE.PARAM=VALUE, not “%s”"), set[i]);
        return FALSE;
      }
  return TRUE;
}

GVariant *
weft_overrides_collect (GVariant *before, char **set, gint64 seed)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (before);

  for (guint i = 0; set != NULL && set[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (set[i], "=", 2);

      if (parts[0] != NULL && parts[1] != NULL)
        g_variant_dict_insert (&dict, parts[0], "s", parts[1]);
    }
  if (seed >= 0)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seed);

      g_variant_dict_insert (&dict, "training.seed", "s", text);
    }
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

gboolean
weft_overrides_apply (GVariant *overrides, WeftGraph *graph, GError **error)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, overrides);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) owned = value;
      g_autofree char *text = g_strdup_printf ("%s=%s", key, g_variant_get_string (owned, NULL));

      if (!weft_graph_set_from_text (graph, text, error))
        return FALSE;
    }
  return TRUE;
}
