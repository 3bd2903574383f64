/* token-sentences: where the sentences of a sample of tokens end, and what numbers of its words
 * make of each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/token-sentences.h"

static gboolean
is_end (const WeftField *field, const gint64 *token, gint64 i, gint64 n)
{
  static const char *const ends[] = { ".", "!", "?", "。", "！", "？", NULL };
  const char *word = field->class_names[token[i]];

  return i + 1 == n
         || (g_strv_contains (ends, word)
             && !(*word == '.' && g_ascii_isdigit (*field->class_names[token[i + 1]]))); /* 3.5 */
}

GArray *
weft_token_sentences_weigh (const WeftField *field, gint64 sample, const float *weights)
{
  GArray *sentences = g_array_new (FALSE, FALSE, sizeof (WeftTokenSentence));
  WeftTokenSentence sentence = { 0 };
  WeftShape shape;
  const gint64 *token = weft_field_get_sample (field, sample, &shape);

  for (gint64 i = 0; i < shape.dims[0]; i++)
    {
      sentence.weight += (double) weights[i];
      if (!is_end (field, token, i, shape.dims[0]))
        continue;
      sentence.end = i + 1;
      sentence.weight /= (double) (sentence.end - sentence.begin);
      g_array_append_val (sentences, sentence);
      sentence = (WeftTokenSentence){ .begin = i + 1 };
    }
  return sentences;
}

guint
weft_token_sentences_find_best (const GArray *sentences)
{
  guint best = 0;

  for (guint i = 1; i < sentences->len; i++)
    if (g_array_index (sentences, WeftTokenSentence, i).weight
        > g_array_index (sentences, WeftTokenSentence, best).weight)
      best = i;
  return best;
}

char *
weft_token_sentence_dup_text (const WeftField *field, gint64 sample,
                              const WeftTokenSentence *sentence)
{
  GString *text = g_string_new (NULL);
  gboolean has_spaces = weft_field_has_spaces (field);
  const gint64 *token = weft_field_get_sample (field, sample, NULL);

  for (gint64 i = sentence->begin; i < sentence->end; i++)
    {
      g_autofree char *word = weft_field_dup_word (field, token[i]);

      weft_text_append_word (text, word, has_spaces);
    }
  return g_string_free (text, FALSE);
}

gboolean
weft_token_weights_are (const WeftField *x, const WeftField *y)
{
  return x != NULL && y != NULL && x->kind == WEFT_KIND_TOKENS && x->class_names != NULL
         && !weft_field_has_pieces (x) && x->ragged == 0 && y->kind == WEFT_KIND_NUMBERS
         && y->ragged == 0 && x->t == y->t && weft_shape_count (&y->shape) == y->shape.dims[0];
}
