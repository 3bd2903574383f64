/* text-pieces: words cut into the pieces of a vocabulary, which grow by joining what stands
 * together most often: byte-pair encoding (Sennrich et al. 2016) of characters
 *
 * How often each pair is met is counted once and kept true while pieces are joined; a heap, whose
 * entries may be out of date, says which is the commonest. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-pieces.h"

#include <string.h>

#include "engine/base/errand.h"

#define NONE G_MAXUINT32 /* a character that is no piece: nothing is joined to it */

typedef struct
{
  guint32 *pieces;
  guint n, count;
} Word;

typedef struct
{
  gint64 key; /* of both pieces */
  gint64 count;
  GArray *words; /* guint: where it was met, some perhaps twice or no more */
} Pair;

typedef struct
{
  gint64 key, count;
} Best;

typedef struct
{
  Word *words;
  guint n;
  GPtrArray *names;  /* char * */
  GHashTable *index; /* name → its place + 1 */
  GHashTable *pairs; /* key → Pair */
  GArray *heap;      /* Best */
} Learning;

static gint64
key_of (guint32 a, guint32 b)
{
  return (gint64) ((guint64) a << 32 | b);
}

static void
pair_free (gpointer data)
{
  g_array_unref (((Pair *) data)->words);
  g_free (data);
}

static void
learning_clear (Learning *learning)
{
  for (guint i = 0; i < learning->n; i++)
    g_free (learning->words[i].pieces);
  g_free (learning->words);
  g_clear_pointer (&learning->names, g_ptr_array_unref);
  g_clear_pointer (&learning->index, g_hash_table_unref);
  g_clear_pointer (&learning->pairs, g_hash_table_unref);
  g_clear_pointer (&learning->heap, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Learning, learning_clear)

/* --- the commonest pair --- */

static gboolean
is_better (const Best *a, const Best *b)
{
  return a->count != b->count ? a->count > b->count : a->key < b->key;
}

static void
swap (Best *a, Best *b)
{
  Best kept = *a;

  *a = *b;
  *b = kept;
}

static void
push (Learning *learning, const Pair *pair)
{
  Best best = { pair->key, pair->count };
  Best *heap;
  guint i;

  g_array_append_val (learning->heap, best);
  heap = (Best *) (void *) learning->heap->data;
  for (i = learning->heap->len - 1; i > 0 && is_better (&heap[i], &heap[(i - 1) / 2]);
       i = (i - 1) / 2)
    swap (&heap[i], &heap[(i - 1) / 2]);
}

static Best
pop (Learning *learning)
{
  Best *heap = (Best *) (void *) learning->heap->data, top = heap[0];
  guint n = learning->heap->len - 1;

  heap[0] = heap[n];
  g_array_set_size (learning->heap, n);
  for (guint i = 0, child; (child = 2 * i + 1) < n; i = child)
    {
      if (child + 1 < n && is_better (&heap[child + 1], &heap[child]))
        child++;
      if (!is_better (&heap[child], &heap[i]))
        break;
      swap (&heap[i], &heap[child]);
    }
  return top;
}

/* NULL: none is met twice. */
static Pair *
take_best (Learning *learning)
{
  while (learning->heap->len > 0)
    {
      Best best = pop (learning);
      Pair *pair = g_hash_table_lookup (learning->pairs, &best.key);

      if (pair->count == best.count && best.count >= 2)
        return pair;
    }
  return NULL;
}

/* --- words --- */

static void
count_pair (Learning *learning, guint word, guint32 a, guint32 b, gint64 by)
{
  gint64 key = key_of (a, b);
  Pair *pair;

  if (a == NONE || b == NONE)
    return;
  pair = g_hash_table_lookup (learning->pairs, &key);
  if (!pair)
    {
      pair = g_new0 (Pair, 1);
      pair->key = key;
      pair->words = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (learning->pairs, &pair->key, pair);
    }
  pair->count += by;
  if (by > 0
      && (pair->words->len == 0
          || g_array_index (pair->words, guint, pair->words->len - 1) != word))
    g_array_append_val (pair->words, word);
  push (learning, pair);
}

static void
count_word (Learning *learning, guint word, int sign)
{
  const Word *of = &learning->words[word];

  for (guint i = 1; i < of->n; i++)
    count_pair (learning, word, of->pieces[i - 1], of->pieces[i], sign * (gint64) of->count);
}

/* From left to right. */
static gboolean
join (Word *word, guint32 a, guint32 b, guint32 joined)
{
  guint n = 0;
  gboolean is_met = FALSE;

  for (guint i = 0; i < word->n; i++)
    if (i + 1 < word->n && word->pieces[i] == a && word->pieces[i + 1] == b)
      {
        word->pieces[n++] = joined;
        is_met = TRUE;
        i++;
      }
    else
      word->pieces[n++] = word->pieces[i];
  word->n = n;
  return is_met;
}

static gboolean
has_pair (const Word *word, guint32 a, guint32 b)
{
  for (guint i = 1; i < word->n; i++)
    if (word->pieces[i - 1] == a && word->pieces[i] == b)
      return TRUE;
  return FALSE;
}

/* --- the vocabulary --- */

/* Takes name. */
static guint32
add_piece (Learning *learning, char *name)
{
  guint32 place = GPOINTER_TO_UINT (g_hash_table_lookup (learning->index, name));

  if (place > 0)
    {
      g_free (name);
      return place - 1;
    }
  g_ptr_array_add (learning->names, name);
  g_hash_table_insert (learning->index, name, GUINT_TO_POINTER (learning->names->len));
  return learning->names->len - 1;
}

typedef struct
{
  gunichar c;
  guint count, first;
} Character;

static int
compare_characters (gconstpointer a, gconstpointer b)
{
  const Character *x = a, *y = b;

  if (x->count != y->count)
    return x->count < y->count ? 1 : -1;
  return x->first < y->first ? -1 : x->first > y->first;
}

static void
count_characters (char *const *words, const guint *counts, guint n, GArray *found)
{
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n; i++)
    for (const char *at = words[i]; *at && counts[i] > 0; at = g_utf8_next_char (at))
      {
        gunichar c = g_utf8_get_char (at);
        guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, GUINT_TO_POINTER (c)));
        Character character = { c, 0, found->len };

        if (place == 0)
          {
            g_array_append_val (found, character);
            place = found->len;
            g_hash_table_insert (places, GUINT_TO_POINTER (c), GUINT_TO_POINTER (place));
          }
        g_array_index (found, Character, place - 1).count += counts[i];
      }
}

