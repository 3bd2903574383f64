/* age: when something was, as people say it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Of Unix seconds: "just now", "5 min ago", "today, 14:20", "2026-03-01"; transfer full. */
char *weft_age_dup (gint64 when);
