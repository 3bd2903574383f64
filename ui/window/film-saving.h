/* film-saving: the way of a film of the run to a file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

/* Asks where to, takes the film, which is seen meanwhile, and has the host write it. */
void weft_film_save (WeftWindow *window);
