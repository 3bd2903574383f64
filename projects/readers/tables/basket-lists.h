/* basket-lists: files of lists of things that were taken together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void weft_basket_lists_add_endings (GPtrArray *list); /* input.h */
gboolean weft_basket_lists_is_name (const char *path);
/* Whether a file of such a name is one: a table with a column of lists (item_ids: 3 17 20), one of
 * which each row is a thing of an order (InvoiceNo, Description, Quantity), or lines of things with
 * commas between them, as many as there are. */
gboolean weft_basket_lists_are (const char *path);
/* names: the things of one list, without spaces around, some perhaps "" or there twice; line: where
 * it stands in the file, from 1. */
typedef void (*WeftBasketFunc) (gpointer user, char **names, guint line);
/* Calls func for each list. WEFT_ERROR_CANCELLED, and what stops a file from being read. */
gboolean weft_basket_lists_walk (const char *path, WeftBasketFunc func, gpointer user,
                                 GError **error);
