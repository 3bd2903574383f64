/* search: the box at the pointer in which layers and commands are found by typing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/geometry.h"

typedef struct _WeftPlane WeftPlane;

typedef enum
{
  WEFT_SEARCH_ALL,        /* layers to add there, and every command */
  WEFT_SEARCH_BEHIND,     /* likewise, but a layer goes behind the selected node */
  WEFT_SEARCH_FOR_WIRE,   /* layers that fit the wire in the hand */
  WEFT_SEARCH_TO_REPLACE, /* layers that may take the selected node's place */
} WeftSearchFor;

/* at: px of the plane's widget. */
void weft_search_open (WeftPlane *plane, WeftPoint at, WeftSearchFor what);
