/* sequence: what two sequences have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <math.h>

gint64
weft_sequence_count_edits (const WeftTokens *said, const WeftTokens *wanted)
{
  g_autofree gint64 *row = g_new (gint64, wanted->n + 1); /* from what was said so far */

  for (gint64 j = 0; j <= wanted->n; j++)
    row[j] = j;
  for (gint64 i = 0; i < said->n; i++)
    {
      gint64 diagonal = row[0];

      row[0] = i + 1;
      for (gint64 j = 0; j < wanted->n; j++)
        {
          gint64 changed = diagonal + (said->token[i] != wanted->token[j]);

          diagonal = row[j + 1];
          row[j + 1] = MIN (changed, 1 + MIN (row[j], row[j + 1]));
        }
    }
  return row[wanted->n];
}

gint64
weft_sequence_count_common (const WeftTokens *said, const WeftTokens *wanted)
{
  g_autofree gint64 *row = g_new0 (gint64, wanted->n + 1);

  for (gint64 i = 0; i < said->n; i++)
    {
      gint64 diagonal = 0;

      for (gint64 j = 0; j < wanted->n; j++)
        {
          gint64 with = diagonal + 1;

          diagonal = row[j + 1];
          row[j + 1] = said->token[i] == wanted->token[j] ? with : MAX (row[j], row[j + 1]);
        }
    }
  return row[wanted->n];
}

/* --- runs of n tokens, sorted --- */

static int
compare_runs (const gint64 *a, const gint64 *b, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  return 0;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer n)
{
  return compare_runs (*(const gint64 *const *) a, *(const gint64 *const *) b, *(gint64 *) n);
}

/* Where runs of n begin, in the order of the runs; how many there are. */
static const gint64 **
sort_runs (const WeftTokens *tokens, gint64 n, gint64 *many)
{
  const gint64 **runs;

  *many = MAX (0, tokens->n - n + 1);
  runs = g_new (const gint64 *, MAX (1, *many));
  for (gint64 i = 0; i < *many; i++)
    runs[i] = tokens->token + i;
  g_qsort_with_data (runs, (int) *many, sizeof *runs, compare, &n);
  return runs;
}

gint64
weft_sequence_count_shared (const WeftTokens *said, const WeftTokens *wanted, gint64 n)
{
  gint64 n_said, n_wanted, shared = 0;
  g_autofree const gint64 **a = sort_runs (said, n, &n_said),
                          **b = sort_runs (wanted, n, &n_wanted);

  for (gint64 i = 0, j = 0; i < n_said && j < n_wanted;)
    {
      int order = compare_runs (a[i], b[j], n);

      shared += order == 0;
      i += order <= 0;
      j += order >= 0;
    }
  return shared;
}

double
weft_sequence_find_f1 (gint64 shared, gint64 said, gint64 wanted)
{
  return shared > 0 ? 2.0 * (double) shared / (double) (said + wanted) : 0.0;
}

double
weft_sequence_end (gconstpointer state, const WeftAnswers *form)
{
  const WeftSequence *sequence = state;

  return sequence->over > 0 ? sequence->sum / sequence->over : NAN;
}
