/* step-page: the step that is gone through op by op: the formula of what ran last with its numbers
 * filled in, one number of its output at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_TYPE_STEP_PAGE (weft_step_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftStepPage, weft_step_page, WEFT, STEP_PAGE, GtkBox)

GtkWidget *weft_step_page_new (WeftContext *context);
/* To the number behind the one that is shown. */
void weft_step_page_go_on (WeftStepPage *page);
