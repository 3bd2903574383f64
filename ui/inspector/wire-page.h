/* wire-page: the inspector of one wire: what flows along it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

#define WEFT_TYPE_WIRE_PAGE (weft_wire_page_get_type ())
G_DECLARE_FINAL_TYPE (WeftWirePage, weft_wire_page, WEFT, WIRE_PAGE, GtkBox)

/* wire: copied. */
GtkWidget *weft_wire_page_new (WeftContext *context, const WeftWire *wire);
