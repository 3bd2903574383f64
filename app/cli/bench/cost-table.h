/* cost-table: where the time of a training step goes, as `weft bench FILE` prints it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trials/step-costs.h"

/* A row for each node and pass, in the order in which they run, then the update and the rest. */
void weft_cost_table_print (WeftGraph *graph, const WeftStepCosts *costs, guint threads,
                            gboolean as_json);
