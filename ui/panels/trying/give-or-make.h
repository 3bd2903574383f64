/* give-or-make: whether a network is tried by giving it a sample, or by what it makes, where it can
 * be both */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/model/model.h"

typedef struct
{
  GtkWidget *make, *box; /* a button, and what it lies in, there while it can make something */
  WeftModel *of;         /* what was found last is for that one; compared alone */
  gboolean can_make;
  gboolean gives;      /* rather than lets it make something */
  gboolean was_chosen; /* by somebody */
} WeftGiveOrMake;

/* Makes both. */
void weft_give_or_make_init (WeftGiveOrMake *way);
void weft_give_or_make_choose (WeftGiveOrMake *way, gboolean gives);
/* Whether what that network makes is to be shown; model nullable. Who chose neither sees first what
 * the network is there for. */
gboolean weft_give_or_make_makes (WeftGiveOrMake *way, WeftModel *model);
