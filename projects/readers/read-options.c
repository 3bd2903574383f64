/* read-options: what is asked of a reader, by the names of the command's options */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/read-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/tables/time-series.h"
#include "projects/readers/texts/text-tokens.h"

#define LOWEST_RATE 1000 /* numbers a second: of speech little is left */
#define HIGHEST_RATE 192000

typedef gboolean (*Check) (const char *value, GError **error);

static gboolean
refuse (GError **error, const char *format, const char *value)
{
  g_autofree char *shown = weft_brief (value, WEFT_BRIEF_QUOTE);

  /* the format is one of the literals of this file, or its translation, which msgfmt compares */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, format, shown);
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
check_task (const char *value, GError **error)
{
  return weft_task_parse (value, &(WeftTask){ 0 })
         || refuse (error, _ ("--task is number, class or labels, not “%s”"), value);
}

static WeftReadAs
parse_type (const char *id)
{
  WeftReadAs type = WEFT_AS_NUMBER;

  while (type < WEFT_N_AS && strcmp (weft_read_as_get_id (type), id) != 0)
    type++;
  return type;
}

static gboolean
check_type (const char *value, GError **error)
{
  const char *is = strrchr (value, '=');

  return (is && is > value && parse_type (is + 1) < WEFT_N_AS)
         || refuse (error,
                    _ ("--type is COLUMN=number, category, one-hot, embedding, text, day-first or "
                       "month-first, not “%s”"),
                    value);
}

static gboolean
check_copies (const char *value, GError **error)
{
  static const char *const values[] = { "drop", "drop-near", "together", NULL };

  return g_strv_contains (values, value)
         || refuse (error, _ ("--copies is drop, drop-near or together, not “%s”"), value);
}

static gboolean
check_totals (const char *value, GError **error)
{
  return strcmp (value, "drop") == 0 || refuse (error, _ ("--totals is drop, not “%s”"), value);
}

typedef enum
{
  ONE,
  LIST,
  TASK,
} Form;

static gboolean
check_encoding (const char *value, GError **error)
{
  g_autofree char *list = NULL;

  if (g_strv_contains (weft_text_encodings, value))
    return TRUE;
  list = g_strjoinv (weft_sentence_get_comma (), (char **) weft_text_encodings);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("--encoding is one of these: %s."), list);
  return FALSE;
}

static const char *const channels[] = { "mono", "keep", NULL };
static const char *const channel_titles[] = { N_ ("Mixed into one"), N_ ("As they are"), NULL };

static gboolean
check_channels (const char *value, GError **error)
{
  return g_strv_contains (channels, value)
         || refuse (error, _ ("--channels is mono or keep, not “%s”"), value);
}

static const char *const unit_titles[]
    = { N_ ("Words"), N_ ("Characters"), N_ ("Pieces of words"), N_ ("Groups of letters"), NULL };

typedef struct
{
  const char *id;
  Form form;
  gsize at; /* in WeftReadOptions */
  Check check;
  int low, high;   /* of what is a whole number; high 0: it is none */
  WeftReadAsk ask; /* label NULL: it is asked for otherwise, as by a column */
} Row;

