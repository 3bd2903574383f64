/* card-button: one card of the gallery: picture, title, how long, a line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/host.h"

#define WEFT_TYPE_CARD_BUTTON (weft_card_button_get_type ())
G_DECLARE_FINAL_TYPE (WeftCardButton, weft_card_button, WEFT, CARD_BUTTON, GtkButton)

GtkWidget *weft_card_button_new (WeftCard *card); /* takes card */
const WeftCard *weft_card_button_get_card (WeftCardButton *button);
