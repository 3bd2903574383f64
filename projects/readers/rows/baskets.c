/* baskets: lists of things that were taken together, of each of which one is to be guessed from the
 * others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "engine/base/random.h"
#include "engine/base/sentence.h"
#include "engine/data/dataset.h"
#include "projects/readers/files/input.h"
#include "projects/readers/natural.h"
#include "projects/readers/notes.h"
#include "projects/readers/reader-row.h"
#include "projects/readers/tables/basket-lists.h"

#define MAX_ITEMS 10000 /* that can be told apart */
#define FEWEST 10       /* baskets */
#define FIRST_ONES 10   /* that hit_rate_10 looks at */

typedef struct
{
  const char *file;
  GHashTable *places; /* item → its place in items + 1; owned by items */
  GPtrArray *items;   /* char * */
  GArray *counts;     /* guint: baskets with it */
  GArray *baskets;    /* guint32: places, of all */
  GArray *ends;       /* guint: of each basket */
  guint n_single;     /* of one thing: nothing to guess it from */
  guint n_rare;       /* things that are met once */
} Job;

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->places, g_hash_table_unref);
  g_clear_pointer (&job->items, g_ptr_array_unref);
  g_clear_pointer (&job->counts, g_array_unref);
  g_clear_pointer (&job->baskets, g_array_unref);
  g_clear_pointer (&job->ends, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* --- what is in them --- */

static guint32
find_item (Job *job, const char *name)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (job->places, name));
  char *own;

  if (place > 0)
    return place - 1;
  own = g_strdup (name);
  g_ptr_array_add (job->items, own);
  g_hash_table_insert (job->places, own, GUINT_TO_POINTER (job->items->len));
  g_array_append_vals (job->counts, &(guint){ 0 }, 1);
  return job->items->len - 1;
}

/* A thing counts once, however many of it were taken. */
static void
add_basket_cb (gpointer user, char **names, guint line)
{
  Job *job = user;
  guint first = job->baskets->len;

  for (guint i = 0; names[i]; i++)
    {
      guint32 item;
      gboolean is_there = FALSE;

      if (!*names[i])
        continue;
      item = find_item (job, names[i]);
      for (guint k = first; k < job->baskets->len; k++)
        is_there = is_there || g_array_index (job->baskets, guint32, k) == item;
      if (is_there)
        continue;
      g_array_append_val (job->baskets, item);
      g_array_index (job->counts, guint, item)++;
    }
  g_array_append_val (job->ends, job->baskets->len);
}

/* --- the set --- */

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user)
{
  const Job *job = user;

  return weft_natural_compare (job->items->pdata[*(const guint32 *) a],
                               job->items->pdata[*(const guint32 *) b]);
}

/* Those that are met twice, in natural order, go to `order`; of each of all its class, −1: none.
 * How many; transfer full. */
static guint
number_items (Job *job, guint32 **order, int **class)
{
  guint all = job->items->len, n = 0;

  *order = g_new (guint32, all + 1);
  *class = g_new (int, all + 1);
  for (guint32 k = 0; k < all; k++)
    if (g_array_index (job->counts, guint, k) >= 2)
      (*order)[n++] = k;
  job->n_rare = all - n;
  g_qsort_with_data (*order, (int) n, sizeof **order, compare_items, job);
  for (guint k = 0; k < all; k++)
    (*class)[k] = -1;
  for (guint i = 0; i < n; i++)
    (*class)[(*order)[i]] = (int) i;
  return n;
}

/* Without things that are met once, and then without baskets that have less than two. */
static void
keep_known (Job *job, const int *class)
{
  guint n = 0, kept = 0, first = 0;

  for (guint b = 0; b < job->ends->len; b++)
    {
      guint end = g_array_index (job->ends, guint, b), began = n;

      for (guint k = first; k < end; k++)
        {
          int item = class[g_array_index (job->baskets, guint32, k)];

          if (item >= 0)
            g_array_index (job->baskets, guint32, n++) = (guint32) item;
        }
      first = end;
      if (n - began < 2)
        {
          n = began;
          job->n_single++;
        }
      else
        g_array_index (job->ends, guint, kept++) = n;
    }
  g_array_set_size (job->baskets, n);
  g_array_set_size (job->ends, kept);
}

static char **
dup_names (const Job *job, const guint32 *order, guint n)
{
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup (job->items->pdata[order[i]]);
  return names;
}

