/* film: an episode that a trained network plays, as moving pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"

typedef struct
{
  gint64 seed;      /* −1: the run's */
  const char *path; /* *.gif, or a folder */
  gboolean is_dark;
} WeftFilm;

/* Whether a film can be written there: it ends in .gif, or is no file of another kind. */
gboolean weft_film_is_name (const char *path);
gboolean weft_film_is_gif (const char *path);
/* Plays it, writes it and says how it went. */
gboolean weft_film_make (const WeftReplayed *replayed, const WeftFilm *film, gboolean as_json,
                         GError **error);
