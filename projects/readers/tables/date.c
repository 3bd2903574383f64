/* date: dates and times of day as people and programs write them, as numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/date.h"

#include <math.h>
#include <string.h>

#include "projects/readers/tables/date-parts.h"

#define DAY_OF_1970 719163 /* as g_date_get_julian counts */

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

/* 2021年3月4日, 2021년 3월 4일 */
static gboolean
take_in_words (const char **at, const char *const words[3], int *m, int *d)
{
  if (!weft_date_take_text (at, words[0]))
    return FALSE;
  *at += **at == ' ';
  if (!weft_date_take_number (at, 2, m) || !weft_date_take_text (at, words[1]))
    return FALSE;
  *at += **at == ' ' && g_ascii_isdigit ((*at)[1]);
  return !g_ascii_isdigit (**at)
         || (weft_date_take_number (at, 2, d) && weft_date_take_text (at, words[2]));
}

/* 29-4 is the Thursday of that week, 29 its Monday. */
static gboolean
take_week (const char **at, int *y, int *m, int *d)
{
  int n, day = 1;
  GDate date;

  if (!weft_date_take_number (at, 2, &n) || n < 1 || n > 53)
    return FALSE;
  if (weft_date_take_text (at, "-") && (!weft_date_take_number (at, 1, &day) || day < 1 || day > 7))
    return FALSE;
  /* The fourth of January lies in the first week of its year (ISO 8601). */
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 4, G_DATE_JANUARY, (GDateYear) *y);
  g_date_subtract_days (&date, 7 + (guint) g_date_get_weekday (&date));
  g_date_add_days (&date, (guint) (7 * n + day));
  *y = g_date_get_year (&date);
  *m = (int) g_date_get_month (&date);
  *d = g_date_get_day (&date);
  return TRUE;
}

/* The first day of a quarter. */
static gboolean
take_quarter (const char **at, int *m)
{
  if (!weft_date_take_text (at, "Q") || !weft_date_take_number (at, 1, m) || *m < 1 || *m > 4)
    return FALSE;
  *m = 3 * *m - 2;
  return TRUE;
}

static gboolean
take_year_first (const char **at, int *y, int *m, int *d)
{
  static const char *const chinese[] = { "年", "月", "日" }, *const korean[] = { "년", "월", "일" };
  char first;

  *d = 1;
  if (weft_date_take_number (at, 4, y) != 4)
    return FALSE;
  if ((guchar) * *at >= 0x80)
    return take_in_words (at, chinese, m, d) || take_in_words (at, korean, m, d);
  first = take_separator (at);
  if (!first || first == ',')
    return FALSE;
  if (**at == 'Q')
    return take_quarter (at, m);
  if (weft_date_take_text (at, "W"))
    return *y > 0 && take_week (at, y, m, d);
  if (first == ' ' || (!weft_date_take_number (at, 2, m) && !weft_date_take_month_name (at, m)))
    return FALSE;
  if (**at != first)
    return first != '.';
  take_separator (at);
  if (!weft_date_take_number (at, 2, d))
    return FALSE;
  *at += first == '.' && **at == '.';
  return TRUE;
}

/* 24 is 2024 and 96 is 1996; 1.2.24 may also be a version. */
static gboolean
take_year (const char **at, gboolean may_be_short, int *y)
{
  guint digits = weft_date_take_number (at, 4, y);

  if (digits == 2 && may_be_short)
    *y += *y < 70 ? 2000 : 1900;
  return digits == 4 || (digits == 2 && may_be_short);
}

/* 3, 3rd, 1er: how many digits it has. */
static guint
take_day (const char **at, int *day)
{
  static const char *const endings[] = { "st", "nd", "rd", "th", "er" };
  guint digits = weft_date_take_number (at, 2, day);

  for (guint i = 0; digits && i < G_N_ELEMENTS (endings); i++)
    if (weft_date_take_text (at, endings[i]))
      break;
  return digits;
}

/* Mar 2021, 03/2021, Q1 2021: its first day. */
static gboolean
take_month (const char **at, int *y, int *m, int *d)
{
  gboolean named = weft_date_take_month_name (at, m) || take_quarter (at, m);
  char after;

  *d = 1;
  if (!named && !weft_date_take_number (at, 2, m))
    return FALSE;
  after = take_separator (at);
  weft_date_take_text (at, "de ");
  return (named ? after != 0 : after == '/') && weft_date_take_number (at, 4, y) == 4;
}

static gboolean
take_year_last (const char **at, gboolean day_first, int *y, int *m, int *d)
{
  int first, second;
  gboolean named = weft_date_take_month_name (at, &first);
  guint digits = named ? 0 : take_day (at, &first), more;
  char between, after;

  if (named == day_first && (named || !digits))
    return FALSE;
  if (!named && !digits)
    return FALSE;
  between = take_separator (at);
  weft_date_take_text (at, "de ");
  more = take_day (at, &second);
  if (!between || (!more && (!day_first || !weft_date_take_month_name (at, &second))))
    return FALSE;
  if ((between == ' ' || between == ',') && more && !named)
    return FALSE;
  after = take_separator (at);
  weft_date_take_text (at, "de ");
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

  if (!(form == WEFT_DATE_YEAR_FIRST ? take_year_first (at, &y, &m, &d)
        : form == WEFT_DATE_MONTH    ? take_month (at, &y, &m, &d)
                                  : take_year_last (at, form == WEFT_DATE_DAY_FIRST, &y, &m, &d)))
    return FALSE;
  if (y < 1 || !g_date_valid_dmy ((GDateDay) d, (GDateMonth) m, (GDateYear) y))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) d, (GDateMonth) m, (GDateYear) y);
  *days = (double) g_date_get_julian (&date) - DAY_OF_1970;
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

