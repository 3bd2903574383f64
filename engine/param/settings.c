/* settings: parameters as people type them behind the name of what they are of: "size=4" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/param/settings.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"

static gboolean
refuse (const WeftParam *params, const char *of, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *brief = weft_brief (name, WEFT_BRIEF_QUOTE);

  for (const WeftParam *param = params; param->name != NULL; param++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", param->name);
  if (names->len == 0)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s takes no settings."), of);
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s has no setting “%s”. It takes %s."),
                 of, brief, names->str);
  return FALSE;
}

/* "num_beams=8" into the values. */
static gboolean
read_setting (const WeftParam *params, const char *of, const char *text, GVariant **values,
              GError **error)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);
  const char *name = sides[0] != NULL ? g_strstrip (sides[0]) : "";
  const WeftParam *param = weft_params_find (params, name);
  g_autofree char *sentence = NULL;
  g_autoptr (GVariant) value = NULL;
  GVariant *with;

  if (param == NULL || sides[1] == NULL)
    return refuse (params, of, name, error);
  value = weft_param_parse (param, sides[1], error);
  if (value == NULL)
    return FALSE;
  sentence = weft_param_out_of_range (param, value);
  if (sentence != NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, sentence);
      return FALSE;
    }
  with = weft_params_with (params, *values, param->name, value);
  g_clear_pointer (values, g_variant_unref);
  *values = with;
  return TRUE;
}

gpointer
weft_params_read_settings (const WeftParam *params, gsize size, const char *of,
                           char *const *settings, GError **error)
{
  g_autoptr (GVariant) values = NULL;
  gpointer record;

  for (; *settings != NULL; settings++)
    if (!read_setting (params, of, *settings, &values, error))
      return NULL;
  record = g_malloc0 (size + 1);
  weft_params_load (params, values, record, size);
  return record;
}
