/* text-tokens: texts as tokens of a vocabulary that is learnt from those that train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-tokens.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/unknown.h"
#include "projects/readers/texts/text-pieces.h"
#include "projects/readers/told.h"

#define NONE 0
#define UNKNOWN 1
#define FIRST 2     /* token of a word */
#define END_WORD "" /* as no text holds it */
#define END_NAME "⏎"

gboolean
weft_texts_form_heed (WeftTextsForm *form, const WeftReadOptions *options, GError **error)
{
  guint64 most = 0;

  if (options->unit && *options->unit && !weft_text_unit_parse (options->unit, &form->unit))
    return weft_sentence_refuse (
        error,
        _ ("A text is read by word, character, byte-pair or n-gram, not by "
           "“%s”."),
        options->unit);
  if (options->vocabulary && *options->vocabulary
      && !g_ascii_string_to_unsigned (options->vocabulary, 10, 10, WEFT_TEXTS_MOST, &most, NULL))
    return weft_sentence_refuse (error, _ ("A vocabulary has 10 to %d words or pieces."),
                                 WEFT_TEXTS_MOST);
  form->most = (guint) most;
  return TRUE;
}

void
weft_texts_init (WeftTexts *texts, const WeftTextsForm *form)
{
  gint64 begin = 0;

  *texts = (WeftTexts){
    .form = *form,
    .numbers = g_hash_table_new (g_str_hash, g_str_equal),
    .words = g_ptr_array_new_with_free_func (g_free),
    .tokens = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .offsets = g_array_new (FALSE, FALSE, sizeof (gint64)),
  };
  g_array_append_val (texts->offsets, begin);
}

void
weft_texts_clear (WeftTexts *texts)
{
  g_clear_pointer (&texts->numbers, g_hash_table_unref);
  g_clear_pointer (&texts->words, g_ptr_array_unref);
  g_clear_pointer (&texts->tokens, g_array_unref);
  g_clear_pointer (&texts->offsets, g_array_unref);
  g_clear_pointer (&texts->names, g_strfreev);
  g_clear_pointer (&texts->learnt, g_free);
  g_clear_pointer (&texts->spelt, g_array_unref);
  g_clear_pointer (&texts->spelt_from, g_free);
}

guint
weft_texts_get_count (const WeftTexts *texts)
{
  return texts->offsets->len - 1;
}

/* A space before a piece of a word is a sign of it. */
static char *
dup_word (const WeftTexts *texts, const char *unit, gsize length)
{
  g_autofree char *word = g_strndup (unit, length);

  if (texts->form.unit == WEFT_UNIT_PIECES && *word == ' ')
    return g_strconcat (WEFT_WORD_START, word + 1, NULL);
  return texts->form.folds ? g_utf8_strdown (word, -1) : g_steal_pointer (&word);
}

/* Its place, which it is given when it is new. */
static guint32
find_word (WeftTexts *texts, const char *unit, gsize length)
{
  g_autofree char *word = dup_word (texts, unit, length);
  guint32 place = GPOINTER_TO_UINT (g_hash_table_lookup (texts->numbers, word));

  if (place > 0)
    return place - 1;
  place = texts->words->len;
  g_hash_table_insert (texts->numbers, word, GUINT_TO_POINTER (place + 1));
  g_ptr_array_add (texts->words, g_steal_pointer (&word));
  return place;
}

/* Most of a text that is read sign by sign are of these. */
static guint32
find_unit (WeftTexts *texts, const char *unit, gsize length)
{
  guint32 *single = length == 1 && (guchar) *unit < 128 ? &texts->singles[(guchar) *unit] : NULL;

  if (!single)
    return find_word (texts, unit, length);
  if (*single == 0)
    *single = find_word (texts, unit, length) + 1;
  return *single - 1;
}

void
weft_texts_add_unit (WeftTexts *texts, const char *unit, gsize length)
{
  guint32 place = find_unit (texts, unit, length);

  g_array_append_val (texts->tokens, place);
}

void
weft_texts_end (WeftTexts *texts)
{
  gint64 end;

  if (texts->form.ends)
    weft_texts_add_unit (texts, END_WORD, 0);
  end = texts->tokens->len;
  g_array_append_val (texts->offsets, end);
}

