/* load: fills a record from a set of values; what is out of range is clamped */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/param/param.h"

#include <string.h>

static int
clamp_int (const WeftParam *param, gint64 value)
{
  gint64 low = (gint64) MAX (param->min, G_MININT);
  gint64 high = (gint64) MIN (param->max, G_MAXINT);

  return (int) CLAMP (value, low, high);
}

static int
find_choice (const WeftParam *param, const char *value)
{
  for (int i = 0; param->choices[i].value; i++)
    if (strcmp (param->choices[i].value, value) == 0)
      return i;
  return (int) param->fallback;
}

static void
load_size (const WeftParam *param, GVariant *value, int *h, int *w)
{
  gsize n = 0;
  const gint64 *both = g_variant_get_fixed_array (value, &n, sizeof (gint64));

  *h = clamp_int (param, both[0]);
  *w = clamp_int (param, both[1]);
}

static void
load_dims (const WeftParam *param, GVariant *value, WeftDims *dims)
{
  gsize n = 0;
  const gint64 *elements = g_variant_get_fixed_array (value, &n, sizeof (gint64));

  dims->n = (int) n;
  for (gsize i = 0; i < n; i++)
    dims->d[i] = clamp_int (param, elements[i]);
}

static void
load_reals (const WeftParam *param, GVariant *value, WeftReals *reals)
{
  gsize n = 0;
  const double *elements = g_variant_get_fixed_array (value, &n, sizeof (double));

  reals->n = (int) n;
  for (gsize i = 0; i < n; i++)
    reals->v[i] = CLAMP (elements[i], param->min, param->max);
}

static void
load_padding (const WeftParam *param, GVariant *value, gpointer field)
{
  gboolean same = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING);
  WeftPadding *padding = field;

  if (param->length > 0)
    {
      if (!same)
        load_dims (param, value, field);
      return;
    }
  padding->same = same;
  if (!same)
    load_size (param, value, &padding->h, &padding->w);
}

double
weft_param_get_real (const WeftParam *param, gconstpointer field)
{
  return param->width == sizeof (float) ? (double) *(const float *) field : *(const double *) field;
}

void
weft_param_set_real (const WeftParam *param, gpointer field, double value)
{
  if (param->width == sizeof (float))
    *(float *) field = (float) value;
  else
    *(double *) field = value;
}

/* value is canonical for the parameter. */
static void
load_field (const WeftParam *param, GVariant *value, gpointer field)
{
  switch (param->type)
    {
    case WEFT_PARAM_INT:
      *(int *) field = clamp_int (param, g_variant_get_int64 (value));
      return;
    case WEFT_PARAM_REAL:
      weft_param_set_real (param, field,
                           CLAMP (g_variant_get_double (value), param->min, param->max));
      return;
    case WEFT_PARAM_BOOL:
      *(gboolean *) field = g_variant_get_boolean (value);
      return;
    case WEFT_PARAM_CHOICE:
      *(int *) field = find_choice (param, g_variant_get_string (value, NULL));
      return;
    case WEFT_PARAM_STRING:
      *(const char **) field = g_variant_get_string (value, NULL);
      return;
    case WEFT_PARAM_SIZE2:
      load_size (param, value, &((WeftSize2 *) field)->h, &((WeftSize2 *) field)->w);
      return;
    case WEFT_PARAM_PADDING:
      load_padding (param, value, field);
      return;
    case WEFT_PARAM_DIMS:
      load_dims (param, value, field);
      return;
    case WEFT_PARAM_REALS:
      load_reals (param, value, field);
      return;
    default:
      g_return_if_reached ();
    }
}

/* Most values are as they were, so no variant is made for what has one number or a text of the
 * table. */
static void
load_default (const WeftParam *param, gpointer field)
{
  g_autoptr (GVariant) value = NULL;

  if (param->type == WEFT_PARAM_STRING)
    *(const char **) field = param->text ? param->text : "";
  else if (param->optional)
    return;
  else if (param->type == WEFT_PARAM_INT)
    *(int *) field = clamp_int (param, (gint64) param->fallback);
  else if (param->type == WEFT_PARAM_REAL)
    weft_param_set_real (param, field, CLAMP (param->fallback, param->min, param->max));
  else if (param->type == WEFT_PARAM_BOOL)
    *(gboolean *) field = param->fallback != 0;
  else if (param->type == WEFT_PARAM_CHOICE)
    *(int *) field = (int) param->fallback;
  else
    {
      value = weft_param_get_default (param);
      load_field (param, value, field);
    }
}

static void
load_param (const WeftParam *param, GVariant *values, char *record)
{
  g_autoptr (GVariant) set = values ? g_variant_lookup_value (values, param->name, NULL) : NULL;
  g_autoptr (GVariant) value = set ? weft_param_coerce (param, set, NULL) : NULL;

  if (value)
    load_field (param, value, record + param->offset);
  else
    load_default (param, record + param->offset);
}

void
weft_params_load (const WeftParam *params, GVariant *values, gpointer record, gsize size)
{
  memset (record, 0, size);
  if (values)
    g_variant_get_data (values); /* serialised, its strings live as long as it does */
  for (const WeftParam *param = params; param && param->name; param++)
    load_param (param, values, record);
}
