/* host-table: WeftHost filled in: what the window asks for, done with projects and sessions */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/host/application.h"

/* user is the application; settings nullable. */
WeftHost weft_host_make (WeftApplication *application);
