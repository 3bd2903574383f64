/* error: the one error domain, and what each code asks of the caller */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/error.h"

GQuark
weft_error_quark (void)
{
  return g_quark_from_static_string ("weft-error-quark");
}
