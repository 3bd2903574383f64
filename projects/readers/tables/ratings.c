/* ratings: a table that says how much somebody likes something */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/ratings.h"

#include <math.h>
#include <string.h>

#define LOOKED_AT 5000 /* rows */
#define FEWEST 50      /* rows without a header that are taken for ratings */
#define MOST_GRADES 21 /* different ones: half stars up to ten */
#define HIGHEST 100

/* "userId", "user_id" and "User" are one. */
static gboolean
is_called (const char *name, const char *const *usual)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = name; *at; at++)
    if (*at != '_' && *at != ' ' && *at != '-')
      g_string_append_c (plain, g_ascii_tolower (*at));
  if (plain->len > 2 && g_str_has_suffix (plain->str, "id"))
    g_string_truncate (plain, plain->len - 2);
  return g_strv_contains (usual, plain->str);
}

static const char *const people[]
    = { "user",  "customer", "reader", "person", "viewer", "member",   "reviewer", "client",
        "rater", "listener", "用户",   "读者",   "顾客",   "用户编号", NULL };
static const char *const things[]
    = { "item",   "movie", "film",  "book",       "product", "song",     "track",
        "artist", "isbn",  "anime", "restaurant", "game",    "recipe",   "物品",
        "电影",   "图书",  "商品",  "歌曲",       "书籍",    "物品编号", NULL };
static const char *const grades[]
    = { "rating", "score", "stars", "rate", "评分", "打分", "星级", "分数", NULL };
static const char *const times[]
    = { "timestamp", "time", "date", "datetime", "时间戳", "时间", "日期", NULL };

static int
find_called (const WeftTable *table, const char *const *usual)
{
  for (guint c = 0; c < table->n_columns; c++)
    if (is_called (table->names[c], usual))
      return (int) c;
  return -1;
}

/* What the first cells of a column are, if all are numbers. */
typedef struct
{
  guint values;
  double low, high;
  gboolean is_whole;
} Look;

static gboolean
look_at (const WeftTable *table, guint c, Look *look)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = MIN (table->n_rows, LOOKED_AT);

  *look = (Look){ .low = INFINITY, .high = -INFINITY, .is_whole = TRUE };
  for (guint r = 0; r < n; r++)
    {
      char *cell = weft_table_cell (table, r, c);
      double number;

      if (!weft_cell_parse_plain (cell, &number))
        return FALSE;
      look->low = fmin (look->low, number);
      look->high = fmax (look->high, number);
      look->is_whole = look->is_whole && number == floor (number);
      g_hash_table_add (seen, cell);
    }
  look->values = g_hash_table_size (seen);
  return TRUE;
}

static gboolean
are_numbered (const Look *look, guint n)
{
  return look->is_whole && look->low >= 0 && look->values * 2 < n && look->values > MOST_GRADES;
}

/* Two columns of numbers that come again, and few grades, as in MovieLens's u.data. */
static gboolean
look_like_ratings (const WeftTable *table)
{
  guint n = MIN (table->n_rows, LOOKED_AT);
  Look who, what, grade;

  return !table->has_header && n >= FEWEST && (table->n_columns == 3 || table->n_columns == 4)
         && look_at (table, 0, &who) && look_at (table, 1, &what) && look_at (table, 2, &grade)
         && are_numbered (&who, n) && are_numbered (&what, n) && grade.values <= MOST_GRADES
         && grade.values > 1 && grade.low >= 0 && grade.high <= HIGHEST;
}

void
weft_ratings_find (WeftRatings *ratings, const WeftTable *table)
{
  *ratings = (WeftRatings){ find_called (table, people), find_called (table, things),
                            find_called (table, grades), find_called (table, times), FALSE };
  if (look_like_ratings (table))
    *ratings = (WeftRatings){ 0, 1, 2, table->n_columns == 4 ? 3 : -1, FALSE };
  if (ratings->who < 0 || ratings->what < 0 || ratings->rating < 0)
    *ratings = (WeftRatings){ -1, -1, -1, -1, FALSE };
  else
    ratings->alone = table->n_columns == 3u + (ratings->when >= 0);
}

/* --- the figure to beat --- */

typedef struct
{
  double sum, n;
} Mean;

static double
mean_of (const Mean *mean, double otherwise)
{
  return mean->n > 0 ? mean->sum / mean->n : otherwise;
}

void
weft_ratings_note (const WeftColumn *what, const char *name, const guint32 *rows,
                   const WeftDataset *dataset, const WeftSplit *split, WeftNotes *notes)
{
  const float *y = weft_dataset_get_y (dataset)->data;
  g_autofree Mean *means = g_new0 (Mean, what->n_values + 1); /* the last: where none is known */
  Mean all = { 0, 0 }, off = { 0, 0 };

  for (WeftPart part = WEFT_PART_TRAIN; part < WEFT_N_PARTS; part++)
    for (gint64 k = 0; k < split->count[part]; k++)
      {
        guint32 i = split->samples[part][k];
        int value = what->indices[rows ? rows[i] : i];
        Mean *mean = &means[value < 0 ? what->n_values : (guint) value];

        if (part == WEFT_PART_TRAIN)
          {
            *mean = (Mean){ mean->sum + y[i], mean->n + 1 };
            all = (Mean){ all.sum + y[i], all.n + 1 };
          }
        else if (part == WEFT_PART_TEST)
          off = (Mean){ off.sum + fabs (y[i] - mean_of (mean, mean_of (&all, 0))), off.n + 1 };
      }
  if (off.n > 0)
    weft_notes_add (notes,
                    _ ("To guess the mean of each “%s” in training is off by %.4g on average (mean "
                       "absolute error of the test part): a network is worth something when it is "
                       "nearer."),
                    name, off.sum / off.n);
}
