/* column-merge: words that differ in nothing but capital letters and spaces */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/brief.h"
#include "projects/readers/tables/column.h"

char *
weft_word_fold (const char *word)
{
  g_autofree char *wide = g_utf8_normalize (word, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = g_utf8_casefold (wide ? wide : word, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = folded; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isspace (c) && c != '_')
        g_string_append_unichar (out, c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

gboolean
weft_words_find_alike (char *const *words, guint n, char **one, char **two)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      char *folded = weft_word_fold (words[i]);
      const char *other = g_hash_table_lookup (seen, folded);

      if (other)
        {
          *one = weft_brief (other, WEFT_BRIEF_QUOTE);
          *two = weft_brief (words[i], WEFT_BRIEF_QUOTE);
          g_free (folded);
          return TRUE;
        }
      g_hash_table_insert (seen, folded, words[i]);
    }
  return FALSE;
}

/* Of each value the one of its kind that is met most. */
static int *
find_commonest (const WeftColumn *column, const guint *counts)
{
  g_autoptr (GHashTable) best = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char **folded = g_new0 (char *, column->n_values);
  int *commonest = g_new (int, column->n_values);

  for (guint i = 0; i < column->n_values; i++)
    {
      gpointer before;

      folded[i] = weft_word_fold (column->values[i]);
      if (!g_hash_table_lookup_extended (best, folded[i], NULL, &before)
          || counts[i] > counts[GPOINTER_TO_UINT (before)])
        g_hash_table_insert (best, g_strdup (folded[i]), GUINT_TO_POINTER (i));
    }
  for (guint i = 0; i < column->n_values; i++)
    {
      commonest[i] = GPOINTER_TO_INT (g_hash_table_lookup (best, folded[i]));
      g_free (folded[i]);
    }
  return commonest;
}

void
weft_column_merge (WeftColumn *column, guint n_rows)
{
  g_autofree guint *counts = NULL;
  g_autofree int *to = NULL, *places = NULL;
  guint n = 0;

  if (column->kind != WEFT_COLUMN_WORDS || !column->indices)
    return;
  counts = weft_column_count_rows (column, n_rows);
  to = find_commonest (column, counts);
  places = g_new (int, column->n_values);
  for (guint i = 0; i < column->n_values; i++)
    if (to[i] == (int) i)
      {
        places[i] = (int) n;
        column->values[n++] = column->values[i];
      }
    else
      g_free (column->values[i]);
  column->values[n] = NULL;
  column->n_values = n;
  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      if (column->indices[r] >= 0)
        column->indices[r] = places[to[column->indices[r]]];
    }
}
