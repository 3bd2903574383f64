/* text-file: bytes of a text file in whatever encoding, as UTF-8 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/text-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"

static const struct
{
  const char *mark;
  guint length;
  const char *encoding, *from;
} marks[] = {
  { "\xef\xbb\xbf", 3, "UTF-8", "UTF-8" },
  { "\xff\xfe", 2, "UTF-16", "UTF-16LE" },
  { "\xfe\xff", 2, "UTF-16", "UTF-16BE" },
};

/* UTF-16 without a mark: in a table nearly every character is below 256, so that every other byte
 * is zero. */
static const char *
guess_utf16 (const char *bytes, gsize length)
{
  gsize zeros[2] = { 0, 0 }, n = MIN (length, 4096) & ~(gsize) 1;

  for (gsize i = 0; i < n; i++)
    zeros[i & 1] += bytes[i] == '\0';
  if (n >= 4 && zeros[1] > n / 4 && zeros[0] < zeros[1] / 8)
    return "UTF-16LE";
  if (n >= 4 && zeros[0] > n / 4 && zeros[1] < zeros[0] / 8)
    return "UTF-16BE";
  return NULL;
}

/* Bytes of a European text often pass for GB18030 too: é before a letter makes a pair. In Chinese
 * text nearly all second bytes are above A0 as well; in European text hardly any. */
static gboolean
looks_chinese (const char *bytes, gsize length)
{
  const guint8 *at = (const guint8 *) bytes;
  gsize chinese = 0, other = 0;

  for (gsize i = 0; i + 1 < length; i++)
    if (at[i] >= 0x81)
      {
        chinese += at[i + 1] >= 0xa1;
        other += at[i + 1] < 0xa1;
        i++;
      }
  return chinese > other;
}

static char *
convert (const char *bytes, gsize length, const char *from)
{
  gsize read = 0, written = 0;
  char *text = g_convert (bytes, (gssize) length, "UTF-8", from, &read, &written, NULL);

  if (text && (read != length || strlen (text) != written))
    g_clear_pointer (&text, g_free);
  return text;
}

static char *
decode_unmarked (const char *bytes, gsize length, const char **encoding)
{
  const char *utf16 = guess_utf16 (bytes, length);
  char *text = NULL;

  *encoding = "UTF-16";
  if (utf16)
    return convert (bytes, length, utf16);
  *encoding = "UTF-8";
  if (g_utf8_validate (bytes, (gssize) length, NULL))
    return g_strndup (bytes, length);
  *encoding = "GB18030";
  if (looks_chinese (bytes, length))
    text = convert (bytes, length, "GB18030");
  if (text)
    return text;
  *encoding = "Windows-1252";
  return memchr (bytes, 0, length) ? NULL : convert (bytes, length, "WINDOWS-1252");
}

char *
weft_text_decode (const char *bytes, gsize length, const char **encoding, GError **error)
{
  char *text = NULL;
  gboolean marked = FALSE;

  if (length > weft_memory_available () / 3)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                   _ ("there is not enough memory for it; close other programs or choose a smaller "
                      "part of it."));
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (marks) && !marked; i++)
    if (length >= marks[i].length && memcmp (bytes, marks[i].mark, marks[i].length) == 0)
      {
        marked = TRUE;
        *encoding = marks[i].encoding;
        text = convert (bytes + marks[i].length, length - marks[i].length, marks[i].from);
      }
  if (!marked)
    text = decode_unmarked (bytes, length, encoding);
  if (!text)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("This is not text in an encoding that is known. Save it as CSV in UTF-8."));
  return text;
}
