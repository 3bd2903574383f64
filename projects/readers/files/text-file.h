/* text-file: bytes of a text file in whatever encoding, as UTF-8 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_TEXT_HEAD 4096

typedef struct
{
  const char *name; /* of the encoding, as people call it */
  const char *from; /* as iconv does; NULL: UTF-8 */
  const char *mark; /* with which it begins */
  gsize length;     /* of that */
} WeftTextForm;

/* What the bytes of a text say of its encoding; they may come piece by piece. */
typedef struct
{
  char head[WEFT_TEXT_HEAD]; /* the first of them */
  gsize n_head;
  gboolean is_utf8, has_zero;
  char begun[8]; /* of a character that is not over */
  guint n_begun;
  guint8 first;             /* the last byte where it may begin a Chinese character, else 0 */
  guint64 chinese, other;   /* pairs of bytes that are more likely one or none */
  guint64 traditional, low; /* of those pairs: common ones of Big5; with a small second byte */
  guint8 last;
  guint64 alone, beside; /* bytes of European letters without and with another before them */
} WeftTextSurvey;

void weft_text_survey_begin (WeftTextSurvey *survey);
void weft_text_survey_add (WeftTextSurvey *survey, const char *bytes, gsize length);
/* FALSE: whatever follows, it is none. */
gboolean weft_text_survey_may_be_text (const WeftTextSurvey *survey);
/* What it may be written in, the likeliest first; after: the last that was tried, NULL: none; NULL:
 * there are no more. One without `from` is known to be right. */
const WeftTextForm *weft_text_survey_next (const WeftTextSurvey *survey, const WeftTextForm *after);
/* The sentence for what is no text; translated. */
const char *weft_text_get_unknown (void);
/* Ids of the encodings that can be asked for; NULL-terminated. */
extern const char *const weft_text_encodings[];
/* Says that it was read so, by the form's name. */
void weft_text_tell_encoding (const char *name);
/* What is asked for (told.h), else UTF-8 and UTF-16 with or without a mark, Big5, GB18030, else
 * Windows-1251 or 1252, as Excel writes them. encoding: the name of what was found, static.
 * WEFT_ERROR_INVALID when it is no text; the message says nothing of the file. transfer full. */
char *weft_text_decode (const char *bytes, gsize length, const char **encoding, GError **error);
/* A file's lines, the blank round each taken off; of at most so many bytes. NULL: the sentence
 * names the file. Free with g_strfreev. */
char **weft_text_load_lines (const char *path, gsize budget, GError **error);
