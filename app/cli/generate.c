/* generate: what a trained network makes of latent numbers, as a folder of files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/generate.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/cli/answer-files.h"
#include "app/cli/walk-film.h"
#include "engine/base/number.h"
#include "engine/base/random.h"
#include "engine/train/answers/generation.h"
#include "projects/formats/output.h"
#include "projects/readers/arrays/npy-file.h"
#include "projects/readers/files/input.h"

#define MOST_BYTES (64 << 20)
#define LATENT "latent="

/* Rows of numbers: the latent ones, then a class of each field that goes along. */
typedef struct
{
  WeftModel *model;
  gint64 size, rows;
  const WeftField *along[WEFT_MAX_FIELDS];
  guint n_along;
  GArray *numbers; /* double */
} Table;

static gint64
get_width (const Table *table)
{
  return table->size + table->n_along;
}

static double
get (const Table *table, gint64 row, gint64 column)
{
  return g_array_index (table->numbers, double, row *get_width (table) + column);
}

const char *
weft_generate_find_input (char **inputs)
{
  return inputs != NULL && inputs[0] != NULL && inputs[1] == NULL
                 && g_str_has_prefix (inputs[0], LATENT)
             ? inputs[0] + strlen (LATENT)
             : NULL;
}

gboolean
weft_generate_can (const WeftReplayed *replayed)
{
  return weft_generation_get_size (replayed->model) > 0;
}

/* What goes along has to be one of some classes. */
static gboolean
find_along (Table *table, GError **error)
{
  for (guint k = 0; k < table->model->n_feeds; k++)
    {
      const WeftFeed *feed = &table->model->feeds[k];

      if (!weft_generation_takes (table->model, feed))
        continue;
      if (feed->field->kind != WEFT_KIND_CLASS)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                       _ ("What the network makes hangs on “%s” too, which no table can give. Try "
                          "it in the window."),
                       feed->field->name);
          return FALSE;
        }
      table->along[table->n_along++] = feed->field;
    }
  return TRUE;
}

/* Each class in its turn. */
static void
draw (Table *table, const WeftGenerate *generate)
{
  const WeftRandom random = { generate->seed, WEFT_STREAM_CHECK, 0 };

  for (gint64 r = 0; r < generate->n; r++)
    {
      for (gint64 i = 0; i < table->size; i++)
        {
          double x = (double) weft_random_normal (&random, (guint64) (r * table->size + i));

          g_array_append_val (table->numbers, x);
        }
      for (guint i = 0; i < table->n_along; i++)
        {
          double class = (double) (r % MAX (table->along[i]->classes, 1));

          g_array_append_val (table->numbers, class);
        }
    }
  table->rows = generate->n;
}

static gboolean
fail_row (const Table *table, const char *path, int line, GError **error)
{
  g_autofree char *name = weft_input_dup_shown (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("%s, line %d: a sample is made of %d numbers, separated by commas."), name, line,
               (int) get_width (table));
  return FALSE;
}

/* Whether it may stand there. */
static gboolean
is_fine (const Table *table, gint64 column, double x)
{
  int classes = column >= table->size ? table->along[column - table->size]->classes : 0;

  return isfinite (x) && fabs (x) <= 1e6
         && (classes == 0 || (x >= 0 && x < classes && x == floor (x)));
}

static gboolean
read_row (Table *table, const char *text, const char *path, int line, GError **error)
{
  g_auto (GStrv) cells = g_strsplit_set (text, ",;\t", -1);
  gint64 width = get_width (table);

  if ((gint64) g_strv_length (cells) != width)
    return fail_row (table, path, line, error);
  for (gint64 i = 0; i < width; i++)
    {
      char *end, *cell = g_strstrip (cells[i]);
      double x = g_ascii_strtod (cell, &end);

      if (*cell == '\0' || *end != '\0' || !is_fine (table, i, x))
        return fail_row (table, path, line, error);
      g_array_append_val (table->numbers, x);
    }
  table->rows++;
  return TRUE;
}

