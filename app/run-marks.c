/* run-marks: what was done to a session's run besides making steps, in words beside its curves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/run-marks.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pthread.h>

#include "engine/graph/difference.h"
#include "ui/base/format.h"

#define MOST_DIFFERENCES 3
#define ROUNDING 1e-5 /* what adding up in another order may change of a loss, beside it */

typedef struct
{
  WeftMarks *marks;
  WeftSink sink;
} Tap;

struct _WeftMarks
{
  WeftLive *live;
  GPtrArray *taps;      /* Tap: the trainer may still have an earlier one */
  WeftGraph *graph;     /* that was trained last; nullable */
  pthread_mutex_t lock; /* not GLib's: ThreadSanitizer */
  GPtrArray *told;      /* WeftJournalEntry, by way of the newest tap; under the lock */
  const Tap *newest;    /* under the lock */
};

/* --- in words --- */

static char *
dup_change (const WeftDifference *difference)
{
  if (!difference->is_in[0])
    return g_strdup_printf (_ ("%s added"), difference->what);
  if (!difference->is_in[1])
    return g_strdup_printf (_ ("%s removed"), difference->what);
  if (difference->values[0] == NULL || difference->values[1] == NULL)
    return g_strdup (difference->what);
  return g_strdup_printf ("%s: %s → %s", difference->what, difference->values[0],
                          difference->values[1]);
}

/* A rate by hand is an edit of the settings, too, which its own entry tells. */
static gboolean
is_rate (const WeftDifference *difference)
{
  return difference->node == 0 && g_strcmp0 (difference->param, "lr") == 0;
}

/* What the change of the network did to the loss at once; nullable. */
static char *
dup_jump (const WeftJournalEntry *entry)
{
  double before = NAN, after = NAN, jump;
  g_autofree char *from = NULL, *to = NULL, *by = NULL, *signed_by = NULL;

  g_variant_lookup (entry->payload, "loss", "(dd)", &before, &after);
  jump = after - before;
  if (!isfinite (jump))
    return NULL;
  from = weft_format_number (before);
  to = weft_format_number (after);
  by = fabs (jump) > ROUNDING * MAX (1, fabs (before)) ? weft_format_digits (jump, 2)
                                                       : weft_format_fixed (0, 2);
  signed_by = g_strconcat (jump > ROUNDING * MAX (1, fabs (before)) ? "+" : "", by, NULL);
  /* Translators: before and after the network was changed, and by how much that is more */
  return g_strdup_printf (_ ("Loss of the same batch: %s → %s (%s)"), from, to, signed_by);
}

static gboolean
is_of_nodes (GPtrArray *differences)
{
  for (guint i = 0; i < differences->len; i++)
    if (((const WeftDifference *) differences->pdata[i])->node != 0)
      return TRUE;
  return FALSE;
}

/* One a line; jump: what to say besides where nodes differ; nullable, taken. */
static char *
dup_differences (WeftGraph *before, WeftGraph *after, char *jump)
{
  g_autoptr (GPtrArray) list = weft_graph_list_differences (before, after);
  g_autofree char *last = jump;
  GString *words = g_string_new (NULL);
  guint told = 0, left = 0;

  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *change = dup_change (list->pdata[i]);

      if (is_rate (list->pdata[i]))
        continue;
      if (told == MOST_DIFFERENCES)
        {
          left++;
          continue;
        }
      g_string_append_printf (words, "%s%s", told++ > 0 ? "\n" : "", change);
    }
  if (left > 0)
    g_string_append_printf (words, ngettext ("\n%u change more", "\n%u changes more", left), left);
  if (last != NULL && is_of_nodes (list))
    g_string_append_printf (words, "\n%s", last);
  return g_string_free (words, told == 0);
}

static char *
tell_swap (WeftMarks *marks, const WeftJournalEntry *entry)
{
  g_autoptr (WeftGraph) graph
      = entry->graph != NULL ? weft_graph_deserialize (entry->graph, NULL) : NULL;
  char *words = NULL;

  if (graph == NULL)
    return NULL;
  if (marks->graph != NULL)
    words = dup_differences (marks->graph, graph, dup_jump (entry));
  g_set_object (&marks->graph, graph);
  return words;
}

static char *
tell_load (WeftMarks *marks, const WeftJournalEntry *entry)
{
  gint64 from = -1, parent = 0;
  g_autofree char *number = NULL;

  g_free (tell_swap (marks, entry));
  g_variant_lookup (entry->payload, "from", "x", &from);
  g_variant_lookup (entry->payload, "parent", "x", &parent);
  number = weft_format_count (parent > 0 ? parent : from);
  if (parent > 0)
    return g_strdup_printf (_ ("Branched here from run %s"), number);
  return from > entry->step ? g_strdup_printf (_ ("Back here from step %s"), number) : NULL;
}

static char *
tell_back (WeftMarks *marks, const WeftJournalEntry *entry)
{
  return g_strdup (_ ("Numbers went wrong, and it went back here"));
}

static char *
tell_rate (WeftMarks *marks, const WeftJournalEntry *entry)
{
  g_autofree char *rate = weft_format_number (weft_journal_entry_get_rate (entry));

  return g_strdup_printf (_ ("Learning rate %s"), rate);
}

