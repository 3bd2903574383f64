/* summary-page: the inspector of several nodes, or of the project when none is selected */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_SUMMARY_PAGE (weft_summary_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftSummaryPage, weft_summary_page, WEFT, SUMMARY_PAGE, GtkBox)

GtkWidget *weft_summary_page_new (WeftContext *context);
