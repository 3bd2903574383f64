/* date: dates and times of day as people and programs write them, as numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/date.h"

#include <math.h>
#include <string.h>

#define DAY_OF_1970 719163 /* as g_date_get_julian counts */

/* One to `most` digits; 0 digits: not moved. Returns how many there were. */
static guint
take_number (const char **at, guint most, int *number)
{
  guint n = 0;

  *number = 0;
  for (; n < most && g_ascii_isdigit (**at); n++)
    *number = *number * 10 + (*(*at)++ - '0');
  return g_ascii_isdigit (**at) ? 0 : n;
}

static gboolean
take_text (const char **at, const char *text)
{
  if (!g_str_has_prefix (*at, text))
    return FALSE;
  *at += strlen (text);
  return TRUE;
}

/* jan, January, Jan. */
static gboolean
take_month_name (const char **at, int *month)
{
  static const char *const names[]
      = { "january", "february", "march",     "april",   "may",      "june",
          "july",    "august",   "september", "october", "november", "december" };
  gsize n = 0;

  while (g_ascii_isalpha ((*at)[n]))
    n++;
  for (guint i = 0; n >= 3 && i < G_N_ELEMENTS (names); i++)
    if (n <= strlen (names[i]) && g_ascii_strncasecmp (*at, names[i], n) == 0)
      {
        *month = (int) i + 1;
        *at += n + ((*at)[n] == '.');
        return TRUE;
      }
  return FALSE;
}

static gboolean
is_separator (char c)
{
  return c && strchr ("-/. ,", c) != NULL;
}

/* "-", "/", ".", ", "; the same between all parts of a date, unless a month is a word. */
static char
take_separator (const char **at)
{
  char c = **at;

  if (!is_separator (c))
    return 0;
  (*at)++;
  while (**at == ' ')
    (*at)++;
  return c;
}

static gboolean
take_year_first (const char **at, int *y, int *m, int *d)
{
  char first;

  *d = 1;
  if (take_number (at, 4, y) != 4)
    return FALSE;
  if (take_text (at, "年"))
    return take_number (at, 2, m) && take_text (at, "月")
           && (!g_ascii_isdigit (**at) || (take_number (at, 2, d) && take_text (at, "日")));
  first = take_separator (at);
  if (!first || first == ' ' || first == ',')
    return FALSE;
  if (!take_number (at, 2, m) && !take_month_name (at, m))
    return FALSE;
  if (**at != first)
    return first != '.';
  (*at)++;
  return take_number (at, 2, d) > 0;
}

/* 24 is 2024 and 96 is 1996; 1.2.24 may also be a version. */
static gboolean
take_year (const char **at, gboolean may_be_short, int *y)
{
  guint digits = take_number (at, 4, y);

  if (digits == 2 && may_be_short)
    *y += *y < 70 ? 2000 : 1900;
  return digits == 4 || (digits == 2 && may_be_short);
}

static gboolean
take_year_last (const char **at, gboolean day_first, int *y, int *m, int *d)
{
  int first, second;
  gboolean named = take_month_name (at, &first);
  guint digits = named ? 0 : take_number (at, 2, &first), more;
  char between, after;

  if (named == day_first && (named || !digits))
    return FALSE;
  if (!named && !digits)
    return FALSE;
  between = take_separator (at);
  more = take_number (at, 2, &second);
  if (!between || (!more && (!day_first || !take_month_name (at, &second))))
    return FALSE;
  if ((between == ' ' || between == ',') && more && !named)
    return FALSE;
  after = take_separator (at);
  if (!after || (more && !named && after != between))
    return FALSE;
  *d = day_first ? first : second;
  *m = day_first ? second : first;
  return take_year (at, between != '.' || (digits == 2 && more == 2), y);
}

static gboolean
take_date (const char **at, WeftDateForm form, double *days)
{
  int y = 0, m = 0, d = 0;
  GDate date;

  if (!(form == WEFT_DATE_YEAR_FIRST
            ? take_year_first (at, &y, &m, &d)
            : take_year_last (at, form == WEFT_DATE_DAY_FIRST, &y, &m, &d)))
    return FALSE;
  if (y < 1 || !g_date_valid_dmy ((GDateDay) d, (GDateMonth) m, (GDateYear) y))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) d, (GDateMonth) m, (GDateYear) y);
  *days = (double) g_date_get_julian (&date) - DAY_OF_1970;
  return TRUE;
}

typedef struct
{
  const char *word;
  int add; /* hours */
} Half;

