/* folds-window: the network as it is, trained and tested in folds, with each fold's figure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* Beside the window, which can be used meanwhile; closing it ends what it is at. */
GtkWindow *weft_folds_window_new (WeftContext *context);
