/* held: what this process has open, by device and inode. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/open.h"

/* FALSE with BUSY: this process has the file open already. */
gboolean weft_held_take (WeftOpened *opened, const char *path, const char *name,
                         WeftStoreAccess access, GError **error);
void weft_held_drop (WeftOpened *opened);
