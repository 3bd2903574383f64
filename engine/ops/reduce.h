/* reduce: what a row may come to, in the order of the op's choices */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef enum
{
  WEFT_REDUCE_MEAN,
  WEFT_REDUCE_SUM,
  WEFT_REDUCE_MAX,
  WEFT_REDUCE_MIN,
  WEFT_REDUCE_NORM,
  WEFT_REDUCE_VARIANCE,
  WEFT_REDUCE_PRODUCT,
  WEFT_REDUCE_LOG_SUM_EXP,
} WeftReduce;
