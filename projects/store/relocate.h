/* relocate: an open file that is not where it was: followed, or kept on in a rescue copy
 *
 * The store thread. Before each transaction and every two seconds the path is looked at. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/writer.h"

/* TRUE: the connection leads to the file at writer->path, which may be a new one. FALSE with LOST:
 * nothing may be written. */
gboolean weft_writer_stay (WeftWriter *writer, GError **error);
/* Goes on in a copy at a path where nothing is; what waits is then written there. */
gboolean weft_writer_go_to (WeftWriter *writer, const char *path, GError **error);
