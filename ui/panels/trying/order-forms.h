/* order-forms: what goes along with the numbers that a network makes a sample of, as which digit it
 * is to be: a form for each field */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/trying/trying.h"

typedef struct _WeftOrderForms WeftOrderForms;

/* changed is called when somebody orders something else. */
WeftOrderForms *weft_order_forms_new (WeftContext *context, void (*changed) (gpointer user),
                                      gpointer user);
void weft_order_forms_free (WeftOrderForms *orders); /* not its widget */
GtkWidget *weft_order_forms_get_widget (const WeftOrderForms *orders);
void weft_order_forms_set_model (WeftOrderForms *orders, WeftModel *model); /* nullable: none */
/* A set of one sample, of these fields; NULL: one is not given. Transfer full. */
WeftDataset *weft_order_forms_collect (const WeftOrderForms *orders);
void weft_order_forms_show (WeftOrderForms *orders, const WeftDataset *from, gint64 sample);
/* A sample of the model's set, late in it, that has another order than its first one; 0: none was
 * found. */
gint64 weft_order_forms_find_other (const WeftOrderForms *orders);
