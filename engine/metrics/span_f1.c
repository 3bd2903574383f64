/* span_f1: 2 p r / (p + r) of spans of steps that tags mark, B-x I-x or also E-x S-x; one is right
 * when it begins and ends where one of its type is wanted (Tjong Kim Sang and De Meulder 2003)
 *
 * As their program does it, a span also begins with an I-x behind another type or behind none. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  gint64 begin, end;
  const char *type; /* NULL: there is no further span */
} Span;

static gboolean
is_inside (const char *name)
{
  return *name != '\0' && strchr ("BIES", *name) != NULL && name[1] == '-';
}

static const char *
get_name (const WeftTokens *tokens, gint64 i)
{
  return tokens->names[tokens->token[i]];
}

/* Whether a step that is inside a span begins it; before: nullable. */
static gboolean
begins (const char *before, const char *name)
{
  return before == NULL || !is_inside (before) || strchr ("BS", *name) != NULL
         || strchr ("ES", *before) != NULL || strcmp (before + 2, name + 2) != 0;
}

/* The first one that begins at `from` or later. */
static Span
find_span (const WeftTokens *tokens, gint64 from)
{
  Span span = { from, from, NULL };

  while (span.begin < tokens->n && !is_inside (get_name (tokens, span.begin)))
    span.begin++;
  if (span.begin >= tokens->n)
    return span;
  span.type = get_name (tokens, span.begin) + 2;
  span.end = span.begin + 1;
  while (span.end < tokens->n && is_inside (get_name (tokens, span.end))
         && !begins (get_name (tokens, span.end - 1), get_name (tokens, span.end)))
    span.end++;
  return span;
}

/* Both lists are walked once, from the left: spans of one list do not overlap. */
static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;
  Span a = find_span (said, 0), b = find_span (wanted, 0);

  while (a.type != NULL || b.type != NULL)
    {
      gboolean is_a = b.type == NULL || (a.type != NULL && a.begin <= b.begin),
               is_b = a.type == NULL || (b.type != NULL && b.begin <= a.begin);

      all->over += is_a + is_b;
      if (is_a && is_b && a.end == b.end && strcmp (a.type, b.type) == 0)
        all->sum += 2;
      if (is_a)
        a = find_span (said, a.end);
      if (is_b)
        b = find_span (wanted, b.end);
    }
}

static gboolean
is_beginning (const char *name)
{
  return is_inside (name) && strchr ("BS", *name) != NULL;
}

/* Tags of spans: one that is in none beside one that begins one. */
static gboolean
reads_names (char **names)
{
  gboolean has_beginning = FALSE, has_outside = FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      has_beginning |= is_beginning (names[i]);
      has_outside |= g_str_equal (names[i], "O");
    }
  return has_beginning && has_outside;
}

const WeftMetric weft_metric_span_f1 = {
  .id = "span_f1",
  .title = N_ ("F1 of spans"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KINDS_OF_LABELS,
  .reads_names = reads_names,
  .size = sizeof (WeftSequence),
  .add_sequence = add,
  .end = weft_sequence_end,
};