/* "am" and "pm" after an hour up to 12. */
static gboolean
take_half (const char **at, int *hour)
{
  const char *word = *at + (**at == ' ');
  gboolean pm = g_ascii_strncasecmp (word, "pm", 2) == 0;

  if (!pm && g_ascii_strncasecmp (word, "am", 2) != 0)
    return TRUE;
  if (*hour < 1 || *hour > 12)
    return FALSE;
  *hour = *hour % 12 + (pm ? 12 : 0);
  *at = word + 2;
  return TRUE;
}

/* 上午9:05 is 9:05, 下午9:05 is 21:05, 凌晨12:05 and 午夜12:05 are 0:05: the half of the day stands
 * before the hour. */
static void
take_half_before (const char **at, const Half **half)
{
  static const Half halves[] = {
    { "上午", 0 },  { "早上", 0 },  { "凌晨", 0 },  { "午夜", 0 },
    { "中午", 12 }, { "下午", 12 }, { "傍晚", 12 }, { "晚上", 12 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    if (take_text (at, halves[i].word))
      {
        take_text (at, " ");
        *half = &halves[i];
        return;
      }
}

/* 中午11:50 is before noon; 下午14:30 says it twice. */
static gboolean
turn_half (const Half *half, int *hour)
{
  if (*hour > 12)
    return half->add == 12;
  if (half->add == 0 || *hour == 12 || strcmp (half->word, "中午") != 0 || *hour < 10)
    *hour = *hour % 12 + half->add;
  return TRUE;
}

static gboolean
take_time (const char **at, double *hours)
{
  int h, m, s = 0;
  double fraction = 0, unit = 0.1;
  const Half *half = NULL;

  take_half_before (at, &half);
  if (!take_number (at, 2, &h) || !take_text (at, ":") || take_number (at, 2, &m) != 2)
    return FALSE;
  if (take_text (at, ":") && take_number (at, 2, &s) != 2)
    return FALSE;
  if ((**at == '.' || **at == ',') && g_ascii_isdigit ((*at)[1]))
    for ((*at)++; g_ascii_isdigit (**at); (*at)++, unit /= 10)
      fraction += unit * (**at - '0');
  if (!(half ? turn_half (half, &h) : take_half (at, &h)) || h > 24 || m > 59 || s > 60)
    return FALSE;
  *hours = h + m / 60.0 + (s + fraction) / 3600;
  return TRUE;
}

/* By their usual abbreviations; CST is both American and Chinese, and so is none. */
static gboolean
take_zone_name (const char **at, double *ahead)
{
  static const struct
  {
    const char *name;
    double ahead; /* of Greenwich, hours */
  } zones[] = {
    { "Z", 0 },    { "UTC", 0 },  { "GMT", 0 },   { "WET", 0 },   { "WEST", 1 }, { "BST", 1 },
    { "CET", 1 },  { "CEST", 2 }, { "EET", 2 },   { "EEST", 3 },  { "MSK", 3 },  { "EST", -5 },
    { "EDT", -4 }, { "CDT", -5 }, { "MST", -7 },  { "MDT", -6 },  { "PST", -8 }, { "PDT", -7 },
    { "JST", 9 },  { "KST", 9 },  { "AEST", 10 }, { "AEDT", 11 }, { "HKT", 8 },  { "SGT", 8 },
  };
  const char *word = *at + (**at == ' ');
  gsize n = 0;

  while (g_ascii_isalpha (word[n]))
    n++;
  for (guint i = 0; n > 0 && i < G_N_ELEMENTS (zones); i++)
    if (strlen (zones[i].name) == n && g_ascii_strncasecmp (word, zones[i].name, n) == 0)
      {
        *ahead = zones[i].ahead;
        *at = word + n;
        return TRUE;
      }
  return FALSE;
}

/* +02:00, -0530, after UTC also +8; and [Europe/Berlin] behind it, which says the same. */
static gboolean
take_offset (const char **at, gboolean is_named, double *ahead)
{
  const char *start = *at + (**at == ' ');
  int h, m = 0, sign = *start == '-' ? -1 : 1;
  guint digits;

  if (*start != '+' && *start != '-')
    return TRUE;
  *at = start + 1;
  digits = g_ascii_isdigit (start[1]) && g_ascii_isdigit (start[2]) ? 2 : 1;
  if ((digits < 2 && !is_named) || !g_ascii_isdigit (start[1]))
    return FALSE;
  h = digits == 2 ? (start[1] - '0') * 10 + (start[2] - '0') : start[1] - '0';
  *at += digits;
  if ((take_text (at, ":") || g_ascii_isdigit (**at)) && take_number (at, 2, &m) != 2)
    return FALSE;
  *ahead += sign * (h + m / 60.0);
  if (**at == '[' && strchr (*at, ']'))
    *at = strchr (*at, ']') + 1;
  return h <= 14 && m < 60;
}

/* What is to be taken off for Greenwich. */
static gboolean
take_zone (const char **at, double *hours)
{
  double ahead = 0;
  gboolean is_named = take_zone_name (at, &ahead);

  if (!take_offset (at, is_named, &ahead))
    return FALSE;
  *hours -= ahead;
  return TRUE;
}

/* 20240131T140500Z, as programs write it for the names of files. */
static gboolean
parse_basic (const char *cell, double *number)
{
  g_autoptr (GString) extended = g_string_new (NULL);
  gsize n = strspn (cell, "0123456789"), times = 0;

  if (n != 8 || (cell[8] != 'T' && cell[8] != 't'))
    return FALSE;
  times = strspn (cell + 9, "0123456789");
  if (times != 4 && times != 6)
    return FALSE;
  g_string_printf (extended, "%.4s-%.2s-%.2sT%.2s:%.2s", cell, cell + 4, cell + 6, cell + 9,
                   cell + 11);
  if (times == 6)
    g_string_append_printf (extended, ":%.2s", cell + 13);
  g_string_append (extended, cell + 9 + times);
  return weft_date_parse (extended->str, WEFT_DATE_YEAR_FIRST, number);
}

/* "Wed, ", "Wednesday ": what the date says, too. */
static void
pass_weekday (const char **at)
{
  static const char *const names[]
      = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  gsize n = 0;

  while (g_ascii_isalpha ((*at)[n]))
    n++;
  for (guint i = 0; n >= 3 && i < G_N_ELEMENTS (names); i++)
    if (n <= strlen (names[i]) && g_ascii_strncasecmp (*at, names[i], n) == 0)
      {
        *at += n + ((*at)[n] == ',');
        *at += **at == ' ';
        return;
      }
}

gboolean
weft_date_parse (const char *cell, WeftDateForm form, double *number)
{
  double days = 0, hours = 0;

  if (form == WEFT_DATE_TIME)
    {
      if (!take_time (&cell, number))
        return FALSE;
      return *cell == '\0';
    }
  if (form == WEFT_DATE_YEAR_FIRST && parse_basic (cell, number))
    return TRUE;
  pass_weekday (&cell);
  if (!take_date (&cell, form, &days))
    return FALSE;
  if (*cell == 'T' || *cell == 't' || *cell == ' ')
    {
      cell++;
      if (!take_time (&cell, &hours) || !take_zone (&cell, &hours))
        return FALSE;
    }
  *number = days + hours / 24;
  return *cell == '\0';
}

gboolean
weft_date_parse_mixed (const char *cell, WeftDateForm form, gboolean or_year_first, double *number)
{
  return weft_date_parse (cell, form, number)
         || (or_year_first && weft_date_parse (cell, WEFT_DATE_YEAR_FIRST, number));
}

/* --- how a column was read --- */

static const char *const forms[WEFT_N_DATES] = {
  [WEFT_DATE_YEAR_FIRST] = "year-first",
  [WEFT_DATE_DAY_FIRST] = "day-first",
  [WEFT_DATE_MONTH_FIRST] = "month-first",
  [WEFT_DATE_TIME] = "time",
};

#define MIXED "or-year-first"

char *
weft_date_reading_dup (const WeftDateReading *reading)
{
  char day[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s %s%s", forms[reading->form],
                          g_ascii_dtostr (day, sizeof day, reading->day_0),
                          reading->or_year_first ? " " MIXED : "");
}

void
weft_date_reading_parse (WeftDateReading *reading, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n = g_strv_length (words);

  *reading = (WeftDateReading){ WEFT_DATE_NONE };
  for (WeftDateForm form = WEFT_DATE_NONE + 1; n >= 2 && form < WEFT_N_DATES; form++)
    if (strcmp (forms[form], words[0]) == 0)
      *reading = (WeftDateReading){ form, n > 2, g_ascii_strtod (words[1], NULL) };
}

gboolean
weft_date_reading_take (const WeftDateReading *reading, const char *cell, double *number)
{
  if (!weft_date_parse_mixed (cell, reading->form, reading->or_year_first, number))
    return FALSE;
  *number -= reading->day_0;
  return TRUE;
}

char *
weft_date_dup (double days)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) MAX (floor (days) + DAY_OF_1970, 1));
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date),
                          g_date_get_day (&date));
}
