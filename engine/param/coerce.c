/* coerce: brings what JSON, a file or a caller gives into a parameter's one canonical form */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/param/param.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"

#define MAX_DIMS 8
#define EXACT 9007199254740992.0 /* 2⁵³: beyond it a double is no integer that was written */

static GVariant *
fail (GError **error, const WeftParam *param, const char *expected)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s must be %s"), param->name, expected);
  return NULL;
}

/* A variant inside a variant is what av holds. */
static GVariant *
unbox (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARIANT))
    return g_variant_get_variant (value);
  return g_variant_ref (value);
}

static gboolean
read_real (GVariant *value, double *real)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    *real = g_variant_get_double (value);
  else if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    *real = (double) g_variant_get_int64 (value);
  else
    return FALSE;
  return isfinite (*real);
}

static gboolean
read_int (GVariant *value, gint64 *integer)
{
  double real;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    {
      *integer = g_variant_get_int64 (value);
      return TRUE;
    }
  if (!read_real (value, &real) || fabs (real) > EXACT || floor (real) != real)
    return FALSE;
  *integer = (gint64) real;
  return TRUE;
}

static gboolean
is_list (GVariant *value)
{
  return g_variant_is_of_type (value, G_VARIANT_TYPE ("ax"))
         || g_variant_is_of_type (value, G_VARIANT_TYPE ("ad"))
         || g_variant_is_of_type (value, G_VARIANT_TYPE ("av"));
}

/* The numbers of a list, or of one number; −1 when there is something else or too much in it. One
 * of integers and reals is given, for MAX_DIMS or WEFT_MAX_REALS. */
static int
read_numbers (GVariant *value, gint64 *integers, double *reals)
{
  gsize n = is_list (value) ? g_variant_n_children (value) : 1;

  if (n > (integers ? MAX_DIMS : WEFT_MAX_REALS))
    return -1;
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) child
          = is_list (value) ? g_variant_get_child_value (value, i) : g_variant_ref (value);
      g_autoptr (GVariant) number = unbox (child);

      if (integers ? !read_int (number, &integers[i]) : !read_real (number, &reals[i]))
        return -1;
    }
  return (int) n;
}

static GVariant *
coerce_int (const WeftParam *param, GVariant *value, GError **error)
{
  gint64 integer;

  if (!read_int (value, &integer))
    return fail (error, param, _ ("a whole number"));
  return g_variant_new_int64 (integer);
}

static GVariant *
coerce_real (const WeftParam *param, GVariant *value, GError **error)
{
  double real;

  if (!read_real (value, &real))
    return fail (error, param, _ ("a number"));
  return g_variant_new_double (real);
}

static GVariant *
coerce_bool (const WeftParam *param, GVariant *value, GError **error)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return fail (error, param, _ ("true or false"));
  return g_variant_ref (value);
}

static GVariant *
coerce_string (const WeftParam *param, GVariant *value, GError **error)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return fail (error, param, _ ("a text"));
  return g_variant_ref (value);
}

static GVariant *
coerce_choice (const WeftParam *param, GVariant *value, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (const WeftChoice *choice = param->choices; choice->value; choice++)
    {
      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
          && strcmp (g_variant_get_string (value, NULL), choice->value) == 0)
        return g_variant_ref (value);
      g_string_append_printf (known, "%s%s", known->len ? ", " : "", choice->value);
    }
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("%s must be one of: %s"), param->name,
               known->str);
  return NULL;
}

static GVariant *
coerce_size (const WeftParam *param, GVariant *value, GError **error)
{
  gint64 both[MAX_DIMS];
  int n = read_numbers (value, both, NULL);

  if (n != 1 && n != 2)
    return fail (error, param, _ ("a whole number or two of them, [height, width]"));
  if (n == 1)
    both[1] = both[0];
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, both, 2, sizeof (gint64));
}

/* One number, or one for each axis. */
static GVariant *
coerce_axes (const WeftParam *param, GVariant *value, GError **error)
{
  g_autofree char *wanted = g_strdup_printf (_ ("a whole number or a list of %d"), param->length);
  gint64 axes[MAX_DIMS];
  int n = read_numbers (value, axes, NULL);

  if (n != 1 && n != param->length)
    return fail (error, param, param->length == 1 ? _ ("a whole number") : wanted);
  for (int i = n; i < param->length; i++)
    axes[i] = axes[0];
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, axes, param->length, sizeof (gint64));
}

static GVariant *
coerce_padding (const WeftParam *param, GVariant *value, GError **error)
{
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return param->length > 0 ? coerce_axes (param, value, error)
                             : coerce_size (param, value, error);
  if (strcmp (g_variant_get_string (value, NULL), "same") != 0)
    return fail (error, param,
                 param->length > 0 ? _ ("a whole number or “same”")
                                   : _ ("a whole number, two of them, or “same”"));
  return g_variant_ref (value);
}

static gboolean
has_length (const WeftParam *param, int n)
{
  return param->length > 0 ? n == param->length : n >= 1;
}

static GVariant *
fail_length (const WeftParam *param, GError **error)
{
  g_autofree char *wanted = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "a list of %d number", "a list of %d numbers", param->length),
      param->length);

  return fail (error, param,
               param->length > 0
                   ? wanted
                   : (param->type == WEFT_PARAM_DIMS ? _ ("a list of 1 to 8 whole numbers")
                                                     : _ ("a list of 1 to 32 numbers")));
}

static GVariant *
coerce_dims (const WeftParam *param, GVariant *value, GError **error)
{
  gint64 dims[MAX_DIMS];
  int n = read_numbers (value, dims, NULL);

  if (param->length > 0)
    return coerce_axes (param, value, error);
  if (!has_length (param, n))
    return fail_length (param, error);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, dims, n, sizeof (gint64));
}

static GVariant *
coerce_reals (const WeftParam *param, GVariant *value, GError **error)
{
  double reals[WEFT_MAX_REALS];
  int n = read_numbers (value, NULL, reals);

  if (!has_length (param, n))
    return fail_length (param, error);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, reals, n, sizeof (double));
}

typedef GVariant *(*Coerce) (const WeftParam *param, GVariant *value, GError **error);

static const Coerce coerces[] = {
  [WEFT_PARAM_INT] = coerce_int,         [WEFT_PARAM_REAL] = coerce_real,
  [WEFT_PARAM_BOOL] = coerce_bool,       [WEFT_PARAM_CHOICE] = coerce_choice,
  [WEFT_PARAM_STRING] = coerce_string,   [WEFT_PARAM_SIZE2] = coerce_size,
  [WEFT_PARAM_PADDING] = coerce_padding, [WEFT_PARAM_DIMS] = coerce_dims,
  [WEFT_PARAM_REALS] = coerce_reals,
};

GVariant *
weft_param_coerce (const WeftParam *param, GVariant *value, GError **error)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  g_autoptr (GVariant) plain = unbox (held);
  GVariant *canonical = coerces[param->type](param, plain, error);

  return canonical ? g_variant_take_ref (canonical) : NULL;
}
