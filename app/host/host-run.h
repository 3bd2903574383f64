/* host-run: what the window asks for of a run, done with its session */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

void weft_host_fill_run (WeftHost *host);
