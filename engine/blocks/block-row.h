/* block-row: what the files of blocks include */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "engine/blocks/block.h"
