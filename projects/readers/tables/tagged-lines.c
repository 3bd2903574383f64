/* tagged-lines: a word and its tags a line, an empty line between sentences (CoNLL-2003, CoNLL-U),
 * as the text of a table: a sentence a row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/tagged-lines.h"

#include <string.h>

#define LEAST_SENTENCES 4
#define LONGEST_MEAN 400 /* words of a sentence */
#define MOST_TAGS 500
#define MOST_FIELDS 16
#define LOOKED_AT 20000 /* lines */

/* The places of CoNLL-U's ten: what stands beside the word and its part of speech are trees. */
#define UNIVERSAL 10
#define UNIVERSAL_WORD 1
#define UNIVERSAL_TAG 3

typedef struct
{
  const char *begin;
  gsize length;
} Part;

typedef struct
{
  Part fields[MOST_FIELDS];
  guint n;
} Line;

/* Takes the next line apart at its tabs, else at its spaces; returns where the one after begins. A
 * line with too many has n = MOST_FIELDS + 1. */
static const char *
take_line (const char *at, Line *line)
{
  gsize length = strcspn (at, "\r\n");
  const char *end = at + length, *next = end + (*end == '\r' && end[1] == '\n');
  const char *cut = memchr (at, '\t', length) ? "\t" : " ";

  for (line->n = 0; at < end && line->n <= MOST_FIELDS;)
    {
      gsize n = 0;

      while (at < end && (*at == *cut || *at == ' '))
        at++;
      while (at + n < end && at[n] != *cut)
        n++;
      if (n > 0 && line->n < MOST_FIELDS)
        line->fields[line->n] = (Part){ at, n };
      line->n += n > 0;
      at += n;
    }
  return *next ? next + 1 : next;
}

static gboolean
is_part (const Part *part, const char *word)
{
  return strlen (word) == part->length && strncmp (part->begin, word, part->length) == 0;
}

/* Remarks, where documents begin, and of CoNLL-U what are no words of their own: 1-2 and 3.1. */
static gboolean
is_passed_over (const Line *line)
{
  const Part *first = &line->fields[0];

  if (line->n == 0)
    return FALSE;
  return is_part (first, "-DOCSTART-") || (is_part (first, "#") && line->n != 2)
         || (line->n == UNIVERSAL && g_ascii_isdigit (*first->begin)
             && strcspn (first->begin, "-.") < first->length);
}

static gboolean
is_universal (const Line *line)
{
  return line->n == UNIVERSAL && g_ascii_isdigit (*line->fields[0].begin);
}

/* Neither a number nor anything that cuts: "B-PER", "NOUN", "动词". */
static gboolean
is_tag (const Part *part)
{
  const char *end;

  if (part->length > 40 || memchr (part->begin, ' ', part->length)
      || memchr (part->begin, ',', part->length) || memchr (part->begin, ';', part->length))
    return FALSE;
  g_ascii_strtod (part->begin, (char **) &end);
  return end != part->begin + part->length;
}

gboolean
weft_tagged_lines_are (const char *text)
{
  g_autoptr (GHashTable) tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint fields = 0, words = 0, sentences = 0, lines = 0;
  gboolean is_open = FALSE;
  Line line;

  while (*text && lines++ < LOOKED_AT)
    {
      text = take_line (text, &line);
      if (is_passed_over (&line))
        continue;
      sentences += is_open && line.n == 0;
      is_open = line.n > 0;
      if (!is_open)
        continue;
      if (fields == 0)
        fields = line.n;
      if (line.n != fields || fields < 2 || fields > MOST_FIELDS
          || !is_tag (&line.fields[is_universal (&line) ? UNIVERSAL_TAG : fields - 1]))
        return FALSE;
      words++;
      if (g_hash_table_size (tags) <= MOST_TAGS)
        g_hash_table_add (
            tags, g_strndup (line.fields[fields - 1].begin, line.fields[fields - 1].length));
    }
  sentences += is_open;
  return sentences >= LEAST_SENTENCES && words < LONGEST_MEAN * sentences && words > sentences
         && (fields == UNIVERSAL
             || (g_hash_table_size (tags) >= 2 && g_hash_table_size (tags) <= MOST_TAGS
                 && g_hash_table_size (tags) * 2 < words));
}

/* --- as a table --- */

typedef struct
{
  GString *rows;
  GString *cells[MOST_FIELDS]; /* of the sentence in hand */
  guint n_cells;
  guint line, written; /* ends of lines that were passed, and that were written */
  guint begun;         /* the line in which the sentence began */
} Writer;

static void
add_word (GString *cell, const Part *word)
{
  if (cell->len > 0)
    g_string_append_c (cell, ' ');
  for (gsize i = 0; i < word->length; i++)
    {
      if (word->begin[i] == '"')
        g_string_append_c (cell, '"');
      g_string_append_c (cell, word->begin[i] == ' ' ? '_' : word->begin[i]);
    }
}

static void
take_word (Writer *writer, const Line *line)
{
  gboolean universal = is_universal (line);
  guint last = universal ? UNIVERSAL_TAG : line->n - 1;

  if (writer->cells[0]->len == 0)
    writer->begun = writer->line;
  add_word (writer->cells[0], &line->fields[universal ? UNIVERSAL_WORD : 0]);
  add_word (writer->cells[1], &line->fields[last]);
  for (guint c = 2; c < writer->n_cells; c++)
    add_word (writer->cells[c], &line->fields[c - 1]);
}

static void
end_sentence (Writer *writer)
{
  if (writer->cells[0]->len == 0)
    return;
  for (; writer->written < writer->begun; writer->written++)
    g_string_append_c (writer->rows, '\n');
  for (guint c = 0; c < writer->n_cells; c++)
    {
      g_string_append_printf (writer->rows, "%s\"%s\"", c > 0 ? "," : "", writer->cells[c]->str);
      g_string_truncate (writer->cells[c], 0);
    }
  g_string_append_c (writer->rows, '\n');
  writer->written++;
}

/* One line for the names, which the table does not count. */
static void
begin (Writer *writer, const Line *line)
{
  writer->n_cells = is_universal (line) ? 2 : line->n;
  g_string_append (writer->rows, "text,tags");
  for (guint c = 2; c < writer->n_cells; c++)
    g_string_append_printf (writer->rows, ",tags %u", c);
  g_string_append_c (writer->rows, '\n');
}

char *
weft_tagged_lines_convert (const char *text)
{
  Writer writer = { .rows = g_string_new (NULL) };
  Line line;

  for (guint c = 0; c < MOST_FIELDS; c++)
    writer.cells[c] = g_string_new (NULL);
  for (; *text; writer.line++)
    {
      text = take_line (text, &line);
      if (is_passed_over (&line))
        continue;
      if (line.n == 0)
        {
          end_sentence (&writer);
          continue;
        }
      if (writer.n_cells == 0)
        begin (&writer, &line);
      take_word (&writer, &line);
    }
  end_sentence (&writer);
  for (guint c = 0; c < MOST_FIELDS; c++)
    g_string_free (writer.cells[c], TRUE);
  return g_string_free (writer.rows, FALSE);
}
