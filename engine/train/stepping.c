/* stepping: what the trainer is told within a step: one op on or back, a number to write, what
 * stands there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/tensor.h"
#include "engine/train/inside.h"
#include "engine/train/learner.h"

#include <string.h>

static gboolean
enter (WeftLearner *learner, GError **error)
{
  if (learner->lesson.stepper != NULL)
    return TRUE;
  if (weft_learner_is_busy (learner))
    weft_learner_set_phase (learner, WEFT_TRAINER_PAUSED);
  weft_learner_settle (learner); /* what is inside a step is no checkpoint */
  return weft_lesson_enter (&learner->lesson, error);
}

void
weft_learner_leave_step (WeftLearner *learner)
{
  if (learner->lesson.stepper == NULL)
    return;
  weft_lesson_leave (&learner->lesson);
  weft_looks_forget (&learner->looks);
}

/* --- ways --- */

static guint
get_position (const WeftStepper *stepper)
{
  WeftStepCursor at = weft_stepper_get_cursor (stepper);
  guint position = at.index;

  for (guint part = WEFT_STEP_FORWARD; part < at.part; part++)
    position += weft_stepper_get_n_stops (stepper, (WeftStepPart) part);
  return position;
}

/* All stops counted on from the first: a cursor behind a part's last is in the next one. */
static WeftStepCursor
get_cursor (guint position)
{
  return (WeftStepCursor){ WEFT_STEP_FORWARD, position };
}

/* Whether the stops before and behind a position are of one layer, on one way. */
static gboolean
is_within_layer (const WeftStepper *stepper, guint position)
{
  WeftStepStop before, behind;

  return position > 0 && weft_stepper_get_stop (stepper, get_cursor (position - 1), &before)
         && weft_stepper_get_stop (stepper, get_cursor (position), &behind)
         && before.node == behind.node && before.part == behind.part;
}

static guint
find_target (const WeftStepper *stepper, WeftStepUnit unit)
{
  guint position = get_position (stepper);
  gboolean is_back = unit == WEFT_STEP_BACK || unit == WEFT_STEP_LAYER_BACK;
  gboolean by_layer = unit == WEFT_STEP_LAYER || unit == WEFT_STEP_LAYER_BACK;

  if (is_back && position == 0)
    return 0;
  do
    position += is_back ? -1u : 1;
  while (by_layer && is_within_layer (stepper, position));
  return position;
}

gboolean
weft_learner_step_op (WeftLearner *learner, WeftStepUnit unit)
{
  WeftStepper *stepper;
  WeftStepStop stop;
  g_autoptr (GError) error = NULL;

  if (!enter (learner, &error))
    {
      weft_learner_set_phase (learner, WEFT_TRAINER_STEPPING);
      weft_learner_fail (learner, 0, error->message);
      return TRUE;
    }
  stepper = learner->lesson.stepper;
  if ((unit == WEFT_STEP_OP || unit == WEFT_STEP_LAYER)
      && !weft_stepper_get_stop (stepper, weft_stepper_get_cursor (stepper), &stop))
    return FALSE;
  weft_stepper_seek (stepper, get_cursor (find_target (stepper, unit)));
  learner->sight_is_old = TRUE;
  return TRUE;
}

/* --- what is there --- */

void
weft_command_write (WeftLearner *learner, WeftCommand *command)
{
  WeftReply *reply = g_new0 (WeftReply, 1);

  reply->ticket = command->ticket;
  if (learner->model == NULL)
    reply->error = g_error_new_literal (WEFT_ERROR, WEFT_ERROR_INVALID,
                                        _ ("There is no network to write into."));
  else if (enter (learner, &reply->error))
    learner->sight_is_old
        = weft_stepper_write (learner->lesson.stepper, command->place, command->offset,
                              (float) command->number, &reply->error);
  weft_mailbox_send (learner->channels->replies, reply);
}

