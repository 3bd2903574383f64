/* test-mailbox: mailbox and slot: nothing lost, nothing twice, order kept, waiting ends */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/mailbox.h"
#include "engine/base/platform.h"
#include "engine/base/slot.h"

#define SENDERS 3
#define MESSAGES 5000

typedef struct
{
  guint sender, number;
} Message;

typedef struct
{
  WeftMailbox *mailbox;
  guint sender;
} Sender;

static void *
send_all (void *user)
{
  Sender *sender = user;

  for (guint i = 0; i < MESSAGES; i++)
    {
      Message *message = g_new0 (Message, 1);

      message->sender = sender->sender;
      message->number = i;
      weft_mailbox_send (sender->mailbox, message);
      if (i % 500 == 0)
        g_usleep (20);
    }
  return NULL;
}

static void
test_order_is_kept (void)
{
  WeftMailbox *mailbox = weft_mailbox_new (g_free);
  WeftThread *threads[SENDERS];
  Sender senders[SENDERS];
  guint next[SENDERS] = { 0 };

  for (guint i = 0; i < SENDERS; i++)
    {
      senders[i] = (Sender){ mailbox, i };
      threads[i] = weft_thread_start ("sender", FALSE, send_all, &senders[i]);
    }
  for (guint i = 0; i < SENDERS * MESSAGES; i++)
    {
      Message *message = i % 2 == 0 ? weft_mailbox_receive (mailbox) : NULL;

      if (message == NULL)
        message = weft_mailbox_wait (mailbox, -1);
      g_assert_cmpuint (message->number, ==, next[message->sender]++);
      g_free (message);
    }
  for (guint i = 0; i < SENDERS; i++)
    weft_thread_join (threads[i]);
  g_assert_false (weft_mailbox_has_mail (mailbox));
  g_assert_null (weft_mailbox_receive (mailbox));
  weft_mailbox_free (mailbox);
}

static void
test_wait_ends (void)
{
  WeftMailbox *mailbox = weft_mailbox_new (g_free);
  gint64 start = g_get_monotonic_time ();

  g_assert_null (weft_mailbox_wait (mailbox, start + 20000));
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 20000);
  weft_mailbox_send (mailbox, g_strdup ("left over, and freed with the box"));
  g_assert_true (weft_mailbox_has_mail (mailbox));
  weft_mailbox_free (mailbox);
}

static guint n_freed; /* by two threads, but each value by one: see test_newest_wins */

static void
free_number (gpointer value)
{
  g_atomic_int_inc (&n_freed);
  g_free (value);
}

static void *
put_all (void *user)
{
  for (guint i = 1; i <= MESSAGES; i++)
    {
      guint *number = g_new (guint, 1);

      *number = i;
      weft_slot_put (user, number);
    }
  return NULL;
}

static void
test_newest_wins (void)
{
  WeftSlot *slot = weft_slot_new (free_number);
  WeftThread *thread = weft_thread_start ("putter", FALSE, put_all, slot);
  guint last = 0;

  while (last < MESSAGES)
    {
      guint *number = weft_slot_take (slot);

      if (number == NULL)
        continue;
      g_assert_cmpuint (*number, >, last);
      last = *number;
      free_number (number);
    }
  weft_thread_join (thread);
  g_assert_true (weft_slot_is_empty (slot));
  weft_slot_put (slot, g_new0 (guint, 1));
  g_assert_false (weft_slot_is_empty (slot));
  weft_slot_free (slot);
  g_assert_cmpuint (n_freed, ==, MESSAGES + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/order-is-kept", test_order_is_kept);
  g_test_add_func ("/mailbox/wait-ends", test_wait_ends);
  g_test_add_func ("/slot/newest-wins", test_newest_wins);
  return g_test_run ();
}
