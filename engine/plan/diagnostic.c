/* diagnostic: the table of everything that can be wrong with a graph, and its wording */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const WeftDiagnosticRow weft_diagnostics[] = {
  /* the whole graph */
  { "no-data", WEFT_SEVERITY_ERROR,
    N_ ("There is no data node, so the network has nothing to read."), weft_fix_choose_data },
  { "no-loss", WEFT_SEVERITY_WARNING,
    N_ ("There is no loss, so the network can be run but not trained."), weft_fix_add_loss },
  { "cycle", WEFT_SEVERITY_ERROR, N_ ("Wires lead round in a circle: {0}."), weft_fix_cut_cycle },
  { "several-data", WEFT_SEVERITY_ERROR,
    N_ ("{0} is a second data node; Weft cannot use more than one yet."), weft_fix_remove_double },
  { "nothing-to-learn", WEFT_SEVERITY_WARNING,
    N_ ("{0} judges a network without weights, so there is nothing to learn."),
    weft_fix_insert_dense },
  { "all-frozen", WEFT_SEVERITY_WARNING,
    N_ ("All weights that {0} judges are frozen, so there is nothing to learn.") },
  { "rate-zero", WEFT_SEVERITY_NOTE,
    N_ ("{0} has a rate factor of 0, so its weights stay as they are."), weft_fix_reset_param },
  { "rate-of-nothing", WEFT_SEVERITY_WARNING, N_ ("The learning rate is 0, so nothing is learnt."),
    weft_fix_reset_param },
  { "no-activation", WEFT_SEVERITY_NOTE,
    N_ ("{0} comes straight behind {1}: without an activation between them the two can do no more "
        "than one of them."),
    weft_fix_insert_activation },
  { "losses-weightless", WEFT_SEVERITY_WARNING,
    N_ ("{0} has a weight of 0 and no other loss counts, so nothing is learnt."),
    weft_fix_reset_param },
  { "codes-untaught", WEFT_SEVERITY_WARNING,
    N_ ("{0} picks codes that stay as they were drawn: only a commitment loss moves them, and none "
        "is wired to its output “codes”."),
    weft_fix_add_commitment },
  { "too-much-memory", WEFT_SEVERITY_ERROR,
    N_ ("Training needs {1} of memory and {2} are free; the most of it goes to {0}. A smaller "
        "batch "
        "or fewer units need less.") },
  { "slow-batch", WEFT_SEVERITY_WARNING,
    N_ ("One batch takes about {1} or more; most of that goes to {0}. A smaller batch or smaller "
        "sizes take less.") },
  { "endless-batch", WEFT_SEVERITY_ERROR,
    N_ ("One batch would take about {1} or more; most of that goes to {0}. A smaller batch or "
        "smaller sizes take less.") },
  { "role-missing", WEFT_SEVERITY_ERROR, N_ ("“{0}” needs {1}. {2}"), weft_fix_add_role },
  { "role-forces", WEFT_SEVERITY_ERROR,
    N_ ("{0} is “{2}”, a world that is acted in by forces, but “{1}” chooses among actions. Choose "
        "a world of actions, such as Cart-pole, or another way to learn."),
    weft_fix_act_by_forces },
  { "no-teacher", WEFT_SEVERITY_WARNING,
    N_ ("Nobody knows how to act in “{0}”, so there is nothing to imitate."),
    weft_fix_reset_param },
  { "role-twice", WEFT_SEVERITY_ERROR, N_ ("{0} is one too many: “{1}” needs {2}, and only one."),
    weft_fix_remove_node },
  { "role-repeated", WEFT_SEVERITY_ERROR,
    N_ ("{0} is repeated with its group: “{1}” needs {2}, and only one.") },
  /* wires */
  { "missing-input", WEFT_SEVERITY_ERROR, N_ ("{0} needs a wire into its input “{1}”."),
    weft_fix_connect },
  { "port-outside", WEFT_SEVERITY_ERROR, N_ ("{0} does not stand in a group."),
    weft_fix_remove_node },
  { "too-many-nodes", WEFT_SEVERITY_ERROR,
    N_ ("{0} is repeated too often: the network would have more than {1} layers."),
    weft_fix_reset_param },
  { "cannot-mute", WEFT_SEVERITY_ERROR, N_ ("{0} cannot be muted: nothing can do without data."),
    weft_fix_clear_flag },
  { "cannot-bypass", WEFT_SEVERITY_ERROR,
    N_ ("{0} cannot be bypassed: it has no input to hand on."), weft_fix_clear_flag },
  { "shared-shape", WEFT_SEVERITY_ERROR,
    N_ ("{0} and {2} cannot have weights in common: {3} of the one is {4}, of the other {5}."),
    weft_fix_own_weights },
  { "shared-nothing", WEFT_SEVERITY_ERROR,
    N_ ("{0} is to use the weights of {1}, but the two have no weights in common."),
    weft_fix_own_weights },
  { "unused-node", WEFT_SEVERITY_NOTE,
    N_ ("{0} leads to no loss, so it takes no part in training."), weft_fix_remove_node },
  { "shape-mismatch", WEFT_SEVERITY_ERROR, N_ ("{0} {2}, but {1}."), weft_fix_fit_target },
  { "needs-steps", WEFT_SEVERITY_ERROR, N_ ("{0} {2}, but {1}."), weft_fix_make_steps },
  { "labels-as-input", WEFT_SEVERITY_ERROR, N_ ("{0} takes numbers, but {1}."),
    weft_fix_use_values },
  { "mask-not-steps", WEFT_SEVERITY_ERROR,
    N_ ("{0} takes a mask of the steps that are real, as data of different lengths gives it, but "
        "{1}.") },
  { "mask-not-picture", WEFT_SEVERITY_ERROR,
    N_ ("{0} takes a mask of the picture, which pixels belong to something or to which class, but "
        "{1}.") },
  { "needs-boxes", WEFT_SEVERITY_ERROR,
    N_ ("{0} takes the boxes of things in the picture, but {1}.") },
  { "weight-follows-steps", WEFT_SEVERITY_ERROR,
    N_ ("{0} would need weights for every step, “{2}” {3}, but samples have different lengths. A "
        "mean over the steps first, a layer that reads them one by one, or features where steps "
        "are, has weights for all lengths."),
    weft_fix_reduce_steps },
  { "too-many-steps", WEFT_SEVERITY_ERROR,
    N_ ("{0} knows {3} places, but there are sequences of {2} steps."), weft_fix_set_places },
  { "scalar-as-input", WEFT_SEVERITY_ERROR, N_ ("{0} takes numbers of each sample, but {1}.") },
  { "needs-tokens", WEFT_SEVERITY_ERROR, N_ ("{0} takes tokens or class labels, but {1}.") },
  { "small-vocabulary", WEFT_SEVERITY_ERROR,
    N_ ("{0} has a vocabulary of {2}, but the data has {3}."), weft_fix_reset_vocabulary },
  { "padding-beyond", WEFT_SEVERITY_ERROR,
    N_ ("{0}: the padding token is {2}, but the last of the vocabulary is {3}."),
    weft_fix_reset_padding_token },
  /* parameters */
  { "out-of-range", WEFT_SEVERITY_ERROR, N_ ("{0}: {1}."), weft_fix_reset_param },
  { "unknown-metric", WEFT_SEVERITY_WARNING, N_ ("There is no metric “{0}”; there are {1}."),
    weft_fix_reset_param },
  { "no-validation", WEFT_SEVERITY_WARNING,
    N_ ("Training waits for a validation figure, but no part of the data is kept for validation."),
    weft_fix_reset_param },
  { "metric-does-not-fit", WEFT_SEVERITY_WARNING,
    N_ ("“{0}” has nothing to say of these targets and is left out."), weft_fix_reset_param },
  { "too-many-metrics", WEFT_SEVERITY_ERROR, N_ ("A run is judged by at most {0} metrics."),
    weft_fix_reset_param },
  { "too-large", WEFT_SEVERITY_ERROR,
    N_ ("{0} would need a tensor of {2}; the largest has {3} numbers.") },
  { "groups", WEFT_SEVERITY_ERROR,
    N_ ("{0} has {2} groups, which must divide both its {3} channels and its {4} filters."),
    weft_fix_set_groups },
  { "same-stride", WEFT_SEVERITY_ERROR, N_ ("{0}: padding “same” needs a stride of 1."),
    weft_fix_set_stride },
  { "large-padding", WEFT_SEVERITY_ERROR, N_ ("{0}: padding is at most half of the kernel size."),
    weft_fix_reset_padding },
  { "batch-of-one", WEFT_SEVERITY_ERROR,
    N_ ("{0} gets one value of each channel in a batch, and over one value nothing can be "
        "normalised. It needs a larger batch."),
    weft_fix_enlarge_batch },
  { "one-value", WEFT_SEVERITY_WARNING,
    N_ ("{0} normalises one value at a time, and so gives the same whatever comes in. It needs "
        "more values together.") },
  { "alone-in-batch", WEFT_SEVERITY_ERROR,
    N_ ("{0} compares the samples of a batch with each other. It needs a larger batch."),
    weft_fix_enlarge_batch },
  { "last-batch-of-one", WEFT_SEVERITY_WARNING,
    N_ ("{0} gets one value of each channel in the last batch of an epoch, and over one value "
        "nothing can be normalised. Another batch size avoids it."),
    weft_fix_enlarge_batch },
  { "wrong-dimension", WEFT_SEVERITY_ERROR,
    N_ ("{0} works along dimension {2}, but {1}; 0 is the batch."), weft_fix_reset_dim },
  { "reshape", WEFT_SEVERITY_ERROR, N_ ("{0} cannot give {2} numbers that shape; {1}.") },
  { "formula", WEFT_SEVERITY_ERROR, N_ ("{0}: {2}") },
  /* data and losses */
  { "data-missing", WEFT_SEVERITY_ERROR, N_ ("{0}: {2}"), weft_fix_choose_file },
  { "data-wrong", WEFT_SEVERITY_ERROR, N_ ("{0}: {2}") },
  { "nothing-drawn", WEFT_SEVERITY_ERROR,
    N_ ("{0}: nothing is drawn yet of {1}. Draw a picture for each class."), weft_fix_draw },
  { "scales-nothing", WEFT_SEVERITY_WARNING,
    N_ ("{0} is to standardise its target, but “{1}” is no number to predict."),
    weft_fix_reset_param },
  { "no-labels", WEFT_SEVERITY_ERROR, N_ ("{0}: this data has no labels.") },
  { "no-field", WEFT_SEVERITY_ERROR, N_ ("{0} has no “{1}” to give; this data has: {2}."),
    weft_fix_follow_data },
  { "no-training-data", WEFT_SEVERITY_ERROR, N_ ("{0}: the split leaves no samples for training."),
    weft_fix_reset_split },
  { "needs-flat", WEFT_SEVERITY_ERROR,
    N_ ("{0} expects one row of scores a sample, (N, C), but {1}."), weft_fix_insert_flatten },
  { "target-not-classes", WEFT_SEVERITY_ERROR,
    N_ ("{0} expects class labels as its target, but {1}."), weft_fix_fit_loss },
  { "target-not-numbers", WEFT_SEVERITY_ERROR, N_ ("{0} expects numbers as its target, but {1}."),
    weft_fix_fit_loss },
  { "no-weights", WEFT_SEVERITY_ERROR,
    N_ ("{0} keeps weights small, and the node before it has none.") },
  { "too-few-outputs", WEFT_SEVERITY_ERROR,
    N_ ("{0} gets {2} scores a sample, but the data has {3} classes."), weft_fix_set_units },
  { "too-many-outputs", WEFT_SEVERITY_WARNING,
    N_ ("{0} gets {2} scores a sample, but the data has only {3} classes."), weft_fix_set_units },
  { "other-forces", WEFT_SEVERITY_ERROR,
    N_ ("{0} gets {2} numbers a sample, but the target is of {3}."), weft_fix_set_units },
  { "dense-on-picture", WEFT_SEVERITY_WARNING,
    N_ ("{0} looks at each row of the picture by itself; {1}. To let it see the whole picture, "
        "flatten "
        "it first."),
    weft_fix_insert_flatten },
  { "softmax-before-loss", WEFT_SEVERITY_WARNING,
    N_ ("{0} applies softmax itself; a second one before it slows learning down."),
    weft_fix_remove_before },
  { "sigmoid-before-loss", WEFT_SEVERITY_WARNING,
    N_ ("{0} applies the sigmoid itself; a second one before it slows learning down."),
    weft_fix_remove_before },
  { "range-before-loss", WEFT_SEVERITY_WARNING,
    N_ ("{0} takes scores of any size, but gets only such as are {2}: learning is slow then, or "
        "stops."),
    weft_fix_remove_before },
  { NULL },
};

