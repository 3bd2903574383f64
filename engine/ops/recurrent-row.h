/* recurrent-row: memory, functions, ports and cases of the rows of lstm, gru and rnn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/recurrent-back.h"

static inline gsize
weft_recurrent_saved (const WeftCell *cell, const WeftOpShapes *shapes)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, shapes->in);

  return sizes.samples * sizes.steps * (sizes.gates + sizes.kept) * sizeof (float);
}

static inline gsize
weft_recurrent_workspace (const WeftCell *cell, const WeftOpShapes *shapes, gboolean is_backward)
{
  WeftRecurrentSizes sizes = weft_recurrent_sizes (cell, shapes->in);
  gsize zeros = weft_recurrent_sample_slices (&sizes) * MAX (sizes.kept, sizes.units);
  gsize forward = zeros + sizes.samples * sizes.gates;
  gsize sums = sizes.samples * sizes.steps * sizes.gates;
  gsize backward = sums + sizes.hidden_at + 2 * sizes.samples * sizes.units + zeros
                   + sizes.samples * sizes.steps * sizes.units;

  return (weft_recurrent_skip_packed (&sizes, is_backward) + (is_backward ? backward : forward))
         * sizeof (float);
}

/* The functions of a row for `cell`, and its ports. */
#define WEFT_DEFINE_RECURRENT(cell)                                                                \
  static gboolean check_shape (WeftOpShapes *shapes)                                               \
  {                                                                                                \
    return weft_recurrent_check_shape (shapes, &(cell));                                           \
  }                                                                                                \
  static gint64 count_flops (const WeftOpShapes *shapes)                                           \
  {                                                                                                \
    return weft_recurrent_flops (&(cell), shapes);                                                 \
  }                                                                                                \
  static gsize count_saved (const WeftOpShapes *shapes)                                            \
  {                                                                                                \
    return weft_recurrent_saved (&(cell), shapes);                                                 \
  }                                                                                                \
  static gsize count_workspace (const WeftOpShapes *shapes, gboolean is_backward)                  \
  {                                                                                                \
    return weft_recurrent_workspace (&(cell), shapes, is_backward);                                \
  }                                                                                                \
  static guint count_rows (const WeftOpRun *run)                                                   \
  {                                                                                                \
    WeftRecurrentSizes sizes = weft_recurrent_sizes (&(cell), run->in_shape);                      \
    return weft_recurrent_row_slices (&sizes, sizes.inputs);                                       \
  }                                                                                                \
  static guint count_samples (const WeftOpRun *run)                                                \
  {                                                                                                \
    WeftRecurrentSizes sizes = weft_recurrent_sizes (&(cell), run->in_shape);                      \
    return weft_recurrent_sample_slices (&sizes);                                                  \
  }                                                                                                \
  static guint count_weights (const WeftOpRun *run)                                                \
  {                                                                                                \
    WeftRecurrentSizes sizes = weft_recurrent_sizes (&(cell), run->in_shape);                      \
    return weft_recurrent_weight_slices (&sizes);                                                  \
  }                                                                                                \
  static guint count_pack (const WeftOpRun *run)                                                   \
  {                                                                                                \
    WeftRecurrentSizes sizes = weft_recurrent_sizes (&(cell), run->in_shape);                      \
    return weft_recurrent_pack_slices (&sizes);                                                    \
  }                                                                                                \
  static void pack (const WeftOpRun *run, guint slice)                                             \
  {                                                                                                \
    weft_recurrent_pack (&(cell), run, slice, FALSE);                                              \
  }                                                                                                \
  static void pack_back (const WeftOpRun *run, guint slice)                                        \
  {                                                                                                \
    weft_recurrent_pack (&(cell), run, slice, TRUE);                                               \
  }                                                                                                \
  static void project (const WeftOpRun *run, guint slice)                                          \
  {                                                                                                \
    weft_recurrent_project (&(cell), run, slice);                                                  \
  }                                                                                                \
  static void forward (const WeftOpRun *run, guint slice)                                          \
  {                                                                                                \
    weft_recurrent_forward (&(cell), run, slice);                                                  \
  }                                                                                                \
  static void backward (const WeftOpRun *run, guint slice)                                         \
  {                                                                                                \
    weft_recurrent_backward (&(cell), run, slice);                                                 \
  }                                                                                                \
  static void backward_weights (const WeftOpRun *run, guint slice)                                 \
  {                                                                                                \
    weft_recurrent_weights (&(cell), run, slice);                                                  \
  }                                                                                                \
  static void backward_inputs (const WeftOpRun *run, guint slice)                                  \
  {                                                                                                \
    weft_recurrent_inputs (&(cell), run, slice);                                                   \
  }

