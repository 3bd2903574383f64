/* host-film: a film that the window took of itself, as a GIF, written in a thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

void weft_host_fill_film (WeftHost *host);
