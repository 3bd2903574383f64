/* drawn: training samples as the network gets them in this epoch, behind what augments them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* It asks for them as long as it is in sight. */
GtkWidget *weft_drawn_new (WeftContext *context);
/* Whether something in the network augments. */
gboolean weft_drawn_fits (const WeftModel *model);
