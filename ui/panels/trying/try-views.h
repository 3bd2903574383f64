/* try-views: what a network says of what is tried, a view a loss that judges answers (trying.h) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/trying/trying.h"

/* What stands for an answer that is not there. */
#define WEFT_TRY_ASKS N_ ("Give it something of your own, or one of the ten.")

typedef struct _WeftTryViews WeftTryViews;

WeftTryViews *weft_try_views_new (WeftContext *context);
void weft_try_views_free (WeftTryViews *views); /* not its widget */
GtkWidget *weft_try_views_get_widget (const WeftTryViews *views);
void weft_try_views_set_model (WeftTryViews *views, WeftModel *model); /* nullable: none */
/* All but said and target, which are each view's own; what it points at is borrowed until the next
 * call. */
void weft_try_views_show (WeftTryViews *views, const WeftGiven *given);
/* All that they say now, in words; NULL: nothing yet; transfer full. */
char *weft_try_views_dup_words (const WeftTryViews *views);
