/* unknown: the word that stands for all those which a vocabulary does not have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/unknown.h"

gboolean
weft_field_is_unknown (const WeftField *field, gint64 token)
{
  return field->class_names != NULL && token >= 0 && token < field->classes
         && g_str_equal (field->class_names[token], WEFT_UNKNOWN);
}

gint64
weft_field_find_unknown (const WeftField *field)
{
  for (gint64 token = 0; field->class_names != NULL && token < field->classes; token++)
    if (weft_field_is_unknown (field, token))
      return token;
  return -1;
}

gint64
weft_field_choose_word (const WeftField *field, const float *scores, gint64 n)
{
  gint64 best = weft_field_is_unknown (field, 0) && n > 1;

  for (gint64 i = best + 1; i < n; i++)
    if (scores[i] > scores[best] && !weft_field_is_unknown (field, i))
      best = i;
  return best;
}
