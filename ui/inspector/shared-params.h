/* shared-params: the parameters that several selected nodes have in common, set for all at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_TYPE_SHARED_PARAMS (weft_shared_params_get_type ())
G_DECLARE_FINAL_TYPE (WeftSharedParams, weft_shared_params, WEFT, SHARED_PARAMS, GtkBox)

/* Of what is selected now; shows nothing when nothing is shared. */
GtkWidget *weft_shared_params_new (WeftContext *context);
