/* canvas-commands: everything the canvas can be told to do: one table for keys, menu, search box
 * and help
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/commands/levels.h"

typedef enum
{
  WEFT_NEEDS_NOTHING = 0,
  WEFT_NEEDS_NODES = 1 << 0,  /* at least one node selected */
  WEFT_NEEDS_ONE = 1 << 1,    /* just one */
  WEFT_NEEDS_PICKED = 1 << 2, /* nodes or a wire */
  WEFT_NEEDS_WIRE = 1 << 4,   /* a wire */
  WEFT_ON_GROUND = 1 << 3,    /* stands in the menu of the ground */
  WEFT_NEEDS_GROUP = 1 << 5,  /* the one selected is a group */
  WEFT_NEEDS_INSIDE = 1 << 6, /* a group is looked into */
  WEFT_NEEDS_KIN = 1 << 7, /* several of one layer that has weights, or one that uses another's */
  WEFT_ASIDE = 1 << 8,     /* stands in a menu of its own within that of a node */
  WEFT_IS_MARK = 1 << 9,   /* is on or off, which the menu shows */
  WEFT_NEEDS_UNITS = 1 << 10, /* one that is selected has units */
} WeftCommandFlags;

/* What one wants when one looks for a key: the groups of the list of keys, in its order. */
typedef enum
{
  WEFT_TO_BUILD,
  WEFT_TO_EDIT,
  WEFT_TO_SELECT,
  WEFT_TO_ARRANGE,
  WEFT_TO_LOOK,
  WEFT_TO_TRAIN,
  WEFT_TO_KEEP,
  WEFT_TO_FIND_HELP,
  WEFT_N_PURPOSES,
} WeftPurpose;

typedef struct
{
  const char *name;    /* of the action: "delete" is "canvas.delete" */
  const char *label;   /* N_ () */
  const char *keys[4]; /* gtk_accelerator_parse; a canvas's act while it or a node has the focus */
  const char *words;   /* other words to find it by, both languages; nullable */
  int section;         /* of the menu */
  WeftCommandFlags flags;
  WeftPurpose purpose;
  const char *also[3]; /* what other keyboards and the key pad send for the same; not shown */
  const char *on_wire; /* N_ (): what it is called in the menu of a wire; NULL: not in there */
  gboolean has_digits; /* 1 in its keys stands for any of 1 to 9 */
  WeftLevel from;      /* the level from which on menus have it; keys and search always do */
} WeftCommand;

const WeftCommand *weft_canvas_commands (guint *n);
