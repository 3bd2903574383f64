/* starter-picture: networks that see: what a picture shows, what each of its pixels is, what is in
 * it and where */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"
#include "projects/readers/starters/starter-chain.h"

#define LEAST_SIDE 12 /* pixels of a picture that are worth a convolution */
#define BOX_ROW 5     /* numbers of a box */
#define BOXES_PORT 2  /* of what moves pictures: in and out */

/* The shorter side of its pictures. */
static gint64
side_of (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset);

  return MIN (x->shape.dims[1], x->shape.dims[2]);
}

gboolean
weft_starter_has_large_pictures (const WeftDataset *dataset)
{
  return side_of (dataset) >= LEAST_SIDE;
}

/* As many halvings as leave about seven pixels. */
void
weft_starter_make_picture (WeftChain *chain)
{
  gint64 side = side_of (chain->dataset);
  gboolean is_small = chain->dataset->count < 1000;
  int filters = 16;

  weft_chain_add_data (chain, FALSE);
  for (int i = 0; i < 3 && side >= LEAST_SIDE; i++, side /= 2, filters *= 2)
    weft_chain_append_convolution (chain, filters, i == 0 ? 5 : 3, TRUE);
  weft_chain_append (chain, "flatten", NULL);
  weft_chain_append_dense (chain, 64, "relu");
  weft_chain_append_dropout (chain, 0.3);
  weft_chain_append_answer (chain);
  weft_chain_train (chain, is_small ? 16 : 64, 0.002, is_small ? 800 : 3000, 8);
}

/* Codes that lie together where the class is the same: of strangers, too, which is all that can be
 * asked where no class that tests was ever trained. A batch is large, for it has to hold two of a
 * class. */
void
weft_starter_make_codes (WeftChain *chain)
{
  gint64 side = side_of (chain->dataset);
  int filters = 16;

  weft_chain_add_data (chain, FALSE);
  weft_chain_append (chain, "random_flip", NULL);
  weft_chain_append (chain, "random_shift", NULL);
  for (int i = 0; i < 3 && side >= LEAST_SIDE; i++, side /= 2, filters *= 2)
    weft_chain_append_convolution (chain, filters, i == 0 ? 5 : 3, TRUE);
  weft_chain_append (chain, "flatten", NULL);
  weft_chain_append_dense (chain, 64, NULL);
  weft_chain_append_loss (chain, "triplet");
  weft_chain_train (chain, (int) CLAMP (chain->dataset->count / 2, 2, 512), 0.001, 300, 20);
}

/* A convolution of that width, as large as what it gets or, by a stride, smaller. */
static void
append_block (WeftChain *chain, int filters, int kernel, int stride)
{
  weft_chain_append (chain, "conv2d",
                     WEFT_SETTINGS ({ "out_channels", g_variant_new_int64 (filters) },
                                    { "kernel_size", g_variant_new_int64 (kernel) },
                                    { "stride", g_variant_new_int64 (stride) },
                                    { "padding", g_variant_new_int64 (kernel / 2) }));
  weft_chain_append (chain, "batch_norm", NULL);
  weft_chain_append (chain, "relu", NULL);
}

static void
append_places (WeftChain *chain, int channels)
{
  weft_chain_append (chain, "conv2d",
                     WEFT_SETTINGS ({ "out_channels", g_variant_new_int64 (channels) },
                                    { "kernel_size", g_variant_new_int64 (1) }));
}

/* Down twice and up again, so that each pixel is judged by what lies around it, beside what was
 * seen of it at first (as Ronneberger et al. 2015, with one way across). */
static void
append_u (WeftChain *chain)
{
  gint64 whole;

  append_block (chain, 16, 3, 1);
  whole = chain->last;
  append_block (chain, 32, 3, 2);
  append_block (chain, 48, 5, 2);
  weft_chain_append (chain, "upsample",
                     WEFT_SETTINGS ({ "scale_factor", g_variant_new_double (4) },
                                    { "mode", g_variant_new_string ("bilinear") }));
  weft_chain_append (chain, "concat", NULL);
  weft_chain_wire (chain, whole, 0, chain->last, 1);
  append_block (chain, 24, 3, 1);
}

/* A picture of so many numbers a pixel: scores, or colours. */
static void
make_pixels (WeftChain *chain, int channels)
{
  const WeftShape *x = &weft_dataset_get_x (chain->dataset)->shape;
  const WeftKindRow *row = weft_kind_get_row (weft_dataset_get_y (chain->dataset)->kind);

  weft_chain_add_data (chain, FALSE);
  if (x->dims[1] % 4 == 0 && x->dims[2] % 4 == 0)
    append_u (chain);
  else
    for (int i = 0; i < 3; i++)
      append_block (chain, 16, 5, 1);
  append_places (chain, channels);
  weft_chain_append_loss (chain, row->loss);
}

void
weft_starter_make_mask (WeftChain *chain)
{
  make_pixels (chain, 1);
  weft_chain_train (chain, 8, 0.003, 400, 4);
}

void
weft_starter_make_areas (WeftChain *chain)
{
  make_pixels (chain, weft_dataset_get_y (chain->dataset)->classes);
  weft_chain_train (chain, 8, 0.003, 600, 4);
}

gboolean
weft_starter_has_pairs (const WeftDataset *dataset)
{
  return weft_dataset_get_y (dataset)->shape.rank == 3 && side_of (dataset) > 0;
}

void
weft_starter_make_pair (WeftChain *chain)
{
  make_pixels (chain, (int) weft_dataset_get_y (chain->dataset)->shape.dims[0]);
  weft_chain_train (chain, 8, 0.003, 600, 4);
}

/* Which node gives the boxes that lie where the pictures then show them. */
static gint64
append_moves (WeftChain *chain)
{
  static const char *const movers[] = { "random_flip", "random_scale", "random_shift" };

  for (guint i = 0; i < G_N_ELEMENTS (movers); i++)
    {
      gint64 before = chain->last;

      weft_chain_append (chain, movers[i], NULL);
      if (i == 0)
        weft_chain_wire_field (chain, "y", chain->last, BOXES_PORT);
      else
        weft_chain_wire (chain, before, BOXES_PORT, chain->last, BOXES_PORT);
    }
  return chain->last;
}

/* Cells of eight pixels, or of four in small pictures, of which each says what it sees. There are
 * mostly few pictures: each is moved about in every epoch, and its boxes go along. */
void
weft_starter_make_boxes (WeftChain *chain)
{
  int halvings = side_of (chain->dataset) >= 48 ? 3 : 2, filters = 16;
  gint64 moved, loss;

  weft_chain_add_data (chain, FALSE);
  moved = append_moves (chain);
  for (int i = 0; i < halvings; i++, filters *= 2)
    append_block (chain, filters, i == 0 ? 5 : 3, 2);
  append_block (chain, 64, 3, 1);
  append_block (chain, 64, 3, 1);
  append_places (chain, BOX_ROW + weft_dataset_get_y (chain->dataset)->classes);
  loss = weft_chain_add (chain, "detection", "loss", NULL);
  weft_chain_wire (chain, chain->last, 0, loss, 0);
  weft_chain_wire (chain, moved, BOXES_PORT, loss, 1);
  weft_chain_wire_field (chain, "y_mask", loss, 2);
  weft_chain_train (chain, 16, 0.003, 2800, 8);
}
