/* tints: the colours that groups, frames and notes may be given; how they look is the window's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/tints.h"

const WeftChoice weft_tints[] = {
  { "none", N_ ("None") },   { "blue", N_ ("Blue") },
  { "green", N_ ("Green") }, { "yellow", N_ ("Yellow") },
  { "red", N_ ("Red") },     { "purple", N_ ("Purple") },
  { "brown", N_ ("Brown") }, { NULL },
};
