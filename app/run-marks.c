/* run-marks: what was done to a session's run besides making steps, in words beside its curves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/run-marks.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <math.h>
#include <pthread.h>

#include "engine/graph/difference.h"
#include "ui/base/format.h"

#define MOST_DIFFERENCES 3
#define LARGE (1 << 16) /* bytes of a network that is not read between two frames */
#define ROUNDING 1e-5   /* what adding up in another order may change of a loss, beside it */

typedef struct
{
  WeftMarks *marks;
  WeftSink sink;
} Tap;

struct _WeftMarks
{
  WeftLive *live;
  GPtrArray *taps;      /* Tap: the trainer may still have an earlier one */
  GVariant *graph;      /* that was trained last, as the journal has it; nullable */
  GPtrArray *waiting;   /* Telling: each after those before it */
  GTask *task;          /* puts one into words; nullable: none does */
  GCancellable *gone;   /* nobody waits for it any more */
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

static WeftGraph *
read_graph (GVariant *graph) /* nullable, as what it gives */
{
  return graph != NULL ? weft_graph_deserialize (graph, NULL) : NULL;
}

static char *
tell_swap (const WeftJournalEntry *entry, GVariant *last)
{
  g_autoptr (WeftGraph) before = read_graph (last);
  g_autoptr (WeftGraph) after = read_graph (entry->graph);

  return before != NULL && after != NULL ? dup_differences (before, after, dup_jump (entry)) : NULL;
}

static char *
tell_load (const WeftJournalEntry *entry, GVariant *last)
{
  gint64 from = -1, parent = 0;
  g_autofree char *number = NULL;

  g_variant_lookup (entry->payload, "from", "x", &from);
  g_variant_lookup (entry->payload, "parent", "x", &parent);
  number = weft_format_count (parent > 0 ? parent : from);
  if (parent > 0)
    return g_strdup_printf (_ ("Branched here from run %s"), number);
  return from > entry->step ? g_strdup_printf (_ ("Back here from step %s"), number) : NULL;
}

static char *
tell_back (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("Numbers went wrong, and it went back here"));
}

static char *
tell_rate (const WeftJournalEntry *entry, GVariant *last)
{
  g_autofree char *rate = weft_format_number (weft_journal_entry_get_rate (entry));

  return g_strdup_printf (_ ("Learning rate %s"), rate);
}

static char *
tell_number (const WeftJournalEntry *entry, GVariant *last)
{
  const char *name = "";
  gint64 node = 0;
  double value = 0;
  g_autoptr (WeftGraph) graph = read_graph (last);
  const WeftNode *of;
  g_autofree char *title = NULL, *number = NULL;

  g_variant_lookup (entry->payload, "node", "x", &node);
  g_variant_lookup (entry->payload, "name", "&s", &name);
  g_variant_lookup (entry->payload, "number", "d", &value);
  of = graph != NULL ? weft_graph_find (graph, node) : NULL;
  title = of != NULL ? weft_node_dup_title (of) : g_strdup (name);
  number = weft_format_number (value);
  return g_strdup_printf (g_str_equal (name, "bias") ? _ ("%s · a bias set to %s by hand")
                                                     : _ ("%s · a weight set to %s by hand"),
                          title, number);
}

static char *
tell_edit (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("A number was changed within the step"));
}

static char *
tell_restart (const WeftJournalEntry *entry, GVariant *last)
{
  return g_strdup (_ ("The schedule of the learning rate began anew"));
}

/* What a schedule or a player's turn does by itself is no mark. */
typedef struct
{
  const char *kind;
  /* Lines; nullable. last: the network that was trained before; nullable. In any thread. */
  char *(*tell) (const WeftJournalEntry *entry, GVariant *last);
  gboolean reads_graphs;
} Kind;

static const Kind kinds[] = {
  { "load", tell_load, FALSE },       { "back", tell_back, FALSE },    { "rate", tell_rate, FALSE },
  { "swap", tell_swap, TRUE },        { "number", tell_number, TRUE }, { "edit", tell_edit, FALSE },
  { "restart", tell_restart, FALSE },
};

static void
add_lines (WeftLive *live, gint64 step, const char *words) /* nullable */
{
  g_auto (GStrv) lines = words != NULL ? g_strsplit (words, "\n", -1) : NULL;

  for (guint k = 0; lines != NULL && lines[k] != NULL; k++)
    weft_live_add_mark (live, step, lines[k]);
}

