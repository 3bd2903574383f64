/* tokens: the words that a node hands on, those lit that are others than the sample's own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/plot-text.h"

#define SIZE 13.0 /* px of the letters */
#define LINE 21.0
#define SPACE 5.0

static gboolean
fits (const WeftInsideLook *look)
{
  return look->tensor->shape.type == WEFT_I64;
}

/* What there is to see: the real ones of the node's tokens, beside the sample's own. */
typedef struct
{
  const gint64 *tokens, *own; /* own: nullable */
  gint64 n;
  const WeftField *field; /* nullable: they are no words */
} Seen;

static Seen
see (const WeftInsideLook *look)
{
  gint64 n = weft_shape_count (&look->tensor->shape), steps = n;
  Seen seen = { .tokens = look->tensor->data };

  if (look->kind == WEFT_KIND_TOKENS)
    seen.own = weft_inside_find_tokens (look, 0, n, &seen.field, &steps);
  seen.n = seen.own != NULL ? steps : n;
  return seen;
}

static char *
dup_text (const WeftInsideLook *look)
{
  Seen seen = see (look);
  gint64 others = 0;
  g_autofree char *count = weft_format_count (seen.n), *changed = NULL, *all = NULL;

  for (gint64 i = 0; seen.own != NULL && i < seen.n; i++)
    others += seen.tokens[i] != seen.own[i];
  all = g_strdup_printf (ngettext ("%s token", "%s tokens", (gulong) seen.n), count);
  if (others == 0)
    return g_steal_pointer (&all);
  changed = weft_format_count (others);
  return g_strdup_printf (_ ("%s · %s of them others than the sample has"), all, changed);
}

static char *
dup_word (const WeftField *field, gint64 token)
{
  return field != NULL ? weft_field_dup_word (field, token)
                       : g_strdup_printf ("%" G_GINT64_FORMAT, token);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  Seen seen = see (look);
  g_autofree char *title = g_strdup_printf (_ ("Output of %s"), look->title);
  g_autofree char *line = dup_text (look);
  double x = box->x, y = box->y;

  weft_inside_draw_head (cr, title, line, box);
  for (gint64 i = 0; i < seen.n && y + LINE <= box->y + box->h; i++)
    {
      gboolean is_other = seen.own != NULL && seen.tokens[i] != seen.own[i];
      g_autofree char *word = dup_word (seen.field, seen.tokens[i]);
      WeftTextStyle style = { .size = SIZE, .is_bold = is_other };
      double w = weft_text_measure (cr, word, &style);

      style.color = weft_theme_get (is_other ? WEFT_ROLE_ACCENT : WEFT_ROLE_INK, box->is_dark);
      if (x > box->x && x + w > box->x + box->w)
        {
          x = box->x;
          y += LINE;
          if (y + LINE > box->y + box->h)
            return;
        }
      style.width = box->w;
      weft_text_draw (cr, word, x, y, &style);
      x += w + SPACE;
    }
}

const WeftInsideView weft_inside_view_tokens
    = { .id = "tokens", .title = N_ ("Tokens"), .fits = fits, .draw = draw, .dup_text = dup_text };
