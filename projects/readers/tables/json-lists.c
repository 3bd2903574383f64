/* json-lists: what lists of words in records are: texts that were cut into their words, or labels
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/json-lists.h"

#include <string.h>

#include "projects/readers/tables/json-record.h"

#define MOST_LABELS 200
#define LISTS_EACH 5 /* in which a label stands on average, at least */
#define MOST_WORDS 4 /* of a list on average: longer ones are sentences */

typedef struct
{
  GHashTable *words; /* of char: all that are met, while they may be labels */
  guint lists, met;  /* how many words, each time that one is */
  guint twins;       /* lists beside which the one before is as long: what is said of each word */
  gboolean is_text;  /* a word stands twice in a list, or there are too many */
} Look;

struct _WeftJsonLists
{
  GHashTable *looks; /* char * → Look, by the column's name */
  Look *before;      /* the list before; nullable */
  guint n_before;    /* words of it */
};

static void
look_free (gpointer data)
{
  Look *look = data;

  g_hash_table_unref (look->words);
  g_free (look);
}

WeftJsonLists *
weft_json_lists_new (void)
{
  WeftJsonLists *lists = g_new0 (WeftJsonLists, 1);

  lists->looks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, look_free);
  return lists;
}

void
weft_json_lists_free (WeftJsonLists *lists)
{
  if (!lists)
    return;
  g_hash_table_unref (lists->looks);
  g_free (lists);
}

static Look *
find_look (WeftJsonLists *lists, const char *column)
{
  Look *look = g_hash_table_lookup (lists->looks, column);

  if (look)
    return look;
  look = g_new0 (Look, 1);
  look->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (lists->looks, g_strdup (column), look);
  return look;
}

void
weft_json_lists_look_at (WeftJsonLists *lists, const char *column, const char *list)
{
  Look *look = find_look (lists, column);
  g_auto (GStrv) words = g_strsplit (list, WEFT_JSON_BETWEEN, -1);
  guint n = g_strv_length (words);

  if (lists->before && lists->before != look && n > 1 && n == lists->n_before)
    {
      look->twins++;
      lists->before->twins++;
    }
  lists->before = look;
  lists->n_before = n;
  look->lists++;
  look->met += n;
  for (guint i = 0; i < n && !look->is_text; i++)
    {
      g_hash_table_add (look->words, g_strdup (words[i]));
      for (guint k = 0; k < i; k++)
        look->is_text |= strcmp (words[i], words[k]) == 0;
      look->is_text |= g_hash_table_size (look->words) > MOST_LABELS;
    }
}

static gboolean
are_labels (const Look *look)
{
  return look && !look->is_text && look->met >= LISTS_EACH * g_hash_table_size (look->words)
         && look->met <= MOST_WORDS * look->lists && look->twins * 2 < look->lists;
}

/* What stands between words stands in none of them. */
char *
weft_json_lists_join (const WeftJsonLists *lists, const char *column, const char *list)
{
  gboolean labels = are_labels (g_hash_table_lookup (lists->looks, column));
  char *cell = g_strdup (list);

  g_strdelimit (cell, labels ? ";" : " \t\r\n", labels ? ',' : '_');
  return g_strdelimit (cell, WEFT_JSON_BETWEEN, labels ? ';' : ' ');
}
