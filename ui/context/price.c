/* price: how long an epoch takes on this machine, by a short run of its own beside everything
 *
 * A trainer of its own makes the steps, at most one in a window. It is told to stop as soon as
 * something is trained or the network is another one, and is waited for before its model or the
 * window goes: of steps that take long the checker's guess has to do. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/price.h"

#include <math.h>

#define KEY "weft-price"
#define STANDS 500    /* ms without another edit */
#define LOOK_EVERY 50 /* ms */
#define WARM 0.05     /* seconds that are not counted: memory is touched for the first time */
#define TIMED 0.25
#define PATIENCE 5.0                    /* seconds for all of it */
#define MOST_BYTES ((gint64) 512 << 20) /* that a second copy may take */

/* Of one window; lives as long as its live. */
typedef struct
{
  WeftLive *live;   /* not owned */
  WeftModel *model; /* that seconds are of; nullable */
  double seconds;   /* NAN: they cannot be said; INFINITY: it takes too long to be tried */
  guint waiting;    /* until the network has stood */

  WeftTrainer *trainer; /* that makes the steps; nullable */
  WeftModel *tried;     /* by it; NULL: it is to stop */
  gint64 warm_steps;    /* 0: it warms up */
  double warm_seconds;
  gint64 until; /* monotonic µs */
  guint looking;
} Price;

static void
end (Price *price)
{
  g_clear_handle_id (&price->looking, g_source_remove);
  g_clear_pointer (&price->trainer, weft_trainer_free);
  g_clear_pointer (&price->tried, weft_model_unref);
}

static void
price_free (gpointer data)
{
  Price *price = data;

  g_clear_handle_id (&price->waiting, g_source_remove);
  end (price);
  g_clear_pointer (&price->model, weft_model_unref);
  g_free (price);
}

static Price *
get_price (WeftLive *live)
{
  Price *price = g_object_get_data (G_OBJECT (live), KEY);

  if (price != NULL)
    return price;
  price = g_new0 (Price, 1);
  price->live = live;
  price->seconds = NAN;
  g_object_set_data_full (G_OBJECT (live), KEY, price, price_free);
  return price;
}

double
weft_price_get (WeftLive *live)
{
  const Price *price = get_price (live);

  return price->model != NULL && price->model == weft_live_get_model (live) ? price->seconds
                                                                            : (double) NAN;
}

gboolean
weft_price_is_measuring (WeftLive *live)
{
  return get_price (live)->trainer != NULL;
}

/* --- the run --- */

static void
run (Price *price, double seconds)
{
  const WeftLimits limits = { .seconds = seconds, .outlasts_schedule = TRUE };

  weft_trainer_run (price->trainer, &limits);
}

/* The model is not tried again. */
static void
conclude (Price *price, double seconds)
{
  g_clear_pointer (&price->model, weft_model_unref);
  price->model = g_steal_pointer (&price->tried);
  price->seconds = seconds;
  g_signal_emit_by_name (price->live, "status");
}

static gboolean
is_busy (const WeftStatus *status)
{
  return status->state != WEFT_TRAINER_PAUSED && status->state != WEFT_TRAINER_FINISHED
         && status->state != WEFT_TRAINER_FAILED;
}

static gboolean
look_cb (gpointer user)
{
  Price *price = user;
  WeftStatus status;

  weft_trainer_get_status (price->trainer, &status);
  if (price->tried != NULL && g_get_monotonic_time () > price->until)
    {
      weft_trainer_pause (price->trainer);
      conclude (price, (double) INFINITY);
    }
  if (is_busy (&status))
    return G_SOURCE_CONTINUE;
  if (price->tried == NULL)
    {
      price->looking = 0;
      end (price);
      return G_SOURCE_REMOVE;
    }
  if (status.state != WEFT_TRAINER_FAILED && status.step <= price->warm_steps)
    return G_SOURCE_CONTINUE; /* it has yet to begin */
  if (status.state == WEFT_TRAINER_FINISHED && price->warm_steps == 0)
    {
      price->warm_steps = status.step;
      price->warm_seconds = status.seconds;
      run (price, TIMED);
      return G_SOURCE_CONTINUE;
    }
  price->looking = 0;
  g_clear_pointer (&price->trainer, weft_trainer_free);
  conclude (price, status.state == WEFT_TRAINER_FINISHED
                       ? (status.seconds - price->warm_seconds)
                             / (double) (status.step - price->warm_steps)
                             * (double) weft_model_get_steps_per_epoch (price->tried)
                       : (double) NAN);
  return G_SOURCE_REMOVE;
}

static gboolean
can_measure (const Price *price)
{
  WeftModel *model = weft_live_get_model (price->live);
  WeftReport *report = weft_live_get_report (price->live);

  return model != NULL && model != price->model && model != price->tried && report != NULL
         && report->can_train && report->batch_seconds < WEFT_PRICE_LONG_BATCH
         && report->peak_bytes_training < MOST_BYTES && !weft_live_is_training (price->live);
}

static gboolean
stood_cb (gpointer user)
{
  const WeftTrainerOptions options = { .level = -1, .polite = TRUE, .only_steps = TRUE };
  Price *price = user;

  if (price->trainer != NULL)
    return G_SOURCE_CONTINUE; /* it is on its way to its end */
  price->waiting = 0;
  if (!can_measure (price))
    return G_SOURCE_REMOVE;
  price->tried = weft_model_ref (weft_live_get_model (price->live));
  price->trainer = weft_trainer_new (&options);
  price->warm_steps = 0;
  price->until = g_get_monotonic_time () + (gint64) (PATIENCE * G_USEC_PER_SEC);
  weft_trainer_load (price->trainer, price->tried, NULL, 1, NULL);
  run (price, WARM);
  price->looking = g_timeout_add (LOOK_EVERY, look_cb, price);
  return G_SOURCE_REMOVE;
}

void
weft_price_want (WeftLive *live)
{
  Price *price = get_price (live);

  if (price->waiting == 0 && can_measure (price))
    price->waiting = g_timeout_add (STANDS, stood_cb, price);
}

void
weft_price_stop (WeftLive *live)
{
  Price *price = g_object_get_data (G_OBJECT (live), KEY);

  if (price == NULL)
    return;
  g_clear_handle_id (&price->waiting, g_source_remove);
  if (price->tried == NULL)
    return;
  g_clear_pointer (&price->tried, weft_model_unref);
  weft_trainer_pause (price->trainer);
}

void
weft_price_end (WeftLive *live)
{
  Price *price = g_object_get_data (G_OBJECT (live), KEY);

  if (price == NULL)
    return;
  weft_price_stop (live);
  end (price);
  g_clear_pointer (&price->model, weft_model_unref);
}
