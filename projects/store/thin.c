/* thin: which key frames a run keeps: half of them go when there are too many */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/thin.h"

#include "engine/train/trainer.h"
#include "projects/store/schema.h"

#define ALL_RUNS 4 /* times what one may have */

typedef struct
{
  gint64 id, chunks, step;
} Row;

/* Of a query for id, chunks and step; NULL: an error. */
static GArray *
list (WeftDb *db, const char *sql, gint64 run, GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  sqlite3_stmt *statement = weft_db_query (db, error, sql, "i", run);
  g_autoptr (GError) cause = NULL;

  while (statement && weft_db_step (db, statement, &cause))
    {
      Row row = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1),
                  sqlite3_column_int64 (statement, 2) };

      g_array_append_val (rows, row);
    }
  if (statement && !cause)
    return g_steal_pointer (&rows);
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

static gboolean
drop (WeftDb *db, const Row *row, GArray *chunks, GError **error)
{
  for (gint64 part = 0; part < MIN (row->chunks, WEFT_MAX_PARTS); part++)
    {
      gint64 chunk = row->id << 16 | part;

      g_array_append_val (chunks, chunk);
    }
  return weft_db_run (db, error, "DELETE FROM frame WHERE id = ?", "i", row->id);
}

gboolean
weft_thin_replace (WeftDb *db, gint64 run, int kind, GArray *chunks, GError **error)
{
  g_autoptr (GArray) rows = list (
      db,
      kind == WEFT_FRAME_BEST ? "SELECT id, chunks, step FROM frame WHERE run = ? AND kind = 1"
                              : "SELECT id, chunks, step FROM frame WHERE run = ? AND kind = 0",
      run, error);

  for (guint i = 0; rows && i < rows->len; i++)
    if (!drop (db, &g_array_index (rows, Row, i), chunks, error))
      return FALSE;
  return rows != NULL;
}

/* Steps that are made again from one to the next but one when that between them is gone. */
static gint64
get_gap (const GArray *rows, guint i)
{
  return ABS (g_array_index (rows, Row, i + 1).step - g_array_index (rows, Row, i - 1).step);
}

/* Of rows along the way, which are more than two, the one that is missed least. The ends stay. */
static guint
find_closest (const GArray *rows)
{
  guint closest = 1;

  for (guint i = 2; i + 1 < rows->len; i++)
    if (get_gap (rows, i) < get_gap (rows, closest))
      closest = i;
  return closest;
}

/* Half of them but the newest, along the way, for some were written later than those behind them.
 * Where they lie far apart, as training was faster there than the disk, none is to spare.
 * *dropped: how many. */
static gboolean
halve (WeftDb *db, gint64 run, GArray *chunks, guint *dropped, GError **error)
{
  g_autoptr (GArray) rows = list (db,
                                  "SELECT id, chunks, step FROM frame WHERE run = ? AND kind <> 1 "
                                  "ORDER BY place, step, id",
                                  run, error);
  guint half = rows && rows->len > 0 ? (rows->len - 1) / 2 : 0;

  for (*dropped = 0; *dropped < half; ++*dropped)
    {
      guint which = find_closest (rows);

      if (!drop (db, &g_array_index (rows, Row, which), chunks, error))
        return FALSE;
      g_array_remove_index (rows, which);
    }
  return rows != NULL;
}

/* *run: what has most of all; *bytes, *n: what it has, for run 0 what all have. */
static gboolean
measure (WeftDb *db, const char *sql, gint64 *run, gint64 *bytes, gint64 *n, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (db, error, sql, "i", *run);

  *bytes = *n = 0;
  if (!statement)
    return FALSE;
  if (weft_db_step (db, statement, NULL))
    {
      *run = sqlite3_column_int64 (statement, 0);
      *bytes = sqlite3_column_int64 (statement, 1);
      *n = sqlite3_column_int64 (statement, 2);
      sqlite3_reset (statement);
    }
  return TRUE;
}

static gboolean
thin_one (WeftDb *db, gint64 run, gint64 budget, GArray *chunks, GError **error)
{
  gint64 bytes, n;
  guint dropped;

  do
    {
      if (!measure (db, "SELECT run, sum (length), count (*) FROM frame WHERE run = ?", &run,
                    &bytes, &n, error))
        return FALSE;
      if (bytes <= budget && n <= WEFT_FRAMES_MOST)
        return TRUE;
      if (!halve (db, run, chunks, &dropped, error))
        return FALSE;
    }
  while (dropped > 0);
  return TRUE;
}

/* Of the run, beside this one, that has most. */
static gboolean
thin_another (WeftDb *db, gint64 run, gint64 budget, GArray *chunks, GError **error)
{
  gint64 all = run, other = run, bytes, most, n;
  guint dropped;

  if (!measure (db, "SELECT ?, sum (length), count (*) FROM frame", &all, &bytes, &n, error))
    return FALSE;
  if (bytes <= ALL_RUNS * budget)
    return TRUE;
  return measure (db,
                  "SELECT run, sum (length), count (*) FROM frame WHERE run <> ? GROUP BY run "
                  "ORDER BY 2 DESC LIMIT 1",
                  &other, &most, &n, error)
         && halve (db, other, chunks, &dropped, error);
}

gboolean
weft_thin_run (WeftDb *db, gint64 run, gint64 budget, GArray *chunks, GError **error)
{
  return thin_one (db, run, budget, chunks, error) && thin_another (db, run, budget, chunks, error);
}
