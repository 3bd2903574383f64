/* text-summaries: texts beside what somebody made of them in short: how much each sentence of a
 * text shares with it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-summaries.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/readers/texts/text-tokens.h"

#define BETWEEN "||"
#define LOOKED_AT 200     /* rows */
#define LEAST_SENTENCES 3 /* of a text, on average */
#define LEAST_SHARED 0.5  /* words of a summary that its text has */
#define SHORTER 2         /* times fewer letters */

/* --- sentences --- */

static gboolean
is_wide_end (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f; /* 。！？ */
}

/* Whether a sentence ends with the sign before `next`. After “et al.” there follows no capital. */
static gboolean
ends_before (gunichar end, const char *next)
{
  gunichar begins;

  if (is_wide_end (end))
    return TRUE;
  if ((end != '.' && end != '!' && end != '?') || !g_unichar_isspace (g_utf8_get_char (next)))
    return FALSE;
  while (g_unichar_isspace (g_utf8_get_char (next)))
    next = g_utf8_next_char (next);
  begins = g_utf8_get_char (next);
  return end != '.' || (begins != '(' && !g_unichar_islower (begins));
}

static void
add_sentence (GPtrArray *sentences, const char *begin, const char *end)
{
  char *sentence = g_strstrip (g_strndup (begin, (gsize) (end - begin)));

  if (*sentence)
    g_ptr_array_add (sentences, sentence);
  else
    g_free (sentence);
}

GPtrArray *
weft_text_split_sentences (const char *text)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  gboolean is_marked = strstr (text, BETWEEN) != NULL;
  const char *begin = text;

  for (const char *at = text; *at;)
    {
      const char *next = g_utf8_next_char (at);

      if (is_marked && g_str_has_prefix (at, BETWEEN))
        {
          add_sentence (sentences, begin, at);
          begin = next = at + strlen (BETWEEN);
        }
      else if (!is_marked && ends_before (g_utf8_get_char (at), next))
        {
          add_sentence (sentences, begin, next);
          begin = next;
        }
      at = next;
    }
  add_sentence (sentences, begin, begin + strlen (begin));
  return sentences;
}

/* --- what they share --- */

typedef struct
{
  GHashTable *counts; /* folded word → how often */
  guint n;
} Bag;

static void
take_cb (const char *unit, gsize length, gpointer user)
{
  Bag *bag = user;
  g_autofree char *word = NULL;

  if (!g_unichar_isalnum (g_utf8_get_char (unit)))
    return;
  word = g_utf8_casefold (unit, (gssize) length);
  g_hash_table_replace (
      bag->counts, g_strdup (word),
      GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (bag->counts, word)) + 1));
  bag->n++;
}

static Bag
fill_bag (const char *text)
{
  Bag bag = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), 0 };

  weft_text_units (text, WEFT_UNIT_WORDS, take_cb, &bag);
  return bag;
}

static guint
count_shared (const Bag *a, const Bag *b)
{
  GHashTableIter iter;
  gpointer word, count;
  guint shared = 0;

  g_hash_table_iter_init (&iter, a->counts);
  while (g_hash_table_iter_next (&iter, &word, &count))
    shared
        += MIN (GPOINTER_TO_UINT (count), GPOINTER_TO_UINT (g_hash_table_lookup (b->counts, word)));
  return shared;
}

static GArray *
fill_bags (const char *summary)
{
  GArray *bags = g_array_new (FALSE, FALSE, sizeof (Bag));
  g_auto (GStrv) parts = g_strsplit (summary, BETWEEN, -1);

  for (guint i = 0; parts[i]; i++)
    {
      Bag bag = fill_bag (parts[i]);

      g_array_append_val (bags, bag);
    }
  return bags;
}

static void
free_bags (GArray *bags)
{
  for (guint i = 0; i < bags->len; i++)
    g_hash_table_unref (g_array_index (bags, Bag, i).counts);
  g_array_unref (bags);
}

static float
find_best (const char *sentence, const GArray *bags)
{
  Bag bag = fill_bag (sentence);
  float best = 0;

  for (guint i = 0; i < bags->len; i++)
    {
      const Bag *other = &g_array_index (bags, Bag, i);
      guint shared = count_shared (&bag, other);

      if (shared > 0)
        best = MAX (best, 2.0f * (float) shared / (float) (bag.n + other->n));
    }
  g_hash_table_unref (bag.counts);
  return best;
}

/* --- which columns are such --- */

static guint
count_parts (const char *summary)
{
  guint n = 1;

  while ((summary = strstr (summary, BETWEEN)))
    {
      summary += strlen (BETWEEN);
      n++;
    }
  return n;
}

/* FALSE: the row says nothing. */
static gboolean
look_at_row (const char *text, const char *summary, double *sentences, double *shared,
             double *letters)
{
  Bag all, few;
  g_autoptr (GPtrArray) list = NULL;

  if (weft_cell_is_missing (text) || weft_cell_is_missing (summary)
      || !g_utf8_validate (text, -1, NULL) || !g_utf8_validate (summary, -1, NULL))
    return FALSE;
  list = weft_text_split_sentences (text);
  all = fill_bag (text);
  few = fill_bag (summary);
  *sentences += list->len;
  *shared += (double) count_shared (&few, &all) / MAX (few.n, 1);
  *letters += (double) strlen (text) / (double) strlen (summary) * count_parts (summary);
  g_hash_table_unref (all.counts);
  g_hash_table_unref (few.counts);
  return TRUE;
}

