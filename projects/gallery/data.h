/* data: what stands in a shipped set's about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* transfer full */
JsonObject *weft_gallery_read_about (const char *folder, const char *id, GError **error);
