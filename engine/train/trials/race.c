/* race: several networks that learn side by side from one state */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/race.h"

#include <pthread.h>

typedef struct
{
  WeftRace *race;
  WeftTrainer *trainer;
  WeftModel *model;
  gint64 run, from;
  /* under the race's lock */
  gint64 step;
  gboolean is_done;
} Lane;

struct _WeftRace
{
  guint n;
  gint64 steps;
  Lane lanes[WEFT_RACE_MOST];
  pthread_mutex_t lock;
  pthread_cond_t moved;
  gboolean is_paused, is_ended; /* under the lock: then nobody waits for the others */
};

/* The steps that the last of them has made. */
static gint64
find_last (const WeftRace *race)
{
  gint64 last = G_MAXINT64;

  for (guint i = 0; i < race->n; i++)
    if (!race->lanes[i].is_done)
      last = MIN (last, race->lanes[i].step - race->lanes[i].from);
  return last;
}

/* On a trainer's thread, before it makes steps: how many it may. */
static gint64
wait_for_others_cb (gpointer user, gint64 step)
{
  Lane *lane = user;
  WeftRace *race = lane->race;
  gint64 made = step - lane->from, ahead;

  pthread_mutex_lock (&race->lock);
  lane->step = step;
  pthread_cond_broadcast (&race->moved);
  while (made - find_last (race) >= WEFT_RACE_AHEAD && !race->is_paused && !race->is_ended)
    pthread_cond_wait (&race->moved, &race->lock);
  ahead = made - find_last (race);
  pthread_mutex_unlock (&race->lock);
  return CLAMP (WEFT_RACE_AHEAD - ahead, 1, WEFT_RACE_AHEAD);
}

static void
load (WeftRace *race, guint i, const WeftRacer *racer)
{
  Lane *lane = &race->lanes[i];
  guint threads = MAX (1, weft_pool_default_threads () / race->n);

  lane->race = race;
  lane->model = weft_model_ref (racer->model);
  lane->run = racer->run;
  lane->from = lane->step = racer->state->step;
  lane->trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = threads,
                                                           .level = -1,
                                                           .polite = TRUE,
                                                           .before_steps = wait_for_others_cb,
                                                           .before_steps_user = lane });
  weft_trainer_load (lane->trainer, racer->before != NULL ? racer->before : racer->model,
                     racer->state, racer->state->seed, &racer->sink);
  weft_trainer_set_parent (lane->trainer, racer->parent);
  weft_trainer_write_frame (lane->trainer); /* from which it can be made again */
  if (racer->before != NULL)
    weft_trainer_swap (lane->trainer, racer->model);
}

/* To where it was to end when it began. */
static void
run (WeftRace *race)
{
  for (guint i = 0; i < race->n; i++)
    {
      Lane *lane = &race->lanes[i];
      gint64 left;

      pthread_mutex_lock (&race->lock);
      left = lane->is_done ? 0 : lane->from + race->steps - lane->step;
      pthread_mutex_unlock (&race->lock);
      if (left > 0)
        weft_trainer_run (lane->trainer, &(WeftLimits){ .steps = left });
    }
}

WeftRace *
weft_race_begin (const WeftRacer *racers, guint n, gint64 steps)
{
  WeftRace *race = g_new0 (WeftRace, 1);

  race->n = MIN (n, WEFT_RACE_MOST);
  race->steps = steps;
  pthread_mutex_init (&race->lock, NULL);
  pthread_cond_init (&race->moved, NULL);
  for (guint i = 0; i < race->n; i++)
    load (race, i, &racers[i]);
  run (race);
  return race;
}

static void
tell (WeftRace *race, gboolean *flag, gboolean value)
{
  pthread_mutex_lock (&race->lock);
  *flag = value;
  pthread_cond_broadcast (&race->moved);
  pthread_mutex_unlock (&race->lock);
}

void
weft_race_set_paused (WeftRace *race, gboolean is_paused)
{
  if (is_paused == race->is_paused)
    return;
  tell (race, &race->is_paused, is_paused);
  if (!is_paused)
    {
      run (race);
      return;
    }
  for (guint i = 0; i < race->n; i++)
    weft_trainer_pause (race->lanes[i].trainer);
  for (guint i = 0; i < race->n; i++)
    {
      WeftRacerStatus status;

      weft_trainer_wait (race->lanes[i].trainer, -1);
      weft_race_get_status (race, i, &status);
    }
}

gboolean
weft_race_is_paused (const WeftRace *race)
{
  return race->is_paused;
}

guint
weft_race_count (const WeftRace *race)
{
  return race->n;
}

gint64
weft_race_get_run (const WeftRace *race, guint i)
{
  return race->lanes[i].run;
}

const WeftModel *
weft_race_get_model (const WeftRace *race, guint i)
{
  return race->lanes[i].model;
}

void
weft_race_get_status (WeftRace *race, guint i, WeftRacerStatus *status)
{
  Lane *lane = &race->lanes[i];
  WeftStatus now;

  weft_trainer_begin_read (lane->trainer);
  weft_trainer_get_status (lane->trainer, &now);
  *status = (WeftRacerStatus){
    .state = now.state, .step = now.step, .loss = now.loss, .best_value = now.best_value
  };
  g_strlcpy (status->error, now.error, sizeof status->error);
  pthread_mutex_lock (&race->lock);
  lane->step = MAX (lane->step, now.step);
  lane->is_done = now.state == WEFT_TRAINER_FINISHED || now.state == WEFT_TRAINER_FAILED;
  pthread_cond_broadcast (&race->moved);
  pthread_mutex_unlock (&race->lock);
}

guint
weft_race_read_samples (WeftRace *race, guint i, WeftSample *samples, guint max)
{
  return weft_trainer_read_samples (race->lanes[i].trainer, samples, max);
}

gboolean
weft_race_is_over (WeftRace *race)
{
  gboolean is_over = TRUE;

  for (guint i = 0; i < race->n; i++)
    {
      WeftRacerStatus status;

      weft_race_get_status (race, i, &status); /* of each: the others may wait for any */
      is_over &= race->lanes[i].is_done;
    }
  return is_over;
}

void
weft_race_end (WeftRace *race)
{
  tell (race, &race->is_ended, TRUE);
  for (guint i = 0; i < race->n; i++)
    weft_trainer_free (race->lanes[i].trainer);
  for (guint i = 0; i < race->n; i++)
    weft_model_unref (race->lanes[i].model);
  pthread_mutex_destroy (&race->lock);
  pthread_cond_destroy (&race->moved);
  g_free (race);
}
