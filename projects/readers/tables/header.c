/* header: whether the first row of a table names the columns, and what they are called */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/date.h"

#define LOOKED_AT 1000 /* rows */

/* What a cell is at first sight. */
typedef enum
{
  NOTHING,
  NUMBER,
  DATE,
  WORD,
  N_KINDS,
} Kind;

static Kind
kind_of (const char *cell)
{
  const char *unit;
  double number;

  if (weft_cell_is_missing (cell) || weft_cell_is_absent_number (cell))
    return NOTHING;
  if (weft_cell_parse_amount (cell, '.', ',', &number, &unit)
      || weft_cell_parse_amount (cell, ',', '.', &number, &unit))
    return NUMBER;
  for (WeftDateForm form = 1; form < WEFT_N_DATES; form++)
    if (weft_date_parse (cell, form, &number))
      return DATE;
  return WORD;
}

/* A number that is not whole, whatever its decimal sign. */
static gboolean
is_part (const char *cell)
{
  double number;

  return (weft_cell_parse_number (cell, '.', 0, &number)
          || weft_cell_parse_number (cell, ',', 0, &number))
         && number != floor (number);
}

/* What stands in a column below its first row. */
typedef struct
{
  guint count[N_KINDS];
  guint parts; /* numbers that are not whole */
  guint same;  /* as often as the first row's */
  guint values;
} Below;

static Below
look_below (const WeftTable *table, guint c)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *head = weft_table_cell (table, 0, c);
  Below below = { 0 };

  for (guint r = 1; r < MIN (table->n_rows, LOOKED_AT); r++)
    {
      char *cell = weft_table_cell (table, r, c);

      g_hash_table_add (seen, cell);
      if (*head && strcmp (cell, head) == 0)
        {
          below.same++;
          continue;
        }
      below.count[kind_of (cell)]++;
      below.parts += is_part (cell);
    }
  below.values = g_hash_table_size (seen);
  return below;
}

/* 0, 1, 2 … or 2019, 2020 …: whole numbers that number columns; *last is the one before. */
static gboolean
counts_on (const char *head, double *last, double *step)
{
  double number;

  if (!*head || head[strspn (head, "0123456789")]
      || !weft_cell_parse_number (head, '.', 0, &number))
    return FALSE;
  *step = number - *last;
  *last = number;
  return *step > 0;
}

/* What the first row looks like beside the others. */
typedef struct
{
  gboolean differs;         /* a word above a column of numbers or dates */
  gboolean repeats;         /* a word of it is met again below */
  gboolean is_new;          /* a word of it that is not, above words that are */
  gboolean rises;           /* its numbers are whole and go up */
  gboolean counts;          /* from 0 or 1, by one each */
  gboolean differs_in_kind; /* they stand above numbers that hardly ever are */
  gboolean is_target;
  guint numbers, words;
} Head;

static void
look_at_word (const WeftTable *table, guint c, Head *found)
{
  Below below = look_below (table, c);

  found->words++;
  if (below.count[NUMBER] + below.count[DATE] > 4 * below.count[WORD])
    found->differs = TRUE;
  if (below.same > 0)
    found->repeats = TRUE;
  else if (below.values * 2 <= below.count[WORD])
    found->is_new = TRUE;
  if (weft_column_is_target_name (weft_table_cell (table, 0, c)))
    found->is_target = TRUE;
}

/* Years, or wavelengths, above measurements. */
static gboolean
is_above_parts (const WeftTable *table, guint c)
{
  Below below = look_below (table, c);

  return below.count[NUMBER] > 0 && below.parts * 10 >= below.count[NUMBER] * 9;
}

static Head
look_at_head (const WeftTable *table)
{
  Head found = { .counts = TRUE, .rises = TRUE, .differs_in_kind = TRUE };
  double last = -1, step = 0;

  for (guint c = 0; c < table->n_columns; c++)
    {
      const char *head = weft_table_cell (table, 0, c);
      Kind kind = kind_of (head);

      if (kind == WORD)
        look_at_word (table, c, &found);
      else if (kind != NOTHING)
        {
          found.rises = found.rises && counts_on (head, &last, &step);
          found.differs_in_kind = found.differs_in_kind && is_above_parts (table, c);
          found.counts = found.counts && (step == 1 || (found.numbers == 0 && step == 2));
          found.numbers++;
        }
    }
  return found;
}

/* The first row is a header when a word stands in it above numbers. Where it holds numbers itself
 * they must go up, as years do and those that programs give to columns without names, and either
 * be all that there is, from 0 or 1 on or above numbers that are not whole, or stand beside a word
 * that is met nowhere below. */
static gboolean
find_header (const WeftTable *table)
{
  Head head;

  if (table->n_rows < 2)
    return FALSE;
  head = look_at_head (table);
  if (head.differs)
    return !head.repeats || head.words > 1;
  if (head.numbers == 0)
    return head.words > 0 && !head.repeats;
  if (!head.rises || head.repeats)
    return FALSE;
  if (head.words > 0)
    return head.is_target || (head.is_new && (head.counts || head.numbers > 1));
  return (head.counts || head.differs_in_kind) && head.numbers > 2;
}

/* Words in the second row above columns of numbers: what they are measured in, or the names proper
 * below those of groups. A row of data has numbers there, or what is met again below. */
