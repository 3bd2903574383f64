/* telltale: columns that tell a network nothing that holds for other rows, or all of the answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "projects/readers/tables/column-codes.h"
#include "projects/readers/tables/part-groups.h"
#include "projects/readers/tables/reading.h"

#define FEW_ROWS 10        /* what so few have in common is chance */
#define NEARLY_UNIQUE 0.95 /* of the rows have a value of their own */
#define AS_GOOD_AS_SAME 0.999999
#define MOST_CODES (1 << 18) /* values that are followed one by one */
#define BY_CHANCE 1e-3

/* Whether one of those stands as a word of its own in the name: visit_no, orderID, 编号. */
static gboolean
has_word (const char *name, const char *const *words)
{
  for (guint i = 0; words[i]; i++)
    {
      gsize n = strlen (words[i]);

      for (const char *at = name; *at; at++)
        {
          gboolean is_ascii = (guchar) words[i][0] < 0x80;
          gboolean begins = at == name || !g_ascii_isalpha (at[-1])
                            || (g_ascii_islower (at[-1]) && g_ascii_isupper (at[0]));

          if (g_ascii_strncasecmp (at, words[i], n) == 0
              && (!is_ascii || (begins && !g_ascii_islower (at[n]))))
            return TRUE;
        }
    }
  return FALSE;
}

typedef enum
{
  NO,
  MAYBE,
  YES,
} Belief;

/* Numbers drawn by chance from such a range would meet each other: those that are given out in turn
 * do not. Of n numbers out of `range` about n² / 2 range do. */
static gboolean
avoids_itself (double n, double distinct, double range)
{
  double expected = n * n / (2 * range);

  return expected >= 3 && n - distinct < expected / 4;
}

static gboolean
rises (const WeftColumn *column, guint n_rows)
{
  double last = -INFINITY;

  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      if (column->numbers[r] <= last)
        return FALSE;
      if (!isnan (column->numbers[r]))
        last = column->numbers[r];
    }
  return TRUE;
}

static void
find_range (const WeftColumn *column, guint n_rows, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint r = 0; r < n_rows; r++)
    if (weft_column_touch (column, r), !isnan (column->numbers[r]))
      {
        *low = MIN (*low, column->numbers[r]);
        *high = MAX (*high, column->numbers[r]);
      }
}

/* Whether whole numbers only tell one row from another. */
static Belief
judge_identifier (const WeftColumn *column, const char *name, guint n_rows)
{
  static const char *const identifiers[]
      = { "id",     "no",  "nr", "number", "num",  "index", "idx",  "key",  "code",
          "serial", "uid", "#",  "编号",   "序号", "号码",  "学号", "工号", NULL };
  static const char *const measures[]
      = { "year",  "date",   "time",       "timestamp", "day",    "month",  "age",
          "price", "cost",   "amount",     "salary",    "income", "weight", "height",
          "size",  "length", "width",      "area",      "value",  "score",  "count",
          "total", "sales",  "population", "年",        "月",     "日期",   "时间",
          "天",    "价",     "金额",       "收入",      "工资",   "重",     "高",
          "长",    "宽",     "面积",       "人口",      "分数",   NULL };
  double n = n_rows - column->missing, low, high, range;

  if (weft_column_counts_rows (column, n_rows))
    return YES;
  if (column->kind != WEFT_COLUMN_NUMBERS || !column->is_whole || column->date || column->unit
      || n < FEW_ROWS || column->n_values < NEARLY_UNIQUE * n)
    return NO;
  find_range (column, n_rows, &low, &high);
  range = high - low + 1;
  if (has_word (name, identifiers))
    return YES;
  if (!has_word (name, measures)
      && (avoids_itself (n, column->n_values, range)
          || (rises (column, n_rows) && range <= 100 * n)))
    return YES;
  return MAYBE;
}

/* Whether each value of the column always goes with one and the same of the target, in `n` rows
 * that have both. */
static gboolean
determines (const WeftColumn *column, const WeftColumn *target, guint n_rows, guint *n)
{
  g_auto (WeftCodes) from = weft_codes_begin (column), to = weft_codes_begin (target);
  g_autofree int *goes_with = g_new (int, column->n_values);
  gboolean does = TRUE;

  memset (goes_with, -1, column->n_values * sizeof *goes_with);
  *n = 0;
  for (guint r = 0; does && r < n_rows; r++)
    {
      int a = weft_codes_get (&from, r), b = weft_codes_get (&to, r);

      if (a < 0 || b < 0)
        continue;
      (*n)++;
      if (goes_with[a] < 0)
        goes_with[a] = b;
      does = goes_with[a] == b;
    }
  return does;
}

