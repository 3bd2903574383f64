/* alignment: what is read out of scores of labels and a blank at each step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/alignment.h"

#include <math.h>

gint64
weft_alignment_read (const WeftAlignment *alignment, gint64 *tokens)
{
  gint64 count = 0, before = alignment->blank;

  for (gint64 t = 0; t < alignment->n; t++)
    {
      const float *x = alignment->scores + t * alignment->classes;
      gint64 best = 0;

      for (gint64 c = 1; c < alignment->classes; c++)
        best = x[c] > x[best] ? c : best;
      if (best != before && best != alignment->blank)
        tokens[count++] = best;
      before = best;
    }
  return count;
}

/* --- beam: Hannun et al. 2014, without a language model --- */

/* The beginning of a string: its last token and the beginning before that, in a tree that all
 * share. */
typedef struct
{
  gint64 token; /* −1: the empty one */
  int parent;
} Place;

/* One that is followed: log p of the ways that end with a blank, and of those that end with its
 * last token. */
typedef struct
{
  int place;
  double blank, label;
} Line;

typedef struct
{
  GArray *places;   /* Place */
  GHashTable *next; /* (place, token) → place */
  GArray *lines;    /* Line */
  GHashTable *at;   /* place → 1 + its line, of the step that is made */
} Search;

static double
add_logs (double a, double b)
{
  double highest = MAX (a, b);

  return highest == -INFINITY ? highest : highest + log (exp (a - highest) + exp (b - highest));
}

static double
get_score (const Line *line)
{
  return add_logs (line->blank, line->label);
}

/* The likelier first, of equals the one that was found first. */
static int
compare_lines (gconstpointer a, gconstpointer b)
{
  double x = get_score (a), y = get_score (b);

  return x > y ? -1 : x < y ? 1 : ((const Line *) a)->place - ((const Line *) b)->place;
}

static int
find_place (Search *search, int parent, gint64 token, gint64 classes)
{
  gint64 key = (gint64) parent * classes + token;
  gpointer found = g_hash_table_lookup (search->next, &key);
  Place place = { token, parent };

  if (found)
    return GPOINTER_TO_INT (found);
  g_array_append_val (search->places, place);
  g_hash_table_insert (search->next, g_memdup2 (&key, sizeof key),
                       GINT_TO_POINTER ((int) search->places->len - 1));
  return (int) search->places->len - 1;
}

static Line *
find_line (Search *search, GArray *lines, int place)
{
  guint at = GPOINTER_TO_UINT (g_hash_table_lookup (search->at, GINT_TO_POINTER (place)));
  Line line = { place, -INFINITY, -INFINITY };

  if (at == 0)
    {
      g_array_append_val (lines, line);
      at = lines->len;
      g_hash_table_insert (search->at, GINT_TO_POINTER (place), GUINT_TO_POINTER (at));
    }
  return &g_array_index (lines, Line, at - 1);
}

/* All that one beginning may become with the next step; a: log soft-max of it. */
static void
extend (Search *search, const WeftAlignment *alignment, const Line *line, const double *a,
        GArray *lines)
{
  gint64 last = g_array_index (search->places, Place, line->place).token;
  double both = get_score (line);
  Line *same = find_line (search, lines, line->place);

  same->blank = add_logs (same->blank, both + a[alignment->blank]);
  if (last >= 0)
    same->label = add_logs (same->label, line->label + a[last]);
  for (gint64 c = 0; c < alignment->classes; c++)
    {
      double from = c == last ? line->blank : both; /* the same again only behind a blank */
      Line *longer;

      if (c == alignment->blank || from == -INFINITY)
        continue;
      longer = find_line (search, lines, find_place (search, line->place, c, alignment->classes));
      longer->label = add_logs (longer->label, from + a[c]);
    }
}

static void
soften (const float *x, gint64 classes, double *a)
{
  double highest = -INFINITY, sum = 0.0;

  for (gint64 c = 0; c < classes; c++)
    highest = MAX (highest, (double) x[c]);
  for (gint64 c = 0; c < classes; c++)
    sum += exp ((double) x[c] - highest);
  for (gint64 c = 0; c < classes; c++)
    a[c] = (double) x[c] - highest - log (sum);
}

static void
step (Search *search, const WeftAlignment *alignment, gint64 t, guint beam)
{
  g_autofree double *a = g_new (double, alignment->classes);
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  soften (alignment->scores + t * alignment->classes, alignment->classes, a);
  g_hash_table_remove_all (search->at);
  for (guint i = 0; i < search->lines->len; i++)
    extend (search, alignment, &g_array_index (search->lines, Line, i), a, lines);
  g_array_sort (lines, compare_lines);
  g_array_set_size (lines, MIN (lines->len, beam));
  g_array_unref (search->lines);
  search->lines = lines;
}

/* The tokens of a place, from its first on; how many. */
static gint64
spell (const Search *search, int place, gint64 *tokens)
{
  gint64 count = 0;

  for (int at = place; at > 0; at = g_array_index (search->places, Place, at).parent)
    tokens[count++] = g_array_index (search->places, Place, at).token;
  for (gint64 i = 0; i < count / 2; i++)
    {
      gint64 token = tokens[i];

      tokens[i] = tokens[count - 1 - i];
      tokens[count - 1 - i] = token;
    }
  return count;
}

gint64
weft_alignment_search (const WeftAlignment *alignment, guint beam, gint64 *tokens,
                       double *likelihood)
{
  Search search = { g_array_new (FALSE, FALSE, sizeof (Place)),
                    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
                    g_array_new (FALSE, FALSE, sizeof (Line)),
                    g_hash_table_new (g_direct_hash, g_direct_equal) };
  const Place empty = { -1, -1 };
  const Line first = { 0, 0.0, -INFINITY };
  gint64 count;

  g_array_append_val (search.places, empty);
  g_array_append_val (search.lines, first);
  for (gint64 t = 0; t < alignment->n; t++)
    step (&search, alignment, t, MAX (beam, 1));
  if (likelihood)
    *likelihood = get_score (&g_array_index (search.lines, Line, 0));
  count = spell (&search, g_array_index (search.lines, Line, 0).place, tokens);
  g_array_unref (search.places);
  g_hash_table_unref (search.next);
  g_array_unref (search.lines);
  g_hash_table_unref (search.at);
  return count;
}
