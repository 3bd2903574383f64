/* film-taking: what a widget shows, picture by picture, for a film of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftFilmTaking WeftFilmTaking;

/* Its pictures have the size that the widget has now, which must be on the screen. */
WeftFilmTaking *weft_film_taking_new (GtkWidget *widget);
void weft_film_taking_free (WeftFilmTaking *taking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFilmTaking, weft_film_taking_free)
/* FALSE: there is no memory for one more. */
gboolean weft_film_taking_add (WeftFilmTaking *taking);
/* GBytes: a PNG each, of one size. Transfer full. */
GPtrArray *weft_film_taking_end (WeftFilmTaking *taking /* taken */);