/* --- each in its turn, those of large networks in a thread --- */

typedef struct
{
  const Kind *kind;
  WeftJournalEntry *entry;
  GVariant *last;  /* nullable */
  guint clearings; /* of the live object's marks, before it was done */
  char *words;     /* nullable */
} Telling;

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  weft_journal_entry_free (telling->entry);
  g_clear_pointer (&telling->last, g_variant_unref);
  g_free (telling->words);
  g_free (telling);
}

static void
say (WeftMarks *marks, const Telling *telling)
{
  if (weft_live_count_clearings (marks->live) == telling->clearings)
    add_lines (marks->live, telling->entry->step, telling->words);
}

static void
tell_cb (GTask *task, gpointer source, gpointer data, GCancellable *gone)
{
  Telling *telling = data;

  telling->words = telling->kind->tell (telling->entry, telling->last);
  g_task_return_boolean (task, TRUE);
}

static void tell_waiting (WeftMarks *marks);

static void
told_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  GTask *task = G_TASK (result);
  WeftMarks *marks = user;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  marks->task = NULL;
  say (marks, g_task_get_task_data (task));
  tell_waiting (marks);
}

/* Takes telling. */
static void
tell (WeftMarks *marks, Telling *telling)
{
  g_autoptr (GTask) task = NULL;

  if (marks->graph != NULL)
    telling->last = g_variant_ref (marks->graph);
  if (!telling->kind->reads_graphs || telling->last == NULL
      || g_variant_get_size (telling->last) < LARGE)
    {
      telling->words = telling->kind->tell (telling->entry, telling->last);
      say (marks, telling);
      telling_free (telling);
      return;
    }
  task = g_task_new (NULL, marks->gone, told_cb, marks);
  g_task_set_task_data (task, telling, telling_free);
  marks->task = task;
  g_task_run_in_thread (task, tell_cb);
}

static void
tell_waiting (WeftMarks *marks)
{
  while (marks->task == NULL && marks->waiting->len > 0)
    {
      Telling *telling = g_ptr_array_steal_index (marks->waiting, 0);
      g_autoptr (GVariant) graph
          = telling->entry->graph != NULL ? g_variant_ref (telling->entry->graph) : NULL;

      if (telling->kind != NULL)
        tell (marks, telling);
      else
        telling_free (telling);
      if (graph == NULL)
        continue;
      g_clear_pointer (&marks->graph, g_variant_unref);
      marks->graph = g_steal_pointer (&graph);
    }
}

static const Kind *
find_kind (const char *name) /* nullable: it is no mark */
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (name, kinds[i].kind))
      return &kinds[i];
  return NULL;
}

static void
add (WeftMarks *marks, const WeftJournalEntry *entry)
{
  Telling *telling = g_new0 (Telling, 1);

  telling->kind = find_kind (entry->kind);
  telling->entry = weft_journal_entry_copy (entry);
  telling->clearings = weft_live_count_clearings (marks->live);
  g_ptr_array_add (marks->waiting, telling);
  tell_waiting (marks);
}

static void
forget_waiting (WeftMarks *marks)
{
  g_cancellable_cancel (marks->gone);
  g_clear_object (&marks->gone);
  marks->task = NULL;
  g_ptr_array_set_size (marks->waiting, 0);
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
  marks->waiting = g_ptr_array_new_with_free_func (telling_free);
  marks->gone = g_cancellable_new ();
  pthread_mutex_init (&marks->lock, NULL);
  return marks;
}

void
weft_marks_free (WeftMarks *marks)
{
  forget_waiting (marks);
  g_ptr_array_unref (marks->waiting);
  pthread_mutex_destroy (&marks->lock);
  g_ptr_array_unref (marks->taps);
  g_ptr_array_unref (marks->told);
  g_clear_pointer (&marks->graph, g_variant_unref);
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

  forget_waiting (marks);
  marks->gone = g_cancellable_new ();
  g_clear_pointer (&marks->graph, g_variant_unref);
  if (!weft_store_load_record (store, run, &record, NULL))
    return;
  for (guint i = 0; i < record.entries->len; i++)
    {
      const WeftJournalEntry *entry = record.entries->pdata[i];

      if (entry->step <= last_step)
        add (marks, entry);
    }
}