/* 20240131: of other numbers of eight digits hardly one in three hundred passes for a date. */
static gboolean
parse_compact (const char *cell, double *number)
{
  g_autofree char *extended = NULL;

  if (strspn (cell, "0123456789") != 8 || cell[8] != '\0'
      || (!g_str_has_prefix (cell, "19") && !g_str_has_prefix (cell, "20")))
    return FALSE;
  extended = g_strdup_printf ("%.4s-%.2s-%.2s", cell, cell + 4, cell + 6);
  return weft_date_parse (extended, WEFT_DATE_YEAR_FIRST, number);
}

/* Sep 10 13:16:00 2021, with the time between: as the same with the time behind. */
static char *
dup_time_behind (const char *cell)
{
  const char *at = cell, *year = strrchr (cell, ' ');
  int month, day;

  if (!year || strlen (year) != 5 || !weft_date_take_month_name (&at, &month) || *at != ' ')
    return NULL;
  at += strspn (at, " ");
  if (!weft_date_take_number (&at, 2, &day) || *at != ' ' || !memchr (at, ':', (gsize) (year - at)))
    return NULL;
  return g_strdup_printf ("%.*s%s%.*s", (int) (at - cell), cell, year, (int) (year - at), at);
}

static gboolean
parse_day (const char *cell, WeftDateForm form, double *number)
{
  double days = 0, hours = 0;
  g_autofree char *behind = NULL;

  weft_date_pass_weekday (&cell);
  if (form == WEFT_DATE_MONTH_FIRST && (behind = dup_time_behind (cell)))
    cell = behind;
  if (!take_date (&cell, form, &days))
    return FALSE;
  weft_date_pass_weekday_behind (&cell);
  if (*cell == 'T' || *cell == 't' || *cell == ' ' || *cell == ':')
    {
      cell++;
      if (!weft_date_take_time (&cell, &hours) || !weft_date_take_zone (&cell, &hours))
        return FALSE;
    }
  *number = days + hours / 24;
  return *cell == '\0';
}

gboolean
weft_date_parse (const char *cell, WeftDateForm form, double *number)
{
  switch (form)
    {
    case WEFT_DATE_TIME:
      return weft_date_take_time (&cell, number) && *cell == '\0';
    case WEFT_DATE_SPAN:
      return weft_date_parse_span (cell, number);
    case WEFT_DATE_COMPACT:
      return parse_compact (cell, number);
    case WEFT_DATE_YEAR_FIRST:
      return parse_basic (cell, number) || parse_day (cell, form, number);
    default:
      return parse_day (cell, form, number);
    }
}

/* Where the month is a word. */
static gboolean
parse_named (const char *cell, double *number)
{
  const char *at = cell;
  int day, month;

  weft_date_pass_weekday (&at);
  if (!weft_date_take_month_name (&at, &month))
    {
      take_day (&at, &day);
      take_separator (&at);
      weft_date_take_text (&at, "de ");
      if (!weft_date_take_month_name (&at, &month))
        return FALSE;
    }
  return parse_day (cell, WEFT_DATE_DAY_FIRST, number)
         || parse_day (cell, WEFT_DATE_MONTH_FIRST, number);
}

gboolean
weft_date_parse_mixed (const char *cell, WeftDateForm form, gboolean or_clear, double *number)
{
  return weft_date_parse (cell, form, number)
         || (or_clear
             && (weft_date_parse (cell, WEFT_DATE_YEAR_FIRST, number)
                 || parse_named (cell, number)));
}

gboolean
weft_date_is_none (const char *cell)
{
  gsize n = strcspn (cell, "123456789"), zeros = 0;

  for (gsize i = 0; i < n; i++)
    zeros += cell[i] == '0';
  return cell[n] == '\0' && zeros >= 8 && strpbrk (cell, "-/.");
}

/* --- how a column was read --- */

static const char *const forms[WEFT_N_DATES] = {
  [WEFT_DATE_YEAR_FIRST] = "year-first",
  [WEFT_DATE_DAY_FIRST] = "day-first",
  [WEFT_DATE_MONTH_FIRST] = "month-first",
  [WEFT_DATE_MONTH] = "month",
  [WEFT_DATE_COMPACT] = "compact",
  [WEFT_DATE_TIME] = "time",
  [WEFT_DATE_SPAN] = "span",
};

#define MIXED "or-year-first"

char *
weft_date_reading_dup (const WeftDateReading *reading)
{
  char day[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s %s%s", forms[reading->form],
                          g_ascii_dtostr (day, sizeof day, reading->day_0),
                          reading->or_clear ? " " MIXED : "");
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
  if (!weft_date_parse_mixed (cell, reading->form, reading->or_clear, number))
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