static gboolean
are_equal (const WeftColumn *a, const WeftColumn *b, guint n_rows)
{
  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (a, r);
      weft_column_touch (b, r);
      if (memcmp (&a->numbers[r], &b->numbers[r], sizeof (double)) != 0)
        return FALSE;
    }
  return TRUE;
}

/* The same numbers on another scale: their correlation is one. */
static gboolean
is_rescaled (const WeftColumn *column, const WeftColumn *target, guint n_rows)
{
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

  for (int pass = 0; pass < 2; pass++)
    {
      double mean_x = n ? x / n : 0, mean_y = n ? y / n : 0;

      n = x = y = xx = yy = xy = 0;
      for (guint r = 0; r < n_rows; r++)
        if (weft_column_touch (column, r), weft_column_touch (target, r),
            !isnan (column->numbers[r]) && !isnan (target->numbers[r]))
          {
            double dx = column->numbers[r] - mean_x, dy = target->numbers[r] - mean_y;

            n++;
            x += dx;
            y += dy;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
          }
    }
  return n >= FEW_ROWS && xx > 0 && yy > 0 && fabs (xy) >= AS_GOOD_AS_SAME * sqrt (xx * yy);
}

/* What stands between two numbers of a column is one class. */
typedef struct
{
  double low, high;
  guint rows;
} Range;

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
  double x = ((const Range *) a)->low, y = ((const Range *) b)->low;

  return (x > y) - (x < y);
}

/* Whether the classes are the column cut at a few numbers, as marks are of points: each has a range
 * of its own, and rows enough that this is no chance. */
static gboolean
is_cut (const WeftColumn *column, const WeftColumn *target, guint n_rows)
{
  g_autofree Range *ranges = g_new (Range, target->n_values);
  g_auto (WeftCodes) codes = weft_codes_begin (target);
  gboolean are_apart = TRUE;

  for (guint i = 0; i < target->n_values; i++)
    ranges[i] = (Range){ INFINITY, -INFINITY, 0 };
  for (guint r = 0; r < n_rows; r++)
    {
      int code = weft_codes_get (&codes, r);

      weft_column_touch (column, r);
      if (code < 0 || isnan (column->numbers[r]))
        continue;
      ranges[code].low = MIN (ranges[code].low, column->numbers[r]);
      ranges[code].high = MAX (ranges[code].high, column->numbers[r]);
      ranges[code].rows++;
    }
  qsort (ranges, target->n_values, sizeof *ranges, compare_ranges);
  for (guint i = 0; are_apart && i < target->n_values; i++)
    are_apart = ranges[i].rows >= FEW_ROWS && (i == 0 || ranges[i - 1].high < ranges[i].low);
  return are_apart;
}

/* Whether the column says in other words what is to be predicted. */
static Belief
judge_copy (const WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c], *target = &reading->columns[reading->target];
  guint n_rows = reading->n_rows, n;
  gboolean both = column->kind == WEFT_COLUMN_NUMBERS && target->kind == WEFT_COLUMN_NUMBERS;

  if (column->n_values < 2 || column->missing * 2 > n_rows || n_rows < FEW_ROWS)
    return NO;
  if (both && reading->task == WEFT_TASK_NUMBER && is_rescaled (column, target, n_rows))
    return are_equal (column, target, n_rows) ? YES : MAYBE;
  if (column->kind == WEFT_COLUMN_NUMBERS && reading->task == WEFT_TASK_CLASS
      && column->n_values > target->n_values && is_cut (column, target, n_rows))
    return MAYBE;
  if (column->has_more || target->has_more || column->n_values > MOST_CODES
      || column->n_values < target->n_values || column->n_values * 5 > n_rows
      || (column->kind == WEFT_COLUMN_NUMBERS && column->n_values != target->n_values)
      || !determines (column, target, n_rows, &n) || n < FEW_ROWS)
    return NO;
  return column->n_values == target->n_values ? YES : MAYBE;
}

/* How likely two rows have the same of the column. */
static double
find_sameness (const WeftColumn *column, guint n_rows)
{
  g_auto (WeftCodes) codes = weft_codes_begin (column);
  g_autofree guint *counts = g_new0 (guint, column->n_values);
  double n = MAX (1, n_rows - column->missing), sameness = 0;

  for (guint r = 0; r < n_rows; r++)
    {
      int code = weft_codes_get (&codes, r);

      if (code >= 0)
        counts[code]++;
    }
  for (guint i = 0; i < column->n_values; i++)
    sameness += counts[i] / n * (counts[i] / n);
  return sameness;
}

/* Whether it names whose a row is, and many rows are of one that has others. Split at random, a
 * network is then tested on those that it knows. Of words alone it can be seen by the answer, too:
 * all rows of one have the same, more often than by chance. */
