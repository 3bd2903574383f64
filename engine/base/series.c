/* series: the names of what is measured, each with a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/series.h"

#include <pthread.h>

static const char *const first[] = {
  [WEFT_SERIES_TRAIN_LOSS] = "train/loss",
  [WEFT_SERIES_VALIDATION_LOSS] = "validation/loss",
  [WEFT_SERIES_RATE] = "rate",
  [WEFT_SERIES_SECONDS] = "seconds",
  [WEFT_SERIES_DATA] = "data",
  [WEFT_SERIES_LOSS] = "loss",
  [WEFT_SERIES_EPOCH] = "epoch",
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* not GLib's: ThreadSanitizer */
static GPtrArray *names;                                 /* by number */
static GHashTable *numbers;                              /* name → number */

/* Under the lock. */
static guint32
add (const char *name)
{
  char *kept = g_strdup (name);

  g_ptr_array_add (names, kept);
  g_hash_table_insert (numbers, kept, GUINT_TO_POINTER (names->len - 1));
  return names->len - 1;
}

/* Under the lock. */
static void
begin (void)
{
  if (names != NULL)
    return;
  names = g_ptr_array_new ();
  numbers = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    add (first[i]);
}

guint32
weft_series_intern (const char *name)
{
  gpointer number;
  guint32 series;

  pthread_mutex_lock (&lock);
  begin ();
  series = g_hash_table_lookup_extended (numbers, name, NULL, &number) ? GPOINTER_TO_UINT (number)
                                                                       : add (name);
  pthread_mutex_unlock (&lock);
  return series;
}

const char *
weft_series_get_name (guint32 series)
{
  const char *name;

  pthread_mutex_lock (&lock);
  begin ();
  name = series < names->len ? g_ptr_array_index (names, series) : NULL;
  pthread_mutex_unlock (&lock);
  g_return_val_if_fail (name != NULL, first[WEFT_SERIES_TRAIN_LOSS]);
  return name;
}
