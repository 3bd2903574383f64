/* made: samples that a recipe has learnt to make, beside real ones */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/results.h"
#include "ui/panels/results/made-drawing.h"
#include "ui/plots/plot-text.h"

enum
{
  POINTS = 256, /* made */
  PICTURES = 40,
  MARGIN = 12,
  HEAD = 24,
  GAP = 3,
  SMALLEST = 28, /* px of a picture */
  LARGEST = 96,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Made;

typedef WeftMadeBox Box;

static void
draw_title (cairo_t *cr, const char *text, const Box *box, WeftRole role)
{
  const WeftTextStyle style = { .size = 12,
                                .is_bold = TRUE,
                                .width = box->w,
                                .color = weft_theme_get (WEFT_ROLE_INK, box->is_dark) };

  weft_theme_set_source (cr, role, box->is_dark);
  cairo_arc (cr, box->x + 4, box->y - HEAD + 12, 4, 0, 2 * G_PI);
  cairo_fill (cr);
  weft_text_draw (cr, text, box->x + 13, box->y - HEAD + 3, &style);
}

/* --- points of the plane, over each other --- */

static void
draw_points (cairo_t *cr, const WeftDataset *dataset, const WeftTensor *made, const Box *box)
{
  Box beside = *box;

  weft_made_draw_points (cr, dataset, weft_tensor_floats (made), made->shape.dims[0], box);
  draw_title (cr, _ ("Made"), box, WEFT_ROLE_VALID);
  beside.x += 90;
  draw_title (cr, _ ("Real"), &beside, WEFT_ROLE_FAINT);
}

/* --- pictures, and whatever else is laid out as one, in a grid --- */

static int
choose_columns (const Box *box, double *side)
{
  int rows = MAX (1, (int) (box->h / 64));

  *side = CLAMP ((box->h - GAP * (rows - 1)) / rows, SMALLEST, LARGEST);
  return MAX (1, (int) ((box->w + GAP) / (*side + GAP)));
}

static void
draw_made_pictures (cairo_t *cr, const WeftTensor *made, const gint64 *dims, const Box *box)
{
  double side;
  int columns = choose_columns (box, &side), rows = MAX (1, (int) ((box->h + GAP) / (side + GAP)));
  gint64 size = dims[0] * dims[1] * dims[2];

  draw_title (cr, _ ("Made"), box, WEFT_ROLE_VALID);
  for (int i = 0; i < MIN (made->shape.dims[0], columns * rows); i++)
    weft_made_draw_picture (cr, weft_tensor_floats (made) + i * size, dims,
                            box->x + i % columns * (side + GAP),
                            box->y + i / columns * (side + GAP), side);
}

static void
draw_real_pictures (cairo_t *cr, const WeftDataset *dataset, const Box *box)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  g_autofree float *x = g_new (float, weft_shape_count (&field->shape));
  double side;
  int columns = choose_columns (box, &side), rows = MAX (1, (int) ((box->h + GAP) / (side + GAP)));

  draw_title (cr, _ ("Real"), box, WEFT_ROLE_FAINT);
  for (int i = 0; i < MIN (dataset->count, columns * rows); i++)
    {
      weft_field_get (field, i, x);
      weft_made_draw_picture (cr, x, field->shape.dims, box->x + i % columns * (side + GAP),
                              box->y + i / columns * (side + GAP), side);
    }
}

/* --- the panel --- */

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Made *self = user;
  WeftLive *live = weft_context_get_live (self->context);
  WeftModel *model = weft_live_get_model (live);
  WeftSnapshot *snapshot = weft_live_get_snapshot (live);
  const WeftTensor *made = snapshot != NULL ? snapshot->made : NULL;
  Box box = { MARGIN, HEAD + 4, width - 2 * MARGIN, height - HEAD - 12, weft_theme_is_dark () };
  const WeftField *x;
  gint64 size;

  if (model == NULL || made == NULL || box.w < SMALLEST || box.h < SMALLEST)
    return;
  x = weft_dataset_get_x (model->dataset);
  size = weft_shape_count (&x->shape);
  if (weft_shape_sample_count (&made->shape) != size)
    return;
  if (size == 2)
    {
      draw_points (cr, model->dataset, made, &box);
      return;
    }
  box.w = floor ((box.w - 2 * MARGIN) * 2 / 3);
  draw_made_pictures (cr, made, x->shape.rank == 3 ? x->shape.dims : (const gint64[]){ 1, 1, size },
                      &box);
  if (x->shape.rank != 3)
    return;
  box.x += box.w + 2 * MARGIN;
  box.w = width - MARGIN - box.x;
  draw_real_pictures (cr, model->dataset, &box);
}

/* For a screen reader. */
static void
describe (Made *made, const WeftSnapshot *snapshot)
{
  g_autofree char *count = NULL, *text = NULL;

  if (snapshot == NULL || snapshot->made == NULL)
    return;
  count = weft_format_count (snapshot->made->shape.dims[0]);
  text = g_strdup_printf (_ ("%s made"), count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (made->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

static void
snapshot_cb (Made *made)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (made->context));

  weft_panel_set_empty (made->area, snapshot == NULL || snapshot->made == NULL);
  describe (made, snapshot);
  gtk_widget_queue_draw (made->area);
}

static void
map_cb (GtkWidget *panel, Made *made)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (made->context));
  gboolean is_plane
      = model != NULL && weft_shape_count (&weft_dataset_get_x (model->dataset)->shape) == 2;

  weft_context_want_made (made->context, is_plane ? POINTS : PICTURES);
}

static void
unmap_cb (GtkWidget *panel, Made *made)
{
  weft_context_want_made (made->context, 0);
}

static GtkWidget *
create (WeftContext *context)
{
  Made *made = g_new0 (Made, 1);
  GtkWidget *panel;

  made->context = context;
  made->area = weft_panel_area_new (_ ("Samples that were made"), draw_cb, made);
  gtk_widget_set_tooltip_text (
      made->area, _ ("What the generator makes of the same noise: what changes, it has learnt."));
  panel = weft_panel_new (
      made->area, made->area,
      weft_panel_untrained_new (_ ("Press Train: what the network makes is shown beside what is "
                                   "real.")));
  weft_panel_own (panel, made);
  weft_panel_follow (panel, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     made);
  g_signal_connect (panel, "map", G_CALLBACK (map_cb), made);
  g_signal_connect (panel, "unmap", G_CALLBACK (unmap_cb), made);
  snapshot_cb (made);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  const char *port;

  return weft_model_find_made (model, &port) != 0;
}

const WeftResultView weft_result_view_made = { .id = "made", .fits = fits, .create = create };
