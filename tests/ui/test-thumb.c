/* test-thumb: pictures of outputs: something is seen of each shape, where it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb.h"

#include "engine/base/memory.h"
#include "ui/paint/paint.h"
#include "ui/paint/wave.h"

static cairo_surface_t *
draw_thumb (WeftThumb *thumb)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 110, 52);
  cairo_t *cr = cairo_create (surface);
  WeftPen pen;

  weft_pen_init (&pen, cr, NULL, FALSE);
  weft_thumb_draw (thumb, &pen, 110, 52, TRUE);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint
count_drawn (cairo_surface_t *surface, int from_x, int to_x)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int y = 0; y < 52; y++)
    for (int x = from_x; x < to_x; x++)
      n += data[y * stride + 4 * x + 3] > 0;
  return n;
}

static void
test_thumbs (void)
{
  const WeftShape shapes[]
      = { WEFT_SHAPE (8, 20, 20), WEFT_SHAPE (3, 200, 100), WEFT_SHAPE (1, 28, 28),
          WEFT_SHAPE (10),        WEFT_SHAPE (1),           WEFT_SHAPE (400),
          WEFT_SHAPE (12, 30),    WEFT_SHAPE (64, 1, 1) };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (WeftTensor) tensor = weft_tensor_new (&shapes[i]);
      g_autoptr (WeftThumb) thumb = NULL;
      cairo_surface_t *surface;

      for (gint64 k = 0; k < weft_shape_count (&shapes[i]); k++)
        weft_tensor_floats (tensor)[k] = (float) (k % 7) - 3;
      weft_tensor_floats (tensor)[0] = NAN; /* is drawn around */
      thumb = weft_thumb_new (tensor, NULL);
      g_assert_nonnull (thumb);
      surface = draw_thumb (thumb);
      g_assert_cmpuint (count_drawn (surface, 0, 110), >, 100);
      cairo_surface_destroy (surface);
    }
}

/* The taller bar is the greater value. */
static void
test_bars (void)
{
  const WeftShape shape = WEFT_SHAPE (2);
  g_autoptr (WeftTensor) tensor = weft_tensor_new (&shape);
  g_autoptr (WeftThumb) thumb = NULL;
  cairo_surface_t *surface;

  weft_tensor_floats (tensor)[0] = .2f;
  weft_tensor_floats (tensor)[1] = 1;
  thumb = weft_thumb_new (tensor, NULL);
  surface = draw_thumb (thumb);
  g_assert_cmpuint (count_drawn (surface, 55, 110), >, 2 * count_drawn (surface, 0, 55) - 110);
  cairo_surface_destroy (surface);
}

/* Points that lie far from the origin fill the picture as those around it do. */
static void
test_points (void)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (WeftThumb) thumb = NULL;
  cairo_surface_t *surface;
  WeftField *field;

  dataset->name = g_strdup ("far");
  dataset->count = 25;
  field = weft_dataset_add_field (dataset, "x", WEFT_KIND_POINTS);
  field->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  for (int i = 0; i < 25; i++)
    {
      ((float *) field->data)[2 * i] = 100 + (float) (i % 5);
      ((float *) field->data)[2 * i + 1] = 7 + .1f * (float) (i / 5);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  thumb = weft_thumb_new_from_dataset (dataset);
  surface = draw_thumb (thumb);
  g_assert_cmpuint (count_drawn (surface, 30, 50), >, 10);
  g_assert_cmpuint (count_drawn (surface, 60, 80), >, 10);
  cairo_surface_destroy (surface);
}

/* Loud in the middle, in rows below each other; silence is a line. */
static void
test_waves (void)
{
  static const float numbers[] = { 0, .1f, -.5f, .25f };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (WeftThumb) thumb = NULL;
  cairo_surface_t *surface;
  WeftField *field;
  float wave[2];

  weft_wave_measure (numbers, 4, wave, 2);
  g_assert_cmpfloat_with_epsilon (wave[0], .2, 1e-6);
  g_assert_cmpfloat (wave[1], ==, 1);
  weft_wave_measure (numbers, 1, wave, 2);
  g_assert_cmpfloat (wave[0], ==, 0);
  dataset->name = g_strdup ("said");
  dataset->count = 2;
  field = weft_dataset_add_field (dataset, "x", WEFT_KIND_SOUND);
  field->shape = WEFT_SHAPE (300);
  field->shape.type = WEFT_I16;
  field->ragged = 0;
  field->rate = 8000;
  field->offsets = weft_memory_new (3 * sizeof (gint64), NULL);
  field->offsets[1] = 300;
  field->offsets[2] = 400;
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  for (int i = 100; i < 200; i++)
    ((gint16 *) field->data)[i] = i % 2 ? 9000 : -9000;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  thumb = weft_thumb_new_from_dataset (dataset);
  surface = draw_thumb (thumb);
  g_assert_cmpuint (count_drawn (surface, 40, 70), >, 2 * count_drawn (surface, 0, 30));
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumb/shapes", test_thumbs);
  g_test_add_func ("/thumb/bars", test_bars);
  g_test_add_func ("/thumb/waves", test_waves);
  g_test_add_func ("/thumb/points", test_points);
  return g_test_run ();
}
