/* panels: what the dock can show, a row a panel (panels.def), in the order of its tabs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct
{
  const char *id;
  const char *title; /* N_ () */
  /* A widget for one project window, made when it is first looked at. */
  GtkWidget *(*create) (WeftContext *context);
  GtkWidget *(*create_choice) (WeftContext *context); /* beside the tabs; nullable */
} WeftPanel;

enum
{
#define PANEL(id) WEFT_PANEL_##id,
#include "ui/panels/panels.def"
#undef PANEL
  WEFT_N_PANELS,
};

extern const WeftPanel *const weft_panels[WEFT_N_PANELS];

/* Each in a file of its own. */
#define PANEL(id) extern const WeftPanel weft_panel_##id;
#include "ui/panels/panels.def"
#undef PANEL
