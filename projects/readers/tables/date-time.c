/* date-time: times of day, what they are ahead of Greenwich, and lengths of time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/date-parts.h"

#include <math.h>
#include <string.h>

guint
weft_date_take_number (const char **at, guint most, int *number)
{
  guint n = 0;

  *number = 0;
  for (; n < most && g_ascii_isdigit (**at); n++)
    *number = *number * 10 + (*(*at)++ - '0');
  return g_ascii_isdigit (**at) ? 0 : n;
}

gboolean
weft_date_take_text (const char **at, const char *text)
{
  if (!g_str_has_prefix (*at, text))
    return FALSE;
  *at += strlen (text);
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
    if (weft_date_take_text (at, halves[i].word))
      {
        weft_date_take_text (at, " ");
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

/* One of them, and a space on either side. */
static gboolean
take_one_of (const char **at, const char *const *words)
{
  const char *after = *at + (**at == ' ');

  for (; *words; words++)
    if (weft_date_take_text (&after, *words))
      {
        *at = after + (*after == ' ');
        return TRUE;
      }
  return FALSE;
}

static double
take_fraction (const char **at)
{
  double fraction = 0, unit = 0.1;

  if ((**at == '.' || **at == ',') && g_ascii_isdigit ((*at)[1]))
    for ((*at)++; g_ascii_isdigit (**at); (*at)++, unit /= 10)
      fraction += unit * (**at - '0');
  return fraction;
}

/* 05:30 and 05分30秒 behind the hour. */
static gboolean
take_minutes (const char **at, gboolean in_words, int *m, double *s)
{
  static const char *const minutes[] = { "分", "분", NULL }, *const seconds[]
                                                             = { "秒", "초", NULL };
  guint digits = weft_date_take_number (at, 2, m);
  gboolean more;
  int whole = 0;

  if (digits != 2 && !(in_words && digits))
    return FALSE;
  more = in_words ? take_one_of (at, minutes) && g_ascii_isdigit (**at)
                  : weft_date_take_text (at, ":");
  digits = more ? weft_date_take_number (at, 2, &whole) : 0;
  if (more && digits != 2 && !(in_words && digits))
    return FALSE;
  *s = whole + take_fraction (at);
  return !more || !in_words || take_one_of (at, seconds);
}

gboolean
weft_date_take_time (const char **at, double *hours)
{
  static const char *const words[] = { "h", "H", "时", "時", "点", "點", "시", NULL };
  int h, m;
  double s;
  const Half *half = NULL;
  gboolean in_words;

  take_half_before (at, &half);
  if (!weft_date_take_number (at, 2, &h))
    return FALSE;
  in_words = !weft_date_take_text (at, ":");
  if ((in_words && !take_one_of (at, words)) || !take_minutes (at, in_words, &m, &s))
    return FALSE;
  if (!(half ? turn_half (half, &h) : take_half (at, &h)) || h > 24 || m > 59 || s >= 61)
    return FALSE;
  weft_date_take_text (at, " Uhr");
  *hours = h + m / 60.0 + s / 3600;
  return TRUE;
}

/* --- lengths of time --- */

/* 3h, 13 min, 5天: of how many hours the unit is, 0 where it is none. n: its letters. */
static double
take_unit (const char **at, gsize *n)
{
  static const struct
  {
    const char *names[7];
    double hours;
  } units[] = {
    { { "days", "day", "天", "d" }, 24 },
    { { "hours", "hour", "hrs", "hr", "小时", "h" }, 1 },
    { { "minutes", "minute", "mins", "min", "分钟", "分", "m" }, 1 / 60.0 },
    { { "seconds", "second", "secs", "sec", "秒", "s" }, 1 / 3600.0 },
  };
  const char *word = *at + (**at == ' ');

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    for (guint k = 0; k < 7 && units[i].names[k]; k++)
      if (g_ascii_strncasecmp (word, units[i].names[k], *n = strlen (units[i].names[k])) == 0
          && !g_ascii_isalpha (word[*n]))
        {
          *at = word + *n;
          return units[i].hours;
        }
  return 0;
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
  if ((weft_date_take_text (at, ":") || g_ascii_isdigit (**at))
      && weft_date_take_number (at, 2, &m) != 2)
    return FALSE;
  *ahead += sign * (h + m / 60.0);
  if (**at == '[' && strchr (*at, ']'))
    *at = strchr (*at, ']') + 1;
  return h <= 14 && m < 60;
}

gboolean
weft_date_take_zone (const char **at, double *hours)
{
  double ahead = 0;
  gboolean is_named = take_zone_name (at, &ahead);

  if (!take_offset (at, is_named, &ahead))
    return FALSE;
  *hours -= ahead;
  return TRUE;
}

/* 84:06:39, 75:30.5 */
static gboolean
take_clock (const char **at, double *hours)
{
  const char *clock = *at;
  int h, m;
  double s;

  if (!weft_date_take_number (&clock, 6, &h) || !weft_date_take_text (&clock, ":")
      || !take_minutes (&clock, FALSE, &m, &s) || m > 59 || s >= 60)
    return FALSE;
  *at = clock;
  *hours = h + m / 60.0 + s / 3600;
  return TRUE;
}

/* Each unit once, the larger ones first. One letter alone may as well be a code: 3D. */
static gboolean
take_parts (const char *at, gboolean is_clear, double *hours)
{
  double last = INFINITY, clock, unit;
  guint parts = 0;
  gsize letters;
  int whole;

  for (*hours = 0; *at; at += *at == ' ', parts++, last = unit)
    {
      if (last > 1 && take_clock (&at, &clock))
        {
          *hours += clock;
          return *at == '\0';
        }
      if (!weft_date_take_number (&at, 9, &whole))
        return FALSE;
      clock = whole + take_fraction (&at);
      unit = take_unit (&at, &letters);
      if (!(unit > 0) || unit >= last)
        return FALSE;
      *hours += clock * unit;
      is_clear = is_clear || letters > 1;
      at += *at == ',';
    }
  return parts > 1 || (parts > 0 && is_clear);
}

gboolean
weft_date_parse_span (const char *cell, double *hours)
{
  gboolean is_less = *cell == '-', is_iso = cell[is_less] == 'P';
  g_autofree char *plain = NULL;
  gsize n = 0;

  if (!g_ascii_isdigit (cell[is_less]) && !is_iso)
    return FALSE;
  plain = g_strdup (cell + is_less);
  for (const char *c = plain; *c; c++)
    if (!is_iso || (*c != 'P' && *c != 'T'))
      plain[n++] = *c;
  plain[n] = '\0';
  if (!take_parts (plain, is_iso, hours))
    return FALSE;
  *hours = is_less ? -*hours : *hours;
  return TRUE;
}
