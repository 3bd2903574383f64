/* walk-film: what a network makes on the way from sample to sample, as moving pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/walk-film.h"

#include <string.h>

#include "projects/formats/gif.h"
#include "projects/formats/output.h"
#include "ui/panels/results/made-drawing.h"

#define SIDE 240 /* px */
#define DELAY 10 /* hundredths of a second: as long as the window walks from A to B */
#define REST 100 /* hundredths: the last picture stays */

typedef struct
{
  const WeftDataset *dataset;
  const WeftTensor *made;
  gboolean is_dark;
} Walk;

static void
draw_cb (gpointer user, guint frame, guint32 *pixels)
{
  const Walk *walk = user;
  gint64 size = weft_shape_sample_count (&walk->made->shape);
  cairo_surface_t *surface = weft_made_new_picture (
      walk->dataset, weft_tensor_floats (walk->made) + (gint64) frame * size, SIDE, walk->is_dark);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  for (gsize y = 0; y < SIDE; y++)
    memcpy (pixels + y * SIDE, cairo_image_surface_get_data (surface) + y * stride,
            SIDE * sizeof *pixels);
  cairo_surface_destroy (surface);
}

gboolean
weft_walk_film_write (const WeftDataset *dataset, const WeftTensor *made, gboolean is_dark,
                      const char *path, GError **error)
{
  Walk walk = { dataset, made, is_dark };
  const WeftGif gif = {
    .width = SIDE,
    .height = SIDE,
    .frames = (guint) made->shape.dims[0],
    .delay = DELAY,
    .rest = REST,
    .draw = draw_cb,
    .user = &walk,
  };
  g_autoptr (GByteArray) bytes = weft_gif_write (&gif, error);

  return bytes != NULL && weft_output_write (path, bytes->data, bytes->len, error);
}
