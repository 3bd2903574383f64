/* paths: where the program's own files and the user's lie; nothing outside app knows
 *
 * Found relative to the program, installed or in the build folder, so that a copy of the folder
 * runs from anywhere, read-only too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

const char *weft_paths_get_gallery (void); /* the folder of examples */
const char *weft_paths_get_bench (void);   /* the standard workloads' graphs */
const char *weft_paths_get_locale (void);
const char *weft_paths_get_schemas (void);  /* of GSettings */
const char *weft_paths_get_user_dir (void); /* created when asked for */
void weft_paths_set_user_dir (const char *folder);
char *weft_paths_dup_program (void);
