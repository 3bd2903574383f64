/* cases: representative sizes and attributes of every op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/cases.h"

#include "engine/layers/attrs.h"

#define RANK(...) ((int) (sizeof ((gint64[]){ __VA_ARGS__ }) / sizeof (gint64)))
#define F32(...)                                                                                   \
  {                                                                                                \
    .rank = RANK (__VA_ARGS__), .type = WEFT_F32, .dims = { __VA_ARGS__ }                          \
  }
#define I64(...)                                                                                   \
  {                                                                                                \
    .rank = RANK (__VA_ARGS__), .type = WEFT_I64, .dims = { __VA_ARGS__ }                          \
  }

#define AXIS(...) (&(const WeftAxisAttrs){ __VA_ARGS__ })
#define SCALE(...) (&(const WeftLossAttrs){ __VA_ARGS__ })
#define PAIR(a, b)                                                                                 \
  {                                                                                                \
    a, b                                                                                           \
  }

/* kernel, stride, padding, dilation: each a pair; the rest by name. */
#define CONV(kernel_, stride_, padding_, ...)                                                      \
  (&(const WeftConvAttrs){ .kernel = kernel_,                                                      \
                           .stride = stride_,                                                      \
                           .padding = padding_,                                                    \
                           .padding_end = padding_,                                                \
                           .dilation = { 1, 1 },                                                   \
                           .groups = 1,                                                            \
                           __VA_ARGS__ })
#define POOL(kernel_, stride_, padding_, ...)                                                      \
  (&(const WeftPoolAttrs){ .kernel = kernel_,                                                      \
                           .stride = stride_,                                                      \
                           .padding = padding_,                                                    \
                           .dilation = { 1, 1 },                                                   \
                           __VA_ARGS__ })

static const WeftBatchNormAttrs batch_norm = { 1e-5f, 0.1f };

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverride-init"

