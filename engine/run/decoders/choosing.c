/* choosing: the next token of sequences, by search or drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <math.h>
#include <string.h>

double
weft_choosing_sum (const float *scores, gint64 words)
{
  double highest = -INFINITY, sum = 0;

  for (gint64 v = 0; v < words; v++)
    highest = MAX (highest, (double) scores[v]);
  for (gint64 v = 0; v < words; v++)
    sum += exp ((double) scores[v] - highest);
  return highest + log (sum);
}

/* --- search --- */

/* The better before the other, of equals the one that comes first. */
static gboolean
is_better (const WeftHypothesis *a, const WeftHypothesis *b)
{
  if (a->rank != b->rank)
    return a->rank > b->rank;
  return a->row != b->row ? a->row < b->row : a->token < b->token;
}

/* Into the best n of them, the best first. */
static void
offer (WeftHypothesis *best, guint n, WeftHypothesis line)
{
  if (!is_better (&line, &best[n - 1]))
    return;
  for (guint i = 0; i < n; i++)
    if (is_better (&line, &best[i]))
      {
        WeftHypothesis next = best[i];

        best[i] = line;
        line = next;
      }
}

/* All that one sequence could go on with. */
static void
offer_words (const WeftChoosing *choosing, double penalty, const WeftHypothesis *line, gint64 i,
             WeftHypothesis *best)
{
  const float *scores = choosing->scores + i * choosing->words;
  double whole, divisor = pow ((5.0 + (double) (line->length + 1)) / 6.0, penalty);
  WeftHypothesis next = *line;

  next.row = choosing->first + i;
  next.token = 0;
  if (line->is_over)
    offer (best, choosing->n, next);
  if (line->is_over || line->score == -INFINITY)
    return;
  whole = weft_choosing_sum (scores, choosing->words);
  next.length++;
  for (gint64 v = 0; v < choosing->words; v++)
    {
      if (v == choosing->barred - 1)
        continue;
      next.score = line->score + (double) scores[v] - whole;
      next.rank = next.score / divisor;
      if (next.rank < best[choosing->n - 1].rank)
        continue;
      next.token = v;
      next.is_over = v == choosing->end;
      offer (best, choosing->n, next);
    }
}

void
weft_choosing_search (const WeftChoosing *choosing, double penalty, WeftHypothesis *lines)
{
  gsize bytes = choosing->n * sizeof *lines;
  g_autofree WeftHypothesis *best = g_malloc (bytes);

  for (guint i = 0; i < choosing->n; i++)
    best[i] = (WeftHypothesis){ .score = -INFINITY, .rank = -INFINITY, .row = choosing->first };
  for (guint i = 0; i < choosing->n; i++)
    offer_words (choosing, penalty, &lines[i], i, best);
  memcpy (lines, best, bytes);
}

/* --- drawn --- */

typedef struct
{
  double weight; /* exp ((score − highest) / temperature) */
  gint64 word;
} Word;

/* The heavier first, of equals the first word. */
static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Word *x = a, *y = b;

  if (x->weight != y->weight)
    return x->weight > y->weight ? -1 : 1;
  return x->word < y->word ? -1 : 1;
}

static void
weigh_words (const WeftChoosing *choosing, double temperature, Word *words)
{
  double highest = -INFINITY;

  for (gint64 v = 0; v < choosing->words; v++)
    highest = MAX (highest, (double) choosing->scores[v]);
  for (gint64 v = 0; v < choosing->words; v++)
    words[v] = (Word){ v == choosing->barred - 1
                           ? 0
                           : exp (((double) choosing->scores[v] - highest) / temperature),
                       v };
}

/* How many of sorted words are drawn from, and their weight together. */
static gint64
cut_words (const WeftChoosing *choosing, const Word *words, gint64 most, double share, double *sum)
{
  double all = 0;
  gint64 n = 0;

  for (gint64 v = 0; v < choosing->words; v++)
    all += words[v].weight;
  *sum = 0;
  while (n < MIN (most, choosing->words) && (n == 0 || *sum < share * all))
    *sum += words[n++].weight;
  return n;
}

static gint64
draw_word (const WeftChoosing *choosing, double temperature, gint64 most, double share)
{
  g_autofree Word *words = g_new (Word, choosing->words);
  double sum, left;
  gint64 n, i = 0;

  weigh_words (choosing, temperature, words);
  if (most < choosing->words || share < 1)
    qsort (words, (gsize) choosing->words, sizeof *words, compare_words);
  n = cut_words (choosing, words, most, share, &sum);
  left = (double) weft_random_uniform (&choosing->random, choosing->sample) * sum;
  while (i + 1 < n && left >= words[i].weight)
    left -= words[i++].weight;
  return words[i].word;
}

void
weft_choosing_draw (const WeftChoosing *choosing, double temperature, gint64 most, double share,
                    WeftHypothesis *lines)
{
  double whole = weft_choosing_sum (choosing->scores, choosing->words);

  lines->row = choosing->first;
  lines->token = 0;
  if (lines->is_over || lines->score == -INFINITY)
    return;
  if (!isfinite (whole)) /* what is no number has no words */
    {
      lines->score = lines->rank = -INFINITY;
      return;
    }
  lines->token = draw_word (choosing, temperature, most, share);
  lines->score += (double) choosing->scores[lines->token] - whole;
  lines->rank = lines->score;
  lines->length++;
  lines->is_over = lines->token == choosing->end;
}
