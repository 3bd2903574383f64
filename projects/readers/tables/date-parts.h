/* date-parts: what dates and times of day are made of, each taken off a cell from its left */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* One to `most` digits; 0 digits: not moved. Returns how many there were. */
guint weft_date_take_number (const char **at, guint most, int *number);
gboolean weft_date_take_text (const char **at, const char *text);
/* jan, January, Jan., März; 1 to 12. */
gboolean weft_date_take_month_name (const char **at, int *month);
/* "Wed, ", "Wednesday ", "Mi. ": what the date says, too. */
void weft_date_pass_weekday (const char **at);
/* The same behind the date: 星期三, 周三. */
void weft_date_pass_weekday_behind (const char **at);
/* 14:05, 2:05:30 pm, 下午2:05, 14h05, 14时05分30秒, 14:05 Uhr. */
gboolean weft_date_take_time (const char **at, double *hours);
/* What is to be taken off for Greenwich. */
gboolean weft_date_take_zone (const char **at, double *hours);
/* A length of time, in hours: 84:06:39, 2 days 01:16:44, 3h 13m, −0:30. The whole cell. */
gboolean weft_date_parse_span (const char *cell, double *hours);