#define WEFT_RECURRENT_PORTS                                                                       \
  .units = { WEFT_UNITS_WEIGHED, 2, .end = 2,                                                      \
             .weights = { { WEFT_RECURRENT_W_IH, 1, 2 },                                           \
                          { WEFT_RECURRENT_W_HH, 1, 2, TRUE },                                     \
                          { WEFT_RECURRENT_B_IH, 1 },                                              \
                          { WEFT_RECURRENT_B_HH, 1 } } },                                          \
  .inputs = { { "x", .backward_reads = TRUE },                                                     \
              { "w_ih", .backward_reads = TRUE },                                                  \
              { "w_hh", .backward_reads = TRUE },                                                  \
              { "b_ih", .optional = TRUE },                                                        \
              { "b_hh", .optional = TRUE },                                                        \
              { "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE },           \
              { "state", .optional = TRUE, .backward_reads = TRUE } },                             \
  .outputs = { { "h", .backward_reads = TRUE }, { "end" } },                                       \
  .carry = { { .in = 1 + WEFT_RECURRENT_STATE, .out = 2 } }, .attrs = weft_recurrent_attrs,        \
  .attrs_size = sizeof (WeftRecurrentAttrs), .shape = check_shape, .saved_bytes = count_saved,     \
  .workspace_bytes = count_workspace, .flops = count_flops,                                        \
  .forward = { { count_rows, project }, { count_pack, pack }, { count_samples, forward } },        \
  .backward = { { count_pack, pack_back },                                                         \
                { count_samples, backward },                                                       \
                { count_weights, backward_weights },                                               \
                { count_rows, backward_inputs } }

/* Cases of a cell of G gates and a state of S·H numbers: D inputs, H units. Weights of usual size:
 * with large ones what a step makes of the last is chaos, and no two orders of sums agree. */
#define WEFT_RECURRENT_CASE(n, t, d, h, g)                                                         \
  F32 (n, t, d), F32 ((g) * (h), d), F32 ((g) * (h), h), F32 ((g) * (h)), F32 ((g) * (h))
#define WEFT_RECURRENT_CASES(g, s)                                                                 \
  { "two sequences", { WEFT_RECURRENT_CASE (2, 4, 3, 5, g) }, .deviation = 0.3f },                 \
      { "batch of one, one step", { WEFT_RECURRENT_CASE (1, 1, 2, 3, g) } },                       \
      { "backwards",                                                                               \
        { WEFT_RECURRENT_CASE (3, 5, 2, 4, g) },                                                   \
        &(const WeftRecurrentAttrs){ .reverse = TRUE },                                            \
        .deviation = 0.3f },                                                                       \
      { "no bias", { F32 (5, 3, 4), F32 ((g) *2, 4), F32 ((g) *2, 2) }, .deviation = 0.3f },       \
      { "some steps hidden",                                                                       \
        { WEFT_RECURRENT_CASE (3, 4, 2, 3, g), F32 (3, 4) },                                       \
        .deviation = 0.3f,                                                                         \
        .bits = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "padded",                                                                                  \
        { WEFT_RECURRENT_CASE (5, 6, 2, 3, g), F32 (5, 6) },                                       \
        .deviation = 0.3f,                                                                         \
        .ends = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "padded, backwards",                                                                       \
        { WEFT_RECURRENT_CASE (5, 6, 2, 3, g), F32 (5, 6) },                                       \
        &(const WeftRecurrentAttrs){ .reverse = TRUE },                                            \
        .deviation = 0.3f,                                                                         \
        .ends = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "padded, no bias",                                                                         \
        { F32 (5, 3, 4), F32 ((g) *2, 4), F32 ((g) *2, 2), ABSENT, ABSENT, F32 (5, 3) },           \
        .deviation = 0.3f,                                                                         \
        .ends = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "a state to begin with",                                                                   \
        { WEFT_RECURRENT_CASE (3, 4, 2, 3, g), ABSENT, F32 (3, (s) *3) },                          \
        .deviation = 0.3f },                                                                       \
      { "a state, padded",                                                                         \
        { WEFT_RECURRENT_CASE (5, 6, 2, 3, g), F32 (5, 6), F32 (5, (s) *3) },                      \
        .deviation = 0.3f,                                                                         \
        .ends = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "a state, padded, backwards",                                                              \
        { WEFT_RECURRENT_CASE (5, 6, 2, 3, g), F32 (5, 6), F32 (5, (s) *3) },                      \
        &(const WeftRecurrentAttrs){ .reverse = TRUE },                                            \
        .deviation = 0.3f,                                                                         \
        .ends = 1 << WEFT_RECURRENT_MASK },                                                        \
      { "a state, one step, no bias",                                                              \
        { F32 (5, 1, 4), F32 ((g) *2, 4), F32 ((g) *2, 2), ABSENT, ABSENT, ABSENT,                 \
          F32 (5, (s) *2) },                                                                       \
        .deviation = 0.3f },                                                                       \
      { "large",                                                                                   \
        { WEFT_RECURRENT_CASE (16, 20, 24, 32, g) },                                               \
        .deviation = 0.15f,                                                                        \
        .is_large = TRUE },                                                                        \
  {                                                                                                \
    NULL                                                                                           \
  }

/* PyTorch's own loop; with a mask of padding over packed sequences. */
#define WEFT_RECURRENT_PYTORCH(cell)                                                               \
  "recurrent ('" cell "', x, mask, reverse, [w for w in (w_ih, w_hh, b_ih, b_hh) "                 \
  "if w is not None], training, state)"

/* The gates lie in another order there, in one matrix a direction, and steps stand before samples;
 * of what is padded it says nothing, where here the state stays what it was. end: the state after
 * the last step, of what the operator gives, y. */
#define WEFT_RECURRENT_ONNX(cell, gates, order, end, more)                                         \
  "u = size (w_hh, 1); none_b = [0.0] * (" gates " * u); "                                         \
  "b = Concat (Gather (Reshape (b_ih ? b_ih : none_b, [" gates ", -1]), [" order "], axis=0), "    \
  "Gather (Reshape (b_hh ? b_hh : none_b, [" gates ", -1]), [" order "], axis=0), axis=0); "       \
  "real = mask ? ReduceSum (mask, [1], keepdims=0) : none; "                                       \
  "s = state ? Unsqueeze (state, [0]) : none; "                                                    \
  "h_0 = state ? Slice (s, [0], [u], [2]) : none; "                                                \
  "c_0 = state ? size (state, 1) > u ? Slice (s, [u], [2 * u], [2]) : none : none; "               \
  "y = " cell " (Transpose (x, perm=[1, 0, 2]), "                                                  \
  "Reshape (Gather (Reshape (w_ih, [" gates ", u, -1]), [" order "], axis=0), [1, " gates          \
  " * u, -1]), "                                                                                   \
  "Reshape (Gather (Reshape (w_hh, [" gates ", u, -1]), [" order "], axis=0), [1, " gates          \
  " * u, -1]), "                                                                                   \
  "Reshape (b, [1, -1]), mask ? Cast (real, to=6) : none, h_0, c_0, hidden_size=u, "               \
  "direction=reverse ? 'reverse' : 'forward'" more "); "                                           \
  "h = Transpose (Squeeze (y[0], [1]), perm=[1, 0, 2]); "                                          \
  "stays = reverse ? h_0 : y[1]; "                                                                 \
  "mask and stays ? h + (1 - Unsqueeze (mask, [2])) * Transpose (stays, perm=[1, 0, 2]) : h, " end
