/* notes: what a reader decided, in sentences for the user */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/notes.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"

/* --- the list --- */

WeftNotes *
weft_notes_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* A list that goes on has ended the sentence. */
static void
end_once (char *sentence)
{
  static const char *const ends[] = { "….", "…。" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (sentence, ends[i]))
      sentence[strlen (sentence) - strlen (ends[i]) + strlen ("…")] = '\0';
}

void
weft_notes_add (WeftNotes *notes, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = weft_sentence_write (format, arguments);
  va_end (arguments);
  end_once (sentence);
  g_ptr_array_add (notes, weft_brief (sentence, WEFT_BRIEF_PATH));
}

char **
weft_notes_dup (const WeftNotes *notes)
{
  char **strings = notes->len ? g_new0 (char *, notes->len + 1) : NULL;

  for (guint i = 0; i < notes->len; i++)
    strings[i] = g_strdup (notes->pdata[i]);
  return strings;
}

char **
weft_notes_finish (WeftNotes *notes)
{
  char **strings;

  if (notes->len == 0)
    {
      g_ptr_array_unref (notes);
      return NULL;
    }
  g_ptr_array_add (notes, NULL);
  strings = (char **) g_ptr_array_free (notes, FALSE);
  return strings;
}

void
weft_cures_add (char ***list, const char *note, const char *option, const char *value)
{
  guint n = *list ? g_strv_length (*list) : 0;

  *list = g_renew (char *, *list, n + 4);
  (*list)[n] = g_strdup (note);
  (*list)[n + 1] = g_strdup (option);
  (*list)[n + 2] = g_strdup (value);
  (*list)[n + 3] = NULL;
}
