/* param: looks rows up and keeps sets of values that hold only what was set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/param/param.h"

#include <string.h>

const WeftParam *
weft_params_find (const WeftParam *params, const char *name)
{
  for (const WeftParam *param = params; param && param->name; param++)
    if (strcmp (param->name, name) == 0)
      return param;
  return NULL;
}

/* The default of DIMS and REALS, "1,2". */
static GVariant *
read_list (const WeftParam *param)
{
  gboolean is_dims = param->type == WEFT_PARAM_DIMS;
  g_auto (GStrv) words = g_strsplit (param->text ? param->text : "", ",", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, is_dims ? G_VARIANT_TYPE ("ax") : G_VARIANT_TYPE ("ad"));
  for (char **word = words; *word; word++)
    if (is_dims)
      g_variant_builder_add (&builder, "x", g_ascii_strtoll (*word, NULL, 10));
    else
      g_variant_builder_add (&builder, "d", g_ascii_strtod (*word, NULL));
  return g_variant_builder_end (&builder);
}

static GVariant *
make_default (const WeftParam *param)
{
  gint64 each[8];

  for (gsize i = 0; i < G_N_ELEMENTS (each); i++)
    each[i] = (gint64) param->fallback;
  switch (param->type)
    {
    case WEFT_PARAM_INT:
      return g_variant_new_int64 ((gint64) param->fallback);
    case WEFT_PARAM_REAL:
      return g_variant_new_double (param->fallback);
    case WEFT_PARAM_BOOL:
      return g_variant_new_boolean (param->fallback != 0);
    case WEFT_PARAM_CHOICE:
      return g_variant_new_string (param->choices[(int) param->fallback].value);
    case WEFT_PARAM_STRING:
      return g_variant_new_string (param->text ? param->text : "");
    case WEFT_PARAM_SIZE2:
    case WEFT_PARAM_PADDING:
      return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, each,
                                        param->length > 0 ? param->length : 2, sizeof (gint64));
    case WEFT_PARAM_DIMS:
    case WEFT_PARAM_REALS:
      return read_list (param);
    default:
      g_return_val_if_reached (NULL);
    }
}

GVariant *
weft_param_get_default (const WeftParam *param)
{
  if (param->optional)
    return NULL;
  return g_variant_ref_sink (make_default (param));
}

GVariant *
weft_params_get (const WeftParam *params, GVariant *values, const char *name)
{
  const WeftParam *param = weft_params_find (params, name);
  GVariant *set = NULL;

  if (!param)
    return NULL;
  if (values)
    set = g_variant_lookup_value (values, name, NULL);
  return set ? set : weft_param_get_default (param);
}

static gboolean
equals_default (const WeftParam *param, GVariant *value)
{
  g_autoptr (GVariant) fallback = weft_param_get_default (param);

  return fallback && g_variant_equal (fallback, value);
}

/* Serialises at once: strings borrowed from a set in tree form would die when somebody else
 * serialises it. */
static GVariant *
finish_values (GVariantBuilder *builder)
{
  GVariant *values = g_variant_ref_sink (g_variant_builder_end (builder));

  g_variant_get_data (values);
  return values;
}

GVariant *
weft_params_with (const WeftParam *params, GVariant *values, const char *name, GVariant *value)
{
  g_autoptr (GVariant) changed = value ? g_variant_ref_sink (value) : NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (const WeftParam *param = params; param && param->name; param++)
    {
      g_autoptr (GVariant) mine = NULL;

      if (strcmp (param->name, name) == 0)
        mine = changed && !equals_default (param, changed) ? g_variant_ref (changed) : NULL;
      else if (values)
        mine = g_variant_lookup_value (values, param->name, NULL);
      if (mine)
        g_variant_builder_add (&builder, "{sv}", param->name, mine);
    }
  return finish_values (&builder);
}

/* Whether word is one of "a|b|c". */
static gboolean
is_listed (const char *list, const char *word)
{
  g_auto (GStrv) words = g_strsplit (list, "|", -1);

  return g_strv_contains ((const char *const *) words, word);
}

gboolean
weft_param_is_relevant (const WeftParam *param, const WeftParam *params, GVariant *values)
{
  g_autoptr (GVariant) value = NULL;
  const WeftParam *decider;

  if (param->hidden)
    return FALSE;
  if (!param->when_param)
    return TRUE;
  decider = weft_params_find (params, param->when_param);
  if (decider && !weft_param_is_relevant (decider, params, values))
    return FALSE;
  value = weft_params_get (params, values, param->when_param);
  if (!value || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return FALSE;
  return param->when ? param->when (g_variant_get_string (value, NULL))
                     : is_listed (param->when_values, g_variant_get_string (value, NULL));
}
