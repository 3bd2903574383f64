/* data-settings: how somebody's data are read, where something else may be asked for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/base/look.h"

/* value: as a wish has it. */
typedef void (*WeftSettingFunc) (gpointer user, const char *option, const char *value);

/* Fills a box anew, and says in a label how the first text is cut; each is hidden where there is
 * nothing of it. Nothing of look is kept. changed is called when another value is chosen. */
void weft_data_settings_show (GtkWidget *box, GtkWidget *beginning, const WeftLook *look,
                              WeftSettingFunc changed, gpointer user);
