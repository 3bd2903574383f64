/* notes: what a reader decided, in sentences for the user */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/notes.h"

#include "engine/base/brief.h"

WeftNotes *
weft_notes_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

void
weft_notes_add (WeftNotes *notes, const char *format, ...)
{
  va_list arguments;
  g_autofree char *sentence = NULL;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);
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
