/* copy: whole project files that nobody has open, copied and removed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/stranger.h"

/* Gives fd, open for writing and empty, what the examined file has; with_journal: what it had
 * before the transaction that its journal is of. FALSE with errno. */
gboolean weft_copy_fill (int fd, const WeftStranger *stranger, gboolean with_journal);
