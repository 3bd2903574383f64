/* language: Weft's own setting, put in force before the first message and on a switch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* "": as the desktop says; "en"; "zh_CN". May be called again. */
void weft_language_set (const char *language);
const char *weft_language_get (void);
