/* explained-picture: what is said of a sample, drawn without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/explained-picture.h"

#include "ui/base/theme.h"
#include "ui/plots/explained.h"

enum
{
  WIDE = 480, /* px */
  TALL = 360,
  MARGIN = 12,
  SCALE = 2,
};

static cairo_status_t
write_cb (void *user, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (user, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

GByteArray *
weft_explained_draw_png (const WeftDataset *dataset, const WeftExplanation *explanation)
{
  const WeftExplained explained = { dataset, explanation, FALSE };
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDE * SCALE, TALL * SCALE);
  GByteArray *bytes = g_byte_array_new ();
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, SCALE, SCALE);
  cr = cairo_create (surface);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, FALSE);
  cairo_paint (cr);
  weft_explained_draw (cr, &explained, MARGIN, MARGIN, WIDE - 2 * MARGIN, TALL - 2 * MARGIN);
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_destroy (surface);
  return bytes;
}
