/* dates: days, some with a time, as people write them, letter by letter; and the same in the one
 * form of ISO 8601, which ends with a sign of its own
 *
 * As long as there are enough of them no day comes twice: none that is tested was seen before. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/source.h"

#define DEFAULT_COUNT 6000
#define DAYS 36525       /* as many as a hundred years have */
#define FIRST_DAY 711858 /* 1 January 1950 */
#define END "·"

/* What stands for a part of a date: see append. */
static const char *const ways[] = { "%d %B %y",
                                    "%B %d, %y",
                                    "%D.%M.%y",
                                    "%y/%m/%d",
                                    "%d-%b-%y",
                                    "%a %d %b %y",
                                    "%A the %d%e of %B %y",
                                    "%b %d%e, %y" };

static const struct
{
  const char *said, *iso;
  guint64 share; /* of ten */
} times[] = { { "", "", 6 }, { " at %I %p", "T%H", 2 }, { ", %h:%N", "T%H:%N", 2 } };

static const char *const months[]
    = { "january", "february", "march",     "april",   "may",      "june",
        "july",    "august",   "september", "october", "november", "december" };
static const char *const days[]
    = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
static const char *const endings[] = { "th", "st", "nd", "rd" };
static const char letters[] = " abcdefghijklmnopqrstuvwxyz0123456789.,/-:";
static const char figures[] = "0123456789-T:";

typedef struct
{
  GDate day;
  int hour, minute;
} Moment;

static void
append (GString *text, char part, const Moment *moment)
{
  const char *month = months[g_date_get_month (&moment->day) - 1];
  const char *weekday = days[g_date_get_weekday (&moment->day) - 1];
  int day = g_date_get_day (&moment->day), hour = moment->hour;
  const struct
  {
    char part;
    const char *word;
    int least, most, number; /* digits; letters of the word */
  } parts[] = {
    { 'd', NULL, 1, 0, day },
    { 'D', NULL, 2, 0, day },
    { 'm', NULL, 1, 0, (int) g_date_get_month (&moment->day) },
    { 'M', NULL, 2, 0, (int) g_date_get_month (&moment->day) },
    { 'y', NULL, 4, 0, g_date_get_year (&moment->day) },
    { 'h', NULL, 1, 0, hour },
    { 'H', NULL, 2, 0, hour },
    { 'I', NULL, 1, 0, (hour + 11) % 12 + 1 },
    { 'N', NULL, 2, 0, moment->minute },
    { 'B', month, 0, 20, 0 },
    { 'b', month, 0, 3, 0 },
    { 'A', weekday, 0, 20, 0 },
    { 'a', weekday, 0, 3, 0 },
    { 'e', endings[day / 10 == 1 || day % 10 > 3 ? 0 : day % 10], 0, 2, 0 },
    { 'p', hour < 12 ? "am" : "pm", 0, 2, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].part == part && parts[i].word)
      g_string_append_printf (text, "%.*s", parts[i].most, parts[i].word);
    else if (parts[i].part == part)
      g_string_append_printf (text, "%0*d", parts[i].least, parts[i].number);
}

static void
append_all (GString *text, const char *way, const Moment *moment)
{
  for (; *way; way++)
    if (*way == '%')
      append (text, *++way, moment);
    else
      g_string_append_c (text, *way);
}

static guint
draw_time (const WeftRandom *random)
{
  guint64 drawn = weft_random_below (random, 3, 10);
  guint k = 0;

  for (; drawn >= times[k].share; k++)
    drawn -= times[k].share;
  return k;
}

/* One moment in two ways. */
static void
write_pair (GString *said, GString *iso, guint32 day, const WeftRandom *random)
{
  const char *way = ways[weft_random_below (random, 0, G_N_ELEMENTS (ways))];
  guint time = draw_time (random);
  Moment moment = { .hour = (int) weft_random_below (random, 1, 24),
                    .minute = (int) weft_random_below (random, 2, 60) };

  g_date_clear (&moment.day, 1);
  g_date_set_julian (&moment.day, FIRST_DAY + day);
  g_string_truncate (said, 0);
  g_string_truncate (iso, 0);
  append_all (said, way, &moment);
  append_all (said, times[time].said, &moment);
  append_all (iso, "%y-%M-%D", &moment);
  append_all (iso, times[time].iso, &moment);
}

