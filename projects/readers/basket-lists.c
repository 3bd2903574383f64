/* basket-lists: files of lists of things that were taken together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/basket-lists.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "projects/readers/input-stream.h"
#include "projects/readers/input.h"
#include "projects/readers/table.h"
#include "projects/readers/table-scan.h"
#include "projects/readers/text-file.h"

#define BUDGET ((gsize) 256 << 20) /* bytes */
#define HEAD ((gsize) 64 << 10)    /* in which such a file is known */
#define HEAD_MOST 64               /* things of a line that are told apart there */
#define FEWEST 10                  /* lines that look like it */

/* --- which files are such --- */

static gboolean
has_name (const char *column)
{
  static const char *const usual[] = { "item_ids",    "items", "basket", "products", "product_ids",
                                       "transaction", "商品",  "购物篮", NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (column, usual[i]) == 0)
      return TRUE;
  return FALSE;
}

/* What stands between the things of most lists of a column, and nowhere in a name; NULL: nothing,
 * it holds no lists. */
static const char *
find_between (const WeftTable *table, guint c)
{
  static const char *const between[] = { ";", "|", ",", " ", NULL };

  for (guint i = 0; between[i]; i++)
    {
      guint lists = 0;

      for (guint r = 0; r < table->n_rows; r++)
        lists += strstr (weft_table_cell (table, r, c), between[i]) != NULL;
      if (lists * 2 > table->n_rows)
        return between[i];
    }
  return NULL;
}

/* The column of lists; −1: there is none. */
static int
find_lists (const WeftTable *table)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (has_name (table->names[c]) && find_between (table, c))
      return (int) c;
  return -1;
}

/* What lines look like that are no rows of a table. */
typedef struct
{
  GHashTable *seen;    /* things */
  guint of[HEAD_MOST]; /* lines of so many things */
  guint lines, things;
} Look;

static void
look_at_line (Look *look, const char *line)
{
  char **names = g_strsplit (line, ",", -1);
  guint n = g_strv_length (names);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (look->seen, g_strstrip (names[i]));
  look->of[MIN (n, HEAD_MOST - 1)]++;
  look->lines++;
  look->things += n;
  g_free (names); /* what it held is the table's */
}

/* A table with a slip in it has nearly all rows of one length, and a text hardly says a thing
 * twice. */
static gboolean
are_lists (const Look *look)
{
  guint commonest = 0;

  for (guint n = 0; n < HEAD_MOST; n++)
    commonest = MAX (commonest, look->of[n]);
  return look->lines >= FEWEST && commonest * 5 < look->lines * 4 && look->of[1] * 2 < look->lines
         && g_hash_table_size (look->seen) * 2 < look->things;
}

/* Lines of things of different numbers, which a table has not. */
static gboolean
are_ragged (const char *path)
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *head = g_malloc0 (HEAD + 1);
  g_auto (GStrv) lines = NULL;
  Look look = { .seen = seen };
  gsize length;

  if (!stream || !weft_input_stream_read (stream, head, HEAD, &length, NULL)
      || strpbrk (head, "\"\t;{"))
    return FALSE;
  lines = g_strsplit (head, "\n", -1);
  for (guint i = 0; lines[i] && (lines[i + 1] || length < HEAD); i++)
    if (*g_strstrip (lines[i]))
      look_at_line (&look, lines[i]);
  return are_lists (&look);
}

static const char *const endings[]
    = { ".csv", ".tsv", ".csv.gz", ".tsv.gz", ".basket", ".baskets", NULL };

void
weft_basket_lists_add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, endings);
}

gboolean
weft_basket_lists_is_name (const char *path)
{
  return weft_input_has_ending (path, endings) && !g_file_test (path, G_FILE_TEST_IS_DIR);
}

gboolean
weft_basket_lists_are (const char *path)
{
  g_autoptr (WeftTable) table
      = weft_basket_lists_is_name (path) ? weft_table_read_head (path) : NULL;

  if (!weft_basket_lists_is_name (path))
    return FALSE;
  return table ? find_lists (table) >= 0 : are_ragged (path);
}

/* --- what is in them --- */

typedef struct
{
  WeftBasketFunc func;
  gpointer user;
} Walk;

static gboolean
tell (const Walk *walk, const char *list, const char *between, guint line, GError **error)
{
  g_auto (GStrv) names = g_strsplit (list, between, -1);

  for (guint i = 0; names[i]; i++)
    g_strstrip (names[i]);
  walk->func (walk->user, names, line);
  return line % 1024 != 0 || weft_errand_add (0, error);
}

static gboolean
walk_table (const Walk *walk, const char *path, gboolean *is_table, GError **error)
{
  g_autoptr (WeftTable) head = weft_table_read_head (path), table = NULL;
  int c = head ? find_lists (head) : -1;
  const char *between = c < 0 ? NULL : find_between (head, (guint) c);

  *is_table = c >= 0;
  if (c < 0)
    return TRUE;
  table = weft_table_read (path, error);
  for (guint r = 0; table && r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);

      if (!weft_cell_is_missing (cell) && !tell (walk, cell, between, table->lines[r], error))
        return FALSE;
    }
  return table != NULL;
}

static gboolean
walk_lines (const Walk *walk, const char *path, GError **error)
{
  g_auto (GStrv) lines = weft_text_load_lines (path, BUDGET, error);

  for (guint i = 0; lines && lines[i]; i++)
    if (*lines[i] && !tell (walk, lines[i], ",", i + 1, error))
      return FALSE;
  return lines != NULL;
}

gboolean
weft_basket_lists_walk (const char *path, WeftBasketFunc func, gpointer user, GError **error)
{
  Walk walk = { func, user };
  gboolean is_table;

  return walk_table (&walk, path, &is_table, error)
         && (is_table || walk_lines (&walk, path, error));
}
