/* busy: a project that another program has open: look at a copy, or wait */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

/* Asks in the window; message says who has it. */
void weft_busy_offer (WeftApplication *application, WeftWindow *window, const char *path,
                      const char *message);
/* The file among the drafts, copied as it lies; transfer full, NULL with error. */
char *weft_busy_copy_to_draft (const char *path, GError **error);
