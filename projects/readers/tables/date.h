/* date: dates and times of day as people and programs write them, as numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* How a column writes them; every cell of it must fit. */
typedef enum
{
  WEFT_DATE_NONE,
  WEFT_DATE_YEAR_FIRST,  /* 2024-01-31, 2024/1/31 14:05, 2024年1月31日, 2024-01-31T14:05:00Z,
                            20240131T140500+0200, 2024-Q1, 2024-W05, 2024년 1월 31일 */
  WEFT_DATE_DAY_FIRST,   /* 31.01.2024, 31/1/24, 31. Januar 2024, Wed, 31 Jan 2024 14:05:00 CET */
  WEFT_DATE_MONTH_FIRST, /* 1/31/2024, Jan 31, 2024, Wed Jan 31 14:05:00 2024 */
  WEFT_DATE_MONTH,       /* Mar 2024, 03/2024, Q1 2024 */
  WEFT_DATE_COMPACT,     /* 20240131 */
  WEFT_DATE_TIME,        /* 14:05, 2:05:30 pm, 14h05 */
  WEFT_DATE_SPAN,        /* a length of time: 84:06:39, 2 days 01:16:44, 3h 13m */
  WEFT_N_DATES,
} WeftDateForm;

/* Days since 1970-01-01 in Greenwich, with the time as a fraction; of a time or a length of time
 * alone hours. */
gboolean weft_date_parse (const char *cell, WeftDateForm form, double *number);
/* The same as one of the forms, or else, where or_clear, in a way that cannot be taken for another:
 * with the year first or the month as a word. */
gboolean weft_date_parse_mixed (const char *cell, WeftDateForm form, gboolean or_clear,
                                double *number);
/* 0000-00-00, as databases write where there is none. */
gboolean weft_date_is_none (const char *cell);
/* How the dates of a column became numbers: days since day_0. form NONE: they are none. */
typedef struct
{
  WeftDateForm form;
  gboolean or_clear;
  double day_0;
} WeftDateReading;

/* "day-first 19723", as a set keeps it; transfer full. */
char *weft_date_reading_dup (const WeftDateReading *reading);
/* NONE where the text says nothing of the kind. */
void weft_date_reading_parse (WeftDateReading *reading, const char *text);
gboolean weft_date_reading_take (const WeftDateReading *reading, const char *cell, double *number);
/* 2024-01-31; transfer full. */
char *weft_date_dup (double days);
