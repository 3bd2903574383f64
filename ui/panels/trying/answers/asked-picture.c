/* asked-picture: the picture that a network was asked about, for what is said of it to lie over */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/answers/asked-picture.h"

#include "ui/plots/raster.h"

gboolean
weft_asked_picture_fits (const WeftModel *model)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);

  return x->kind == WEFT_KIND_PICTURE && x->shape.rank == 3 && x->ragged < 0;
}

void
weft_asked_picture_draw_numbers (cairo_t *cr, const float *x, const WeftShape *shape, double width,
                                 double height, gboolean is_dark, double placed[4])
{
  int c = (int) shape->dims[0], h = (int) shape->dims[1], w = (int) shape->dims[2];
  double scale = MAX (MIN ((width - 2) / w, (height - 2) / h), 0);
  cairo_surface_t *image = weft_picture_new_sample (x, c, h, w, !is_dark && c == 1);

  placed[0] = placed[1] = 1;
  placed[2] = scale * w;
  placed[3] = scale * h;
  if (scale > 0)
    {
      weft_picture_paint (cr, image, placed[0], placed[1], placed[2], placed[3], scale < 3);
      weft_picture_outline (cr, placed[0], placed[1], placed[2], placed[3], is_dark);
    }
  cairo_surface_destroy (image);
}

void
weft_asked_picture_draw (cairo_t *cr, const WeftGiven *given, double width, double height,
                         gboolean is_dark, double placed[4])
{
  const WeftField *field = weft_dataset_get_x (given->response->question->asking.asked);
  g_autofree float *x = g_new (float, weft_shape_count (&field->shape));

  weft_field_get (field, 0, x);
  weft_asked_picture_draw_numbers (cr, x, &field->shape, width, height, is_dark, placed);
}
