/* played-row: what stands under and beside the world that a network plays: how it goes, and what to
 * do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/played-row.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/panels/results/opponent.h"
#include "ui/panels/results/steering.h"

static void
make_hold (WeftPlayedRow *it)
{
  it->hold = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (it->hold), "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (it->hold, _ ("Hold the episode"));
  weft_widget_set_name (it->hold, _ ("Hold the episode"));
  gtk_widget_add_css_class (it->hold, "flat");
}

static void
make_line (WeftPlayedRow *it)
{
  it->line = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (it->line), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (it->line), TRUE);
  gtk_label_set_lines (GTK_LABEL (it->line), 2);
  gtk_widget_add_css_class (it->line, "numeric");
  gtk_widget_add_css_class (it->line, "dim-label");
  gtk_widget_set_hexpand (it->line, TRUE);
  gtk_label_set_xalign (GTK_LABEL (it->line), 0);
}

void
weft_played_row_make (WeftPlayedRow *it)
{
  it->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  make_hold (it);
  make_line (it);
  it->pass = gtk_button_new_with_label (_ ("Pass"));
  weft_widget_set_name (it->pass, _ ("Pass"));
  weft_widget_set_shown (it->pass, FALSE);
  it->ahead = gtk_toggle_button_new_with_label (_ ("Think ahead"));
  gtk_widget_set_tooltip_text (it->ahead,
                               _ ("Each of its moves is thought through by looking at 50 positions "
                                  "that may come; the tint is how often it looked at each move."));
  it->against = gtk_toggle_button_new_with_label (_ ("Play against it"));
  gtk_widget_set_visible (it->ahead, FALSE);
  gtk_widget_set_visible (it->against, FALSE);
  gtk_box_append (GTK_BOX (it->row), it->hold);
  gtk_box_append (GTK_BOX (it->row), it->line);
  gtk_box_append (GTK_BOX (it->row), it->pass);
  it->ways = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_set_halign (it->ways, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (it->ways), it->ahead);
  gtk_box_append (GTK_BOX (it->ways), it->against);
}

void
weft_played_row_fit (WeftPlayedRow *it, const WeftEnvironment *world, GtkWidget *area)
{
  gboolean can_steer = weft_steering_can (world);

  if (it->world == world)
    return; /* for a tooltip takes the place of what is said of the picture */
  it->world = world;
  gtk_widget_set_visible (it->against, weft_opponent_can_play (world));
  gtk_widget_set_visible (it->ahead, world != NULL && world->players == 2);
  gtk_widget_set_cursor_from_name (area, can_steer ? "pointer" : NULL);
  gtk_widget_set_tooltip_text (
      area, can_steer
                ? _ ("An episode that the network plays as it is now. Hold the mouse button down "
                     "on the picture, or an arrow key, to steer it there yourself; let go, and the "
                     "network goes on from there.")
                : _ ("An episode that the network plays as it is now. The tint is how much it "
                     "holds of each move."));
}
