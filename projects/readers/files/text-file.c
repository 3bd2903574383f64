/* text-file: bytes of a text file in whatever encoding, as UTF-8 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/text-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "projects/readers/files/input.h"
#include "projects/readers/told.h"

static const WeftTextForm marked[] = {
  { "UTF-8", NULL, "\xef\xbb\xbf", 3 },
  { "UTF-16", "UTF-16LE", "\xff\xfe", 2 },
  { "UTF-16", "UTF-16BE", "\xfe\xff", 2 },
};

/* Without a mark, in the order in which they are tried. */
enum
{
  LITTLE,
  BIG,
  UTF_8,
  TRADITIONAL,
  CHINESE,
  CYRILLIC,
  WESTERN,
  N_FORMS,
};

/* What can be asked for besides those that are guessed. */
static const WeftTextForm others[] = {
  { "Shift-JIS", "SHIFT-JIS", "", 0 },
  { "EUC-KR", "EUC-KR", "", 0 },
};

static const WeftTextForm forms[N_FORMS] = {
  [LITTLE] = { "UTF-16", "UTF-16LE", "", 0 },
  [BIG] = { "UTF-16", "UTF-16BE", "", 0 },
  [UTF_8] = { "UTF-8", NULL, "", 0 },
  [TRADITIONAL] = { "Big5", "BIG5", "", 0 },
  [CHINESE] = { "GB18030", "GB18030", "", 0 },
  [CYRILLIC] = { "Windows-1251", "WINDOWS-1251", "", 0 },
  [WESTERN] = { "Windows-1252", "WINDOWS-1252", "", 0 },
};

/* UTF-16 without a mark: in a table nearly every character is below 256, so that every other byte
 * is zero. */
static const WeftTextForm *
guess_utf16 (const char *bytes, gsize length)
{
  gsize zeros[2] = { 0, 0 }, n = length & ~(gsize) 1;

  for (gsize i = 0; i < n; i++)
    zeros[i & 1] += bytes[i] == '\0';
  if (n >= 4 && zeros[1] > n / 4 && zeros[0] < zeros[1] / 8)
    return &forms[LITTLE];
  if (n >= 4 && zeros[0] > n / 4 && zeros[1] < zeros[0] / 8)
    return &forms[BIG];
  return NULL;
}

/* Bytes of a European text often pass for GB18030 too: é before a letter makes a pair, and so do
 * ö and ß. In Chinese text nearly all second bytes are above A0, and nearly all first ones below
 * D8, where the common characters and the punctuation are; the small letters of Europe lie above.
 */
static void
count_pairs (WeftTextSurvey *survey, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) bytes[i], first = survey->first;
      gboolean is_common = first >= 0xa1 && first <= 0xd7 && byte >= 0xa1;

      survey->alone += byte >= 0xa8 && survey->last < 0xa8;
      survey->beside += byte >= 0xa8 && survey->last >= 0xa8;
      survey->last = byte;
      survey->chinese += first && is_common;
      survey->other += first && !is_common;
      survey->low += first && byte >= 0x40 && byte <= 0x7e;
      survey->traditional += first >= 0xa1 && first <= 0xc6
                             && ((byte >= 0x40 && byte <= 0x7e) || (byte >= 0xa1 && byte != 0xff));
      survey->first = !first && byte >= 0x81 ? byte : 0;
    }
}

/* Big5 has its punctuation and its 5,401 common characters from A1 to C6, and of each first byte
 * two in five of the second ones are below 7F, where GB2312 has none; what GB18030 has there beside
 * them begins with 81 to A0. */
static gboolean
may_be_traditional (const WeftTextSurvey *survey)
{
  guint64 pairs = survey->chinese + survey->other;

  return pairs > 0 && survey->traditional * 10 >= pairs * 9 && survey->low * 8 >= pairs;
}

/* A character that the piece breaks off in is looked at again with the next one. */
static void
check_utf8 (WeftTextSurvey *survey, const char *bytes, gsize length)
{
  const char *end = bytes;

  while (survey->is_utf8 && survey->n_begun > 0 && length > 0)
    {
      gunichar c;

      survey->begun[survey->n_begun++] = *bytes++;
      length--;
      c = g_utf8_get_char_validated (survey->begun, (gssize) survey->n_begun);
      if (c == (gunichar) -2 && survey->n_begun < 4)
        continue;
      survey->is_utf8 = c != (gunichar) -1 && c != (gunichar) -2;
      survey->n_begun = 0;
    }
  if (!survey->is_utf8 || g_utf8_validate (bytes, (gssize) length, &end))
    return;
  length -= (gsize) (end - bytes);
  survey->is_utf8 = length < 4 && g_utf8_get_char_validated (end, (gssize) length) == (gunichar) -2;
  if (survey->is_utf8)
    memcpy (survey->begun, end, length);
  survey->n_begun = survey->is_utf8 ? (guint) length : 0;
}

void
weft_text_survey_begin (WeftTextSurvey *survey)
{
  *survey = (WeftTextSurvey){ .is_utf8 = TRUE };
}

