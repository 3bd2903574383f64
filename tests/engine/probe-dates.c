/* probe-dates: dates and times as people write them, letter by letter, into the one form of ISO
 * 8601: an encoder, attention, and a decoder that writes; the slow suite
 *
 * No day is in two parts of the data, so that none that is tested was learnt by heart. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/writing.h"
#include "small-trainer.h"
#include "small-writing.h"

enum
{
  COUNT = 6000,
  DAYS = 36525, /* from 1 January 1950 on */
  FIRST_DAY = 711858,
  LONGEST_READ = 45,
  LONGEST_WRITTEN = 17,
  STEPS = 1200,
  HALF = 90,
  PREFIX = 160,
};

static const char letters[] = " abcdefghijklmnopqrstuvwxyz0123456789.,/-:";
static const char figures[] = "\n0123456789-T:";

static const char *const months[]
    = { "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december" };
static const char *const days[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };

static const char *
get_ending (int day)
{
  static const char *const endings[] = { "th", "st", "nd", "rd" };

  return day / 10 == 1 || day % 10 > 3 ? endings[0] : endings[day % 10];
}

/* One of many ways to say a day. */
static void
say_day (GString *text, const GDate *date, guint64 way)
{
  const char *month = months[g_date_get_month (date) - 1],
             *weekday = days[g_date_get_weekday (date) - 1];
  int day = g_date_get_day (date), year = g_date_get_year (date),
      number = (int) g_date_get_month (date);

  switch (way)
    {
    case 0:
      g_string_append_printf (text, "%d %s %d", day, month, year);
      break;
    case 1:
      g_string_append_printf (text, "%s %d, %d", month, day, year);
      break;
    case 2:
      g_string_append_printf (text, "%02d.%02d.%d", day, number, year);
      break;
    case 3:
      g_string_append_printf (text, "%d/%d/%d", year, number, day);
      break;
    case 4:
      g_string_append_printf (text, "%d-%.3s-%d", day, month, year);
      break;
    case 5:
      g_string_append_printf (text, "%.3s %d %.3s %d", weekday, day, month, year);
      break;
    case 6:
      g_string_append_printf (text, "%s the %d%s of %s %d", weekday, day, get_ending (day), month,
                              year);
      break;
    default:
      g_string_append_printf (text, "%.3s %d%s, %d", month, day, get_ending (day), year);
    }
}

/* Some have a time, so that what is written differs in length, too. */
static void
say_time (GString *text, GString *iso, const WeftRandom *random)
{
  int hour = (int) weft_random_below (random, 2, 24),
      minute = (int) weft_random_below (random, 3, 60);

  switch (weft_random_below (random, 4, 6))
    {
    case 0:
      g_string_append_printf (text, " at %d %s", (hour + 11) % 12 + 1, hour < 12 ? "am" : "pm");
      g_string_append_printf (iso, "T%02d", hour);
      break;
    case 1:
      g_string_append_printf (text, ", %d:%02d", hour, minute);
      g_string_append_printf (iso, "T%02d:%02d", hour, minute);
      break;
    default:
      break;
    }
}

static void
add_tokens (WeftField *field, gint64 sample, const char *text, const char *alphabet)
{
  gint64 *to = (gint64 *) field->data + field->offsets[sample];
  gint64 length = (gint64) strlen (text);

  g_assert_cmpint (length, <=, field->shape.dims[0]);
  for (gint64 i = 0; i < length; i++)
    {
      g_assert_nonnull (strchr (alphabet, text[i]));
      to[i] = 1 + (strchr (alphabet, text[i]) - alphabet);
    }
  field->offsets[sample + 1] = field->offsets[sample] + length;
}

