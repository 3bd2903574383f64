/* test-over: boxes, masks and areas are seen over the picture that they are of, and nothing else is
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ui/plots/over.h"

#define SIDE 8
#define SIZE 64

/* A black picture, of which something is said in its left upper quarter. */
static WeftDataset *
new_set (WeftKind kind)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE),
            *y = weft_dataset_add_field (dataset, "y", kind);

  dataset->count = 1;
  x->shape = WEFT_SHAPE (1, SIDE, SIDE);
  y->shape = kind == WEFT_KIND_BOXES ? WEFT_SHAPE (1, 5) : WEFT_SHAPE (SIDE, SIDE);
  y->classes = 2;
  if (kind == WEFT_KIND_AREAS)
    y->shape.type = WEFT_I64;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  if (kind == WEFT_KIND_BOXES)
    {
      const float box[] = { 1, 0.25f, 0.25f, 0.5f, 0.5f };

      memcpy (y->data, box, sizeof box);
    }
  for (int i = 0; kind != WEFT_KIND_BOXES && i < SIDE * SIDE / 2; i++)
    {
      if (i % SIDE >= SIDE / 2)
        continue;
      if (kind == WEFT_KIND_AREAS)
        ((gint64 *) y->data)[i] = 1;
      else
        ((float *) y->data)[i] = 1;
    }
  return dataset;
}

/* How many pixels have some colour, in the quarter and out of it. */
static void
count (WeftDataset *dataset, guint n[2])
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);
  const guint32 *pixels;

  weft_over_draw (cr, dataset, 0, 0, 0, SIZE, FALSE);
  cairo_surface_flush (surface);
  pixels = (const guint32 *) (gconstpointer) cairo_image_surface_get_data (surface);
  n[0] = n[1] = 0;
  for (int i = 0; i < SIZE * SIZE; i++)
    if (pixels[i] != 0)
      n[i / SIZE > SIZE / 2 + 1 || i % SIZE > SIZE / 2 + 1]++;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_kinds (void)
{
  static const struct
  {
    WeftKind kind;
    guint least, most; /* pixels in the quarter */
  } cases[] = {
    { WEFT_KIND_AREAS, SIZE * SIZE / 4, SIZE * SIZE / 4 },
    { WEFT_KIND_MASK, SIZE * SIZE / 4, SIZE * SIZE / 4 },
    { WEFT_KIND_BOXES, SIZE, SIZE * SIZE / 8 },
    { WEFT_KIND_NUMBERS, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftDataset) dataset = new_set (cases[i].kind);
      guint n[2];

      count (dataset, n);
      g_assert_cmpuint (n[0], >=, cases[i].least);
      g_assert_cmpuint (n[0], <=, cases[i].most);
      g_assert_cmpuint (n[1], ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/over/kinds", test_kinds);
  return g_test_run ();
}