static const WeftDiagnosticRow *
find_row (const char *code)
{
  for (const WeftDiagnosticRow *row = weft_diagnostics; row->code; row++)
    if (strcmp (row->code, code) == 0)
      return row;
  g_return_val_if_reached (&weft_diagnostics[0]);
}

static void
fix_free (gpointer data)
{
  WeftFix *fix = data;

  g_clear_pointer (&fix->edit, weft_edit_unref);
  g_free (fix->label);
  g_free (fix);
}

WeftDiagnostic *
weft_diagnostic_new_taking (const char *code, gint64 node, char **arguments)
{
  const WeftDiagnosticRow *row = find_row (code);
  WeftDiagnostic *diagnostic = g_new0 (WeftDiagnostic, 1);

  diagnostic->code = row->code;
  diagnostic->severity = row->severity;
  diagnostic->node = node;
  diagnostic->arguments = arguments;
  return diagnostic;
}

WeftDiagnostic *
weft_diagnostic_new (const char *code, gint64 node, ...)
{
  GPtrArray *arguments = g_ptr_array_new ();
  const char *argument;
  va_list rest;

  va_start (rest, node);
  while ((argument = va_arg (rest, const char *)))
    g_ptr_array_add (arguments, g_strdup (argument));
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  return weft_diagnostic_new_taking (code, node, (char **) g_ptr_array_free (arguments, FALSE));
}

