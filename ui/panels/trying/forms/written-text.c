/* written-text: a sample of tokens as somebody would have written it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/forms/written-text.h"

#include "engine/train/answers/answers.h"

char *
weft_written_dup_plain (const WeftField *field, const char *text)
{
  GString *plain = g_string_new (text);

  if (!weft_field_has_spaces (field))
    g_string_replace (plain, "\\n", "\n", 0);
  return g_string_free (plain, FALSE);
}

char *
weft_written_dup (const WeftField *field, gint64 sample)
{
  g_autofree char *text = weft_field_dup_text (field, sample, WEFT_MOST_WRITTEN);

  return weft_written_dup_plain (field, text);
}