/* Under a line of names, if there is one. */
static gboolean
read_table (Table *table, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  if (!weft_input_load_text (path, MOST_BYTES, &bytes, &length, error))
    return FALSE;
  lines = g_strsplit (bytes, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      const char *text = g_strstrip (lines[i]);

      if (*text == '\0' || (i == 0 && g_ascii_isalpha (*text)))
        continue;
      if (!read_row (table, text, path, i + 1, error))
        return FALSE;
    }
  return table->rows > 0 || fail_row (table, path, 1, error);
}

/* --- an array of NumPy's: (samples, numbers) --- */

typedef struct
{
  Table *table;
  const WeftNpy *npy;
} Rows;

static gboolean
fail_array (const Table *table, const WeftNpy *npy, GError **error)
{
  g_autofree char *what = g_strdup_printf (
      _ ("it holds no rows of %d numbers, of which a sample is made."), (int) get_width (table));

  return weft_npy_fail (npy, error, what);
}

static gboolean
place_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  const Rows *rows = user;
  Table *table = rows->table;

  g_array_index (table->numbers, double, sample *get_width (table) + place) = number;
  return is_fine (table, place, number) || fail_array (table, rows->npy, error);
}

static gboolean
read_array (Table *table, const char *path, GError **error)
{
  g_auto (WeftNpy) npy = { 0 };
  Rows rows = { table, &npy };

  if (!weft_npy_open (&npy, path, NULL, error))
    return FALSE;
  if (weft_npy_is_words (&npy) || weft_shape_count (&npy.shape) != get_width (table)
      || npy.count * get_width (table) > MOST_BYTES / (gint64) sizeof (double))
    return fail_array (table, &npy, error);
  table->rows = npy.count;
  g_array_set_size (table->numbers, (guint) (npy.count * get_width (table)));
  return weft_npy_walk (&npy, place_cb, &rows, error);
}

static gboolean
read_file (Table *table, const char *path, GError **error)
{
  return g_str_has_suffix (path, ".npy") ? read_array (table, path, error)
                                         : read_table (table, path, error);
}

static gboolean
write_table (const Table *table, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "latent.csv", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[WEFT_NUMBER_SIZE];

  for (gint64 i = 0; i < table->size; i++)
    g_string_append_printf (text, "%sz%" G_GINT64_FORMAT, i > 0 ? "," : "", i + 1);
  for (guint i = 0; i < table->n_along; i++)
    g_string_append_printf (text, ",%s", table->along[i]->name);
  for (gint64 r = 0; r < table->rows; r++)
    for (gint64 i = 0; i < get_width (table); i++)
      g_string_append_printf (text, "%s%s", i > 0 ? "," : "\n",
                              weft_number_write_float (buffer, (float) get (table, r, i)));
  g_string_append_c (text, '\n');
  return weft_output_write (path, text->str, text->len, error);
}

/* --- made, and told as answers are --- */

static WeftDataset *
new_asked (const Table *table, GError **error)
{
  g_autoptr (WeftDataset) asked = weft_dataset_new ();

  asked->name = g_strdup ("ordered");
  asked->count = table->rows;
  for (guint k = 0; k < table->n_along; k++)
    {
      WeftField *field = weft_like_add_field (asked, table->along[k]);

      field->shape = table->along[k]->shape;
      if (!weft_dataset_allocate (asked, field, error))
        return NULL;
      for (gint64 r = 0; r < table->rows; r++)
        ((gint64 *) field->data)[r] = (gint64) get (table, r, table->size + k);
    }
  return weft_like_finish (asked, table->model->dataset, error) ? g_steal_pointer (&asked) : NULL;
}

/* Each sample, or what is on the way from each to the next. */
static void
add_samples (const Table *table, gboolean walks, WeftGeneration *generation)
{
  gint64 legs = walks ? table->rows - 1 : 0;

  for (gint64 r = 0; r < legs; r++)
    for (int i = 0; i < WEFT_WALK_FILM_LEG; i++)
      weft_generation_add (generation, (guint) r, (guint) r + 1, (double) i / WEFT_WALK_FILM_LEG);
  for (gint64 r = legs; r < table->rows; r++)
    weft_generation_add (generation, (guint) r, (guint) r, 0);
}

