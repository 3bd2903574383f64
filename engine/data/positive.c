/* positive: which of two classes precision, recall and F1 are of
 *
 * scikit-learn takes the label 1; of labels that are words the one that says yes is meant, and of
 * two that say nothing of the kind the rarer one: it is what people look for. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/field.h"
#include "engine/data/kind-row.h"

static const struct
{
  const char *yes, *no;
} words[] = {
  { "yes", "no" }, { "y", "n" },   { "true", "false" },        { "t", "f" },     { "1", "0" },
  { "1", "-1" },   { "+1", "-1" }, { "positive", "negative" }, { "pos", "neg" }, { "+", "-" },
  { "是", "否" },  { "真", "假" }, { "阳性", "阴性" },         { "有", "无" },
};

static gboolean
is_word (const char *name, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_str_equal (g_strstrip (folded), word);
}

int
weft_positive_of_names (char **names)
{
  for (guint i = 0; names && i < G_N_ELEMENTS (words); i++)
    for (int yes = 0; yes < 2; yes++)
      if (is_word (names[yes], words[i].yes) && is_word (names[1 - yes], words[i].no))
        return yes;
  return -1;
}

int
weft_positive_of_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (is_word (word, words[i].yes))
        return 1;
      if (is_word (word, words[i].no))
        return 0;
    }
  return -1;
}

int
weft_field_get_positive (const WeftField *field, gint64 count)
{
  int named;
  gint64 first = 0;

  if (field == NULL || weft_kind_get_row (field->kind)->answer != WEFT_ANSWER_CHOICE
      || field->classes != 2)
    return -1;
  named = weft_positive_of_names (field->class_names);
  if (named >= 0)
    return named;
  for (gint64 i = 0; i < count; i++)
    first += weft_field_get_class (field, i) == 0;
  return first < count - first ? 0 : 1;
}