void
weft_diagnostic_free (WeftDiagnostic *diagnostic)
{
  g_strfreev (diagnostic->arguments);
  g_clear_pointer (&diagnostic->fixes, g_ptr_array_unref);
  g_free (diagnostic);
}

static char *
dup_wording (const WeftDiagnostic *diagnostic)
{
  g_autoptr (GString) message = g_string_new (NULL);
  guint n = g_strv_length (diagnostic->arguments);

  for (const char *at = _ (find_row (diagnostic->code)->wording); *at; at++)
    {
      guint i = at[0] == '{' && g_ascii_isdigit (at[1]) && at[2] == '}' ? (guint) (at[1] - '0') : n;

      if (i < n)
        g_string_append (message, diagnostic->arguments[i]);
      else
        g_string_append_c (message, *at);
      at += i < n ? 2 : 0;
    }
  return g_string_free (g_steal_pointer (&message), FALSE);
}

/* A label holds the node's name between BEFORE_NAME and AFTER_NAME, which nobody types. */
#define BEFORE_NAME '\x1e'
#define AFTER_NAME '\x1f'

char *
weft_diagnostic_dup_message (const WeftDiagnostic *diagnostic)
{
  g_autofree char *wording = dup_wording (diagnostic);
  g_autoptr (GString) message = g_string_new (NULL);

  for (const char *at = wording; *at; at++)
    if (*at == BEFORE_NAME)
      g_string_append (message, " (");
    else
      g_string_append_c (message, *at == AFTER_NAME ? ')' : *at);
  return g_string_free (g_steal_pointer (&message), FALSE);
}

