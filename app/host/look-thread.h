/* look-thread: reads somebody's data in a thread, for the window to show before anything is made of
 * it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/errand.h"
#include "ui/base/look.h"

/* WeftHost's look_at; main thread. */
void weft_look_at (gpointer user, const WeftDataChoice *choice, WeftErrand *errand,
                   WeftLookFunc done, gpointer data);
