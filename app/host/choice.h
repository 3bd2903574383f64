/* choice: how somebody's data are to be read, in the window's words and in the reader's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/read-options.h"
#include "ui/base/look.h"

/* options: zeroed before; to be cleared whatever comes of it. FALSE: a wish is none that the reader
 * knows the value of. */
gboolean weft_choice_read (const WeftDataChoice *choice, WeftReadOptions *options, GError **error);
