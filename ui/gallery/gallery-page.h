/* gallery-page: the first thing a user sees: what to go on with, and examples that run at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/context/host.h"

#define WEFT_TYPE_GALLERY (weft_gallery_get_type ())
G_DECLARE_FINAL_TYPE (WeftGallery, weft_gallery, WEFT, GALLERY, AdwBin)

/* Signal "chosen" (const WeftCard *, as a pointer). */
GtkWidget *weft_gallery_new (const WeftHost *host);
const WeftHost *weft_gallery_get_host (WeftGallery *gallery);
/* Lists anew what there is to go on with. */
void weft_gallery_refresh (WeftGallery *gallery);
void weft_gallery_open_search (WeftGallery *gallery);