static WeftDataset *
new_dates (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftRandom random = { 20, WEFT_STREAM_CHECK, 0 };
  g_autofree guint32 *day = g_new (guint32, DAYS);
  WeftField *x, *y;

  dataset->name = g_strdup ("dates");
  dataset->count = COUNT;
  x = writing_add_tokens (dataset, "x", LONGEST_READ, 1 + (int) strlen (letters));
  y = writing_add_tokens (dataset, "y", LONGEST_WRITTEN, 1 + (int) strlen (figures));
  for (guint32 i = 0; i < DAYS; i++)
    day[i] = i;
  weft_random_shuffle (&random, day, DAYS);
  for (gint64 n = 0; n < COUNT; n++)
    {
      g_autoptr (GString) text = g_string_new (NULL), iso = g_string_new (NULL);
      GDate date;

      random.step = (guint64) n + 1;
      g_date_clear (&date, 1);
      g_date_set_julian (&date, FIRST_DAY + day[n]);
      say_day (text, &date, weft_random_below (&random, 1, 8));
      g_string_append_printf (iso, "%04d-%02d-%02d", g_date_get_year (&date),
                              (int) g_date_get_month (&date), g_date_get_day (&date));
      say_time (text, iso, &random);
      g_string_append_c (iso, '\n'); /* the end */
      add_tokens (x, n, text->str, letters);
      add_tokens (y, n, iso->str, figures);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static WeftState *
train (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };

  weft_trainer_load (trainer, model, state, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 500));
  return weft_trainer_dup_state (trainer);
}

static char *
dup_text (const gint64 *tokens, gint64 most)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < most && tokens[i] > 1; i++)
    g_string_append_c (text, figures[tokens[i] - 1]);
  return g_string_free (text, FALSE);
}

/* What share of the test part is written without a single wrong letter. */
static double
measure (WeftModel *model, WeftState *state, guint beam)
{
  const WeftSplit *split = model->split;
  gint64 n = split->count[WEFT_PART_TEST], right = 0;
  const guint32 *samples = split->samples[WEFT_PART_TEST];
  WeftDecodeOptions options = { .most = LONGEST_WRITTEN, .end = 1, .beam = beam };
  g_autofree gint64 *tokens = g_new0 (gint64, n * LONGEST_WRITTEN);
  const WeftField *y = weft_dataset_get_y (model->dataset);
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_model_write (model, state, samples, n, &options, tokens, NULL, &error));
  g_assert_no_error (error);
  for (gint64 i = 0; i < n; i++)
    {
      const gint64 *wanted = (const gint64 *) y->data + y->offsets[samples[i]];
      gint64 length = y->offsets[samples[i] + 1] - y->offsets[samples[i]];
      gboolean is_right
          = memcmp (tokens + i * LONGEST_WRITTEN, wanted, (gsize) length * sizeof *wanted) == 0;
      g_autofree char *said = dup_text (tokens + i * LONGEST_WRITTEN, LONGEST_WRITTEN),
                      *iso = dup_text (wanted, length);

      right += is_right;
      if (!is_right)
        g_test_message ("%s, not %s", said, iso);
    }
  g_test_message ("%d of %d right with a beam of %u", (int) right, (int) n, beam);
  return (double) right / (double) n;
}

static WeftModel *
new_model (WeftDataset *dataset)
{
  g_autoptr (WeftGraph) graph = writing_graph (dataset, "gru", 64);
  const char *seed = g_getenv ("WEFT_PROBE_SEED");

  net_train (graph, "seed", g_variant_new_int64 (seed ? atoi (seed) : 1));
  net_train (graph, "schedule", g_variant_new_string ("cosine"));
  net_train (graph, "epochs", g_variant_new_int64 (8)); /* STEPS */
  return writing_model_of (graph, dataset);
}

static void
test_dates (void)
{
  g_autoptr (WeftDataset) dataset = new_dates ();
  g_autoptr (WeftModel) model = new_model (dataset);
  g_autoptr (WeftState) state = train (model, NULL, 1, STEPS);
  double greedy = measure (model, state, 1), beam = measure (model, state, 4);

  g_assert_cmpfloat (greedy, >=, 0.98);
  g_assert_cmpfloat (beam, >=, greedy);
}

/* On two threads, and through the bytes of a file in the middle. */
static void
test_same_ways (void)
{
  g_autoptr (WeftDataset) dataset = new_dates ();
  g_autoptr (WeftModel) model = new_model (dataset);
  g_autoptr (WeftState) one = train (model, NULL, 1, PREFIX), half = train (model, NULL, 2, HALF);
  g_autoptr (GBytes) bytes = weft_state_serialize (half);
  g_autoptr (WeftState) rest
      = train (model, weft_state_deserialize (bytes, NULL), 2, PREFIX - HALF);
  g_autofree char *whole = weft_state_dup_hash (one), *resumed = weft_state_dup_hash (rest);

  g_assert_cmpstr (whole, ==, resumed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/dates/same-ways", test_same_ways);
  g_test_add_func ("/probe/dates/written", test_dates);
  return g_test_run ();
}
