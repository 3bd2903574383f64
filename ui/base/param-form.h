/* param-form: every parameter of a table, one row each; what is not relevant is not shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/param/param.h"

#define WEFT_TYPE_PARAM_FORM (weft_param_form_get_type ())
G_DECLARE_FINAL_TYPE (WeftParamForm, weft_param_form, WEFT, PARAM_FORM, GtkBox)

/* left_out: names, separated by spaces, nullable. Signal "edited" (const char *name, GVariant
 * *value, gboolean goes_on): goes_on when it belongs to the same gesture as the one before. */
GtkWidget *weft_param_form_new (const WeftParam *params, const char *left_out);
void weft_param_form_set_suggestions (WeftParamForm *form, const char *name,
                                      const char *const *values, const char *const *labels);
void weft_param_form_open_more (WeftParamForm *form); /* unfolds what is folded away */
/* The part that is folded away, for another place; the form goes on filling it. Nullable, transfer
 * full. */
GtkWidget *weft_param_form_take_more (WeftParamForm *form);
void weft_param_form_set_values (WeftParamForm *form, GVariant *values); /* a{sv}, nullable */
/* Several values are in force, of which one is shown; its label says so. */
void weft_param_form_set_various (WeftParamForm *form, const char *name, gboolean is_various);
