/* interrupt: how whoever is at something long hears that it is not wanted any more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Asked now and then on the thread that is at it; what is given up then leaves no trace. */
typedef struct
{
  gboolean (*is_due) (gpointer user); /* NULL: never */
  gpointer user;
} WeftInterrupt;

static inline gboolean
weft_interrupt_is_due (const WeftInterrupt *interrupt)
{
  return interrupt != NULL && interrupt->is_due != NULL && interrupt->is_due (interrupt->user);
}
