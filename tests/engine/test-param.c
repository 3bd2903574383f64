/* test-param: values in every form that JSON and people give them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/error.h"
#include "engine/param/param.h"

typedef struct
{
  int integer;
  double real;
  gboolean flag;
  int choice;
  const char *text;
  WeftSize2 size, open;
  WeftPadding padding;
  WeftDims dims, volume, around;
  WeftReals reals, pair;
} Record;

static const WeftChoice choices[] = { { "one", "One" }, { "two", "Two" }, { NULL } };

static const WeftParam params[] = {
  WEFT_INT (Record, integer, 3, 1, 100, .label = "Integer"),
  WEFT_REAL (Record, real, 0.5, 0, 2, .label = "Real"),
  WEFT_BOOL (Record, flag, TRUE, .label = "Flag"),
  WEFT_CHOICE (Record, choice, 1, choices, .label = "Choice"),
  WEFT_STRING (Record, text, "so", .label = "Text"),
  WEFT_SIZE2 (Record, size, 3, 1, 9, .label = "Size", .when_param = "choice",
              .when_values = "one|two"),
  WEFT_SIZE2 (Record, open, 0, 1, 9, .label = "Open", .optional = TRUE, .unset = "as it is",
              .when_param = "choice", .when_values = "one"),
  WEFT_PADDING (Record, padding, 0, 0, 9, .label = "Padding"),
  WEFT_DIMS (Record, dims, "1,2", -1, 50, .label = "Dims"),
  WEFT_DIMS (Record, volume, "1,1,1", 1, 9, .length = 3, .label = "Volume"),
  WEFT_PADDING_OF (Record, around, 3, 2, 0, 9, .label = "Around"),
  WEFT_REALS (Record, reals, "0.5", 0, 1, .label = "Reals"),
  WEFT_REALS (Record, pair, "0.9,0.999", 0, 1, .length = 2, .label = "Pair"),
  { NULL },
};

/* wanted: GVariant text; NULL: there is none. */
static void
assert_value (GVariant *value, const char *wanted)
{
  g_autoptr (GVariant) expected
      = wanted ? g_variant_ref_sink (g_variant_new_parsed (wanted)) : NULL;

  if (wanted)
    g_assert_cmpvariant (value, expected);
  else
    g_assert_null (value);
}

static const struct
{
  const char *name, *given, *wanted; /* wanted NULL: refused */
} coerced[] = {
  { "integer", "int64 5", "int64 5" },
  { "integer", "5.0", "int64 5" },
  { "integer", "<int64 5>", "int64 5" },
  { "integer", "int64 1000000000", "int64 1000000000" },
  { "integer", "5.5", NULL },
  { "integer", "1e300", NULL },
  { "integer", "'5'", NULL },
  { "integer", "true", NULL },
  { "real", "int64 2", "2.0" },
  { "real", "0.25", "0.25" },
  { "real", "'a'", NULL },
  { "flag", "false", "false" },
  { "flag", "int64 1", NULL },
  { "choice", "'two'", "'two'" },
  { "choice", "'three'", NULL },
  { "choice", "int64 0", NULL },
  { "text", "'any'", "'any'" },
  { "text", "int64 1", NULL },
  { "size", "int64 4", "[int64 4, 4]" },
  { "size", "4.0", "[int64 4, 4]" },
  { "size", "[int64 4, 2]", "[int64 4, 2]" },
  { "size", "[<int64 4>, <2.0>]", "[int64 4, 2]" },
  { "size", "[<'a'>, <'b'>]", NULL },
  { "size", "[int64 1, 2, 3]", NULL },
  { "size", "@ax []", NULL },
  { "size", "'same'", NULL },
  { "padding", "'same'", "'same'" },
  { "padding", "'valid'", NULL },
  { "padding", "[1.0, 2.0]", "[int64 1, 2]" },
  { "dims", "int64 7", "[int64 7]" },
  { "dims", "[<int64 3>, <int64 4>, <int64 5>]", "[int64 3, 4, 5]" },
  { "dims", "[1.5]", NULL },
  { "dims", "@ax []", NULL },
  { "dims", "[int64 1, 1, 1, 1, 1, 1, 1, 1, 1]", NULL },
  { "volume", "int64 7", "[int64 7, 7, 7]" },
  { "volume", "[int64 1, 2, 3]", "[int64 1, 2, 3]" },
  { "volume", "[int64 1, 2]", NULL },
  { "around", "int64 1", "[int64 1, 1, 1]" },
  { "around", "'same'", "'same'" },
  { "around", "'valid'", NULL },
  { "around", "[int64 1, 2, 3, 4]", NULL },
  { "reals", "[<int64 1>, <0.5>]", "[1.0, 0.5]" },
  { "pair", "[0.8, 0.9]", "[0.8, 0.9]" },
  { "pair", "0.8", NULL },
  { "pair", "[0.8, 0.9, 0.1]", NULL },
};

