/* aloud: what the network says aloud, each row of frames where the true ones before it are given,
 * beside what was recorded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/data/kind-row.h"
#include "engine/data/sound-frames.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/results.h"
#include "ui/plots/frames-picture.h"
#include "ui/plots/plot-text.h"

enum
{
  MARGIN = 12,
  HEAD = 22,  /* the columns' */
  PAIR = 76,  /* px of a sample */
  LEAST = 48, /* of a picture */
  MOST_TOKENS = 48,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Aloud;

static gboolean
is_spoken (const WeftField *target)
{
  return target != NULL && weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_FRAMES;
}

static gboolean
can_show (const WeftShown *look)
{
  return is_spoken (look->target) && look->result->predictions->shape.rank == 3
         && look->result->predictions->shape.dims[2] == WEFT_FRAMES_WIDTH;
}

static char *
dup_read (const WeftShown *look, guint32 sample)
{
  const WeftField *x = weft_dataset_get_x (look->model->dataset);

  return x->kind == WEFT_KIND_TOKENS ? weft_field_dup_text (x, sample, MOST_TOKENS)
                                     : g_strdup_printf (_ ("sample %u"), sample + 1);
}

/* Sample i of those that were kept: its frames, n of them real; true: as recorded. */
static const float *
find_rows (const WeftShown *look, gint64 i, gboolean is_true, gint64 *n)
{
  const WeftShape *shape = &look->result->predictions->shape;
  const gint64 *offsets = look->target->offsets + look->result->samples[i];

  *n = MIN (offsets[1] - offsets[0], shape->dims[1]);
  return is_true ? (const float *) look->target->data + offsets[0] * WEFT_FRAMES_WIDTH
                 : weft_tensor_floats (look->result->predictions)
                       + i * shape->dims[1] * WEFT_FRAMES_WIDTH;
}

static void
draw_sample (cairo_t *cr, const WeftShown *look, gint64 i, double left, double top, double width,
             double tall)
{
  double half = (width - MARGIN) / 2;
  g_autofree char *text = dup_read (look, look->result->samples[i]);

  weft_text_draw_line (cr, text, left, top, width, WEFT_ROLE_INK);
  for (int is_true = 0; is_true < 2; is_true++)
    {
      gint64 n;
      const float *rows = find_rows (look, i, is_true, &n);
      const double box[4]
          = { left + is_true * (half + MARGIN) + 0.5, top + 18.5, half - 1, tall - 22 };

      weft_frames_picture_draw (cr, rows, n, box, weft_theme_is_dark ());
    }
}

/* As many beside and below each other as there is room for. */
static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Aloud *aloud = user;
  int rows = MAX (1, (height - HEAD) / PAIR), columns = CLAMP (width / 420, 1, 4);
  double tall = (double) (height - HEAD) / rows;
  double wide = (double) (width - MARGIN) / columns;
  WeftShown look;

  if (!weft_results_look (aloud->context, &look) || !can_show (&look) || tall < LEAST)
    return;
  for (int c = 0; c < columns; c++)
    {
      double left = MARGIN + c * wide, half = (wide - 2 * MARGIN) / 2;

      weft_text_draw_line (cr, C_ ("column", "said, the true frames before given"), left, 4, half,
                           WEFT_ROLE_DIM);
      weft_text_draw_line (cr, C_ ("column", "recorded"), left + half + MARGIN, 4, half,
                           WEFT_ROLE_DIM);
    }
  for (gint64 i = 0; i < MIN (look.result->kept, rows * columns); i++)
    draw_sample (cr, &look, i, MARGIN + (double) (i % columns) * wide,
                 HEAD + (double) (i / columns) * tall, wide - MARGIN, tall);
}

static void
snapshot_cb (Aloud *aloud)
{
  WeftShown look;

  weft_panel_set_empty (aloud->area, !weft_results_is_trained (aloud->context));
  if (weft_results_look (aloud->context, &look) && can_show (&look) && look.result->kept > 0)
    {
      g_autofree char *text = dup_read (&look, look.result->samples[0]);

      gtk_accessible_update_property (GTK_ACCESSIBLE (aloud->area),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
    }
  gtk_widget_queue_draw (aloud->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Aloud *aloud = g_new0 (Aloud, 1);
  GtkWidget *panel;

  aloud->context = context;
  aloud->area
      = weft_panel_area_new (_ ("What is said aloud, beside what was recorded"), draw_cb, aloud);
  panel = weft_panel_new (
      aloud->area, aloud->area,
      weft_panel_untrained_new (_ ("Press Train: what the network says is shown here.")));
  weft_panel_own (panel, aloud);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), aloud);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return is_spoken (weft_model_get_target (model, judge));
}

const WeftResultView weft_result_view_aloud = { .id = "aloud", .fits = fits, .create = create };
