/* played-row: what stands under and beside the world that a network plays: how it goes, and what to
 * do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/environments/environment.h"

typedef struct
{
  GtkWidget *row, *line, *ways; /* ways: where ahead and against stand, for beside the world */
  GtkWidget *hold;              /* toggle: the episode stands still */
  GtkWidget *pass;              /* button */
  GtkWidget *ahead, *against;   /* toggles: it thinks ahead, somebody plays against it */
  const WeftEnvironment *world; /* that it fits */
} WeftPlayedRow;

/* Positions that it looks at before a move, where it thinks ahead */
#define WEFT_PLAYED_THOUGHTS 50

void weft_played_row_make (WeftPlayedRow *row);
/* Shows what is for such a world, nullable, and says in area's tooltip what can be done there. */
void weft_played_row_fit (WeftPlayedRow *row, const WeftEnvironment *world, GtkWidget *area);