void
weft_text_survey_add (WeftTextSurvey *survey, const char *bytes, gsize length)
{
  gsize more = MIN (length, WEFT_TEXT_HEAD - survey->n_head);

  memcpy (survey->head + survey->n_head, bytes, more);
  survey->n_head += more;
  survey->has_zero = survey->has_zero || memchr (bytes, 0, length);
  check_utf8 (survey, bytes, length);
  count_pairs (survey, bytes, length);
}

/* What its first bytes say; NULL: nothing. */
static const WeftTextForm *
find_marked (const WeftTextSurvey *survey)
{
  for (guint i = 0; i < G_N_ELEMENTS (marked); i++)
    if (survey->n_head >= marked[i].length
        && memcmp (survey->head, marked[i].mark, marked[i].length) == 0)
      return &marked[i];
  return guess_utf16 (survey->head, survey->n_head);
}

const char *const weft_text_encodings[]
    = { "utf-8",  "utf-16",       "gb18030",      "big5", "shift-jis",
        "euc-kr", "windows-1251", "windows-1252", NULL };

static gboolean
is_called (const WeftTextForm *form, const char *id)
{
  return g_ascii_strcasecmp (form->name, id) == 0;
}

/* What is asked for, with its mark where it has one; NULL: it is not written so. */
static const WeftTextForm *
find_asked (const WeftTextSurvey *survey, const char *id)
{
  const WeftTextForm *form = find_marked (survey);

  if (form && is_called (form, id))
    return form->from || survey->is_utf8 ? form : NULL;
  if (is_called (&forms[UTF_8], id))
    return survey->is_utf8 && survey->n_begun == 0 ? &forms[UTF_8] : NULL;
  for (guint i = 0; i < N_FORMS; i++)
    if (is_called (&forms[i], id))
      return &forms[i];
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (is_called (&others[i], id))
      return &others[i];
  return NULL;
}

gboolean
weft_text_survey_may_be_text (const WeftTextSurvey *survey)
{
  return !survey->has_zero || weft_telling_get_encoding () || find_marked (survey) != NULL;
}

const WeftTextForm *
weft_text_survey_next (const WeftTextSurvey *survey, const WeftTextForm *after)
{
  const char *asked = weft_telling_get_encoding ();
  const WeftTextForm *sure = asked ? find_asked (survey, asked) : find_marked (survey);
  const gboolean may[N_FORMS] = {
    [UTF_8] = survey->is_utf8 && survey->n_begun == 0,
    [TRADITIONAL] = may_be_traditional (survey),
    [CHINESE] = survey->chinese > 0 && survey->chinese >= survey->other,
    [CYRILLIC] = !survey->has_zero && survey->beside > survey->alone, /* words of such letters */
    [WESTERN] = !survey->has_zero,
  };

  if (asked)
    return after ? NULL : sure;
  if (sure)
    return after || (!sure->from && !may[UTF_8]) ? NULL : sure;
  for (guint i = after ? (guint) (after - forms) + 1 : UTF_8; i < N_FORMS; i++)
    if (may[i])
      return &forms[i];
  return NULL;
}

/* NULL: it is not written so. */
static char *
convert (const WeftTextForm *form, const char *bytes, gsize length)
{
  gsize read = 0, written = 0;
  char *text;

  if (!form->from)
    return g_strndup (bytes, length);
  text = g_convert (bytes, (gssize) length, "UTF-8", form->from, &read, &written, NULL);
  if (text && (read != length || strlen (text) != written))
    g_clear_pointer (&text, g_free);
  return text;
}

const char *
weft_text_get_unknown (void)
{
  if (weft_telling_get_encoding ())
    return _ ("This is not text in the encoding that is asked for. Choose another one.");
  return _ ("This is not text in an encoding that is known. Save it as CSV in UTF-8.");
}

void
weft_text_tell_encoding (const char *name)
{
  g_autofree char *id = g_ascii_strdown (name, -1);

  weft_tell ("encoding", id);
}

char *
weft_text_decode (const char *bytes, gsize length, const char **encoding, GError **error)
{
  WeftTextSurvey survey;

  if (length > weft_memory_available () / 3)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                   _ ("there is not enough memory for it; close other programs or choose a smaller "
                      "part of it."));
      return NULL;
    }
  weft_text_survey_begin (&survey);
  weft_text_survey_add (&survey, bytes, length);
  for (const WeftTextForm *form = NULL; (form = weft_text_survey_next (&survey, form));)
    {
      char *text = convert (form, bytes + form->length, length - form->length);

      *encoding = form->name;
      if (!text)
        continue;
      weft_text_tell_encoding (form->name);
      return text;
    }
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, weft_text_get_unknown ());
  return NULL;
}

char **
weft_text_load_lines (const char *path, gsize budget, GError **error)
{
  g_autofree char *bytes = NULL, *text = NULL;
  g_autoptr (GError) inner = NULL;
  const char *encoding;
  gsize length;
  char **lines;

  if (!weft_input_load_text (path, budget, &bytes, &length, error))
    return NULL;
  text = weft_text_decode (bytes, length, &encoding, &inner);
  if (!text)
    {
      g_autofree char *shown = weft_input_dup_shown (path);

      g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), shown, inner->message);
      return NULL;
    }
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    g_strstrip (lines[i]);
  return lines;
}
