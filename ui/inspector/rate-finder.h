/* rate-finder: a button that tries learning rates and shows how the loss took them; one click takes
 * what is proposed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

GtkWidget *weft_rate_finder_new (WeftContext *context);
