/* put-in: how wide a layer is that comes to stand between others which have learnt something; main
 * thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/context.h"

/* As wide as what leads into it, so that it can begin as what changes nothing. edit: taken; of it
 * or with it, transfer full. */
WeftEdit *weft_put_in_fit (WeftContext *context, WeftEdit *edit);
