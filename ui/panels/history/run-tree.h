/* run-tree: in which order runs stand in their list: each branch under the run that it is of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/host.h"

typedef struct
{
  guint depth; /* 0: it is no branch of a run in sight */
  guint lines; /* bit d: the line of depth d goes on below it, to a later branch of the same run */
} WeftRunTwig;

#define WEFT_RUN_DEPTHS 8 /* a branch further down is shown no deeper */

/* cards: WeftRunCard; put in order: those in the bin last, of the others families with a star
 * first, then those with the newest run; so in each family. The twig of each; transfer full. */
WeftRunTwig *weft_run_tree_sort (GPtrArray *cards);
