/* small-nets: programs that each have something that a compiler may get wrong */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "small-program.h"

static inline WeftProgram *
make_mlp (void)
{
  return small_mlp (64, 100, 300, 3);
}

/* x feeds three readers; views between; sums of sums; a value added to itself. */
static inline WeftProgram *
make_fan (void)
{
  WeftProgram *p = weft_program_new (WEFT_BINDING (32, 0));
  int x = small_linear (p, 2, small_x (p, WEFT_SHAPE (32, 12)), 16);
  int s = SMALL_OP (p, 16, "sigmoid", NULL, x);
  int a = SMALL_OP (p, 3, "relu", NULL, x), b = SMALL_OP (p, 4, "tanh", NULL, x);
  int c = SMALL_OP (p, 5, "add", NULL, a, b, x,
                    s); /* b's share of dx comes while ds still lies in dc */
  int d = SMALL_OP (p, 6, "reshape", WEFT_ATTRS ({ "dims", { 4, 4 }, 2 }), c),
      e = SMALL_OP (p, 7, "reshape", WEFT_ATTRS ({ "dims", { 16 }, 1 }), d);
  int f = SMALL_OP (p, 8, "add", NULL, e, c), g = SMALL_OP (p, 9, "add", NULL, f, f);
  int h = SMALL_OP (p, 10, "relu", NULL, g);
  int i = SMALL_OP (p, 11, "concat", NULL, h, small_linear (p, 12, f, 5), a);

  small_mse (p, 14, small_linear (p, 13, SMALL_OP (p, 15, "sigmoid", NULL, i), 2));
  return p;
}

/* Two residual blocks with statistics and dropout, and classes for a target. */
static inline WeftProgram *
make_residual (void)
{
  WeftProgram *p = weft_program_new (WEFT_BINDING (32, 0));
  int x = small_linear (p, 2, small_x (p, WEFT_SHAPE (32, 20)), 24);

  for (int block = 0; block < 2; block++)
    {
      gint64 node = 10 * (block + 1);
      int h = SMALL_OP (p, node, "relu", NULL, small_batch_norm (p, node + 1, x));

      h = SMALL_OP (p, node + 2, "dropout", NULL, small_linear (p, node + 3, h, 24));
      x = SMALL_OP (p, node + 4, "relu", NULL, SMALL_OP (p, node + 5, "add", NULL, h, x));
    }
  x = small_linear (p, 40, x, 3);
  small_loss (p,
              SMALL_OP (p, 41, "cross_entropy", WEFT_ATTRS ({ "scale", { 2 } }), x,
                        small_y (p, (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { 32 } })),
              x);
  return p;
}

/* One weight read by two ops, and a branch that leads nowhere. */
static inline WeftProgram *
make_shared (void)
{
  WeftProgram *p = weft_program_new (WEFT_BINDING (16, 0));
  int x = small_x (p, WEFT_SHAPE (16, 8));
  int w = small_weight (p, 2, "weight", 8, WEFT_SHAPE (8, 8));
  int a = SMALL_OP (p, 3, "tanh", NULL, SMALL_OP (p, 2, "linear", NULL, x, w));
  int b = SMALL_OP (p, 5, "tanh", NULL, SMALL_OP (p, 4, "linear", NULL, a, w));

  SMALL_OP (p, 7, "relu", NULL, small_linear (p, 6, a, 40));
  small_mse (p, 9, SMALL_OP (p, 8, "add", NULL, a, b));
  return p;
}

/* Three losses of different weight, one of them made of a value that no target judges; two read the
 * same trunk. */
static inline WeftProgram *
make_heads (void)
{
  WeftProgram *p = weft_program_new (WEFT_BINDING (16, 0));
  int x = SMALL_OP (p, 3, "tanh", NULL, small_linear (p, 2, small_x (p, WEFT_SHAPE (16, 8)), 12));
  int far = small_linear (p, 5, x, 4), parts[3];

  small_mse (p, 6, far);
  parts[0] = p->total;
  x = small_linear (p, 4, x, 4);
  small_loss (p, SMALL_OP (p, 7, "mse", NULL, x, weft_program_find_input (p, "y")), x);
  parts[1] = SMALL_OP (p, 7, "scale", WEFT_ATTRS ({ "factor", { 0.25 } }), p->total);
  small_loss (p, SMALL_OP (p, 8, "mse", NULL, far, x), -1);
  parts[2] = SMALL_OP (p, 8, "scale", WEFT_ATTRS ({ "factor", { 3 } }), p->total);
  p->total = SMALL_OP (p, 8, "add", NULL, parts[0], parts[1], parts[2]);
  return p;
}

/* A picture through convolution and pooling. */
static inline WeftProgram *
make_picture (void)
{
  WeftProgram *p = weft_program_new (WEFT_BINDING (8, 0));
  int x = small_x (p, WEFT_SHAPE (8, 1, 12, 12));

  for (gint64 node = 10; node < 30; node += 10)
    {
      gint64 channels = small_shape (p, x).dims[1];
      int w = small_weight (p, node, "weight", 9 * channels, WEFT_SHAPE (4, channels, 3, 3));
      int b = small_weight (p, node, "bias", 9 * channels, WEFT_SHAPE (4));
      int y = SMALL_OP (
          p, node, "conv2d",
          WEFT_ATTRS ({ "kernel", { 3, 3 } }, { "padding", { 1, 1 } }, { "padding_end", { 1, 1 } }),
          x, w, b);

      x = SMALL_OP (p, node + 2, "max_pool2d",
                    WEFT_ATTRS ({ "kernel", { 2, 2 } }, { "stride", { 2, 2 } }),
                    SMALL_OP (p, node + 1, "relu", NULL, y));
    }
  small_mse (p, 41, small_linear (p, 40, SMALL_OP (p, 39, "reshape", NULL, x), 2));
  return p;
}
