/* test-chooser: which files are offered first where one is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/chooser.h"

static gboolean
offers (WeftChoose what, const char *name)
{
  g_autoptr (GtkFileFilter) filter = weft_chooser_new_filter (what);
  g_autoptr (GVariant) all = g_variant_ref_sink (gtk_file_filter_to_gvariant (filter));
  g_autoptr (GVariant) rules = g_variant_get_child_value (all, 1);
  gboolean does = FALSE;

  for (gsize i = 0; i < g_variant_n_children (rules); i++)
    {
      g_autoptr (GVariant) rule = g_variant_get_child_value (rules, i);
      g_autoptr (GRegex) form = NULL;
      g_autoptr (GString) regex = NULL;
      const char *pattern;

      g_variant_get_child (rule, 1, "&s", &pattern);
      regex = g_string_new (pattern);
      g_string_replace (regex, ".", "\\.", 0);
      g_string_replace (regex, "*", ".*", 0);
      form = g_regex_new (regex->str, G_REGEX_ANCHORED | G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      does |= g_regex_match (form, name, 0, NULL);
    }
  return does;
}

/* Those that the readers can read, whatever the case, and no others. */
static void
test_data (void)
{
  g_autoptr (GPtrArray) endings = g_ptr_array_new ();

  g_assert_false (offers (WEFT_CHOOSE_DATA, "leaf.webp"));
  g_ptr_array_add (endings, (gpointer) ".webp");
  g_ptr_array_add (endings, (gpointer) "-ubyte");
  weft_chooser_set_data_endings (endings);
  g_assert_true (offers (WEFT_CHOOSE_DATA, "leaf.webp"));
  g_assert_true (offers (WEFT_CHOOSE_DATA, "LEAF.WEBP"));
  g_assert_true (offers (WEFT_CHOOSE_DATA, "train-images-idx3-ubyte"));
  g_assert_false (offers (WEFT_CHOOSE_DATA, "leaf.svg"));
  g_assert_true (offers (WEFT_CHOOSE_PROJECT, "mine.weft"));
  g_assert_false (offers (WEFT_CHOOSE_PROJECT, "leaf.webp"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chooser/data", test_data);
  return g_test_run ();
}
