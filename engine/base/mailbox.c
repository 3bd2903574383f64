/* mailbox: commands to the trainer, in order, never lost; many senders, one reader */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

typedef struct _Letter Letter;
struct _Letter
{
  Letter *next;
  gpointer message;
};

struct _WeftMailbox
{
  pthread_mutex_t lock;
  pthread_cond_t arrived;
  Letter *first, *last; /* under the lock */
  atomic_uint count;    /* changed under the lock, read anywhere */
  GDestroyNotify free_func;
};

WeftMailbox *
weft_mailbox_new (GDestroyNotify free_func)
{
  WeftMailbox *mailbox = g_new0 (WeftMailbox, 1);
  pthread_condattr_t attributes;

  mailbox->free_func = free_func;
  pthread_mutex_init (&mailbox->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&mailbox->arrived, &attributes);
  pthread_condattr_destroy (&attributes);
  return mailbox;
}

void
weft_mailbox_free (WeftMailbox *mailbox)
{
  gpointer message;

  while ((message = weft_mailbox_receive (mailbox)) != NULL)
    if (mailbox->free_func != NULL)
      mailbox->free_func (message);
  pthread_cond_destroy (&mailbox->arrived);
  pthread_mutex_destroy (&mailbox->lock);
  g_free (mailbox);
}

void
weft_mailbox_send (WeftMailbox *mailbox, gpointer message)
{
  Letter *letter = g_new0 (Letter, 1);

  g_return_if_fail (message != NULL);
  letter->message = message;
  pthread_mutex_lock (&mailbox->lock);
  if (mailbox->last != NULL)
    mailbox->last->next = letter;
  else
    mailbox->first = letter;
  mailbox->last = letter;
  atomic_fetch_add_explicit (&mailbox->count, 1, memory_order_relaxed);
  pthread_cond_signal (&mailbox->arrived);
  pthread_mutex_unlock (&mailbox->lock);
}

gboolean
weft_mailbox_has_mail (WeftMailbox *mailbox)
{
  return atomic_load_explicit (&mailbox->count, memory_order_relaxed) != 0;
}

/* Under the lock. */
static gpointer
take_first (WeftMailbox *mailbox)
{
  Letter *letter = mailbox->first;
  gpointer message;

  if (letter == NULL)
    return NULL;
  message = letter->message;
  mailbox->first = letter->next;
  if (mailbox->first == NULL)
    mailbox->last = NULL;
  atomic_fetch_sub_explicit (&mailbox->count, 1, memory_order_relaxed);
  g_free (letter);
  return message;
}

gpointer
weft_mailbox_receive (WeftMailbox *mailbox)
{
  gpointer message;

  pthread_mutex_lock (&mailbox->lock);
  message = take_first (mailbox);
  pthread_mutex_unlock (&mailbox->lock);
  return message;
}

gpointer
weft_mailbox_wait (WeftMailbox *mailbox, gint64 until)
{
  struct timespec end
      = { .tv_sec = until / G_USEC_PER_SEC, .tv_nsec = until % G_USEC_PER_SEC * 1000 };
  gpointer message;
  int result = 0;

  pthread_mutex_lock (&mailbox->lock);
  while ((message = take_first (mailbox)) == NULL && result != ETIMEDOUT)
    {
      if (until < 0)
        pthread_cond_wait (&mailbox->arrived, &mailbox->lock);
      else
        result = pthread_cond_timedwait (&mailbox->arrived, &mailbox->lock, &end);
    }
  pthread_mutex_unlock (&mailbox->lock);
  return message;
}
