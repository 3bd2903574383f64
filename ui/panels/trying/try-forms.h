/* try-forms: the forms in which a sample is given, one a field that a network takes (trying.h) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/trying/trying.h"

typedef struct
{
  const WeftForm *row;
  WeftFormSite site;
  GtkWidget *widget;
} WeftTryForm;

typedef struct _WeftTryForms WeftTryForms;

/* Adds what a form gives, as its row does. */
typedef gboolean (*WeftTryAddFunc) (const WeftTryForm *form, WeftDataset *asked, gpointer user,
                                    GError **error);

/* changed is called when something else is given. */
WeftTryForms *weft_try_forms_new (WeftContext *context, void (*changed) (gpointer user),
                                  gpointer user);
void weft_try_forms_free (WeftTryForms *forms); /* not its widget */
GtkWidget *weft_try_forms_get_widget (const WeftTryForms *forms);
void weft_try_forms_set_model (WeftTryForms *forms, WeftModel *model); /* nullable: none */
/* The sample that is given. FALSE without an error: something is not given yet. */
gboolean weft_try_forms_collect (const WeftTryForms *forms, WeftDataset *asked, WeftTryAddFunc add,
                                 gpointer user, GError **error);
/* Every form shows its part of that sample. */
void weft_try_forms_show (const WeftTryForms *forms, const WeftDataset *from, gint64 sample);
gboolean
weft_try_forms_begin_shown (const WeftTryForms *forms); /* one of them cannot begin empty */
