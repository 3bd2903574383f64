/* param-row: a parameter as a label and the field that its type and unit ask for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/param/param.h"

#define WEFT_TYPE_PARAM_ROW (weft_param_row_get_type ())
G_DECLARE_FINAL_TYPE (WeftParamRow, weft_param_row, WEFT, PARAM_ROW, GtkBox)

typedef enum
{
  WEFT_PARAM_ROW_NORMAL,
  WEFT_PARAM_ROW_COMPACT, /* for a strip: no wider than it must be */
} WeftParamRowStyle;

/* Signal "edited" (GVariant *value): what the user entered, in canonical form; NULL: left out. */
GtkWidget *weft_param_row_new (const WeftParam *param, WeftParamRowStyle style);
/* One of these strings is to be chosen, where the parameter is a word; before the first value.
 * labels: what people call them, translated. */
void weft_param_row_set_suggestions (WeftParamRow *row, const char *const *values,
                                     const char *const *labels);
void weft_param_row_set_label (WeftParamRow *row, const char *label);
void weft_param_row_set_value (WeftParamRow *row, GVariant *value); /* in force; nullable */
gboolean
weft_param_row_has_typing (WeftParamRow *row); /* something is typed that is not in force yet */
const WeftParam *weft_param_row_get_param (WeftParamRow *row);
