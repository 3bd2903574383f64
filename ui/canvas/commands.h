/* commands: everything the canvas can be told to do: one table for keys, menu, search box and help
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef enum
{
  WEFT_NEEDS_NOTHING = 0,
  WEFT_NEEDS_NODES = 1 << 0,  /* at least one node selected */
  WEFT_NEEDS_ONE = 1 << 1,    /* just one */
  WEFT_NEEDS_PICKED = 1 << 2, /* nodes or a wire */
  WEFT_NEEDS_WIRE = 1 << 4,   /* a wire */
  WEFT_ON_GROUND = 1 << 3,    /* stands in the menu of the ground */
} WeftCommandFlags;

typedef struct
{
  const char *name;  /* of the action: "delete" is "canvas.delete" */
  const char *label; /* N_ () */
  const char
      *keys[3];      /* gtk_accelerator_parse; they act while the canvas or a node has the focus */
  const char *words; /* other words to find it by, both languages; nullable */
  int section;       /* of the menu */
  WeftCommandFlags flags;
  const char *on_wire; /* N_ (): what it is called in the menu of a wire; NULL: not in there */
} WeftCommand;

const WeftCommand *weft_canvas_commands (guint *n);