static Belief
judge_owner (const WeftReading *reading, guint c)
{
  static const char *const owners[]
      = { "patient",  "subject", "participant", "person", "speaker", "student", "user",
          "customer", "client",  "household",   "driver", "患者",    "病人",    "受试者",
          "参与者",   "用户",    "客户",        "学生",   "说话人",  "被试",    NULL };
  const WeftColumn *column = &reading->columns[c], *target = &reading->columns[reading->target];
  guint n_rows = reading->n_rows, n = n_rows - column->missing, both;
  gboolean is_word = column->kind == WEFT_COLUMN_WORDS;

  if (!weft_groups_may_be (column) || column->n_values < FEW_ROWS || column->n_values > MOST_CODES
      || n < column->n_values + FEW_ROWS || reading->ratings.rating >= 0 || column->date
      || !(is_word || column->is_whole))
    return NO;
  if (is_word && !target->has_more && determines (column, target, n_rows, &both)
      && pow (find_sameness (target, n_rows), n - column->n_values) < BY_CHANCE)
    return YES;
  return has_word (reading->table->names[c], owners) ? MAYBE : NO;
}

static gboolean
point_at_owner (WeftReading *reading, guint c)
{
  const char *name = reading->table->names[c];
  Belief belief = judge_owner (reading, c);

  if (belief == NO)
    return FALSE;
  if (belief == MAYBE)
    weft_reading_explain (reading, c,
                          _ ("“%s” says whose a row is, and many have several. If the network is "
                             "to answer for others, keep the rows of each together."),
                          name);
  else
    weft_reading_explain (reading, c,
                          _ ("“%s”: rows with the same value have the same “%s”, as several rows "
                             "of one person have. If the network is to answer for others, keep "
                             "them together; if it is not known before, leave it out."),
                          name, reading->table->names[reading->target]);
  weft_reading_cure (reading, "group", c);
  if (belief == YES)
    weft_reading_cure (reading, "leave-out", c);
  return TRUE;
}

static gboolean
leave_out_identifier (WeftReading *reading, guint c, gboolean kept)
{
  const char *name = reading->table->names[c];
  Belief belief = judge_identifier (&reading->columns[c], name, reading->n_rows);

  if (belief == NO)
    return FALSE;
  if (belief == MAYBE || kept)
    {
      weft_reading_explain (reading, c,
                            _ ("“%s”: nearly every row has a number of its own. If it only says "
                               "which row it is, leave it out."),
                            name);
      weft_reading_cure (reading, "leave-out", c);
      return FALSE;
    }
  if (weft_reading_count (reading, WEFT_COLUMN_ROLE_FEATURE) < 2)
    return FALSE;
  reading->roles[c] = WEFT_COLUMN_ROLE_LEFT_OUT;
  if (weft_column_counts_rows (&reading->columns[c], reading->n_rows))
    weft_reading_explain (reading, c, _ ("“%s” only counts the rows and is left out."), name);
  else
    weft_reading_explain (reading, c,
                          _ ("“%s” has a number of its own for nearly every row, as an identifier "
                             "has, and is left out."),
                          name);
  weft_reading_cure (reading, "keep", c);
  return TRUE;
}

static void
leave_out_copy (WeftReading *reading, guint c, gboolean kept)
{
  const char *name = reading->table->names[c];
  const char *target = reading->table->names[reading->target];
  Belief belief = judge_copy (reading, c);

  if (belief == NO)
    return;
  if (belief == YES && !kept && weft_reading_count (reading, WEFT_COLUMN_ROLE_FEATURE) > 1)
    {
      reading->roles[c] = WEFT_COLUMN_ROLE_LEFT_OUT;
      weft_reading_explain (reading, c,
                            _ ("“%s” says the same as “%s”, which is to be predicted, and is left "
                               "out."),
                            name, target);
    }
  else
    {
      weft_reading_explain (reading, c,
                            _ ("“%s” gives “%s” away: from the one follows the other in every row. "
                               "If it is not known before, leave it out."),
                            name, target);
      weft_reading_cure (reading, "leave-out", c);
    }
}

/* What says the same as any of the targets. */
static void
leave_out_copies (WeftReading *reading, guint c, gboolean kept)
{
  for (guint i = 0; i < reading->targets->len && reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE; i++)
    {
      reading->target = g_array_index (reading->targets, guint, i);
      leave_out_copy (reading, c, kept);
    }
  reading->target = g_array_index (reading->targets, guint, 0);
}

void
weft_reading_leave_out (WeftReading *reading, const gboolean *kept)
{
  gboolean has_target = weft_reading_count (reading, WEFT_COLUMN_ROLE_TARGET) > 0;

  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_FEATURE && !leave_out_identifier (reading, c, kept[c])
        && has_target && !point_at_owner (reading, c))
      leave_out_copies (reading, c, kept[c]);
}
