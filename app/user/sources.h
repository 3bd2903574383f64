/* sources: from which file on this computer a data set was read, and how
 *
 * A project holds its data, not the file: this is what another target or column is read from.
 * Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/store.h"
#include "ui/base/look.h"

/* Path and choice in the user folder, which keeps the newest few hundred; the file's name and the
 * choice in the project, which goes to other computers. */
void weft_sources_remember (WeftStore *store, const char *sha256, const WeftDataChoice *choice);
/* NULL when it is not known; is_away where only its name is; transfer full. */
WeftDataChoice *weft_sources_find (WeftStore *store, const char *sha256);