static gboolean
fill (const Job *job, WeftDataset *dataset, GError **error)
{
  WeftField *x = &dataset->fields[0], *y = &dataset->fields[1];
  gsize width = (gsize) x->shape.dims[0];
  WeftRandom random = { 0, WEFT_STREAM_SPLIT, G_MAXUINT32 - 1 };

  for (guint b = 0; b < job->ends->len; b++)
    {
      guint first = b > 0 ? g_array_index (job->ends, guint, b - 1) : 0;
      guint n = g_array_index (job->ends, guint, b) - first;
      guint taken = (guint) weft_random_below (&random, b, n);

      weft_field_touch (x, b, 1);
      weft_field_touch (y, b, 1);
      for (guint k = 0; k < n; k++)
        {
          guint32 item = g_array_index (job->baskets, guint32, first + k);

          if (k == taken)
            ((gint64 *) y->data)[b] = item;
          else
            ((guint8 *) x->data)[b * width + item] = 1;
        }
      if (b % 1024 == 0 && !weft_errand_add (0, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? 1 : x > y ? -1 : 0;
}

/* In how many it is among the ten that are taken most, whoever takes. */
static double
measure_common (const WeftDataset *dataset)
{
  const gint64 *y = dataset->fields[1].data;
  guint n = (guint) dataset->fields[1].classes, sum = 0;
  g_autofree guint *counts = g_new0 (guint, n);

  for (gint64 i = 0; i < dataset->count; i++)
    counts[y[i]]++;
  qsort (counts, n, sizeof *counts, compare_counts);
  for (guint i = 0; i < MIN (n, FIRST_ONES); i++)
    sum += counts[i];
  return (double) sum / (double) dataset->count;
}

static void
note (const Job *job, const WeftDataset *dataset, WeftNotes *notes)
{
  g_autofree char *count = weft_count_format (dataset->count);

  weft_notes_add (notes,
                  _ ("%s baskets of %d different things: of each one thing is taken out, and "
                     "guessed from the others."),
                  count, dataset->fields[1].classes);
  weft_notes_add (notes,
                  _ ("The ten that are taken most hold it in %.3g of the baskets: a network is "
                     "worth something when its hit rate at 10 is higher."),
                  measure_common (dataset));
  if (job->n_single)
    weft_notes_add (notes, _ ("Baskets of less than two known things, which are left out: %u."),
                    job->n_single);
  if (job->n_rare)
    weft_notes_add (notes, _ ("Things that are met only once, which are left out: %u."),
                    job->n_rare);
}

static gboolean
check (const Job *job, guint n, GError **error)
{
  if (n > MAX_ITEMS)
    return weft_sentence_refuse (error,
                                 _ ("“%s” has %u different things; at most %d can be told apart. "
                                    "Put rare ones together."),
                                 job->file, n, MAX_ITEMS);
  if (job->ends->len < FEWEST || n < 2)
    return weft_sentence_refuse (error,
                                 _ ("“%s” has %u baskets of two things or more that are met again: "
                                    "too few to learn from."),
                                 job->file, job->ends->len);
  return TRUE;
}

static WeftDataset *
make (Job *job, const char *path, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autofree guint32 *order = NULL;
  g_autofree int *class = NULL;
  guint n = number_items (job, &order, &class);
  WeftNotes *notes;
  WeftField *x, *y;

  keep_known (job, class);
  if (!check (job, n, error))
    return NULL;
  dataset->name = weft_input_dup_stem (path);
  dataset->count = job->ends->len;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  x->shape = WEFT_SHAPE (n);
  x->shape.type = WEFT_U8;
  x->feature_names = dup_names (job, order, n);
  y->shape.type = WEFT_I64;
  y->classes = (int) n;
  y->class_names = dup_names (job, order, n);
  if (!weft_dataset_allocate_large (dataset, x, error)
      || !weft_dataset_allocate_large (dataset, y, error) || !fill (job, dataset, error))
    return NULL;
  notes = weft_notes_new ();
  note (job, dataset, notes);
  dataset->notes = weft_notes_finish (notes);
  return weft_dataset_finish (dataset, error) ? g_steal_pointer (&dataset) : NULL;
}

static WeftDataset *
read_baskets (const char *path, const WeftReadOptions *options, WeftColumns **columns,
              GError **error)
{
  g_autofree char *shown = weft_input_dup_shown (path);
  g_auto (Job) job = { .file = shown };

  job.places = g_hash_table_new (g_str_hash, g_str_equal);
  job.items = g_ptr_array_new_with_free_func (g_free);
  job.counts = g_array_new (FALSE, FALSE, sizeof (guint));
  job.baskets = g_array_new (FALSE, FALSE, sizeof (guint32));
  job.ends = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!weft_basket_lists_walk (path, add_basket_cb, &job, error))
    return NULL;
  return make (&job, path, error);
}

static WeftBegins
begins (const char *path)
{
  return weft_basket_lists_are (path) ? WEFT_BEGINS_DATA : WEFT_BEGINS_NOTHING;
}

const WeftReader weft_reader_baskets = {
  .id = "baskets",
  .what = N_ ("baskets: lists of things that were taken together"),
  .add_endings = weft_basket_lists_add_endings,
  .takes = weft_basket_lists_are,
  .begins = begins,
  .read = read_baskets,
};