static const Row rows[] = {
  { "target", ONE, offsetof (WeftReadOptions, target) },
  { "task", TASK, offsetof (WeftReadOptions, task), check_task },
  { "group", ONE, offsetof (WeftReadOptions, group) },
  { "part", ONE, offsetof (WeftReadOptions, part) },
  { "time", ONE, offsetof (WeftReadOptions, time) },
  { "keep", LIST, offsetof (WeftReadOptions, keep) },
  { "leave-out", LIST, offsetof (WeftReadOptions, leave_out) },
  { "type", LIST, offsetof (WeftReadOptions, types), check_type },
  { "merge", LIST, offsetof (WeftReadOptions, merge) },
  { "unit", ONE, offsetof (WeftReadOptions, unit),
    .ask = { N_ ("Cut into"), N_ ("What a text is cut into, one token each"), weft_text_unit_ids,
             unit_titles } },
  { "vocabulary", ONE, offsetof (WeftReadOptions, vocabulary), NULL, 10, WEFT_TEXTS_MOST,
    .ask = { N_ ("Vocabulary"), N_ ("How many different tokens are known; a smaller number keeps "
                                    "the commonest") } },
  { "encoding", ONE, offsetof (WeftReadOptions, encoding), check_encoding,
    .ask = { N_ ("Encoding"),
             N_ ("How the file writes its characters: another one where letters come out wrong"),
             weft_text_encodings } },
  { "rate", ONE, offsetof (WeftReadOptions, rate), NULL, LOWEST_RATE, HIGHEST_RATE,
    .ask
    = { N_ ("Sample rate"),
        N_ ("Numbers a second; recordings of another rate are resampled. Fewer learn faster") } },
  { "channels", ONE, offsetof (WeftReadOptions, channels), check_channels,
    .ask
    = { N_ ("Channels"), N_ ("What becomes of recordings that have several, as stereo has two"),
        channels, channel_titles } },
  { "horizon", ONE, offsetof (WeftReadOptions, horizon), NULL, 0, WEFT_SERIES_LONGEST,
    .ask = { N_ ("Rows ahead"),
             N_ ("The rows follow each other in time: what comes in so many of them is predicted "
                 "from those before. 0: each row by itself") } },
  { "window", ONE, offsetof (WeftReadOptions, window), NULL, 1, WEFT_SERIES_LONGEST,
    .ask = { N_ ("Rows before"), N_ ("From how many rows before them it is predicted") } },
  { "copies", ONE, offsetof (WeftReadOptions, copies), check_copies },
  { "totals", ONE, offsetof (WeftReadOptions, totals), check_totals },
};

const WeftReadAsk *
weft_read_options_find_ask (const char *id, int *low, int *high)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].id, id) == 0 && rows[i].ask.label)
      {
        *low = rows[i].low;
        *high = rows[i].high;
        return &rows[i].ask;
      }
  return NULL;
}

static guint
find (const char *id)
{
  guint i = 0;

  while (i < G_N_ELEMENTS (rows) && strcmp (rows[i].id, id) != 0)
    i++;
  return i;
}

gboolean
weft_read_options_knows (const char *id)
{
  return find (id) < G_N_ELEMENTS (rows);
}

static void
add_to_list (char ***list, const char *value)
{
  guint n = *list ? g_strv_length (*list) : 0;

  *list = g_renew (char *, *list, n + 2);
  (*list)[n] = g_strdup (value);
  (*list)[n + 1] = NULL;
}

static gboolean
check_number (guint i, const char *value, GError **error)
{
  g_autofree char *shown = weft_brief (value, WEFT_BRIEF_QUOTE);

  if (g_ascii_string_to_unsigned (value, 10, (guint64) rows[i].low, (guint64) rows[i].high, NULL,
                                  NULL))
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("--%s is a whole number from %d to %d, not “%s”"), rows[i].id, rows[i].low,
               rows[i].high, shown);
  return FALSE;
}

gboolean
weft_read_options_add (WeftReadOptions *options, const char *id, const char *value, GError **error)
{
  guint i = find (id);
  gpointer at;

  g_return_val_if_fail (i < G_N_ELEMENTS (rows), FALSE);
  at = (char *) options + rows[i].at;
  if ((rows[i].check && !rows[i].check (value, error))
      || (rows[i].high > 0 && !check_number (i, value, error)))
    return FALSE;
  if (rows[i].form == TASK)
    return weft_task_parse (value, at);
  if (rows[i].form == LIST)
    add_to_list (at, value);
  else
    {
      g_free (*(char **) at);
      *(char **) at = g_strdup (value);
    }
  return TRUE;
}

void
weft_read_options_clear (WeftReadOptions *options)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gpointer at = (char *) options + rows[i].at;

      if (rows[i].form == LIST)
        g_strfreev (*(char ***) at);
      else if (rows[i].form == ONE)
        g_free (*(char **) at);
    }
  *options = (WeftReadOptions){ 0 };
}

WeftReadAs
weft_read_options_find_type (const WeftReadOptions *options, const char *column)
{
  WeftReadAs type = WEFT_AS_AUTO;

  for (guint i = 0; options && options->types && options->types[i]; i++)
    {
      const char *is = strrchr (options->types[i], '=');
      g_autofree char *name = g_strndup (options->types[i], (gsize) (is - options->types[i]));

      if (g_ascii_strcasecmp (name, column) == 0)
        type = parse_type (is + 1);
    }
  return type;
}
