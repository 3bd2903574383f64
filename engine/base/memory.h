/* memory: the checked allocator of arenas, states and data sets */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_ALIGN 64

/* 64-byte aligned and zeroed; NULL and WEFT_ERROR_MEMORY when bytes exceed what the machine has
 * free. Any thread. */
gpointer weft_memory_new (gsize bytes, GError **error);
void weft_memory_free (gpointer memory);
gsize weft_memory_available (void); /* bytes */