static WeftTensor *
make (const Table *table, gboolean walks, WeftDataset *asked, WeftState *state, GError **error)
{
  g_autoptr (WeftModel) model = weft_model_new_asked (table->model, asked, error);
  WeftShape shape = WEFT_SHAPE (table->rows, table->size);
  g_autoptr (WeftGeneration) generation = weft_generation_new (weft_tensor_new (&shape));

  add_samples (table, walks, generation);
  for (gint64 r = 0; r < table->rows; r++)
    for (gint64 i = 0; i < table->size; i++)
      weft_tensor_floats (generation->latent)[r * table->size + i] = (float) get (table, r, i);
  return model != NULL ? weft_generation_make (generation, model, state, error) : NULL;
}

/* "made-07", and what was ordered. */
static void
tell (const Table *table, gint64 row, WeftSaid *said, GArray *samples)
{
  GString *order = g_string_new (NULL);
  const WeftAskedSample sample = { g_strdup_printf ("made-%03" G_GINT64_FORMAT, row + 1), 0, 0 };
  double sureness = NAN;

  for (guint k = 0; k < table->n_along; k++)
    {
      gint64 class = (gint64) get (table, row, table->size + k);
      g_autofree char *name
          = weft_dataset_dup_class_name (table->model->dataset, table->along[k], class);

      g_string_append_printf (order, "%s%s", k > 0 ? " " : "", name != NULL ? name : "");
    }
  g_array_append_val (samples, sample);
  g_array_append_val (said->sureness, sureness);
  g_ptr_array_add (said->texts, g_string_free (order, FALSE));
}

static gboolean
write_samples (const Table *table, const WeftTensor *made, WeftDataset *asked, const char *folder,
               GError **error)
{
  g_autoptr (GArray) samples = weft_asked_samples_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free),
                        numbers
                        = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_tensor_unref),
                        none = g_ptr_array_new (), all = g_ptr_array_new ();
  g_autoptr (GArray) sureness = g_array_new (FALSE, FALSE, sizeof (double));
  const WeftField *x = weft_dataset_get_x (table->model->dataset);
  const WeftAsking asking = { .like = table->model->dataset, .asked = asked, .samples = samples };
  WeftSaid said = { .asking = &asking,
                    .field = x,
                    .texts = texts,
                    .sureness = sureness,
                    .numbers = numbers,
                    .scores = none,
                    .last = none };
  WeftShape shape = x->shape;

  shape.type = WEFT_F32;
  for (gint64 r = 0; r < table->rows; r++)
    {
      const float *one = weft_tensor_floats (made) + r * weft_shape_sample_count (&made->shape);

      g_ptr_array_add (numbers, weft_tensor_new_copy (&shape, one));
      tell (table, r, &said, samples);
    }
  g_ptr_array_add (all, &said);
  return weft_answer_files_write (all, folder, error);
}

static gboolean
write_film (const WeftGenerate *generate, const Table *table, WeftDataset *asked, WeftState *state,
            GError **error)
{
  g_autoptr (WeftTensor) made = make (table, TRUE, asked, state, error);

  return made != NULL
         && weft_walk_film_write (table->model->dataset, made, generate->is_dark, generate->film,
                                  error);
}

static gboolean
write_folder (const WeftGenerate *generate, const Table *table, WeftDataset *asked,
              WeftState *state, GError **error)
{
  g_autoptr (WeftTensor) made = make (table, FALSE, asked, state, error);

  return made != NULL && write_samples (table, made, asked, generate->folder, error)
         && write_table (table, generate->folder, error);
}

gboolean
weft_generate_write (const WeftGenerate *generate, const WeftReplayed *replayed, GError **error)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (double));
  Table table = { .model = replayed->model,
                  .size = weft_generation_get_size (replayed->model),
                  .numbers = kept };
  g_autoptr (WeftDataset) asked = NULL;

  if (!find_along (&table, error))
    return FALSE;
  if (generate->path == NULL)
    draw (&table, generate);
  else if (!read_file (&table, generate->path, error))
    return FALSE;
  asked = new_asked (&table, error);
  return asked != NULL
         && (generate->film == NULL || write_film (generate, &table, asked, replayed->state, error))
         && (generate->folder == NULL
             || write_folder (generate, &table, asked, replayed->state, error));
}
