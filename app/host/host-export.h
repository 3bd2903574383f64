/* host-export: what the window asks for of the formats that are written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

void weft_host_fill_export (WeftHost *host);
