/* decision: from which rating on the class that is looked for is said, and what the mistakes cost
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/decision.h"

#include <math.h>

#include "ui/context/keeping.h"

#define VIEW_KEY "decision"
#define KEEP_AFTER 250 /* ms */

typedef struct
{
  WeftContext *context; /* owns this */
  WeftDecision decision;
  guint source; /* by which it is kept */
} Held;

static const char key[] = "weft-decision";
static const WeftDecision usual = { 0, 1, 1 };

static gboolean
is_cost (double x)
{
  return x >= 0 && x <= WEFT_COST_MOST;
}

static WeftDecision
recall (WeftContext *context)
{
  g_autoptr (GVariant) kept = weft_context_recall (context, VIEW_KEY, G_VARIANT_TYPE ("(ddd)"));
  WeftDecision decision = usual;

  if (kept != NULL)
    g_variant_get (kept, "(ddd)", &decision.threshold, &decision.missed, &decision.alarm);
  if (isnan (decision.threshold) || !is_cost (decision.missed) || !is_cost (decision.alarm))
    return usual;
  return decision;
}

static void
held_free (gpointer data)
{
  Held *held = data;

  g_clear_handle_id (&held->source, g_source_remove);
  g_free (held);
}

static Held *
get_held (WeftContext *context)
{
  Held *held = g_object_get_data (G_OBJECT (context), key);

  if (held != NULL)
    return held;
  held = g_new (Held, 1);
  *held = (Held){ context, recall (context), 0 };
  g_object_set_data_full (G_OBJECT (context), key, held, held_free);
  return held;
}

WeftDecision
weft_context_get_decision (WeftContext *context)
{
  return get_held (context)->decision;
}

static gboolean
keep_cb (gpointer user)
{
  Held *held = user;
  const WeftDecision *decision = &held->decision;

  held->source = 0;
  weft_context_keep (
      held->context, VIEW_KEY,
      g_variant_new ("(ddd)", decision->threshold, decision->missed, decision->alarm));
  return G_SOURCE_REMOVE;
}

/* While it is dragged nothing is written. */
void
weft_context_set_decision (WeftContext *context, const WeftDecision *decision)
{
  Held *held = get_held (context);

  if (held->decision.threshold == decision->threshold && held->decision.missed == decision->missed
      && held->decision.alarm == decision->alarm)
    return;
  held->decision = *decision;
  g_clear_handle_id (&held->source, g_source_remove);
  held->source = g_timeout_add (KEEP_AFTER, keep_cb, held);
  g_signal_emit_by_name (context, "decision");
}

double
weft_decision_get_share (const WeftDecision *decision)
{
  return 1 / (1 + exp (-decision->threshold));
}

double
weft_decision_of_share (double share)
{
  return log (share / (1 - share));
}
