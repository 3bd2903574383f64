/* written: sequences of tokens: what is said at each step, the true ones before it given */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/kind-row.h"
#include "engine/metrics/metric.h"
#include "ui/base/theme.h"
#include "ui/panels/results.h"
#include "ui/plots/plot-text.h"

#define MARGIN 12
#define HEAD 26 /* the title's, and again the columns' */
#define ROW 18
#define MOST_TOKENS 48

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Written;

/* One sample: what was read, what is said and what would be right. */
typedef struct
{
  char *read, *said, *right;
  gboolean is_wrong;
} Line;

static void
line_clear (Line *line)
{
  g_free (line->read);
  g_free (line->said);
  g_free (line->right);
}

static gboolean
says_words (const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_WORDS;
}

static char *
dup_read (const WeftShown *look, guint32 sample)
{
  const WeftField *x = weft_dataset_get_x (look->model->dataset);

  return x->kind == WEFT_KIND_TOKENS ? weft_field_dup_text (x, sample, MOST_TOKENS)
                                     : g_strdup_printf (_ ("sample %u"), sample + 1);
}

/* Of the steps that are real; predictions (kept, T, words). */
static Line
make_line (const WeftShown *look, gint64 i)
{
  const WeftShape *shape = &look->result->predictions->shape;
  guint32 sample = look->result->samples[i];
  const gint64 *offsets = look->target->offsets + sample;
  const gint64 *wanted = (const gint64 *) look->target->data + offsets[0];
  gint64 n = MIN (offsets[1] - offsets[0], shape->dims[1]), words = shape->dims[2];
  const float *scores = weft_tensor_floats (look->result->predictions) + i * shape->dims[1] * words;
  g_autofree gint64 *tokens = g_new0 (gint64, n);
  WeftField said = *look->target;
  Line line = { .read = dup_read (look, sample),
                .right = weft_field_dup_text (look->target, sample, MOST_TOKENS) };

  for (gint64 t = 0; t < n; t++)
    {
      tokens[t] = MIN (weft_metric_argmax (scores + t * words, words), said.classes - 1);
      line.is_wrong |= tokens[t] != wanted[t];
    }
  said.ragged = -1;
  said.data = tokens;
  said.shape.dims[0] = n;
  line.said = weft_field_dup_text (&said, 0, MOST_TOKENS);
  return line;
}

static gboolean
can_show (const WeftShown *look)
{
  return look->target != NULL && says_words (look->target) && look->target->ragged == 0
         && look->target->shape.rank == 1 && look->result->predictions->shape.rank == 3;
}

/* Those with a mistake before the others, as many as there is room for. */
static GArray *
collect (const WeftShown *look, guint most)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));

  g_array_set_clear_func (lines, (GDestroyNotify) line_clear);
  for (int wrong = 1; wrong >= 0; wrong--)
    for (gint64 i = 0; i < look->result->kept && lines->len < most; i++)
      {
        Line line = make_line (look, i);

        if (line.is_wrong == wrong)
          g_array_append_val (lines, line);
        else
          line_clear (&line);
      }
  return lines;
}

static void
draw_line (cairo_t *cr, const Line *line, double y, double column)
{
  weft_text_draw_line (cr, line->read, MARGIN, y, column - 2 * MARGIN, WEFT_ROLE_INK);
  weft_text_draw_line (cr, line->said, MARGIN + column, y, column - 2 * MARGIN,
                       line->is_wrong ? WEFT_ROLE_BAD : WEFT_ROLE_INK);
  weft_text_draw_line (cr, line->right, MARGIN + 2 * column, y, column - 2 * MARGIN, WEFT_ROLE_INK);
}

static void
draw_head (cairo_t *cr, Written *written, const WeftShown *look, double width, double column)
{
  const WeftTextStyle style = { .size = 12,
                                .align = 1,
                                .is_bold = TRUE,
                                .color = weft_theme_get (WEFT_ROLE_INK, weft_theme_is_dark ()) };
  g_autofree char *score = weft_results_dup_titled_score (written->context, look->evaluation);

  weft_text_draw (cr, score, width - MARGIN, 4, &style);
  weft_text_draw_line (cr, C_ ("column", "read"), MARGIN, HEAD, column - MARGIN, WEFT_ROLE_DIM);
  weft_text_draw_line (cr, C_ ("column", "said, the true ones before given"), MARGIN + column, HEAD,
                       column - MARGIN, WEFT_ROLE_DIM);
  weft_text_draw_line (cr, C_ ("axis", "true"), MARGIN + 2 * column, HEAD, column - MARGIN,
                       WEFT_ROLE_DIM);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Written *written = user;
  double column = (double) (width - MARGIN) / 3;
  g_autoptr (GArray) lines = NULL;
  WeftShown look;

  if (!weft_results_look (written->context, &look) || !can_show (&look) || height <= 3 * HEAD)
    return;
  lines = collect (&look, (guint) (height - 2 * HEAD) / ROW);
  draw_head (cr, written, &look, width, column);
  for (guint i = 0; i < lines->len; i++)
    draw_line (cr, &g_array_index (lines, Line, i), 2 * HEAD - 4 + i * ROW, column);
}

/* The first of them in words, for who cannot see it. */
static void
tell (Written *written)
{
  g_autoptr (GArray) lines = NULL;
  g_autofree char *text = NULL;
  WeftShown look;

  if (!weft_results_look (written->context, &look) || !can_show (&look))
    return;
  lines = collect (&look, 1);
  if (lines->len == 0)
    return;
  text = g_strdup_printf ("%s → %s", g_array_index (lines, Line, 0).read,
                          g_array_index (lines, Line, 0).said);
  gtk_accessible_update_property (GTK_ACCESSIBLE (written->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
snapshot_cb (Written *written)
{
  tell (written);
  weft_panel_set_empty (written->area, !weft_results_is_trained (written->context));
  gtk_widget_queue_draw (written->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Written *written = g_new0 (Written, 1);
  GtkWidget *panel;

  written->context = context;
  written->area = weft_panel_area_new (_ ("What is said at each step"), draw_cb, written);
  panel = weft_panel_new (
      written->area, written->area,
      weft_panel_untrained_new (_ ("Press Train: what the network says is shown here.")));
  weft_panel_own (panel, written);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), written);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);

  return target != NULL && says_words (target) && target->ragged == 0;
}

const WeftResultView weft_result_view_written = { .id = "written", .fits = fits, .create = create };
