/* tooltips: they make way for what is opened from where they belong */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* For the whole program, from now on; calling it again does nothing. */
void weft_tooltips_make_way (void);
