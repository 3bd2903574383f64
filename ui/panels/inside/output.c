/* output: what the sample becomes in a node, and the node's weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/paint/spectrum.h"
#include "ui/paint/wave.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/maps.h"
#include "ui/plots/lapse.h"
#include "ui/plots/plot-text.h"

#define HISTOGRAM 48
#define WAVE 160 /* px: a sound is no taller */

/* "16×20×20", "10 numbers" */
static char *
dup_dims (const WeftShape *shape)
{
  g_autofree char *count = weft_format_count (weft_shape_count (shape));
  GString *text;

  if (shape->rank <= 1)
    return g_strdup_printf (ngettext ("%s number", "%s numbers", (gulong) weft_shape_count (shape)),
                            count);
  text = g_string_new (NULL);
  for (int i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "×" : "", shape->dims[i]);
  return g_string_free (text, FALSE);
}

/* Its shape, what is not shown of it, and from where to where its numbers go. */
static char *
dup_description (const WeftMaps *maps, const WeftInsideBox *box)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);
  double low = INFINITY, high = -INFINITY;
  g_autofree char *dims = dup_dims (&maps->shape);
  g_autofree char *note = weft_maps_dup_note (maps, box->w, box->h);

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, (double) maps->x[i]);
      high = MAX (high, (double) maps->x[i]);
    }

  g_autofree char *first = weft_format_digits (low, 3), *last = weft_format_digits (high, 3);

  if (n == 1)
    return g_steal_pointer (&dims);
  if (note != NULL)
    return g_strdup_printf ("%s · %s", note, dims);
  return g_strdup_printf (_ ("%s · %s to %s"), dims, first, last);
}

static void
draw_tensor (cairo_t *cr, const char *title, const WeftMaps *maps, const WeftInsideBox *box)
{
  g_autofree char *line = dup_description (maps, box);

  weft_inside_draw_head (cr, title, line, box);
  weft_maps_draw (cr, maps, box->x, box->y, box->w, box->h);
}

/* A picture as it is: its channels make its colours. */
static void
draw_picture (cairo_t *cr, const char *title, const WeftMaps *maps, const WeftInsideBox *box)
{
  const gint64 *dims = maps->shape.dims;
  double scale = MIN (box->w / (double) dims[2], box->h / (double) dims[1]);
  cairo_surface_t *picture
      = weft_picture_new_sample (maps->x, (int) dims[0], (int) dims[1], (int) dims[2], FALSE);
  g_autofree char *line = dup_description (maps, box);

  weft_inside_draw_head (cr, title, line, box);
  weft_picture_paint (cr, picture, box->x, box->y, scale * (double) dims[2],
                      scale * (double) dims[1], FALSE);
  cairo_surface_destroy (picture);
}

/* How far it swings, moment by moment, by its loudest. */
static void
draw_wave (cairo_t *cr, const char *title, const WeftMaps *maps, const WeftInsideBox *box)
{
  int columns = (int) MAX (box->w, 1);
  double tall = MIN (box->h, WAVE);
  g_autofree float *wave = g_new (float, columns);
  g_autofree char *line = dup_description (maps, box);

  weft_inside_draw_head (cr, title, line, box);
  weft_wave_measure (maps->x, maps->shape.dims[0], wave, columns);
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, box->is_dark);
  for (int c = 0; c < columns; c++)
    {
      double reach = MAX ((double) wave[c] * tall * 0.45, 0.5);

      cairo_rectangle (cr, box->x + c, box->y + tall / 2 - reach, 1, 2 * reach);
    }
  cairo_fill (cr);
}

/* Beside the choices there may be room for the weights' own name alone. */
static char *
dup_weights_title (cairo_t *cr, const char *node, const char *name, const WeftInsideBox *box)
{
  g_autofree char *title = g_strdup_printf (_ ("Weights of %s · %s"), node, name);
  const WeftTextStyle style = { .size = 12, .is_bold = TRUE };

  return weft_text_measure (cr, title, &style) <= box->title ? g_steal_pointer (&title)
                                                             : g_strdup (name);
}

