/* slot: the newest of something, handed from one thread to another; older ones are let go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/slot.h"

#include <stdatomic.h>

struct _WeftSlot
{
  _Atomic (gpointer) value;
  GDestroyNotify unref;
};

WeftSlot *
weft_slot_new (GDestroyNotify unref)
{
  WeftSlot *slot = g_new0 (WeftSlot, 1);

  slot->unref = unref;
  return slot;
}

static void
let_go (WeftSlot *slot, gpointer value)
{
  if (value != NULL && slot->unref != NULL)
    slot->unref (value);
}

void
weft_slot_free (WeftSlot *slot)
{
  let_go (slot, weft_slot_take (slot));
  g_free (slot);
}

void
weft_slot_put (WeftSlot *slot, gpointer value)
{
  let_go (slot, atomic_exchange_explicit (&slot->value, value, memory_order_acq_rel));
}

gpointer
weft_slot_take (WeftSlot *slot)
{
  return atomic_exchange_explicit (&slot->value, NULL, memory_order_acq_rel);
}

gboolean
weft_slot_is_empty (WeftSlot *slot)
{
  return atomic_load_explicit (&slot->value, memory_order_acquire) == NULL;
}