static void
take_unit (const char *unit, gsize length, gpointer user)
{
  WeftTexts *texts = user;
  gint64 begin = g_array_index (texts->offsets, gint64, texts->offsets->len - 1);
  gint64 most = WEFT_TEXTS_LONGEST - texts->form.ends;

  if (texts->tokens->len - begin < most)
    weft_texts_add_unit (texts, unit, length);
  else
    texts->is_cut = TRUE;
}

/* A text of nothing is one of a word that is nowhere else. */
void
weft_texts_add (WeftTexts *texts, const char *text)
{
  guint before = texts->tokens->len;

  g_autofree char *spaced
      = texts->form.unit == WEFT_UNIT_PIECES ? g_strconcat (" ", text, NULL) : NULL;

  texts->is_cut = FALSE;
  weft_text_units (spaced ? spaced : text, texts->form.unit, take_unit, texts);
  texts->n_cut += texts->is_cut;
  if (texts->tokens->len == before && !texts->form.ends)
    weft_texts_add_unit (texts, "", 0);
  weft_texts_end (texts);
}

/* --- vocabulary --- */

static void
count_text (const WeftTexts *texts, guint i, guint *counts)
{
  const gint64 *offset = &g_array_index (texts->offsets, gint64, i);

  for (gint64 k = offset[0]; k < offset[1]; k++)
    counts[g_array_index (texts->tokens, guint32, k)]++;
}

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer user)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  const guint *counts = user;

  if (counts[x] != counts[y])
    return counts[x] < counts[y] ? 1 : -1;
  return x < y ? -1 : x > y;
}

/* The end comes last, so that nobody takes it for a word. */
static void
name_words (WeftTexts *texts, const guint32 *order, guint n)
{
  guint32 end = GPOINTER_TO_UINT (g_hash_table_lookup (texts->numbers, END_WORD)) - 1;
  gboolean ends = texts->form.ends;

  texts->n_names = FIRST + n + ends;
  texts->names = g_new0 (char *, texts->n_names + 1);
  texts->learnt = g_new (guint32, texts->words->len);
  for (guint k = 0; k < texts->words->len; k++)
    texts->learnt[k] = UNKNOWN;
  texts->names[NONE] = g_strdup ("");
  texts->names[UNKNOWN] = g_strdup (WEFT_UNKNOWN);
  for (guint i = 0; i < n; i++)
    {
      texts->names[FIRST + i] = weft_brief (texts->words->pdata[order[i]], WEFT_BRIEF_NAME);
      texts->learnt[order[i]] = FIRST + i;
    }
  if (!ends)
    return;
  texts->names[FIRST + n] = g_strdup (END_NAME);
  texts->learnt[end] = FIRST + n;
}

/* --- of pieces --- */

/* Cuts every word; the end of a text is none. */
static void
spell_words (WeftTexts *texts)
{
  g_autoptr (GHashTable) tokens = g_hash_table_new (g_str_hash, g_str_equal);
  guint32 end = texts->form.ends ? texts->n_names - 1 : UNKNOWN;

  for (guint32 i = FIRST; i < texts->n_names; i++)
    g_hash_table_insert (tokens, texts->names[i], GUINT_TO_POINTER (i));
  texts->spelt = g_array_new (FALSE, FALSE, sizeof (guint32));
  texts->spelt_from = g_new0 (guint32, texts->words->len + 1);
  for (guint k = 0; k < texts->words->len; k++)
    {
      const char *word = texts->words->pdata[k];

      if (*word)
        weft_pieces_cut (tokens, word, UNKNOWN, texts->spelt);
      else
        g_array_append_val (texts->spelt, end);
      texts->spelt_from[k + 1] = texts->spelt->len;
    }
}

/* Of very many words the commonest say how words are made. */
static GPtrArray *
learn_from_commonest (WeftTexts *texts, const guint *counts, guint most, GError **error)
{
  guint all = texts->words->len, n = MIN (all, WEFT_TEXTS_SPELT);
  g_autofree guint32 *order = g_new (guint32, all + 1);
  g_autofree char **words = g_new (char *, n + 1);
  g_autofree guint *times = g_new (guint, n + 1);

  for (guint32 k = 0; k < all; k++)
    order[k] = k;
  if (n < all)
    g_qsort_with_data (order, (int) all, sizeof *order, compare_counts, (gpointer) counts);
  for (guint i = 0; i < n; i++)
    {
      words[i] = texts->words->pdata[order[i]];
      times[i] = counts[order[i]];
    }
  texts->n_dropped = all - n;
  return weft_pieces_learn (words, times, n, most, error);
}

