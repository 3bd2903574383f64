/* runs: which run of a project is meant when none is named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/store.h"

/* The newest run that has a checkpoint to go on from; 0: none. */
gint64 weft_runs_find_newest (WeftStore *store);
