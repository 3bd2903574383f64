/* error: the one error domain, and what each code asks of the caller */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/error.h"

G_DEFINE_QUARK (weft-error-quark, weft_error)