static gboolean
learn_pieces (WeftTexts *texts, const guint *counts, GError **error)
{
  guint most = texts->form.most ? texts->form.most : WEFT_TEXTS_PIECES;
  g_autoptr (GPtrArray) names = learn_from_commonest (texts, counts, most, error);

  if (!names)
    return FALSE;
  texts->n_names = FIRST + names->len + texts->form.ends;
  texts->names = g_new0 (char *, texts->n_names + 1);
  texts->names[NONE] = g_strdup ("");
  texts->names[UNKNOWN] = g_strdup (WEFT_UNKNOWN);
  for (guint i = 0; i < names->len; i++)
    texts->names[FIRST + i] = g_strdup (names->pdata[i]);
  if (texts->form.ends)
    texts->names[texts->n_names - 1] = g_strdup (END_NAME);
  spell_words (texts);
  return TRUE;
}

gboolean
weft_texts_learn (WeftTexts *texts, const WeftSplit *split, GError **error)
{
  guint all = texts->words->len, n = 0, least = texts->form.keeps ? 1 : 2;
  g_autofree guint *counts = g_new0 (guint, all + 1);
  g_autofree guint32 *order = g_new (guint32, all + 1);
  gint64 trained = split ? split->count[WEFT_PART_TRAIN] : weft_texts_get_count (texts);

  for (gint64 i = 0; i < trained; i++)
    count_text (texts, split ? split->samples[WEFT_PART_TRAIN][i] : (guint) i, counts);
  if (texts->form.unit == WEFT_UNIT_PIECES)
    return learn_pieces (texts, counts, error);
  for (guint32 k = 0; k < all; k++)
    if (counts[k] >= least && !(texts->form.ends && *(const char *) texts->words->pdata[k] == 0))
      order[n++] = k;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_counts, counts);
  n = MIN (n, texts->form.most ? texts->form.most : WEFT_TEXTS_WORDS);
  texts->n_dropped = all - n - texts->form.ends;
  name_words (texts, order, n);
  return TRUE;
}

/* --- of a field that was made before --- */

static gboolean
has_upper (const char *word)
{
  for (; *word; word = g_utf8_next_char (word))
    if (g_unichar_isupper (g_utf8_get_char (word)))
      return TRUE;
  return FALSE;
}

/* Some begin words, and none is a word. */
static gboolean
has_groups (const WeftField *field)
{
  gboolean has = FALSE;

  for (int i = FIRST; field->class_names && i < field->classes; i++)
    {
      glong n = g_utf8_strlen (field->class_names[i], -1);

      if (n < 2 || n > 5)
        return FALSE;
      has = has || g_str_has_prefix (field->class_names[i], WEFT_TEXT_GROUP_BEGIN);
    }
  return has;
}

void
weft_texts_tell (const WeftTexts *texts)
{
  weft_tell ("unit", weft_text_unit_get_id (texts->form.unit));
  weft_tell_number ("vocabulary", MAX ((gint64) texts->n_names - FIRST, 0));
}

void
weft_texts_find_form (WeftTextsForm *form, const WeftField *field)
{
  gboolean has_long = FALSE, has_mixed = FALSE, upper = FALSE;

  if (weft_field_has_pieces (field) || has_groups (field))
    {
      *form = (WeftTextsForm){ .unit = has_groups (field) ? WEFT_UNIT_GROUPS : WEFT_UNIT_PIECES };
      return;
    }

  for (int i = FIRST; field->class_names && i < field->classes; i++)
    {
      const char *word = field->class_names[i];

      has_long = has_long || !weft_word_is_sign (word);
      has_mixed = has_mixed || weft_text_count_units (word, WEFT_UNIT_WORDS) > 1;
      upper = upper || has_upper (word);
    }
  *form = (WeftTextsForm){
    .unit = !has_long   ? WEFT_UNIT_CHARACTERS
            : has_mixed ? WEFT_UNIT_SPACED
                        : WEFT_UNIT_WORDS,
    .folds = has_long && !upper,
  };
}

