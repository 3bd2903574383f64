/* asking: what is asked of an answer, by how what is said of a field is read; for engine/train
 * alone
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/explaining.h"

/* Fills in `ask` of a sample that ran, and `unit` where that was left to the network and is one. */
void weft_explaining_choose (WeftExplaining *explaining);