static gboolean
find_second (const WeftTable *table)
{
  guint numeric = 0, words = 0;

  for (guint c = 0; c < table->n_columns && table->n_rows > 4; c++)
    {
      const char *cell = weft_table_cell (table, 1, c);
      Kind kind = kind_of (cell);
      guint count[N_KINDS] = { 0 };
      gboolean is_numeric;

      if (kind == NUMBER || kind == DATE)
        return FALSE;
      for (guint r = 2; r < MIN (table->n_rows, LOOKED_AT); r++)
        {
          const char *below = weft_table_cell (table, r, c);

          count[kind_of (below)]++;
          if (*cell && strcmp (below, cell) == 0)
            return FALSE;
        }
      is_numeric = count[NUMBER] + count[DATE] > 4 * count[WORD];
      numeric += is_numeric;
      words += is_numeric && kind == WORD;
    }
  return words >= 2 && words * 2 >= numeric;
}

/* A, B, … Z, AA, AB … as a spreadsheet calls its columns. */
static char *
column_letters (guint column)
{
  char letters[8], *at = letters + sizeof letters - 1;

  *at = '\0';
  for (column++; column; column = (column - 1) / 26)
    *--at = (char) ('A' + (column - 1) % 26);
  return g_strdup (at);
}

/* “size”, “size (2)”: no two columns are called the same. taken: name → how many had it. */
static char *
free_name (GHashTable *taken, const char *name)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (taken, name));
  char *made = g_strdup (name);

  while (g_hash_table_contains (taken, made))
    {
      g_free (made);
      made = g_strdup_printf ("%s (%u)", name, ++n);
    }
  if (n > 0)
    g_hash_table_replace (taken, g_strdup (name), GUINT_TO_POINTER (n));
  g_hash_table_replace (taken, g_strdup (made), GUINT_TO_POINTER (1));
  return made;
}

/* Where each column has a name above, what stands below it is its unit, or its name in another
 * language; else the names above are those of groups. */
static char *
join_heads (const WeftTable *table, guint c, gboolean are_groups)
{
  const char *above = weft_table_cell (table, 0, c), *below = weft_table_cell (table, 1, c);

  if (!*below)
    return g_strdup (above);
  for (guint at = c; are_groups && !*above && at-- > 0;)
    above = weft_table_cell (table, 0, at);
  for (guint other = 0; are_groups && other < table->n_columns; other++)
    if (other != c && strcmp (weft_table_cell (table, 1, other), below) == 0)
      return g_strdup_printf ("%s %s", above, below);
  return are_groups || g_ascii_strcasecmp (above, below) == 0
             ? g_strdup (below)
             : g_strdup_printf (*below == '(' ? "%s %s" : "%s (%s)", above, below);
}

static char *
dup_head (const WeftTable *table, guint c)
{
  gboolean are_groups = FALSE;

  if (!table->has_header)
    return g_strdup ("");
  if (table->n_header < 2)
    return g_strdup (weft_table_cell (table, 0, c));
  for (guint at = 0; at < table->n_columns; at++)
    are_groups = are_groups || !*weft_table_cell (table, 0, at);
  return join_heads (table, c, are_groups);
}

static void
take_names (WeftTable *table)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) renamed = g_ptr_array_new ();

  table->names = g_new0 (char *, table->n_columns + 1);
  for (guint c = 0; c < table->n_columns; c++)
    {
      g_autofree char *head = dup_head (table, c);
      g_autofree char *name = *head ? weft_brief (head, WEFT_BRIEF_NAME) : column_letters (c);

      table->names[c] = free_name (taken, name);
      if (strcmp (table->names[c], name) != 0)
        g_ptr_array_add (renamed, g_strdup (table->names[c]));
    }
  if (renamed->len == 0)
    return;
  g_ptr_array_add (renamed, NULL);
  table->renamed = (char **) g_ptr_array_free (g_steal_pointer (&renamed), FALSE);
}

void
weft_table_drop_header (WeftTable *table)
{
  table->n_rows -= table->n_header;
  memmove (table->cells, table->cells + table->n_header * table->n_columns,
           (gsize) table->n_rows * table->n_columns * sizeof table->cells[0]);
  memmove (table->lines, table->lines + table->n_header, table->n_rows * sizeof table->lines[0]);
}

static gboolean
says_names (const WeftTable *table, guint row)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (strcmp (weft_table_cell (table, row, c), table->names[c]) != 0)
      return FALSE;
  return TRUE;
}

void
weft_table_drop_repeats (WeftTable *table)
{
  guint n = 0;

  for (guint r = 0; r < table->n_rows && table->n_header == 1; r++)
    if (!says_names (table, r))
      {
        memmove (&weft_table_cell (table, n, 0), &weft_table_cell (table, r, 0),
                 table->n_columns * sizeof table->cells[0]);
        table->lines[n++] = table->lines[r];
      }
    else if (table->repeats == 0)
      table->repeats = table->lines[r];
  if (table->n_header == 1)
    table->n_rows = n;
}

void
weft_table_name_columns (WeftTable *table)
{
  table->has_header = table->made_of != WEFT_MADE_OF_ROWS || find_header (table);
  table->n_header
      = table->has_header
        + (table->has_header && table->made_of == WEFT_MADE_OF_ROWS && find_second (table));
  take_names (table);
  if (table->has_header)
    weft_table_drop_header (table);
  weft_table_drop_repeats (table);
}
