/* reading-parts: the column that says what trains and what tests: by word, by group or by time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/part-column.h"
#include "projects/readers/tables/part-groups.h"
#include "projects/readers/tables/part-time.h"
#include "projects/readers/tables/reading.h"

typedef struct
{
  WeftColumnRole role;
  gsize at; /* of its column in WeftReadOptions */
  gboolean (*may_be) (const WeftColumn *column);
  const char *refusal; /* file, column */
  void (*explain) (WeftReading *reading, guint c, const char *name);
} Way;

static void
explain_part (WeftReading *reading, guint c, const char *name)
{
  weft_reading_explain (reading, c, _ ("The column “%s” says which rows train and which test."),
                        name);
}

static void
explain_group (WeftReading *reading, guint c, const char *name)
{
  if (reading->is_series)
    {
      weft_reading_explain (reading, c,
                            _ ("Rows follow each other among those of the same “%s”: no window "
                               "reaches from one into another. It has %u values."),
                            name, reading->columns[c].n_values);
      return;
    }
  weft_reading_explain (reading, c,
                        _ ("Rows with the same “%s” stay together: all of them train, or all of "
                           "them test. It has %u values."),
                        name, reading->columns[c].n_values);
}

static void
explain_time (WeftReading *reading, guint c, const char *name)
{
  weft_reading_explain (reading, c,
                        _ ("The rows that come last in “%s” test, and those before them validate: "
                           "nothing is learnt from what came later."),
                        name);
}

static const Way ways[] = {
  { WEFT_COLUMN_ROLE_SPLIT, offsetof (WeftReadOptions, part), weft_parts_may_be,
    N_ ("“%s”: the column “%s” does not say which rows train and which test: it needs a word "
        "such as train, validation or test in every row. Choose another one."),
    explain_part },
  { WEFT_COLUMN_ROLE_GROUP, offsetof (WeftReadOptions, group), weft_groups_may_be,
    N_ ("“%s”: rows cannot be kept together by the column “%s”: it has fewer than three values, "
        "or too many. Choose another one."),
    explain_group },
  { WEFT_COLUMN_ROLE_TIME, offsetof (WeftReadOptions, time), weft_times_may_be,
    N_ ("“%s”: the column “%s” is no time: it needs dates, times or numbers of which three "
        "differ. Choose another one."),
    explain_time },
};

static const Way *
find_way (WeftColumnRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].role == role)
      return &ways[i];
  return NULL;
}

gboolean
weft_reading_says_parts (WeftColumnRole role)
{
  return find_way (role) != NULL;
}

/* Windows are cut within a group, of which two are enough; parts are dealt by them. */
static gboolean
may_be (const WeftReading *reading, const Way *way, guint c)
{
  const WeftColumn *column = &reading->columns[c];

  return reading->is_series && way->role == WEFT_COLUMN_ROLE_GROUP
             ? column->kind != WEFT_COLUMN_EMPTY && !column->has_more && column->n_values >= 2
             : way->may_be (column);
}

gboolean
weft_reading_may_say_parts (const WeftReading *reading, guint c, WeftColumnRole role)
{
  const WeftColumn *column = &reading->columns[c];

  /* what tells every row from every other keeps none together */
  return may_be (reading, find_way (role), c)
         && (role != WEFT_COLUMN_ROLE_GROUP || column->n_values < reading->n_rows);
}

/* In the place of a column that says so by itself: both at once cannot be heeded. */
static gboolean
give (WeftReading *reading, const Way *way, guint c, GError **error)
{
  const char *name = reading->table->names[c];

  if (!may_be (reading, way, c))
    return weft_sentence_refuse (error, _ (way->refusal), reading->table->file, name);
  for (guint i = 0; i < reading->table->n_columns; i++)
    if (i != c && weft_reading_says_parts (reading->roles[i]))
      {
        reading->roles[i] = WEFT_COLUMN_ROLE_LEFT_OUT;
        weft_reading_explain (reading, i,
                              _ ("“%s” is left out: “%s” says what trains and what tests."),
                              reading->table->names[i], name);
      }
  reading->roles[c] = way->role;
  way->explain (reading, c, name);
  return TRUE;
}

gboolean
weft_reading_heed_parts (WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  gboolean is_given = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      const char *asked = *(const char *const *) ((const char *) options + ways[i].at);
      int c;

      if (!asked || !*asked)
        continue;
      if (is_given)
        return weft_sentence_refuse (
            error,
            _ ("“%s”: one column says what trains and what tests. Give one of --part, --group "
               "and --time."),
            reading->table->file);
      c = weft_reading_find (reading, asked, error);
      if (c < 0 || !give (reading, &ways[i], (guint) c, error))
        return FALSE;
      is_given = TRUE;
    }
  return TRUE;
}
