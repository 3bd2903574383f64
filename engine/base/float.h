/* float: flush-to-zero and denormals-are-zero, set by every thread that computes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

void weft_float_prepare_thread (void);