gboolean
weft_summaries_are (const WeftTable *table, int text, int column)
{
  double sentences = 0, shared = 0, letters = 0;
  guint n = 0;

  for (guint r = 0; r < MIN (table->n_rows, LOOKED_AT); r++)
    n += look_at_row (weft_table_cell (table, r, text), weft_table_cell (table, r, column),
                      &sentences, &shared, &letters);
  return n > 0 && sentences >= LEAST_SENTENCES * n && shared >= LEAST_SHARED * n
         && letters >= SHORTER * n;
}

/* --- the texts --- */

void
weft_summaries_init (WeftSummaries *summaries)
{
  *summaries = (WeftSummaries){
    .scores = g_array_new (FALSE, FALSE, sizeof (float)),
    .ends = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .firsts = g_array_new (FALSE, FALSE, sizeof (float)),
    .bests = g_array_new (FALSE, FALSE, sizeof (float)),
  };
}

void
weft_summaries_clear (WeftSummaries *summaries)
{
  g_clear_pointer (&summaries->scores, g_array_unref);
  g_clear_pointer (&summaries->ends, g_array_unref);
  g_clear_pointer (&summaries->firsts, g_array_unref);
  g_clear_pointer (&summaries->bests, g_array_unref);
}

/* As many as weft_texts_add makes units of it: one where there is nothing, and no more than fit. */
static void
add_scores (WeftSummaries *summaries, float score, guint units, guint began)
{
  for (guint i = 0; i < units && summaries->scores->len - began < WEFT_TEXTS_LONGEST; i++)
    g_array_append_val (summaries->scores, score);
}

char *
weft_summaries_add (WeftSummaries *summaries, const char *text, const char *summary,
                    WeftTextUnit unit)
{
  g_autoptr (GPtrArray) sentences = weft_text_split_sentences (text);
  GArray *bags = fill_bags (summary);
  GString *whole = g_string_new (NULL);
  guint began = summaries->scores->len;
  float first = 0, best = 0;
  gint64 end;

  for (guint i = 0; i < sentences->len; i++)
    {
      const char *sentence = sentences->pdata[i];
      float score = find_best (sentence, bags);

      first = i == 0 ? score : first;
      best = MAX (best, score);
      if (i > 0 && unit != WEFT_UNIT_CHARACTERS)
        g_string_append_c (whole, ' ');
      g_string_append (whole, sentence);
      add_scores (summaries, score, weft_text_count_units (sentence, unit), began);
    }
  if (summaries->scores->len == began)
    add_scores (summaries, 0, 1, began);
  end = summaries->scores->len;
  g_array_append_val (summaries->ends, end);
  g_array_append_val (summaries->firsts, first);
  g_array_append_val (summaries->bests, best);
  free_bags (bags);
  return g_string_free (whole, FALSE);
}

gboolean
weft_summaries_give (const WeftSummaries *summaries, WeftDataset *dataset, const char *title,
                     GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);

  field->shape = WEFT_SHAPE (0, 1);
  field->ragged = 0;
  field->title = g_strdup (title);
  field->offsets = weft_memory_new ((summaries->ends->len + 1) * sizeof (gint64), error);
  if (!field->offsets)
    return FALSE;
  for (guint i = 0; i < summaries->ends->len; i++)
    {
      field->offsets[i + 1] = g_array_index (summaries->ends, gint64, i);
      field->shape.dims[0] = MAX (field->shape.dims[0], field->offsets[i + 1] - field->offsets[i]);
    }
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  memcpy (field->data, summaries->scores->data, summaries->scores->len * sizeof (float));
  return TRUE;
}

void
weft_summaries_note (const WeftSummaries *summaries, const WeftDataset *dataset, const char *title,
                     WeftNotes *notes)
{
  double first[2] = { 0, 0 }, best[2] = { 0, 0 };
  guint n[2] = { 0, 0 }, of;

  for (guint i = 0; i < summaries->firsts->len; i++)
    {
      of = dataset->part && dataset->part[i] == WEFT_PART_TEST + 1;
      first[of] += (double) g_array_index (summaries->firsts, float, i);
      best[of] += (double) g_array_index (summaries->bests, float, i);
      n[of]++;
    }
  of = n[1] > 0;
  weft_notes_add (notes,
                  _ ("Of each sentence is predicted how much it shares with “%s”: ROUGE-1, from 0 "
                     "to 1."),
                  title);
  weft_notes_add (notes,
                  _ ("The first sentence has %.3g on average, the best one %.3g: a network is "
                     "worth something when the gain of the one that it ranks first is higher."),
                  first[of] / MAX (n[of], 1), best[of] / MAX (n[of], 1));
}
