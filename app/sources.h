/* sources: from which file on this computer a data set was read, and how
 *
 * A project holds its data, not the file: this is what another target or column is read from.
 * Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/base/look.h"

/* The newest few hundred are kept, in the user folder. */
void weft_sources_remember (const char *sha256, const WeftDataChoice *choice);
/* NULL when it is not known or the file is gone; transfer full. */
WeftDataChoice *weft_sources_find (const char *sha256);
