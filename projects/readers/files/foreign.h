/* foreign: files of other programs that are not read here, and what to do with them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* By the name. A sentence, static; NULL: there is nothing to say of it. */
const char *weft_foreign_find_way (const char *path);