/* --- fields --- */

/* Its words are the signs; 0 stands for none, and what ends a sample (nullable) comes last. */
static WeftField *
add_field (WeftDataset *dataset, const char *name, const char *signs, const char *end)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_TOKENS);
  guint n = (guint) strlen (signs);

  field->shape = WEFT_SHAPE (1);
  field->shape.type = WEFT_I64;
  field->ragged = 0;
  field->classes = (int) n + 1 + (end != NULL);
  field->class_names = g_new0 (char *, field->classes + 1);
  field->class_names[0] = g_strdup ("");
  for (guint i = 0; i < n; i++)
    field->class_names[i + 1] = g_strndup (signs + i, 1);
  if (end)
    field->class_names[n + 1] = g_strdup (end);
  return field;
}

/* Puts a sample behind those that are there. */
static void
add_sample (WeftField *field, GArray *tokens, gint64 sample, const char *text, const char *signs,
            gboolean ends)
{
  gint64 last = (gint64) strlen (signs) + 1, length = (gint64) strlen (text) + ends;

  for (const char *at = text; *at; at++)
    {
      gint64 token = 1 + (strchr (signs, *at) - signs);

      g_array_append_val (tokens, token);
    }
  if (ends)
    g_array_append_val (tokens, last);
  field->offsets[sample + 1] = field->offsets[sample] + length;
  field->shape.dims[0] = MAX (field->shape.dims[0], length);
}

static gboolean
take (const WeftDataset *dataset, WeftField *field, const GArray *tokens, GError **error)
{
  if (!weft_dataset_allocate (dataset, field, error))
    return FALSE;
  memcpy (field->data, tokens->data, tokens->len * sizeof (gint64));
  return TRUE;
}

static gboolean
fill (WeftDataset *dataset, WeftField *x, WeftField *y, guint64 seed, GError **error)
{
  WeftRandom random = { seed, WEFT_STREAM_SOURCE, 0 };
  g_autofree guint32 *order = g_new (guint32, DAYS);
  g_autoptr (GString) said = g_string_new (NULL), iso = g_string_new (NULL);
  g_autoptr (GArray) read = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) written = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint32 i = 0; i < DAYS; i++)
    order[i] = i;
  weft_random_shuffle (&random, order, DAYS);
  for (gint64 n = 0; n < dataset->count; n++)
    {
      random.step = (guint64) n + 1;
      write_pair (said, iso, order[n % DAYS], &random);
      add_sample (x, read, n, said->str, letters, FALSE);
      add_sample (y, written, n, iso->str, figures, TRUE);
    }
  return take (dataset, x, read, error) && take (dataset, y, written, error);
}

static WeftDataset *
make (const WeftDataParams *params, guint64 seed, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  gsize bytes;
  WeftField *x, *y;

  dataset->name = g_strdup ("dates");
  dataset->title = g_strdup (weft_source_find ("dates")->title);
  dataset->count = params->count > 0 ? params->count : DEFAULT_COUNT;
  x = add_field (dataset, "x", letters, NULL);
  y = add_field (dataset, "y", figures, END);
  bytes = (gsize) (dataset->count + 1) * sizeof *x->offsets;
  x->offsets = weft_memory_new (bytes, error);
  y->offsets = x->offsets ? weft_memory_new (bytes, error) : NULL;
  if (!y->offsets || !fill (dataset, x, y, seed, error))
    return NULL;
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

const WeftSource weft_source_dates = {
  .id = "dates",
  .title = N_ ("Dates"),
  .fields = "x y x_mask y_mask",
  .make = make,
};
