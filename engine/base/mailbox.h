/* mailbox: commands to the trainer, in order, never lost; many senders, one reader */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftMailbox WeftMailbox;

WeftMailbox *weft_mailbox_new (GDestroyNotify free_func);
void weft_mailbox_free (WeftMailbox *mailbox);
void weft_mailbox_send (WeftMailbox *mailbox, gpointer message); /* takes it; any thread */
gboolean weft_mailbox_has_mail (WeftMailbox *mailbox);           /* one relaxed load; reader */
gpointer weft_mailbox_receive (WeftMailbox *mailbox);            /* nullable, at once; reader */
/* Sleeps until there is mail or until the monotonic time (µs; −1: for ever); nullable. Reader. */
gpointer weft_mailbox_wait (WeftMailbox *mailbox, gint64 until);
