/* sound-player: lets a sound be heard, one at a time, by whatever GTK has for it
 *
 * Where there is no device, or no such module, that is said to who asked, and is no error. Main
 * thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* It is over, or never was heard; problem (translated, nullable): why. Called once for each sound,
 * unless its user was forgotten. */
typedef void (*WeftPlayedFunc) (const char *problem, gpointer user);

/* x (channels, n), −1 to 1, so many a second; copied. What is played already ends. */
void weft_player_play (const float *x, int channels, gint64 n, double rate, WeftPlayedFunc played,
                       gpointer user);
void weft_player_stop (gpointer user); /* if that is whose sound is played; it is told */
/* The user is no more: what it plays ends, and nobody is told. */
void weft_player_forget (gpointer user);
/* As a WAV file of 16 bits; transfer full. */
GBytes *weft_player_make_wav (const float *x, int channels, gint64 n, double rate);
/* As such a file among those that are soon removed, which is for who asks; its path, transfer full.
 */
char *weft_player_write_wav (const float *x, int channels, gint64 n, double rate, GError **error);