static char *
tell_number (WeftMarks *marks, const WeftJournalEntry *entry)
{
  const char *name = "";
  gint64 node = 0;
  double value = 0;
  const WeftNode *of;
  g_autofree char *title = NULL, *number = NULL;

  g_variant_lookup (entry->payload, "node", "x", &node);
  g_variant_lookup (entry->payload, "name", "&s", &name);
  g_variant_lookup (entry->payload, "number", "d", &value);
  of = marks->graph != NULL ? weft_graph_find (marks->graph, node) : NULL;
  title = of != NULL ? weft_node_dup_title (of) : g_strdup (name);
  number = weft_format_number (value);
  return g_strdup_printf (g_str_equal (name, "bias") ? _ ("%s · a bias set to %s by hand")
                                                     : _ ("%s · a weight set to %s by hand"),
                          title, number);
}

static char *
tell_edit (WeftMarks *marks, const WeftJournalEntry *entry)
{
  return g_strdup (_ ("A number was changed within the step"));
}

static char *
tell_restart (WeftMarks *marks, const WeftJournalEntry *entry)
{
  return g_strdup (_ ("The schedule of the learning rate began anew"));
}

/* What a schedule or a player's turn does by itself is no mark. */
static const struct
{
  const char *kind;
  char *(*tell) (WeftMarks *marks, const WeftJournalEntry *entry); /* lines; nullable */
} kinds[] = {
  { "load", tell_load },       { "back", tell_back },     { "rate", tell_rate },
  { "swap", tell_swap },       { "number", tell_number }, { "edit", tell_edit },
  { "restart", tell_restart },
};

static void
add (WeftMarks *marks, const WeftJournalEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (entry->kind, kinds[i].kind))
      {
        g_autofree char *words = kinds[i].tell (marks, entry);
        g_auto (GStrv) lines = words != NULL ? g_strsplit (words, "\n", -1) : NULL;

        for (guint k = 0; lines != NULL && lines[k] != NULL; k++)
          weft_live_add_mark (marks->live, entry->step, lines[k]);
      }
}

/* --- on the trainer's thread --- */

static void
samples_cb (gpointer user, const WeftSample *samples, guint n)
{
  const Tap *tap = user;

  tap->sink.samples (tap->sink.user, samples, n);
}

static gboolean
frame_cb (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes)
{
  const Tap *tap = user;

  return tap->sink.frame (tap->sink.user, kind, step, place, bytes);
}

static void
budget_cb (gpointer user, gint64 bytes)
{
  const Tap *tap = user;

  tap->sink.budget (tap->sink.user, bytes);
}

static gint64
journal_cb (gpointer user, const WeftJournalEntry *entry)
{
  const Tap *tap = user;
  WeftMarks *marks = tap->marks;
  gint64 place = tap->sink.journal (tap->sink.user, entry);

  pthread_mutex_lock (&marks->lock);
  if (tap == marks->newest)
    g_ptr_array_add (marks->told, weft_journal_entry_copy (entry));
  pthread_mutex_unlock (&marks->lock);
  return place;
}

/* --- on the main thread --- */

static GPtrArray *
new_entries (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) weft_journal_entry_free);
}

WeftMarks *
weft_marks_new (WeftLive *live)
{
  WeftMarks *marks = g_new0 (WeftMarks, 1);

  marks->live = live;
  marks->taps = g_ptr_array_new_with_free_func (g_free);
  marks->told = new_entries ();
  pthread_mutex_init (&marks->lock, NULL);
  return marks;
}

void
weft_marks_free (WeftMarks *marks)
{
  pthread_mutex_destroy (&marks->lock);
  g_ptr_array_unref (marks->taps);
  g_ptr_array_unref (marks->told);
  g_clear_object (&marks->graph);
  g_free (marks);
}

WeftSink
weft_marks_tap (WeftMarks *marks, WeftSink sink)
{
  Tap *tap = g_new (Tap, 1);

  *tap = (Tap){ marks, sink };
  g_ptr_array_add (marks->taps, tap);
  pthread_mutex_lock (&marks->lock);
  marks->newest = tap;
  g_ptr_array_set_size (marks->told, 0);
  pthread_mutex_unlock (&marks->lock);
  return (WeftSink){ .samples = sink.samples != NULL ? samples_cb : NULL,
                     .frame = sink.frame != NULL ? frame_cb : NULL,
                     .journal = sink.journal != NULL ? journal_cb : NULL,
                     .user = tap,
                     .budget = sink.budget != NULL ? budget_cb : NULL };
}

void
weft_marks_take (WeftMarks *marks)
{
  g_autoptr (GPtrArray) told = NULL;

  pthread_mutex_lock (&marks->lock);
  if (marks->told->len > 0)
    {
      told = marks->told;
      marks->told = new_entries ();
    }
  pthread_mutex_unlock (&marks->lock);
  for (guint i = 0; told != NULL && i < told->len; i++)
    add (marks, told->pdata[i]);
}

void
weft_marks_restore (WeftMarks *marks, WeftStore *store, gint64 run, gint64 last_step)
{
  g_auto (WeftRunRecord) record = { 0 };

  g_clear_object (&marks->graph);
  if (!weft_store_load_record (store, run, &record, NULL))
    return;
  for (guint i = 0; i < record.entries->len; i++)
    {
      const WeftJournalEntry *entry = record.entries->pdata[i];

      if (entry->step <= last_step)
        add (marks, entry);
    }
}
