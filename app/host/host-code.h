/* host-code: the network as a program that is read beside it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

void weft_host_fill_code (WeftHost *host);
