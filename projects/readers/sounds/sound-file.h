/* sound-file: a recording read piece by piece: WAV, FLAC, Ogg, MP3, AIFF, AU (libsndfile) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftSoundFile WeftSoundFile;

gboolean weft_sound_is_name (const char *name); /* ends as a recording does */
void weft_sound_add_endings (GPtrArray *list);  /* input.h */
/* WEFT_ERROR_DAMAGED: no recording, or one that is cut off. */
WeftSoundFile *weft_sound_file_open (const char *path, GError **error);
void weft_sound_file_close (WeftSoundFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSoundFile, weft_sound_file_close)
int weft_sound_file_get_rate (const WeftSoundFile *file); /* numbers a second, of each channel */
int weft_sound_file_get_channels (const WeftSoundFile *file);
gint64 weft_sound_file_get_length (const WeftSoundFile *file); /* numbers of each channel */
/* How many numbers so many come to at another rate: at least one. */
gint64 weft_sound_file_measure (const WeftSoundFile *file, gint64 length, int rate);
/* From `first` on, `length` numbers of each channel, resampled to that rate and written as 16 bits
 * each to `to` (channels, what _measure says): where the file has another number of them, each is
 * the mean of all that it has. What is louder than a number can be is cut. WEFT_ERROR_DAMAGED: it
 * ends earlier or holds what is no number. */
gboolean weft_sound_file_read (WeftSoundFile *file, gint64 first, gint64 length, int rate,
                               int channels, gint16 *to, GError **error);
