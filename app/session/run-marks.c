/* run-marks: what was done to a session's run besides making steps, in words beside its curves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/run-marks.h"

#include <gio/gio.h>
#include <pthread.h>

#include "app/session/mark-words.h"

#define LARGE (1 << 16) /* bytes of a network that is not read between two frames */

typedef struct
{
  WeftMarks *marks;
  WeftSink sink;
} Tap;

struct _WeftMarks
{
  WeftLive *live;
  WeftMarksFunc say; /* nullable */
  gpointer say_user;
  GPtrArray *taps;      /* Tap: the trainer may still have an earlier one */
  GVariant *graph;      /* that was trained last, as the journal has it; nullable */
  GPtrArray *waiting;   /* Telling: each after those before it */
  GTask *task;          /* puts one into words; nullable: none does */
  GCancellable *gone;   /* nobody waits for it any more */
  pthread_mutex_t lock; /* not GLib's: ThreadSanitizer */
  GPtrArray *told;      /* WeftJournalEntry, by way of the newest tap; under the lock */
  const Tap *newest;    /* under the lock */
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
  const WeftMarkKind *kind; /* nullable: it is no mark */
  WeftJournalEntry *entry;
  GVariant *last;  /* nullable */
  guint clearings; /* of the live object's marks, before it was done */
  gboolean is_new; /* done just now, so that what it cost is said */
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
  const WeftJournalEntry *entry = telling->entry;
  g_autofree char *anew = telling->is_new && marks->say != NULL ? weft_mark_dup_anew (entry) : NULL;

  if (weft_live_count_clearings (marks->live) == telling->clearings)
    add_lines (marks->live, entry->step, telling->words);
  if (anew != NULL)
    marks->say (marks->say_user, anew);
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

static void
add (WeftMarks *marks, const WeftJournalEntry *entry, gboolean is_new)
{
  Telling *telling = g_new0 (Telling, 1);

  telling->kind = weft_mark_kind_find (entry->kind);
  telling->entry = weft_journal_entry_copy (entry);
  telling->clearings = weft_live_count_clearings (marks->live);
  telling->is_new = is_new;
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
weft_marks_set_say (WeftMarks *marks, WeftMarksFunc func, gpointer user)
{
  marks->say = func;
  marks->say_user = user;
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
    add (marks, told->pdata[i], TRUE);
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
        add (marks, entry, FALSE);
    }
}
