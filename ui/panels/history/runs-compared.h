/* runs-compared: the networks of two runs beside each other, with what differs marked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/shown-runs.h"

/* cards: WeftRunCard. first: the run on the left; on the right stands the network as it is now. */
GtkWindow *weft_runs_compared_new (WeftContext *context, GPtrArray *cards, gint64 first);
