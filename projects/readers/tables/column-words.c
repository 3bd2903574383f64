/* column-words: the different words of a column, numbered as they come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/column-words.h"

#include <string.h>

#include "projects/readers/natural.h"

#define WORTH 96 /* bytes that a word takes besides its letters */

struct _WeftWords
{
  GHashTable *numbers; /* word → its number + 1; NULL: there were too many */
  GStringChunk *letters;
  GPtrArray *words; /* in their order */
  gssize *budget;
  gsize taken; /* of it */
  guint n;
  guint64 came, characters;
};

WeftWords *
weft_words_new (gssize *budget)
{
  WeftWords *words = g_new0 (WeftWords, 1);

  words->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  words->letters = g_string_chunk_new (256);
  words->words = g_ptr_array_new ();
  words->budget = budget;
  return words;
}

static void
drop (WeftWords *words)
{
  g_clear_pointer (&words->numbers, g_hash_table_unref);
  g_clear_pointer (&words->letters, g_string_chunk_free);
  g_clear_pointer (&words->words, g_ptr_array_unref);
  if (words->budget)
    *words->budget += (gssize) words->taken;
  words->taken = 0;
}

void
weft_words_free (WeftWords *words)
{
  drop (words);
  g_free (words);
}

static gboolean
has_room (WeftWords *words, const char *word)
{
  gsize bytes = strlen (word) + WORTH;

  if (!words->budget)
    return TRUE;
  words->taken += bytes;
  *words->budget -= (gssize) bytes;
  return *words->budget >= 0 || words->n < WEFT_COLUMN_MAX_WORDS;
}

static void
tally (WeftWords *words, const char *word)
{
  words->came++;
  words->characters += (guint64) g_utf8_strlen (word, -1);
}

int
weft_words_add (WeftWords *words, const char *word)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (words->numbers, word));
  char *kept;

  tally (words, word);
  if (number > 0)
    return (int) number - 1;
  if (!has_room (words, word))
    {
      drop (words);
      return WEFT_WORDS_FULL;
    }
  kept = g_string_chunk_insert (words->letters, word);
  g_ptr_array_add (words->words, kept);
  g_hash_table_insert (words->numbers, kept, GUINT_TO_POINTER (++words->n));
  return (int) words->n - 1;
}

void
weft_words_count (WeftWords *words, const char *cell)
{
  if (!weft_cell_is_missing (cell))
    tally (words, cell);
}

guint
weft_words_get_count (const WeftWords *words)
{
  return words->n;
}

double
weft_words_get_mean_length (const WeftWords *words)
{
  return words->came ? (double) words->characters / (double) words->came : 0;
}

char **
weft_words_sort (const WeftWords *words, int **places)
{
  g_autofree gpointer *sorted = g_memdup2 (words->words->pdata, MAX (words->n, 1) * sizeof *sorted);
  char **values = g_new0 (char *, words->n + 1);

  qsort (sorted, words->n, sizeof *sorted, weft_natural_compare_pointers);
  *places = g_new (int, MAX (words->n, 1));
  for (guint i = 0; i < words->n; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (words->numbers, sorted[i]));

      (*places)[number - 1] = (int) i;
      values[i] = g_strdup (sorted[i]);
    }
  return values;
}