void
weft_command_dup_tensor (WeftLearner *learner, WeftCommand *command)
{
  WeftReply *reply = g_new0 (WeftReply, 1);
  const void *numbers = NULL;
  WeftShape shape;

  reply->ticket = command->ticket;
  if (learner->model != NULL && enter (learner, NULL))
    numbers = weft_stepper_get (learner->lesson.stepper, command->place, &shape);
  if (numbers != NULL)
    reply->tensor = weft_tensor_new (&shape);
  if (reply->tensor != NULL)
    memcpy (reply->tensor->data, numbers, weft_shape_bytes (&shape));
  weft_mailbox_send (learner->channels->replies, reply);
}

/* --- the journal --- */

/* Most have one T at most, and then it stands beside N. */
static void
note_binding (const WeftBinding *binding, GVariantDict *payload)
{
  guint n = WEFT_MAX_T;

  g_variant_dict_insert (payload, "batch", "(xx)", binding->n, binding->t[0]);
  while (n > 1 && binding->t[n - 1] == 0)
    n--;
  if (n > 1)
    g_variant_dict_insert_value (
        payload, "steps",
        g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, binding->t, n, sizeof binding->t[0]));
}

static void
read_binding (WeftBinding *binding, GVariant *payload)
{
  g_autoptr (GVariant) steps = NULL;
  const gint64 *t;
  gsize n = 0;

  g_variant_lookup (payload, "batch", "(xx)", &binding->n, &binding->t[0]);
  steps = g_variant_lookup_value (payload, "steps", G_VARIANT_TYPE ("ax"));
  t = steps ? g_variant_get_fixed_array (steps, &n, sizeof *t) : NULL;
  for (gsize i = 0; i < MIN (n, WEFT_MAX_T); i++)
    binding->t[i] = t[i];
}

static void
note_edit (WeftLearner *learner, gint64 step, const WeftStepEdit *edit)
{
  static const char *const parts[] = { "forward", "backward", "update" };
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *op = g_strdup_printf ("%s %u", parts[edit->cursor.part], edit->cursor.index);
  const WeftBinding *binding = &learner->lesson.run.binding;

  g_variant_dict_insert (&payload, "at", "(uu)", edit->cursor.part, edit->cursor.index);
  g_variant_dict_insert (&payload, "tensor", "(uii)", edit->place.kind, edit->place.value,
                         edit->place.slot);
  g_variant_dict_insert (&payload, "offset", "t", (guint64) edit->offset);
  g_variant_dict_insert (&payload, "number", "d", (double) edit->number);
  note_binding (binding, &payload);
  weft_learner_note_within (learner, step, op, "edit", &payload);
}

void
weft_learner_note_edits (WeftLearner *learner, gint64 step, const WeftStepEdit *edits, guint n)
{
  for (guint i = 0; i < n; i++)
    note_edit (learner, step, &edits[i]);
}

gboolean
weft_learner_edit_again (WeftLearner *learner, GVariant *payload, GError **error)
{
  g_autoptr (GArray) edits = g_array_new (FALSE, FALSE, sizeof (WeftStepEdit));
  WeftBinding binding = { 0 };
  const WeftStepEdit *before;
  WeftStepEdit edit = { 0 };
  guint64 offset = 0;
  double number = 0;
  guint n;

  g_variant_lookup (payload, "at", "(uu)", &edit.cursor.part, &edit.cursor.index);
  g_variant_lookup (payload, "tensor", "(uii)", &edit.place.kind, &edit.place.value,
                    &edit.place.slot);
  g_variant_lookup (payload, "offset", "t", &offset);
  g_variant_lookup (payload, "number", "d", &number);
  read_binding (&binding, payload);
  edit.offset = (gsize) offset;
  edit.number = (float) number;
  if (!weft_lesson_enter (&learner->lesson, error))
    return FALSE;
  if (!weft_binding_equal (binding, learner->lesson.run.binding))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                           _ ("Something was written into a batch that is another now."));
      return FALSE;
    }
  before = weft_stepper_get_edits (learner->lesson.stepper, &n);
  g_array_append_vals (edits, before, n);
  g_array_append_val (edits, edit);
  return weft_stepper_set_edits (learner->lesson.stepper, (WeftStepEdit *) (gpointer) edits->data,
                                 edits->len, error);
}