static void
draw_weights (cairo_t *cr, const WeftNamedTensor *weights, const WeftShape *shape, const char *node,
              const WeftInsideBox *box)
{
  g_autofree char *title
      = dup_weights_title (cr, node, weft_inside_get_weight_title (weights->name), box);
  const WeftMaps maps = { .x = weft_tensor_floats (weights->tensor),
                          .shape = *shape,
                          .is_signed = TRUE,
                          .is_dark = box->is_dark };
  gboolean has_histogram = box->h > 100;
  WeftInsideBox above = *box;

  above.h -= has_histogram ? HISTOGRAM + 8 : 0;
  draw_tensor (cr, title, &maps, &above);
  if (has_histogram)
    weft_histogram_draw (cr, maps.x, (gsize) weft_shape_count (&maps.shape), box->x,
                         box->y + box->h - HISTOGRAM, MIN (box->w, 240), HISTOGRAM, box->is_dark);
}

/* Where signed numbers are fully coloured; 0: none is below 0. */
static double
find_limit (const WeftMaps *maps)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);

  for (gsize i = 0; i < n; i++)
    if (maps->x[i] < 0)
      return weft_picture_choose_limit (maps->x, n);
  return 0;
}

/* Whether it takes a sound apart into its tones: how loud they are, by a logarithm or not, has no
 * zero from which silence would be the strongest of all. How that swings has one. */
static gboolean
takes_sound (const WeftInsideLook *look)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (look->context));
  const WeftWire *wire
      = weft_graph_find_wire_to (weft_context_get_graph (look->context), look->node->id, 0);
  const WeftNodeReport *from
      = report != NULL && wire != NULL ? weft_report_find (report, wire->from) : NULL;

  return from != NULL && (int) from->n_out > wire->output
         && from->out_kind[wire->output] == WEFT_KIND_SOUND
         && weft_inside_find_sight (look, WEFT_SIGHT_SWINGS) == NULL;
}

/* Moments that follow each other stand beside each other. */
static void
draw_moments (const WeftInsideLook *look, cairo_t *cr, const char *title, const WeftMaps *maps,
              const WeftInsideBox *box)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);
  g_auto (GStrv) words = weft_inside_dup_words (look, 0, maps->shape.dims[0]);
  g_autofree char *line = dup_description (maps, box);
  g_autofree float *heard = takes_sound (look) ? weft_spectrum_dup_heard (maps->x, n) : NULL;

  weft_inside_draw_head (cr, title, line, box);
  weft_lapse_draw (cr,
                   &(WeftLapse){ .x = heard != NULL ? heard : maps->x,
                                 .steps = (int) maps->shape.dims[0],
                                 .width = (int) maps->shape.dims[1],
                                 .is_upward = TRUE,
                                 .limit = heard != NULL ? 0 : find_limit (maps),
                                 .words = words,
                                 .is_dark = box->is_dark },
                   box->x, box->y, box->w, box->h);
}

static void
draw_output (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftDataset *dataset = look->model->dataset;
  const WeftTensor *tensor = look->tensor;
  g_autofree char *title = g_strdup_printf (_ ("Output of %s"), look->title);
  g_auto (GStrv) names = NULL;
  WeftMaps maps
      = { .x = weft_tensor_floats (tensor), .shape = tensor->shape, .is_dark = box->is_dark };

  if (tensor->shape.rank == 1 && tensor->shape.dims[0] == weft_dataset_count_classes (dataset))
    names = weft_dataset_dup_class_names (dataset, weft_dataset_get_classes (dataset));
  maps.names = names;
  if (look->kind == WEFT_KIND_PICTURE && tensor->shape.rank == 3 && tensor->shape.dims[0] == 3)
    draw_picture (cr, title, &maps, box);
  else if (look->kind == WEFT_KIND_SOUND && tensor->shape.rank == 1)
    draw_wave (cr, title, &maps, box);
  else if (tensor->shape.rank == 2 && tensor->shape.dims[1] > 1)
    draw_moments (look, cr, title, &maps, box);
  else
    draw_tensor (cr, title, &maps, box);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftTensor *table = weft_inside_find_table (look);
  WeftInsideBox cell = weft_inside_get_column (box, 0, table != NULL ? 2 : 1);

  draw_output (look, cr, &cell);
  cell = weft_inside_get_column (box, 1, 2);
  if (table != NULL)
    {
      WeftReport *report = weft_live_get_report (weft_context_get_live (look->context));
      WeftShape shape = weft_report_view_weight (report, weft_context_get_graph (look->context),
                                                 look->node->id, &table->shape);

      draw_weights (cr, look->snapshot->weights->pdata[0], &shape, look->title, &cell);
    }
}

static gboolean
fits (const WeftInsideLook *look)
{
  return look->tensor->shape.type == WEFT_F32;
}

const WeftInsideView weft_inside_view_output
    = { .id = "output", .title = N_ ("Output and weights"), .fits = fits, .draw = draw };
