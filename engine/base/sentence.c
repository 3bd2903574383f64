/* sentence: what is said to people, with its numbers in the language's form, which printf cannot
 * write */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/sentence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/error.h"

#define MAX_ARGUMENTS 8

/* A conversion of a format: "%s", "%u", "%" PRId64, "%.2g", "%2$d". */
typedef struct
{
  const char *end;
  int index;       /* of its argument */
  char kind;       /* its letter */
  char digits[16]; /* of a real: "%.2g" */
  gboolean is_long;
} Spec;

/* text: at a per cent sign; next: the argument of one that names none. */
static Spec
read_spec (const char *text, int *next)
{
  Spec spec = { 0 };
  const char *at = text + 1;
  gsize named = strspn (at, "0123456789"), digits;

  if (*at == '%')
    return (Spec){ .end = at + 1, .kind = '%' };
  spec.index = at[named] == '$' ? (int) g_ascii_strtoull (at, NULL, 10) - 1 : (*next)++;
  at += at[named] == '$' ? named + 1 : 0;
  digits = strspn (at, ".0123456789");
  g_snprintf (spec.digits, sizeof spec.digits, "%%%.*sg", (int) digits, at);
  at += digits;
  spec.is_long = *at == 'l';
  at += strspn (at, "l");
  spec.kind = *at;
  spec.end = at + (*at != '\0');
  return spec;
}

/* As ui/base/format writes it. */
static char *
dup_real (const char *format, double x)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  GString *text = g_string_new (g_ascii_formatd (buffer, sizeof buffer, format, x));

  g_string_replace (text, "-", "−", 0);
  g_string_replace (text, "e+", "e", 0);
  g_string_replace (text, ".", C_ ("decimal separator", "."), 0);
  return g_string_free (text, FALSE);
}

/* Of "%.12s" so many bytes. */
static char *
dup_text (const Spec *spec, const char *text)
{
  const char *most = strchr (spec->digits, '.');

  return most ? g_strndup (text, g_ascii_strtoull (most + 1, NULL, 10)) : g_strdup (text);
}

static char *
take_argument (const Spec *spec, va_list *arguments)
{
  switch (spec->kind)
    {
    case 's':
      return dup_text (spec, va_arg (*arguments, const char *));
    case 'd':
      return weft_count_format (spec->is_long ? va_arg (*arguments, long)
                                              : va_arg (*arguments, int));
    case 'u':
      return weft_count_format (spec->is_long ? (gint64) va_arg (*arguments, gulong)
                                              : va_arg (*arguments, guint));
    case 'g':
      return dup_real (spec->digits, va_arg (*arguments, double));
    default:
      g_return_val_if_reached (g_strdup (""));
    }
}

/* In the order in which they were given, whatever the order of a translation. */
static void
take_arguments (const char *format, va_list *arguments, char *texts[MAX_ARGUMENTS])
{
  Spec specs[MAX_ARGUMENTS] = { 0 };
  int next = 0;

  for (const char *at = strchr (format, '%'); at; at = strchr (at, '%'))
    {
      Spec spec = read_spec (at, &next);

      at = spec.end;
      g_return_if_fail (spec.index >= 0 && spec.index < MAX_ARGUMENTS);
      if (spec.kind != '%')
        specs[spec.index] = spec;
    }
  for (int i = 0; i < MAX_ARGUMENTS && specs[i].kind; i++)
    texts[i] = take_argument (&specs[i], arguments);
}

static char *
write_sentence (const char *format, char *texts[MAX_ARGUMENTS])
{
  GString *sentence = g_string_new (NULL);
  const char *at = format, *found;
  int next = 0;

  for (; (found = strchr (at, '%')); at = found)
    {
      Spec spec = read_spec (found, &next);

      g_string_append_len (sentence, at, found - at);
      g_string_append (sentence, spec.kind == '%' ? "%" : texts[spec.index]);
      found = spec.end;
    }
  g_string_append (sentence, at);
  return g_string_free (sentence, FALSE);
}

char *
weft_sentence_write (const char *format, va_list arguments)
{
  char *texts[MAX_ARGUMENTS] = { NULL }, *sentence;
  va_list copy;

  va_copy (copy, arguments);
  take_arguments (format, &copy, texts);
  va_end (copy);
  sentence = write_sentence (format, texts);
  for (int i = 0; i < MAX_ARGUMENTS; i++)
    g_free (texts[i]);
  return sentence;
}

void
weft_sentence_set_error (GError **error, int code, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = weft_sentence_write (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, WEFT_ERROR, code, sentence);
}

const char *
weft_sentence_get_comma (void)
{
  return C_ ("between the parts of a list", ", ");
}
