/* search-row: what the search box found, as a row of its list */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/commands/canvas-commands.h"
#include "ui/commands/levels.h"
#include "ui/context/known-data.h"
#include "ui/scene/offer.h"

typedef struct
{
  const WeftOffer *offer;    /* one of four */
  const WeftKnownData *data; /* the box keeps them */
  const WeftCommand *command;
  const WeftLevelRow *control; /* that the level hides */
  gboolean of_window;          /* the command is; else the canvas's */
  gboolean is_enabled;
  int score;
} WeftHit;

GtkWidget *weft_hit_row_new (const WeftHit *hit); /* which is copied */
const WeftHit *weft_hit_row_get (GtkListBoxRow *row);
/* Whole, however many lines that takes: what is cut reads alike. class: nullable. */
GtkWidget *weft_hit_label_new (const char *text, const char *class);
/* An icon, a title and a line under it, into a box that lies. */
void weft_hit_fill_row (GtkWidget *box, const char *icon, const char *title, const char *line);
