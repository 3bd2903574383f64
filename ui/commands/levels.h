/* levels: explore, understand, design: how much of the window is shown, and from which level on a
 * control stands
 *
 * One table. What a level hides goes on as it was, and is found by search. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define WEFT_LEVEL_KEY "level" /* of the settings: the level's id */

typedef enum
{
  WEFT_LEVEL_EXPLORE,    /* a wired network, few controls */
  WEFT_LEVEL_UNDERSTAND, /* steps and numbers */
  WEFT_LEVEL_DESIGN,     /* everything */
  WEFT_N_LEVELS,
} WeftLevel;

typedef struct
{
  const char *id;    /* what weft_level_bind calls it; of a panel "panel:ID" */
  const char *title; /* N_ () */
  const char *words; /* others to find it by, both languages */
  WeftLevel from;
} WeftLevelRow;

const WeftLevelRow *weft_level_rows (guint *n);
const char *weft_level_get_title (WeftLevel level); /* translated */
WeftLevel weft_level_get (GSettings *settings);     /* nullable, then all is shown */
void weft_level_set (GSettings *settings, WeftLevel level);
/* A control that stands in no row is shown at every level. */
gboolean weft_level_shows (GSettings *settings, const char *control);
/* Raises the level to where the control stands. */
void weft_level_reach (GSettings *settings, const char *control);
/* The widget is shown as long as the level has it, and hidden otherwise. settings: nullable. */
void weft_level_bind (GtkWidget *widget, GSettings *settings, const char *control);