static void
test_coerce (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (coerced); i++)
    {
      const WeftParam *param = weft_params_find (params, coerced[i].name);
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value
          = weft_param_coerce (param, g_variant_new_parsed (coerced[i].given), &error);

      assert_value (value, coerced[i].wanted);
      if (!coerced[i].wanted)
        g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

static void
test_not_finite (void)
{
  const WeftParam *param = weft_params_find (params, "real");

  g_assert_null (weft_param_coerce (param, g_variant_new_double (NAN), NULL));
  g_assert_null (weft_param_coerce (param, g_variant_new_double (-INFINITY), NULL));
}

static void
test_range (void)
{
  static const struct
  {
    const char *name, *value, *wanted;
  } cases[] = {
    { "integer", "int64 100", NULL },
    { "integer", "int64 1000000000", "Integer is 1000000000; at most 100" },
    { "integer", "int64 0", "Integer is 0; at least 1" },
    { "real", "2.5", "Real is 2.5; at most 2" },
    { "size", "[int64 3, 10]", "Size is 3×10; at most 9" },
    { "padding", "'same'", NULL },
    { "dims", "[int64 -1, 3]", NULL },
    { "dims", "[int64 -2, 3]", "Dims is -2×3; at least -1" },
    { "text", "'x'", NULL },
    { "flag", "true", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (cases[i].value));
      g_autofree char *reason
          = weft_param_out_of_range (weft_params_find (params, cases[i].name), value);

      g_assert_cmpstr (reason, ==, cases[i].wanted);
    }
}

static void
test_sets (void)
{
  g_autoptr (GVariant) a = weft_params_with (params, NULL, "text", g_variant_new_string ("mine"));
  g_autoptr (GVariant) b = weft_params_with (params, a, "integer", g_variant_new_int64 (9));
  g_autoptr (GVariant) c = weft_params_with (params, b, "integer", g_variant_new_int64 (3));
  g_autoptr (GVariant) d = weft_params_with (params, c, "text", NULL);
  g_autoptr (GVariant) in_force = weft_params_get (params, d, "text");
  g_autoptr (GVariant) open = weft_params_get (params, NULL, "open");
  g_autofree char *text = g_variant_print (b, TRUE);

  /* The table's order, whatever was set first; a default is never stored. */
  g_assert_cmpstr (text, ==, "{'integer': <int64 9>, 'text': <'mine'>}");
  g_assert_cmpvariant (c, a);
  g_assert_cmpuint (g_variant_n_children (d), ==, 0);
  g_assert_cmpstr (g_variant_get_string (in_force, NULL), ==, "so");
  g_assert_null (open);
}

static void
test_load (void)
{
  g_autoptr (GVariant) values = g_variant_ref_sink (g_variant_new_parsed (
      "{'integer': <int64 1000>, 'real': <int64 -4>, 'text': <'t'>, 'size': <7.0>, "
      "'padding': <'same'>, 'around': <'same'>, 'dims': <[int64 99, -9]>, 'choice': <'nonsense'>, "
      "'unknown': <1>}"));
  Record record;

  weft_params_load (params, values, &record, sizeof record);
  g_assert_cmpint (record.integer, ==, 100);
  g_assert_cmpfloat (record.real, ==, 0);
  g_assert_cmpstr (record.text, ==, "t");
  g_assert_cmpint (record.size.h, ==, 7);
  g_assert_cmpint (record.size.w, ==, 7);
  g_assert_true (record.padding.same);
  g_assert_cmpint (record.around.n, ==, 0);
  g_assert_cmpint (record.dims.n, ==, 2);
  g_assert_cmpint (record.dims.d[0], ==, 50);
  g_assert_cmpint (record.dims.d[1], ==, -1);
  g_assert_cmpint (record.choice, ==, 1);
  g_assert_cmpint (record.open.h, ==, 0);
  g_assert_cmpint (record.pair.n, ==, 2);
  g_assert_cmpfloat (record.pair.v[1], ==, 0.999);

  weft_params_load (params, NULL, &record, sizeof record);
  g_assert_cmpint (record.integer, ==, 3);
  g_assert_cmpstr (record.text, ==, "so");
  g_assert_false (record.padding.same);
  g_assert_cmpint (record.around.n, ==, 3);
  g_assert_cmpint (record.around.d[2], ==, 2);
}

static void
test_parse (void)
{
  static const struct
  {
    const char *name, *typed, *wanted;
  } cases[] = {
    { "integer", " 5 ", "int64 5" },
    { "integer", "five", NULL },
    { "integer", "", NULL },
    { "real", "0,001", "0.001" },
    { "real", "1e-3", "0.001" },
    { "real", "nan", NULL },
    { "real", "inf", NULL },
    { "real", "0x10", NULL },
    { "flag", "yes", "true" },
    { "flag", "False", "false" },
    { "flag", "perhaps", NULL },
    { "choice", "Two", "'two'" },
    { "choice", "ONE", "'one'" },
    { "text", " kept ", "' kept '" },
    { "size", "5", "[int64 5, 5]" },
    { "size", "5x3", "[int64 5, 3]" },
    { "size", "5 × 3", "[int64 5, 3]" },
    { "size", "5,3", "[int64 5, 3]" },
    { "size", "5xx", "[int64 5, 5]" },
    { "size", "a", NULL },
    { "padding", "Same", "'same'" },
    { "padding", "2", "[int64 2, 2]" },
    { "dims", "[1, 28, 28]", "[int64 1, 28, 28]" },
    { "dims", "-1", "[int64 -1]" },
    { "pair", "0.8, 0.9", "[0.8, 0.9]" },
    { "pair", "0,8; 0,9", "[0.8, 0.9]" },
    { "pair", "0,8 0,9", "[0.8, 0.9]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const WeftParam *param = weft_params_find (params, cases[i].name);
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value = weft_param_parse (param, cases[i].typed, &error);

      assert_value (value, cases[i].wanted);
      g_assert_true ((error == NULL) == (value != NULL));
    }
}

static void
test_relevant (void)
{
  const WeftParam *size = weft_params_find (params, "size");
  const WeftParam *open = weft_params_find (params, "open");
  g_autoptr (GVariant) one
      = weft_params_with (params, NULL, "choice", g_variant_new_string ("one"));

  g_assert_true (weft_param_is_relevant (size, params, NULL));
  g_assert_false (weft_param_is_relevant (open, params, NULL)); /* the default is "two" */
  g_assert_true (weft_param_is_relevant (open, params, one));
}

/* --- fuzz --- */

static GVariant *
random_value (GRand *rand, int depth)
{
  static const double reals[]
      = { 0, 1, -1, 0.5, 1e300, -1e300, 9007199254740993.0, INFINITY, NAN, 3 };
  static const char *const texts[] = { "", "same", "one", "two", "5x3", "\xc3\xa4" };
  GVariantBuilder builder;

  switch (g_rand_int_range (rand, 0, depth > 0 ? 8 : 4))
    {
    case 0:
      return g_variant_new_int64 (
          (gint64) ((guint64) g_rand_int (rand) << g_rand_int_range (rand, 0, 33)));
    case 1:
      return g_variant_new_double (reals[g_rand_int_range (rand, 0, G_N_ELEMENTS (reals))]);
    case 2:
      return g_variant_new_boolean (g_rand_boolean (rand));
    case 3:
      return g_variant_new_string (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    case 4:
      return g_variant_new_variant (random_value (rand, depth - 1));
    default:
      g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
      for (int n = g_rand_int_range (rand, 0, 11); n > 0; n--)
        g_variant_builder_add (&builder, "v", random_value (rand, depth - 1));
      return g_variant_builder_end (&builder);
    }
}

static void
assert_in_range (const Record *record)
{
  g_assert_true (record->integer >= 1 && record->integer <= 100);
  g_assert_true (record->real >= 0 && record->real <= 2);
  g_assert_true (record->choice == 0 || record->choice == 1);
  g_assert_true (record->size.h >= 1 && record->size.w <= 9);
  g_assert_true (record->open.h >= 0 && record->open.w <= 9);
  g_assert_true (record->padding.h >= 0 && record->padding.w <= 9);
  g_assert_true (record->dims.n >= 1 && record->dims.n <= 8);
  for (int i = 0; i < record->dims.n; i++)
    g_assert_true (record->dims.d[i] >= -1 && record->dims.d[i] <= 50);
  g_assert_cmpint (record->pair.n, ==, 2);
}

/* Anything at all: refused, or canonical; canonical is a fixed point; text gives it back; and a
 * record filled from it never leaves the range. */
static void
test_fuzz (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int i = 0; i < 20000; i++)
    {
      const WeftParam *param = &params[g_rand_int_range (rand, 0, G_N_ELEMENTS (params) - 1)];
      g_autoptr (GVariant) given = g_variant_ref_sink (random_value (rand, 3));
      g_autoptr (GVariant) value = weft_param_coerce (param, given, NULL);
      g_autoptr (GVariant) raw = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
      g_autoptr (GVariant) again = NULL, read = NULL;
      g_autofree char *text = NULL;
      g_autofree char *reason = NULL;
      GVariantDict dict;
      Record record;

      g_variant_dict_init (&dict, raw);
      g_variant_dict_insert_value (&dict, param->name, given);
      g_clear_pointer (&raw, g_variant_unref);
      raw = g_variant_ref_sink (g_variant_dict_end (&dict));
      weft_params_load (params, raw, &record, sizeof record);
      assert_in_range (&record);
      if (!value)
        continue;
      again = weft_param_coerce (param, value, NULL);
      g_assert_cmpvariant (value, again);
      text = weft_param_format (param, value);
      read = weft_param_parse (param, text, NULL);
      g_assert_cmpvariant (value, read);
      reason = weft_param_out_of_range (param, value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/param/coerce", test_coerce);
  g_test_add_func ("/param/not-finite", test_not_finite);
  g_test_add_func ("/param/range", test_range);
  g_test_add_func ("/param/sets", test_sets);
  g_test_add_func ("/param/load", test_load);
  g_test_add_func ("/param/parse", test_parse);
  g_test_add_func ("/param/relevant", test_relevant);
  g_test_add_func ("/param/fuzz", test_fuzz);
  return g_test_run ();
}