void
weft_texts_learn_from (WeftTexts *texts, const WeftField *field)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean has_unknown = field->class_names && field->classes > UNKNOWN
                         && g_str_equal (field->class_names[UNKNOWN], WEFT_UNKNOWN);

  for (int i = 1; field->class_names && i < field->classes; i++)
    g_hash_table_insert (numbers, field->class_names[i], GINT_TO_POINTER (i));
  texts->names = g_strdupv (field->class_names);
  texts->n_names = (guint) field->classes;
  if (texts->form.unit == WEFT_UNIT_PIECES)
    {
      spell_words (texts);
      return;
    }
  texts->learnt = g_new0 (guint32, texts->words->len + 1);
  for (guint k = 0; k < texts->words->len; k++)
    {
      g_autofree char *name = weft_brief (texts->words->pdata[k], WEFT_BRIEF_NAME);
      gpointer token = g_hash_table_lookup (numbers, name); /* as name_words wrote it */

      texts->learnt[k] = token ? GPOINTER_TO_UINT (token) : has_unknown ? UNKNOWN : NONE;
    }
}

/* --- the field --- */

/* How many tokens a word comes to, and the first of them; before they are learnt one for each. */
static guint
get_tokens (const WeftTexts *texts, guint32 place, const guint32 **tokens, guint32 *own)
{
  *own = texts->learnt ? texts->learnt[place] : FIRST + place;
  *tokens = own;
  if (!texts->spelt)
    return 1;
  *tokens = (const guint32 *) (const void *) texts->spelt->data + texts->spelt_from[place];
  return texts->spelt_from[place + 1] - texts->spelt_from[place];
}

/* All tokens of a text, to `to` (nullable); how many there are. */
static gint64
spell_text (const WeftTexts *texts, guint i, gint64 *to)
{
  const gint64 *offset = &g_array_index (texts->offsets, gint64, i);
  gint64 n = 0;

  for (gint64 k = offset[0]; k < offset[1]; k++)
    {
      const guint32 *tokens;
      guint32 own;
      guint of = get_tokens (texts, g_array_index (texts->tokens, guint32, k), &tokens, &own);

      for (guint j = 0; to && j < of; j++)
        to[n + j] = tokens[j];
      n += of;
    }
  return n;
}

static gboolean
give_lengths (const WeftTexts *texts, WeftField *field, gint64 less, GError **error)
{
  guint n = weft_texts_get_count (texts);

  field->offsets = weft_memory_new ((n + 1) * sizeof (gint64), error);
  for (guint i = 0; field->offsets && i < n; i++)
    {
      gint64 length = spell_text (texts, i, NULL) - less;

      field->offsets[i + 1] = field->offsets[i] + length;
      field->shape.dims[0] = MAX (field->shape.dims[0], length);
    }
  return field->offsets != NULL;
}

/* from, drop: so many tokens at the beginning and at the end of each text are left out. */
static gboolean
give (const WeftTexts *texts, WeftField *field, WeftDataset *dataset, gint64 from, gint64 drop,
      GError **error)
{
  guint n = weft_texts_get_count (texts);
  g_autofree gint64 *tokens = NULL;

  field->shape = (WeftShape){ .rank = 1, .type = WEFT_I64 };
  field->ragged = 0;
  field->classes = (int) (texts->names ? texts->n_names : FIRST + texts->words->len);
  field->class_names = g_strdupv (texts->names);
  if (!give_lengths (texts, field, from + drop, error)
      || !weft_dataset_allocate_large (dataset, field, error))
    return FALSE;
  tokens = g_new (gint64, field->shape.dims[0] + from + drop);
  for (guint i = 0; i < n; i++)
    {
      gint64 length = spell_text (texts, i, tokens) - from - drop;

      weft_field_touch (field, i, 1);
      memcpy ((gint64 *) field->data + field->offsets[i], tokens + from,
              (gsize) length * sizeof *tokens);
    }
  return TRUE;
}

gboolean
weft_texts_give (const WeftTexts *texts, WeftDataset *dataset, const char *name, const char *title,
                 GError **error)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_TOKENS);

  field->title = g_strdup (title);
  return give (texts, field, dataset, 0, 0, error);
}

gboolean
weft_texts_give_next (const WeftTexts *texts, WeftDataset *dataset, GError **error)
{
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS), *y;

  if (!give (texts, x, dataset, 0, 1, error))
    return FALSE;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_TOKENS);
  return give (texts, y, dataset, 1, 0, error);
}
