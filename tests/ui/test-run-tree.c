/* test-run-tree: in which order runs stand, and from which of them each hangs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/run-tree.h"

typedef struct
{
  gint64 id, parent;
  gboolean is_starred, is_binned;
} Given;

/* The list as text: "2 .3 *1": a point for each step that it stands in, a star, the number, and a
 * bar for each line that goes on below it. */
static char *
dup_list (const Given *given, guint n)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func (g_free);
  g_autofree WeftRunTwig *twigs = NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      WeftRunCard *card = g_new0 (WeftRunCard, 1);

      card->id = given[i].id;
      card->parent = given[i].parent;
      card->is_starred = given[i].is_starred;
      card->is_binned = given[i].is_binned;
      g_ptr_array_add (cards, card);
    }
  twigs = weft_run_tree_sort (cards);
  g_assert_cmpuint (cards->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const WeftRunCard *card = cards->pdata[i];

      g_string_append (text, i > 0 ? " " : "");
      for (guint d = 0; d < twigs[i].depth; d++)
        g_string_append_c (text, twigs[i].lines >> d & 1 ? '|' : '.');
      g_string_append_printf (text, "%s%d%s", card->is_starred ? "*" : "", (int) card->id,
                              card->is_binned ? "-" : "");
    }
  return g_string_free (text, FALSE);
}

#define ASSERT_LIST(wanted, ...)                                                                   \
  do                                                                                               \
    {                                                                                              \
      const Given given[] = { __VA_ARGS__ };                                                       \
      g_autofree char *found = dup_list (given, G_N_ELEMENTS (given));                             \
      g_assert_cmpstr (found, ==, wanted);                                                         \
    }                                                                                              \
  while (0)

static void
test_branches (void)
{
  ASSERT_LIST ("3 2 1", { 1 }, { 2 }, { 3 });
  ASSERT_LIST ("3 1 .2", { 1 }, { 2, 1 }, { 3 });
  ASSERT_LIST ("1 |4 |.5 .2 3", { 1 }, { 2, 1 }, { 3 }, { 4, 1 }, { 5, 4 });
  ASSERT_LIST ("1 |3 ||5 |.4 .2", { 1 }, { 2, 1 }, { 3, 1 }, { 4, 3 }, { 5, 3 });
}

/* A star lifts its family over the others, and itself over its siblings. */
static void
test_stars (void)
{
  ASSERT_LIST ("*1 3 2", { 1, 0, TRUE }, { 2 }, { 3 });
  ASSERT_LIST ("1 |*2 .3 4", { 1 }, { 2, 1, TRUE }, { 3, 1 }, { 4 });
}

/* What is in the bin hangs from nothing that is not, and nothing from what is in the bin. */
static void
test_bin (void)
{
  ASSERT_LIST ("3 2 1-", { 1, 0, FALSE, TRUE }, { 2, 1 }, { 3 });
  ASSERT_LIST ("3 1 2-", { 1 }, { 2, 1, FALSE, TRUE }, { 3 });
  ASSERT_LIST ("3 1- .2-", { 1, 0, FALSE, TRUE }, { 2, 1, FALSE, TRUE }, { 3 });
}

/* A parent that is gone, or that a file only says; and a chain deeper than is shown. */
static void
test_strange (void)
{
  WeftRunTwig *none = NULL;
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  Given chain[40];
  g_autofree char *deepest = NULL;

  ASSERT_LIST ("5 .7 2", { 2, 1 }, { 5, 9 }, { 7, 5 });
  ASSERT_LIST ("2 1", { 1, 2 }, { 2, 2 });
  for (int i = 0; i < 40; i++)
    chain[i] = (Given){ i + 1, i };
  deepest = dup_list (chain, G_N_ELEMENTS (chain));
  g_assert_true (g_str_has_suffix (deepest, " ........39 ........40"));
  none = weft_run_tree_sort (cards);
  g_free (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-tree/branches", test_branches);
  g_test_add_func ("/run-tree/stars", test_stars);
  g_test_add_func ("/run-tree/bin", test_bin);
  g_test_add_func ("/run-tree/strange", test_strange);
  return g_test_run ();
}
