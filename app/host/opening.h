/* opening: a project into a window; what is large is read in a thread meanwhile
 *
 * All return TRUE also where it goes on later; what is then the matter is said in the window. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

/* As weft_application_open; then it begins to learn where train is asked for. */
gboolean weft_opening_begin (WeftApplication *application, WeftWindow *window, const char *path,
                             gboolean train, GError **error);
/* A project that was just made; takes the store. dataset (nullable) is put into it first: where
 * that fails or is cancelled, the project is removed again. */
gboolean weft_opening_begin_new (WeftApplication *application, WeftWindow *window, WeftStore *store,
                                 WeftDataset *dataset, gboolean train, GError **error);
