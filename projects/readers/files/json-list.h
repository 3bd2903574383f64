/* json-list: the entries of a list in a JSON file of any length, one after another */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

/* entry: whatever stands there; i: which it is, from 0. FALSE with an error ends the walk. */
typedef gboolean (*WeftJsonEntryFunc) (gpointer user, JsonNode *entry, guint i, GError **error);

/* Goes through the file (gzip or not) and calls func for each entry of the list that is `list` of
 * the object that the file is; each is no longer than WEFT_JSON_MAX_BYTES and read as strictly as
 * json-scan.h has it. WEFT_ERROR_INVALID: there is no such list, or an entry is none, with file and
 * line; WEFT_ERROR_DAMAGED: the file is cut off. */
gboolean weft_json_list_walk (const char *path, const char *list, WeftJsonEntryFunc func,
                              gpointer user, GError **error);
