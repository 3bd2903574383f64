/* latent-sliders: one slider for each of the numbers that a sample is made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftLatentSliders WeftLatentSliders;

/* changed is called when somebody moves one. */
WeftLatentSliders *weft_latent_sliders_new (void (*changed) (gpointer user), gpointer user);
void weft_latent_sliders_free (WeftLatentSliders *sliders); /* not its widget */
GtkWidget *weft_latent_sliders_get_widget (const WeftLatentSliders *sliders);
/* So many, all at 0; the first eight are seen, the others scrolled to. */
/* In how many columns they stand; any time. */
void weft_latent_sliders_set_columns (WeftLatentSliders *sliders, int n);
void weft_latent_sliders_set_size (WeftLatentSliders *sliders, guint n);
/* The numbers, which lie there until others are set. */
const float *weft_latent_sliders_get (const WeftLatentSliders *sliders);
void weft_latent_sliders_show (WeftLatentSliders *sliders, const float *numbers);
