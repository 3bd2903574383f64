/* unsplit: of data that is all for training there is no answer to count: of what was learnt by
 * heart figures would be too good */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/panels/results.h"

static GtkWidget *
create (WeftContext *context)
{
  return weft_panel_empty_new (
      _ ("All samples are for training, so none is left to judge by: what the network has seen it "
         "may know by heart. Give validation or test a share at the data node’s Split."),
      NULL, NULL);
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return model->environment == NULL && model->split->count[WEFT_PART_VALIDATION] == 0
         && model->split->count[WEFT_PART_TEST] == 0;
}

const WeftResultView weft_result_view_unsplit = { .id = "unsplit", .fits = fits, .create = create };
