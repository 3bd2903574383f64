/* known-data: sets and worlds that are chosen by name: what they are called, and one put to use */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

typedef struct
{
  char *source;      /* as a data node has it */
  const char *title; /* translated */
  const char *line;  /* msgid: what it is */
  const char *terms; /* other words for finding it */
} WeftKnownData;

/* The first of each sort, then the rest: sets that come along, those that are made, worlds, games;
 * numbers of no meaning are left out. Transfer full. */
GPtrArray *weft_known_data_list (WeftContext *context); /* WeftKnownData */
/* The one data node has it from here on, or a new one, with what the network then lacks; one step
 * to undo. At once where the set is there, else as soon as it is made. */
void weft_known_data_use (WeftContext *context, const char *source);
