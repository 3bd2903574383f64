/* give-or-make: whether a network is tried by giving it a sample, or by what it makes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/give-or-make.h"

#include <glib/gi18n-lib.h>

#include "engine/train/answers/generation.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/trying.h"

void
weft_give_or_make_init (WeftGiveOrMake *way)
{
  way->make = gtk_button_new_with_label (_ ("Let it make one…"));
  gtk_widget_set_tooltip_text (way->make, _ ("See what the network makes of latent numbers that "
                                             "you choose"));
  way->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (way->box), way->make);
  gtk_widget_add_css_class (way->box, "panel-controls");
  gtk_widget_set_valign (way->box, GTK_ALIGN_CENTER);
  weft_widget_set_shown (way->box, FALSE);
}

void
weft_give_or_make_choose (WeftGiveOrMake *way, gboolean gives)
{
  way->gives = gives;
  way->was_chosen = TRUE;
}

gboolean
weft_give_or_make_makes (WeftGiveOrMake *way, WeftModel *model)
{
  const char *port;

  if (model != way->of)
    {
      way->of = model;
      way->can_make = model != NULL && weft_generation_get_size (model) > 0;
      if (way->can_make && !way->was_chosen)
        way->gives = weft_model_find_made (model, &port) == 0;
      weft_widget_set_shown (way->box, way->can_make);
    }
  return way->can_make && !(way->gives && weft_try_can (model));
}
