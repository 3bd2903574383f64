/* visit: a look at an earlier step of a run, which itself waits meanwhile as it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/visit.h"

#include "app/session/runs.h"
#include "engine/base/memory.h"

#define PATIENCE 300000 /* µs for a step that is not wanted any more to be seen */
#define PATIENCE_MOVING 100000
#define RESTS 150000       /* µs without another step wanted: then the hand rests */
#define QUICK 60000        /* µs: results that take no longer are looked at on the way, too */
#define QUICK_MOVING 15000 /* while the hand moves */

#define ROOM_SHARE 16 /* one part in so many of the memory that is available, */
#define ROOM_LEAST ((gsize) 64 << 20)
#define ROOM_MOST ((gsize) 256 << 20)

typedef enum
{
  NOTHING_YET,
  LITTLE, /* what is quickly seen was asked for */
  ALL,    /* results too */
} Asked;

struct _WeftVisit
{
  WeftRunFamily family;
  WeftRunRecord record;
  WeftWalk *walk;
  GSource *wake;
  WeftVisitFunc news;
  gpointer user;

  gint64 wanted;
  gint64 set_out; /* monotonic µs */
  gint64 hurried; /* when one was wanted while the one before was not seen yet; monotonic µs */
  Asked asked;    /* of the trainer that is there */
  gboolean is_seen;
  gint64 asked_when, cost; /* monotonic µs; of results, −1: not known */
  WeftWatch watch;
  WeftQuestion *question; /* nullable */
  WeftEvaluation *before; /* the newest results; nullable */
};

static void
ask_for (WeftVisit *visit, Asked asked)
{
  WeftTrainer *trainer = weft_walk_get_trainer (visit->walk);
  WeftWatch watch = visit->watch;

  if (asked == LITTLE)
    {
      watch.results = FALSE;
      watch.explainer = 0;
      watch.game = (WeftGame){ 0 };
    }
  visit->asked = asked;
  visit->asked_when = g_get_monotonic_time ();
  weft_trainer_ask (trainer, asked == ALL ? visit->question : NULL);
  weft_trainer_watch (trainer, &watch);
}

/* The hand that drags is faster than steps are made. */
static gboolean
is_moving (const WeftVisit *visit)
{
  return g_get_monotonic_time () - visit->hurried < RESTS;
}

/* While it moves, what is soon there before the wanted step is seen in its stead. */
static gint64
choose_next (const WeftVisit *visit)
{
  return is_moving (visit) ? weft_walk_find_soon (visit->walk, visit->wanted) : visit->wanted;
}

/* On the way nothing is looked at. */
static gboolean
set_out_for (WeftVisit *visit, gint64 step, GError **error)
{
  static const WeftWatch nothing = { 0 };
  WeftTrainer *trainer = weft_walk_get_trainer (visit->walk);

  if (trainer != NULL && visit->asked != NOTHING_YET)
    {
      weft_trainer_ask (trainer, NULL);
      weft_trainer_watch (trainer, &nothing);
    }
  visit->asked = NOTHING_YET;
  visit->is_seen = FALSE;
  visit->set_out = g_get_monotonic_time ();
  g_source_set_ready_time (visit->wake, 0);
  return weft_walk_head_for (visit->walk, step, error);
}

/* Until there are results of this step, those before stay in sight; each says of which it is. */
static WeftSnapshot *
take_snapshot (WeftVisit *visit)
{
  WeftSnapshot *snapshot = weft_trainer_take_snapshot (weft_walk_get_trainer (visit->walk));

  if (snapshot == NULL || snapshot->step != weft_walk_get_goal (visit->walk))
    {
      g_clear_pointer (&snapshot, weft_snapshot_unref);
      return NULL;
    }
  if (snapshot->evaluation != NULL)
    {
      visit->cost = g_get_monotonic_time () - visit->asked_when;
      g_clear_pointer (&visit->before, weft_evaluation_unref);
      visit->before = weft_evaluation_ref (snapshot->evaluation);
    }
  else if (visit->watch.results && visit->before != NULL)
    snapshot->evaluation = weft_evaluation_ref (visit->before);
  return snapshot;
}

/* It is at its goal. */
static void
look (WeftVisit *visit)
{
  gboolean is_wanted = visit->wanted == weft_walk_get_goal (visit->walk);
  WeftStatus status;
  WeftSnapshot *snapshot;

  if (visit->asked == NOTHING_YET)
    ask_for (visit, visit->cost >= 0 && visit->cost < (is_moving (visit) ? QUICK_MOVING : QUICK)
                        ? ALL
                        : LITTLE);
  snapshot = take_snapshot (visit);
  visit->is_seen |= snapshot != NULL;
  if (is_wanted && visit->asked == LITTLE && visit->is_seen)
    ask_for (visit, ALL);
  if (!is_wanted && visit->is_seen)
    g_source_set_ready_time (visit->wake, choose_next (visit) != weft_walk_get_goal (visit->walk)
                                              ? 0
                                              : visit->hurried + RESTS);
  weft_trainer_get_status (weft_walk_get_trainer (visit->walk), &status);
  visit->news (visit->user, &status, snapshot, NULL);
}