static void
learn_characters (Learning *learning, char *const *words, const guint *counts, guint most)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Character));

  count_characters (words, counts, learning->n, found);
  g_array_sort (found, compare_characters);
  for (guint i = 0; i < MIN (found->len, most); i++)
    {
      const Character *character = &g_array_index (found, Character, i);
      char bytes[7] = { 0 };

      if (character->count < 2)
        break;
      g_unichar_to_utf8 (character->c, bytes);
      add_piece (learning, g_strdup (bytes));
    }
}

static void
spell (Learning *learning, Word *word, const char *text)
{
  word->pieces = g_new (guint32, g_utf8_strlen (text, -1) + 1);
  for (; *text; text = g_utf8_next_char (text))
    {
      char bytes[7] = { 0 };
      guint32 place;

      g_unichar_to_utf8 (g_utf8_get_char (text), bytes);
      place = GPOINTER_TO_UINT (g_hash_table_lookup (learning->index, bytes));
      word->pieces[word->n++] = place > 0 ? place - 1 : NONE;
    }
}

static void
join_everywhere (Learning *learning, const Pair *pair)
{
  guint32 a = (guint32) (pair->key >> 32), b = (guint32) pair->key;
  guint32 joined = add_piece (
      learning, g_strconcat (learning->names->pdata[a], learning->names->pdata[b], NULL));
  g_autoptr (GArray) words = g_array_ref (pair->words);
  guint n = words->len; /* what is met anew is of the words that were gone through */

  for (guint i = 0; i < n; i++)
    {
      guint word = g_array_index (words, guint, i);

      if (!has_pair (&learning->words[word], a, b))
        continue;
      count_word (learning, word, -1);
      join (&learning->words[word], a, b, joined);
      count_word (learning, word, 1);
    }
}

GPtrArray *
weft_pieces_learn (char *const *words, const guint *counts, guint n, guint most, GError **error)
{
  g_auto (Learning) learning = { .words = g_new0 (Word, n), .n = n };
  Pair *pair = NULL;

  learning.names = g_ptr_array_new_with_free_func (g_free);
  learning.index = g_hash_table_new (g_str_hash, g_str_equal);
  learning.pairs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, pair_free);
  learning.heap = g_array_new (FALSE, FALSE, sizeof (Best));
  learn_characters (&learning, words, counts, most);
  for (guint i = 0; i < n; i++)
    {
      learning.words[i].count = counts[i];
      if (counts[i] > 0)
        spell (&learning, &learning.words[i], words[i]);
      count_word (&learning, i, 1);
    }
  while (learning.names->len < most && (pair = take_best (&learning)))
    {
      join_everywhere (&learning, pair);
      if (!weft_errand_add (0, error))
        return NULL;
    }
  return g_steal_pointer (&learning.names);
}

/* --- cutting --- */

/* Of the piece from one place to another; G_MAXUINT32: it is none. */
static guint32
find_token (GHashTable *tokens, const char *from, const char *to)
{
  g_autofree char *name = g_strndup (from, (gsize) (to - from));
  gpointer token;

  return g_hash_table_lookup_extended (tokens, name, NULL, &token) ? GPOINTER_TO_UINT (token)
                                                                   : G_MAXUINT32;
}

/* Which of n pieces to join with the one behind it; n: none. starts: where each begins, and the
 * end. */
static guint
find_join (GHashTable *tokens, const char *const *starts, guint n)
{
  guint32 best = G_MAXUINT32;
  guint at = n;

  for (guint i = 0; i + 1 < n; i++)
    {
      guint32 token = find_token (tokens, starts[i], starts[i + 2]);

      if (token < best)
        {
          best = token;
          at = i;
        }
    }
  return at;
}

void
weft_pieces_cut (GHashTable *tokens, const char *word, guint32 unknown, GArray *to)
{
  guint n = (guint) g_utf8_strlen (word, -1), at;
  g_autofree const char **starts = g_new (const char *, n + 1);

  for (guint i = 0; i < n; i++, word = g_utf8_next_char (word))
    starts[i] = word;
  starts[n] = word;
  while ((at = find_join (tokens, starts, n)) < n)
    {
      memmove (starts + at + 1, starts + at + 2, (n - at - 1) * sizeof *starts);
      n--;
    }
  for (guint i = 0; i < n; i++)
    {
      guint32 token = find_token (tokens, starts[i], starts[i + 1]);

      token = token == G_MAXUINT32 ? unknown : token;
      g_array_append_val (to, token);
    }
}
