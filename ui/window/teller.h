/* teller: says to a screen reader, in a place that is not seen, what the run and the network are at
 * as that changes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/context/live.h"

GtkWidget *weft_teller_new (WeftLive *live); /* live must outlive it */
