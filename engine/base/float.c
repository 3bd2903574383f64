/* float: flush-to-zero and denormals-are-zero, set by every thread that computes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/float.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#elif defined(__aarch64__)
#include <stdint.h>
#endif

void
weft_float_prepare_thread (void)
{
#if defined(__SSE2__)
  _mm_setcsr (_mm_getcsr () | 0x8040); /* FTZ, DAZ */
#elif defined(__aarch64__)
  uint64_t fpcr;

  __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr));
  __asm__ volatile("msr fpcr, %0" : : "r"(fpcr | (1u << 24))); /* FZ */
#endif
}