/* What is not wanted any more is left once it was seen, or when that takes too long. */
static gboolean
follow (WeftVisit *visit, GError **error)
{
  gint64 goal = weft_walk_get_goal (visit->walk), next = choose_next (visit);
  gint64 patience = is_moving (visit) ? PATIENCE_MOVING : PATIENCE;

  if (goal == visit->wanted || goal == next)
    return TRUE;
  if (visit->is_seen || g_get_monotonic_time () - visit->set_out > patience)
    return set_out_for (visit, next, error);
  g_source_set_ready_time (visit->wake, visit->set_out + patience);
  return TRUE;
}

static gboolean
go_cb (gpointer user)
{
  WeftVisit *visit = user;
  g_autoptr (GError) error = NULL;
  WeftWalkPlace place = WEFT_WALK_LOST;

  g_source_set_ready_time (visit->wake, -1);
  if (follow (visit, &error))
    place = weft_walk_go (visit->walk, &error);
  if (place == WEFT_WALK_LOST)
    visit->news (visit->user, NULL, NULL, error);
  else if (place == WEFT_WALK_THERE)
    look (visit);
  return G_SOURCE_CONTINUE;
}

static void
wake_cb (gpointer source)
{
  g_source_set_ready_time (source, 0);
}

static gboolean
dispatch_cb (GSource *source, GSourceFunc callback, gpointer user)
{
  return callback (user);
}

static GSourceFuncs wake_funcs = { .dispatch = dispatch_cb };

gsize
weft_visit_get_room (void)
{
  return CLAMP (weft_memory_available () / ROOM_SHARE, ROOM_LEAST, ROOM_MOST);
}

WeftVisit *
weft_visit_new (WeftStore *store, WeftCatalog *catalog, gint64 run, WeftVisitFunc news,
                gpointer user, GError **error)
{
  WeftVisit *visit = g_new0 (WeftVisit, 1);

  visit->family = (WeftRunFamily){ store, catalog, run, 0 };
  visit->news = news;
  visit->user = user;
  visit->wanted = -1;
  visit->hurried = G_MININT64 / 2;
  visit->cost = -1;
  if (!weft_runs_load_record (&visit->family, &visit->record, error))
    {
      weft_visit_free (visit);
      return NULL;
    }
  visit->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_callback (visit->wake, go_cb, visit, NULL);
  g_source_attach (visit->wake, NULL);
  visit->walk = weft_walk_new (
      &visit->record,
      &(WeftTrainerOptions){ .polite = TRUE, .wake = wake_cb, .wake_user = visit->wake },
      weft_visit_get_room ());
  return visit;
}

void
weft_visit_lend (WeftVisit *visit, WeftWayStates *way)
{
  weft_walk_lend (visit->walk, way);
}

WeftWayStates *
weft_visit_give_back (WeftVisit *visit)
{
  return weft_walk_give_back (visit->walk);
}

void
weft_visit_free (WeftVisit *visit)
{
  g_clear_pointer (&visit->walk, weft_walk_free);
  if (visit->wake != NULL)
    g_source_destroy (visit->wake);
  g_clear_pointer (&visit->wake, g_source_unref);
  weft_run_record_clear (&visit->record);
  g_clear_pointer (&visit->question, weft_question_unref);
  g_clear_pointer (&visit->before, weft_evaluation_unref);
  g_free (visit);
}

gboolean
weft_visit_go_to (WeftVisit *visit, gint64 step, GError **error)
{
  gint64 before = visit->wanted;

  if (before >= 0 && before != step
      && (!visit->is_seen || weft_walk_get_goal (visit->walk) != before))
    visit->hurried = g_get_monotonic_time ();
  if (before < 0 && !weft_walk_head_for (visit->walk, step, error))
    return FALSE;
  visit->wanted = step;
  if (before < 0)
    visit->set_out = g_get_monotonic_time ();
  g_source_set_ready_time (visit->wake, 0);
  return TRUE;
}

gint64
weft_visit_get_wanted (const WeftVisit *visit)
{
  return visit->wanted;
}

void
weft_visit_watch (WeftVisit *visit, const WeftWatch *watch)
{
  visit->watch = *watch;
  if (visit->asked != NOTHING_YET)
    ask_for (visit, visit->asked);
}

void
weft_visit_ask (WeftVisit *visit, WeftQuestion *question)
{
  if (question != NULL)
    weft_question_ref (question);
  g_clear_pointer (&visit->question, weft_question_unref);
  visit->question = question;
  if (visit->asked != NOTHING_YET)
    ask_for (visit, ALL);
}

WeftModel *
weft_visit_get_model (WeftVisit *visit)
{
  return weft_walk_get_model (visit->walk);
}

WeftState *
weft_visit_dup_state (WeftVisit *visit, GError **error)
{
  if (weft_walk_get_goal (visit->walk) != visit->wanted
      && !set_out_for (visit, visit->wanted, error))
    return NULL;
  if (!weft_walk_finish (visit->walk, error))
    return NULL;
  g_source_set_ready_time (visit->wake, 0);
  return weft_trainer_dup_state (weft_walk_get_trainer (visit->walk));
}
