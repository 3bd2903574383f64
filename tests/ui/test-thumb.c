/* test-thumb: small pictures of outputs and of data sets, drawn without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/memory.h"
#include "ui/paint/thumb.h"
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
      = { WEFT_SHAPE (8, 20, 20),  WEFT_SHAPE (3, 200, 100), WEFT_SHAPE (1, 28, 28),
          WEFT_SHAPE (10),         WEFT_SHAPE (1),           WEFT_SHAPE (400),
          WEFT_SHAPE (12, 30),     WEFT_SHAPE (64, 1, 1),    WEFT_SHAPE (6, 5, 9, 9),
          WEFT_SHAPE (1, 9, 9, 9), WEFT_SHAPE (8, 1, 1, 1),  WEFT_SHAPE (2, 2, 3, 4, 5) };

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

static gboolean
has_colour (cairo_surface_t *surface)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (int y = 0; y < 52; y++)
    for (int x = 0; x < 52; x++)
      {
        const guchar *p = data + y * stride + 4 * x;

        if (MAX (p[0], p[2]) - MIN (p[0], p[2]) > 100)
          return TRUE;
      }
  return FALSE;
}

/* Three channels of a picture are its colours, one picture; of anything else they are three maps.
 */
static void
test_colour_thumb (void)
{
  const WeftShape shape = WEFT_SHAPE (3, 10, 10);
  g_autoptr (WeftTensor) tensor = weft_tensor_new (&shape);
  const WeftThumbOf picture = { .kind = WEFT_KIND_PICTURE };

  for (int k = 0; k < 300; k++)
    weft_tensor_floats (tensor)[k] = k < 100 ? 1 : 0;
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftThumb) thumb = weft_thumb_new (tensor, i == 0 ? &picture : NULL);
      cairo_surface_t *surface = draw_thumb (thumb);

      g_assert_cmpint (has_colour (surface), ==, i == 0);
      g_assert_cmpint (count_drawn (surface, 56, 110) > 100, ==, i == 1);
      cairo_surface_destroy (surface);
    }
}

/* A sound swings about the middle; one number is written. */
static void
test_sound_thumb (void)
{
  const WeftShape shape = WEFT_SHAPE (800), one = { .type = WEFT_F32 };
  const WeftThumbOf sound = { .kind = WEFT_KIND_SOUND };
  g_autoptr (WeftTensor) tensor = weft_tensor_new (&shape), number = weft_tensor_new (&one);
  g_autoptr (WeftThumb) wave = NULL, written = NULL;
  cairo_surface_t *surface;

  for (int k = 0; k < 800; k++)
    weft_tensor_floats (tensor)[k] = k < 400 ? 0 : 1;
  *weft_tensor_floats (number) = 0.25f;
  wave = weft_thumb_new (tensor, &sound);
  surface = draw_thumb (wave);
  g_assert_cmpuint (count_drawn (surface, 56, 110), >, 10 * count_drawn (surface, 0, 54));
  cairo_surface_destroy (surface);
  written = weft_thumb_new (number, NULL);
  surface = draw_thumb (written);
  g_assert_cmpuint (count_drawn (surface, 0, 110), >, 20);
  cairo_surface_destroy (surface);
}

static int
measure_colour (cairo_surface_t *surface, int x, int y)
{
  const guchar *p = cairo_image_surface_get_data (surface)
                    + y * cairo_image_surface_get_stride (surface) + 4 * x;

  return MAX (MAX (p[0], p[1]), p[2]) - MIN (MIN (p[0], p[1]), p[2]);
}

/* What is heard stands out from silence, whose logarithm is the number farthest from 0. */
static void
test_heard_thumb (void)
{
  const WeftShape shape = WEFT_SHAPE (40, 20);
  const WeftThumbOf heard = { .is_heard = TRUE };
  g_autoptr (WeftTensor) tensor = weft_tensor_new (&shape);

  for (int t = 0; t < 40; t++)
    for (int k = 0; k < 20; k++)
      weft_tensor_floats (tensor)[t * 20 + k] = t < 12 ? -1 : -14 - (float) (k % 2);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (WeftThumb) thumb = weft_thumb_new (tensor, i == 0 ? &heard : NULL);
      cairo_surface_t *surface = draw_thumb (thumb);
      int loud = measure_colour (surface, 10, 26), silent = measure_colour (surface, 100, 26);

      if (i == 0)
        g_assert_cmpint (loud, >, 4 * silent);
      else
        g_assert_cmpint (loud, <, silent);
      cairo_surface_destroy (surface);
    }
}

/* Tokens are words, as many lines as there are; without words they are numbers. */
static void
test_token_thumb (void)
{
  static char *words[] = { (char *) "", (char *) "up", (char *) "down", NULL };
  WeftField field = { .kind = WEFT_KIND_TOKENS, .classes = 3, .class_names = words };
  const WeftThumbOf tokens = { .kind = WEFT_KIND_TOKENS, .words = &field };

  for (gint64 n = 2; n <= 200; n *= 10)
    {
      WeftShape shape = WEFT_SHAPE (n);
      g_autoptr (WeftTensor) tensor = NULL;
      guint drawn[2];

      shape.type = WEFT_I64;
      tensor = weft_tensor_new (&shape);
      for (gint64 i = 0; i < n; i++)
        ((gint64 *) tensor->data)[i] = i % 5; /* 3 and 4 are beyond the vocabulary */
      for (int i = 0; i < 2; i++)
        {
          g_autoptr (WeftThumb) thumb = weft_thumb_new (tensor, i == 0 ? &tokens : NULL);
          cairo_surface_t *surface = draw_thumb (thumb);

          drawn[i] = count_drawn (surface, 0, 110);
          g_assert_cmpuint (drawn[i], >, 20);
          cairo_surface_destroy (surface);
        }
      g_assert_cmpuint (drawn[0], !=, drawn[1]);
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
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumb/shapes", test_thumbs);
  g_test_add_func ("/thumb/colour", test_colour_thumb);
  g_test_add_func ("/thumb/sound", test_sound_thumb);
  g_test_add_func ("/thumb/heard", test_heard_thumb);
  g_test_add_func ("/thumb/tokens", test_token_thumb);
  g_test_add_func ("/thumb/bars", test_bars);
  g_test_add_func ("/thumb/waves", test_waves);
  g_test_add_func ("/thumb/points", test_points);
  return g_test_run ();
}
