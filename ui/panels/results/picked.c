/* picked: of texts whose words have a number each the sentence that the network weighs most, beside
 * the one that has most in the data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/token-sentences.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/results.h"
#include "ui/plots/plot-text.h"

#define MARGIN 12
#define ROW 18
#define HEAD (WEFT_RESULTS_HEAD + ROW + 6) /* the panel's, and the columns' */
#define NUMBER 48
#define LEAST 20 /* px that a row takes at least of the height */

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Picked;

typedef struct
{
  char *said, *best;
  double has, could; /* in the data: of the sentence that is said, of the best one */
} Pick;

static void
pick_clear (Pick *pick)
{
  g_free (pick->said);
  g_free (pick->best);
}

static double
get_weight (const GArray *sentences, guint i)
{
  return g_array_index (sentences, WeftTokenSentence, i).weight;
}

static char *
dup_sentence (const WeftField *x, guint32 sample, const GArray *sentences, guint i)
{
  return weft_token_sentence_dup_text (x, sample, &g_array_index (sentences, WeftTokenSentence, i));
}

/* predictions (kept, T, 1), longer than the sample or as long. */
static Pick
make_pick (const WeftShown *look, gint64 i)
{
  const WeftField *x = weft_dataset_get_x (look->model->dataset), *y = look->target;
  guint32 sample = look->result->samples[i];
  const WeftTensor *predictions = look->result->predictions;
  gint64 longest = weft_shape_sample_count (&predictions->shape);
  g_autoptr (GArray) said
      = weft_token_sentences_weigh (x, sample, weft_tensor_floats (predictions) + i * longest);
  g_autoptr (GArray) is
      = weft_token_sentences_weigh (x, sample, (const float *) y->data + y->offsets[sample]);
  guint chosen = weft_token_sentences_find_best (said), best = weft_token_sentences_find_best (is);

  return (Pick){ .said = dup_sentence (x, sample, said, chosen),
                 .best = dup_sentence (x, sample, is, best),
                 .has = get_weight (is, chosen),
                 .could = get_weight (is, best) };
}

static gboolean
is_right (const Pick *pick)
{
  return pick->has >= pick->could;
}

static gboolean
can_show (const WeftShown *look)
{
  return look->target != NULL && look->result->predictions != NULL
         && weft_token_weights_are (weft_dataset_get_x (look->model->dataset), look->target);
}

static void
draw_pick (cairo_t *cr, const Pick *pick, double y, double column)
{
  g_autofree char *has = weft_format_digits (pick->has, 2);
  g_autofree char *could = weft_format_digits (pick->could, 2);
  double second = 2 * MARGIN + column, text = column - NUMBER - MARGIN;

  weft_text_draw_line (cr, has, MARGIN, y, NUMBER - 8,
                       is_right (pick) ? WEFT_ROLE_BEST : WEFT_ROLE_BAD);
  weft_text_draw_line (cr, pick->said, MARGIN + NUMBER, y, text,
                       is_right (pick) ? WEFT_ROLE_INK : WEFT_ROLE_BAD);
  weft_text_draw_line (cr, could, second, y, NUMBER - 8, WEFT_ROLE_DIM);
  weft_text_draw_line (cr, pick->best, second + NUMBER, y, text, WEFT_ROLE_INK);
}

static void
draw_head (cairo_t *cr, Picked *picked, const WeftShown *look, double width, double column)
{
  const WeftTextStyle style = { .size = 12,
                                .align = 1,
                                .is_bold = TRUE,
                                .color = weft_theme_get (WEFT_ROLE_INK, weft_theme_is_dark ()) };
  g_autofree char *score = weft_results_dup_titled_score (picked->context, look->evaluation);

  weft_text_draw (cr, score, width - MARGIN, 4, &style);
  weft_text_draw_line (cr, _ ("picked by the network, and what it has"), MARGIN,
                       WEFT_RESULTS_HEAD + 4, column - MARGIN, WEFT_ROLE_DIM);
  weft_text_draw_line (cr, _ ("the best one of the text"), 2 * MARGIN + column,
                       WEFT_RESULTS_HEAD + 4, column - MARGIN, WEFT_ROLE_DIM);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Picked *picked = user;
  double column = (double) (width - 3 * MARGIN) / 2;
  WeftShown look;

  if (!weft_results_look (picked->context, &look) || !can_show (&look))
    return;
  draw_head (cr, picked, &look, width, column);
  for (gint64 i = 0; i < look.result->kept && HEAD + (i + 1) * LEAST <= height; i++)
    {
      Pick pick = make_pick (&look, i);

      draw_pick (cr, &pick, (double) (HEAD + i * LEAST), column);
      pick_clear (&pick);
    }
}

/* The first of them in words, for who cannot see it. */
static void
tell (Picked *picked)
{
  g_autofree char *text = NULL;
  WeftShown look;
  Pick pick;

  if (!weft_results_look (picked->context, &look) || !can_show (&look) || look.result->kept == 0)
    return;
  pick = make_pick (&look, 0);
  text
      = is_right (&pick) ? g_strdup (pick.said) : g_strdup_printf ("%s ≠ %s", pick.said, pick.best);
  gtk_accessible_update_property (GTK_ACCESSIBLE (picked->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  pick_clear (&pick);
}

static void
snapshot_cb (Picked *picked)
{
  tell (picked);
  weft_panel_set_empty (picked->area, !weft_results_is_trained (picked->context));
  gtk_widget_queue_draw (picked->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Picked *picked = g_new0 (Picked, 1);
  GtkWidget *panel;

  picked->context = context;
  picked->area = weft_panel_area_new (_ ("Picked sentences"), draw_cb, picked);
  panel = weft_panel_new (
      picked->area, picked->area,
      weft_panel_untrained_new (_ ("Press Train: what the network says is shown here.")));
  weft_panel_own (panel, picked);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), picked);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_token_weights_are (weft_dataset_get_x (model->dataset),
                                 weft_model_get_target (model, judge));
}

const WeftResultView weft_result_view_picked
    = { .id = "picked", .title = N_ ("Picked sentences"), .fits = fits, .create = create };
