/* mine: groups that somebody keeps in the palette, as the host has them; the same in all windows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/host.h"
#include "ui/scene/offer.h"

/* Reads anew what the host keeps. */
void weft_mine_load (const WeftHost *host);
/* In their order; an offer lives for ever, since rows and drags know it. */
const WeftOffer *const *weft_mine_offers (guint *n);
const WeftOffer *weft_mine_find (const char *id); /* of those that are kept; nullable */
/* Keeps it under that title: id NULL makes a new one of the text, text NULL gives it another title.
 * FALSE with an error when it cannot be written. */
gboolean weft_mine_keep (const WeftHost *host, const char *id, const char *title, const char *text,
                         GError **error);
/* What is taken out can be put back by weft_mine_keep with its id, title and text. */
gboolean weft_mine_drop (const WeftHost *host, const char *id, GError **error);
/* Its "items-changed" says that others are kept, or are called otherwise. */
GListModel *weft_mine_get_model (void);