char *
weft_diagnostic_dup_sentence (const WeftDiagnostic *diagnostic)
{
  g_autofree char *wording = dup_wording (diagnostic);
  g_autoptr (GString) sentence = g_string_new (NULL);
  gboolean is_name = FALSE;

  for (const char *at = wording; *at; at++)
    {
      is_name = is_name || *at == BEFORE_NAME;
      if (!is_name)
        g_string_append_c (sentence, *at);
      is_name = is_name && *at != AFTER_NAME;
    }
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

void
weft_diagnostic_add_fix (WeftDiagnostic *diagnostic, WeftEdit *edit, const char *kind,
                         const char *label)
{
  WeftFix *fix = g_new0 (WeftFix, 1);

  fix->edit = edit ? weft_edit_ref (edit) : NULL;
  fix->kind = g_intern_string (kind);
  fix->label = g_strdup (label);
  if (!diagnostic->fixes)
    diagnostic->fixes = g_ptr_array_new_with_free_func (fix_free);
  g_ptr_array_add (diagnostic->fixes, fix);
}

void
weft_diagnostic_find_fixes (WeftDiagnostic *diagnostic, WeftGraph *graph, const WeftReport *report)
{
  const WeftDiagnosticRow *row = find_row (diagnostic->code);

  if (row->fix)
    row->fix (graph, report, diagnostic);
}

/* What people read, and the name that text forms have for it. */
static char *
dup_label (const char *title, const char *name)
{
  return g_strdup_printf ("%s%c%s%c", title, BEFORE_NAME, name, AFTER_NAME);
}

char *
weft_node_dup_label (const WeftNode *node)
{
  g_autofree char *title = weft_node_dup_title (node);

  return dup_label (title, node->name);
}

char *
weft_layer_dup_input_label (const WeftLayer *layer, guint input)
{
  const char *title = weft_layer_get_input_title (layer, input);
  const char *name = weft_layer_get_input (layer, input);

  return strcmp (title, name) == 0 ? g_strdup (name) : dup_label (title, name);
}
