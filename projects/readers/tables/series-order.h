/* series-order: by which columns rows follow each other, as a set of their windows keeps it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/field.h"
#include "projects/readers/tables/reading.h"

typedef struct
{
  char *time;           /* column; "": as they stand */
  char *group;          /* column within whose values they do; "": there is none */
  WeftDateReading date; /* of a time that is a date */
} WeftSeriesOrder;

void weft_series_order_clear (WeftSeriesOrder *order);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftSeriesOrder, weft_series_order_clear)
/* time, group: columns, −1: there is none. Kept as the first of the field's forms. */
void weft_series_order_keep (const WeftReading *reading, int time, int group, WeftField *field);
/* Each number of a row, as a table calls it; inputs: (guint) columns. transfer full. */
char **weft_series_dup_names (const WeftReading *reading, const GArray *inputs);
/* Says so, with a cure, where rows that are predicted one by one follow each other in time.
 * reading: decided. */
void weft_series_offer (WeftReading *reading, const WeftReadOptions *options);
/* order: zeroed. Of a field that says nothing all are "". */
void weft_series_order_parse (WeftSeriesOrder *order, const WeftField *field);