static const WeftOpCases table[] = {
  { "linear",
    { "x", "w", "b" },
    {
        { "three samples", { F32 (3, 5), F32 (4, 5), F32 (4) } },
        { "batch of one", { F32 (1, 7), F32 (3, 7), F32 (3) } },
        { "one in, one out", { F32 (2, 1), F32 (1, 1), F32 (1) } },
        { "no bias", { F32 (4, 6), F32 (9, 6) } },
        { "rows along two axes", { F32 (2, 3, 4), F32 (5, 4), F32 (5) } },
        { "playground", { F32 (10, 8), F32 (8, 8), F32 (8) } },
        { "odd sizes", { F32 (17, 33), F32 (19, 33), F32 (19) } },
        { "in blocks", { F32 (64, 150), F32 (250, 150), F32 (250) }, .is_large = TRUE },
        { "many rows", { F32 (700, 40), F32 (48, 40), F32 (48) }, .is_large = TRUE },
    } },
  { "conv2d",
    { "x", "w", "b" },
    {
        { "3 × 3, padding 1",
          { F32 (2, 3, 5, 6), F32 (4, 3, 3, 3), F32 (4) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
        { "batch of one, no bias",
          { F32 (1, 1, 7, 7), F32 (2, 1, 3, 3) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (0, 0)) },
        { "5 × 5, one channel",
          { F32 (2, 1, 9, 9), F32 (6, 1, 5, 5), F32 (6) },
          CONV (PAIR (5, 5), PAIR (1, 1), PAIR (2, 2)) },
        { "stride 2",
          { F32 (2, 3, 8, 8), F32 (5, 3, 3, 3), F32 (5) },
          CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
        { "uneven strides, rows left over",
          { F32 (2, 2, 9, 8), F32 (3, 2, 2, 3), F32 (3) },
          CONV (PAIR (2, 3), PAIR (3, 2), PAIR (0, 1)) },
        { "stride beyond the kernel",
          { F32 (2, 2, 7, 7), F32 (3, 2, 2, 2), F32 (3) },
          CONV (PAIR (2, 2), PAIR (3, 4), PAIR (0, 0)) },
        { "dilation",
          { F32 (1, 2, 9, 9), F32 (3, 2, 3, 3), F32 (3) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (2, 2), .dilation = { 2, 2 }) },
        { "dilation and stride",
          { F32 (2, 2, 11, 9), F32 (3, 2, 3, 2), F32 (3) },
          CONV (PAIR (3, 2), PAIR (2, 3), PAIR (2, 1), .dilation = { 3, 2 }) },
        { "two groups",
          { F32 (2, 4, 6, 6), F32 (6, 2, 3, 3), F32 (6) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 2) },
        { "depthwise",
          { F32 (2, 5, 6, 6), F32 (5, 1, 3, 3), F32 (5) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 5) },
        { "1 × 1",
          { F32 (2, 4, 3, 5), F32 (7, 4, 1, 1), F32 (7) },
          CONV (PAIR (1, 1), PAIR (1, 1), PAIR (0, 0)) },
        { "1 × 1, stride 2",
          { F32 (2, 3, 7, 6), F32 (4, 3, 1, 1) },
          CONV (PAIR (1, 1), PAIR (2, 2), PAIR (0, 0)) },
        { "1 × 1 pictures",
          { F32 (3, 2, 1, 1), F32 (4, 2, 3, 3), F32 (4) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
        { "even kernel, same size",
          { F32 (2, 2, 5, 6), F32 (3, 2, 4, 2), F32 (3) },
          CONV (PAIR (4, 2), PAIR (1, 1), PAIR (1, 0), .padding_end = { 2, 1 }) },
        { "16 channels",
          { F32 (2, 16, 8, 8), F32 (16, 16, 3, 3), F32 (16) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
        { "18 to 33 channels, odd size",
          { F32 (1, 18, 7, 9), F32 (33, 18, 3, 3), F32 (33) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (0, 1)) },
        { "16 channels on 1 × 1",
          { F32 (1, 16, 1, 1), F32 (16, 16, 3, 3), F32 (16) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)) },
        { "32 × 32",
          { F32 (5, 32, 32, 32), F32 (32, 32, 3, 3), F32 (32) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
          .is_large = TRUE },
        { "colours",
          { F32 (6, 3, 32, 32), F32 (32, 3, 3, 3), F32 (32) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1)),
          .is_large = TRUE },
        { "lenet",
          { F32 (13, 6, 14, 14), F32 (16, 6, 5, 5), F32 (16) },
          CONV (PAIR (5, 5), PAIR (1, 1), PAIR (0, 0)),
          .is_large = TRUE },
        { "halving",
          { F32 (5, 32, 16, 16), F32 (64, 32, 3, 3) },
          CONV (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)),
          .is_large = TRUE },
        { "halving, 1 × 1",
          { F32 (16, 32, 16, 16), F32 (64, 32, 1, 1) },
          CONV (PAIR (1, 1), PAIR (2, 2), PAIR (0, 0)),
          .is_large = TRUE },
        { "groups of many",
          { F32 (3, 48, 15, 17), F32 (60, 16, 3, 3), F32 (60) },
          CONV (PAIR (3, 3), PAIR (1, 1), PAIR (1, 1), .groups = 3),
          .is_large = TRUE },
    } },
  { "max_pool2d",
    { "x" },
    {
        { "2 × 2", { F32 (2, 3, 6, 8) }, POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)) },
        { "2 × 2, odd size", { F32 (1, 2, 7, 5) }, POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)) },
        { "3 × 3 overlapping, padding",
          { F32 (2, 2, 7, 6) },
          POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
        { "ceil mode",
          { F32 (2, 2, 6, 7) },
          POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 0), .ceil_mode = TRUE) },
        { "dilation",
          { F32 (1, 2, 8, 9) },
          POOL (PAIR (3, 2), PAIR (1, 2), PAIR (1, 1), .dilation = { 2, 3 }) },
        { "whole picture", { F32 (2, 2, 4, 4) }, POOL (PAIR (4, 4), PAIR (4, 4), PAIR (0, 0)) },
        { "2 × 2, large",
          { F32 (8, 16, 32, 32) },
          POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0)),
          .is_large = TRUE },
    } },
  { "avg_pool2d",
    { "x" },
    {
        { "2 × 2",
          { F32 (2, 3, 6, 8) },
          POOL (PAIR (2, 2), PAIR (2, 2), PAIR (0, 0), .count_include_pad = TRUE) },
        { "padding counted",
          { F32 (2, 2, 7, 6) },
          POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1), .count_include_pad = TRUE) },
        { "padding not counted",
          { F32 (2, 2, 7, 6) },
          POOL (PAIR (3, 3), PAIR (2, 2), PAIR (1, 1)) },
        { "ceil mode, padding counted",
          { F32 (1, 2, 6, 7) },
          POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 1), .count_include_pad = TRUE,
                .ceil_mode = TRUE) },
        { "ceil mode, padding not counted",
          { F32 (1, 2, 6, 7) },
          POOL (PAIR (3, 2), PAIR (2, 3), PAIR (1, 1), .ceil_mode = TRUE) },
        { "batch of one, 1 × 1",
          { F32 (1, 1, 1, 1) },
          POOL (PAIR (1, 1), PAIR (1, 1), PAIR (0, 0)) },
    } },
  { "global_avg_pool2d",
    { "x" },
    {
        { "pictures", { F32 (2, 3, 5, 4) } },
        { "batch of one, 1 × 1", { F32 (1, 2, 1, 1) } },
        { "large", { F32 (32, 64, 8, 8) }, .is_large = TRUE },
    } },
  { "relu",
    { "x" },
    { { "rows", { F32 (3, 7) } },
      { "batch of one", { F32 (1, 5) } },
      { "pictures", { F32 (4, 8, 33, 32) }, .is_large = TRUE } } },
  { "leaky_relu",
    { "x" },
    {
        { "slope 0.01", { F32 (3, 7) }, &(const WeftLeakyReluAttrs){ 0.01f } },
        { "slope −0.5, batch of one", { F32 (1, 5) }, &(const WeftLeakyReluAttrs){ -0.5f } },
    } },
  { "sigmoid",
    { "x" },
    { { "rows", { F32 (3, 7) } },
      { "batch of one", { F32 (1, 1) } },
      { "large", { F32 (64, 999) }, .is_large = TRUE } } },
  { "tanh",
    { "x" },
    { { "rows", { F32 (10, 8) } },
      { "batch of one", { F32 (1, 1) } },
      { "large", { F32 (64, 999) }, .is_large = TRUE } } },
  { "softmax",
    { "x" },
    {
        { "rows", { F32 (3, 10) }, AXIS (1) },
        { "last axis from the end", { F32 (2, 3, 17) }, AXIS (-1) },
        { "channels", { F32 (2, 4, 3, 5) }, AXIS (1) },
        { "batch of one, one class", { F32 (1, 1) }, AXIS (1) },
        { "pictures", { F32 (2, 5, 40, 40) }, AXIS (1), .is_large = TRUE },
    } },
  { "batch_norm",
    { "x", "s", "t", "μ", "σ²" },
    {
        { "features",
          { F32 (6, 5), F32 (5), F32 (5), F32 (5), F32 (5) },
          &batch_norm,
          .positive = 1 << 4 },
        { "sequences",
          { F32 (3, 2, 5), F32 (2), F32 (2), F32 (2), F32 (2) },
          &batch_norm,
          .positive = 1 << 4 },
        { "pictures",
          { F32 (2, 3, 4, 5), F32 (3), F32 (3), F32 (3), F32 (3) },
          &batch_norm,
          .positive = 1 << 4 },
        { "batch of one",
          { F32 (1, 2, 3, 3), F32 (2), F32 (2), F32 (2), F32 (2) },
          &batch_norm,
          .positive = 1 << 4 },
        { "features, evaluating",
          { F32 (4, 3), F32 (3), F32 (3), F32 (3), F32 (3) },
          &batch_norm,
          .positive = 1 << 4,
          .evaluates = TRUE },
        { "pictures, evaluating",
          { F32 (2, 3, 4, 4), F32 (3), F32 (3), F32 (3), F32 (3) },
          &batch_norm,
          .positive = 1 << 4,
          .evaluates = TRUE },
        { "many features",
          { F32 (64, 300), F32 (300), F32 (300), F32 (300), F32 (300) },
          &batch_norm,
          .positive = 1 << 4,
          .is_large = TRUE },
        { "large pictures",
          { F32 (8, 16, 31, 32), F32 (16), F32 (16), F32 (16), F32 (16) },
          &batch_norm,
          .positive = 1 << 4,
          .is_large = TRUE },
    } },
  { "dropout",
    { "x" },
    {
        { "half", { F32 (3, 20) }, &(const WeftDropoutAttrs){ 0.5f } },
        { "batch of one", { F32 (1, 9) }, &(const WeftDropoutAttrs){ 0.1f } },
        { "evaluating", { F32 (3, 20) }, &(const WeftDropoutAttrs){ 0.5f }, .evaluates = TRUE },
        { "large", { F32 (64, 999) }, &(const WeftDropoutAttrs){ 0.25f }, .is_large = TRUE },
    } },
  { "reshape",
    { "x" },
    {
        { "flat", { F32 (2, 3, 4, 5) }, &(const WeftReshapeAttrs){ 1, { -1 } } },
        { "batch of one", { F32 (1, 12) }, &(const WeftReshapeAttrs){ 3, { 2, 3, 2 } } },
    } },
  { "add",
    { "x₁", "x₂", "x₃" },
    {
        { "two", { F32 (3, 7), F32 (3, 7) } },
        { "three, batch of one", { F32 (1, 2, 3, 3), F32 (1, 2, 3, 3), F32 (1, 2, 3, 3) } },
        { "large", { F32 (64, 999), F32 (64, 999), F32 (64, 999) }, .is_large = TRUE },
    } },
  { "concat",
    { "x₁", "x₂", "x₃" },
    {
        { "features", { F32 (3, 4), F32 (3, 2) }, AXIS (1) },
        { "channels, batch of one",
          { F32 (1, 2, 3, 3), F32 (1, 1, 3, 3), F32 (1, 3, 3, 3) },
          AXIS (1) },
        { "last axis from the end", { F32 (2, 2, 3), F32 (2, 2, 4) }, AXIS (-1) },
        { "large", { F32 (32, 16, 12, 12), F32 (32, 5, 12, 12) }, AXIS (1), .is_large = TRUE },
    } },
  { "cross_entropy",
    { "x", "t" },
    {
        { "ten classes", { F32 (6, 10), I64 (6) }, SCALE (1.0f) },
        { "batch of one, scaled", { F32 (1, 3), I64 (1) }, SCALE (0.5f) },
        { "large", { F32 (600, 100), I64 (600) }, SCALE (1.0f), .is_large = TRUE },
    } },
  { "mse",
    { "x", "t" },
    {
        { "rows", { F32 (5, 3), F32 (5, 3) }, SCALE (1.0f) },
        { "batch of one, scaled", { F32 (1, 1), F32 (1, 1) }, SCALE (0.5f) },
        { "a column and a list", { F32 (6, 1), F32 (6) }, SCALE (1.0f) },
        { "large", { F32 (64, 999), F32 (64, 999) }, SCALE (1.0f), .is_large = TRUE },
    } },
  { "bce_with_logits",
    { "x", "t" },
    {
        { "rows", { F32 (5, 3), F32 (5, 3) }, SCALE (1.0f), .positive = 1 << 1 },
        { "batch of one, scaled", { F32 (1, 1), F32 (1, 1) }, SCALE (2.0f) },
        { "pixels", { F32 (4, 1, 64, 64), F32 (4, 1, 64, 64) }, SCALE (1.0f), .is_large = TRUE },
    } },
};

#pragma GCC diagnostic pop

const WeftOpCases *
weft_op_cases (const char *op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].op, op))
      return &table[i];
  return NULL;
}

guint
weft_op_case_count_inputs (const WeftOpCase *op_case)
{
  guint n = 0;

  while (n < WEFT_CASE_MAX_IN && op_case->in[n].rank > 0)
    n++;
  return n;
}
