/* notice: a slim bar under the strip that says what is the matter and blocks nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/context.h"

#define WEFT_TYPE_NOTICE (weft_notice_get_type ())
G_DECLARE_FINAL_TYPE (WeftNotice, weft_notice, WEFT, NOTICE, AdwBin)

/* text: what was the matter when the project was opened; nullable. */
GtkWidget *weft_notice_new (WeftContext *context, const char *text, gboolean is_draft);
void weft_notice_set_draft (WeftNotice *notice, gboolean is_draft);
