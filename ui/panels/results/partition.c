/* partition: what the samples of a set can be told apart by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/partition.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/data/called.h"
#include "ui/base/format.h"
#include "ui/panels/trying/forms/column-groups.h"

#define MEASURED 2000 /* samples that say what is low and high */
#define FEW 6         /* values that are a group each */
#define PARTS 3

static void
partition_free (gpointer data)
{
  WeftPartition *partition = data;

  g_free (partition->title);
  g_strfreev (partition->names);
  g_free (partition->ends);
  g_free (partition);
}

static gboolean
is_classes (const WeftField *field)
{
  return field->kind == WEFT_KIND_CLASS && field->ragged < 0 && field->shape.rank == 0
         && field->classes >= 2 && field->classes <= WEFT_GROUPS_MOST;
}

static gboolean
is_sheet (const WeftField *field)
{
  return field->kind == WEFT_KIND_NUMBERS && field->ragged < 0 && field->shape.rank == 1;
}

static void
add_classes (GPtrArray *list, const WeftDataset *dataset, const WeftField *field)
{
  WeftPartition *partition = g_new0 (WeftPartition, 1);

  partition->field = field;
  partition->n = (guint) field->classes;
  partition->title = weft_brief (weft_called_field (dataset, field), WEFT_BRIEF_NAME);
  partition->names = g_new0 (char *, partition->n + 1);
  for (guint i = 0; i < partition->n; i++)
    {
      partition->names[i] = weft_dataset_dup_class_name (dataset, field, i);
      if (partition->names[i] == NULL)
        partition->names[i] = g_strdup_printf ("%u", i);
    }
  g_ptr_array_add (list, partition);
}

static void
add_words (GPtrArray *list, const WeftField *field, const WeftColumnGroup *column)
{
  WeftPartition *partition = g_new0 (WeftPartition, 1);

  *partition = (WeftPartition){ .title = weft_brief (column->name, WEFT_BRIEF_NAME),
                                .names = g_strdupv (column->words),
                                .n = column->n,
                                .field = field,
                                .first = column->first,
                                .is_word = TRUE };
  g_ptr_array_add (list, partition);
}

/* --- numbers --- */

static int
compare (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* In rising order, those of the samples that train. */
static float *
list_values (const WeftField *field, const WeftSplit *split, guint column, gint64 *n)
{
  gint64 all = split->count[WEFT_PART_TRAIN], width = weft_shape_count (&field->shape);
  g_autofree float *sample = g_new (float, width);
  float *values;

  *n = MIN (all, MEASURED);
  values = g_new (float, MAX (*n, 1));
  for (gint64 i = 0; i < *n; i++)
    {
      weft_field_get (field, split->samples[WEFT_PART_TRAIN][i * all / *n], sample);
      values[i] = sample[column];
    }
  qsort (values, (gsize) *n, sizeof *values, compare);
  return values;
}

/* Up to so many different ones; how many there are, one more where there are more. */
static guint
list_different (const float *values, gint64 n, float different[FEW + 1])
{
  guint count = 0;

  for (gint64 i = 0; i < n && count <= FEW; i++)
    if (count == 0 || values[i] != different[count - 1])
      different[count++] = values[i];
  return count;
}

/* Where the groups end: the values themselves where they are few, else at the thirds. */
static guint
find_ends (const float *values, gint64 n, double ends[FEW], gboolean *is_each)
{
  float different[FEW + 1];
  guint count = list_different (values, n, different), n_ends = 0;

  *is_each = count <= FEW;
  for (guint i = 0; *is_each && i + 1 < count; i++)
    ends[n_ends++] = (double) different[i];
  for (int i = 1; !*is_each && i < PARTS; i++)
    {
      double end = (double) values[n * i / PARTS];

      if (end < (double) values[n - 1] && (n_ends == 0 || end > ends[n_ends - 1]))
        ends[n_ends++] = end;
    }
  return n_ends;
}

static char *
dup_range (const double *ends, guint n_ends, guint group, gboolean is_each, double last)
{
  g_autofree char *low = group > 0 ? weft_format_number (ends[group - 1]) : NULL;
  g_autofree char *high = weft_format_number (group < n_ends ? ends[group] : last);

  if (is_each)
    return g_steal_pointer (&high);
  if (group == 0)
    return g_strdup_printf ("≤ %s", high);
  return group < n_ends ? g_strdup_printf ("> %s … %s", low, high) : g_strdup_printf ("> %s", low);
}

static void
add_number (GPtrArray *list, const WeftField *field, const WeftSplit *split,
            const WeftColumnGroup *column)
{
  double ends[FEW];
  gint64 n;
  g_autofree float *values = list_values (field, split, column->first, &n);
  gboolean is_each;
  guint n_ends = find_ends (values, n, ends, &is_each);
  WeftPartition *partition;

  if (n_ends == 0)
    return;
  partition = g_new0 (WeftPartition, 1);
  *partition = (WeftPartition){ .title = weft_brief (column->name, WEFT_BRIEF_NAME),
                                .n = n_ends + 1,
                                .field = field,
                                .first = column->first,
                                .ends = g_memdup2 (ends, n_ends * sizeof *ends) };
  partition->names = g_new0 (char *, partition->n + 1);
  for (guint i = 0; i < partition->n; i++)
    partition->names[i] = dup_range (ends, n_ends, i, is_each, (double) values[n - 1]);
  g_ptr_array_add (list, partition);
}

/* --- all --- */

static void
add_columns (GPtrArray *list, const WeftDataset *dataset, const WeftField *field,
             const WeftSplit *split, gboolean are_words)
{
  WeftColumnGroups *columns = weft_column_groups_new (dataset, field, split);

  for (guint i = 0; i < columns->n; i++)
    if (are_words && columns->groups[i].words != NULL && columns->groups[i].n <= WEFT_GROUPS_MOST)
      add_words (list, field, &columns->groups[i]);
    else if (!are_words && columns->groups[i].words == NULL)
      add_number (list, field, split, &columns->groups[i]);
  weft_column_groups_free (columns);
}

GPtrArray *
weft_partitions_new (const WeftDataset *dataset, const WeftSplit *split, const WeftField *target)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (partition_free);

  for (guint are_words = 2; are_words-- > 0;)
    for (guint i = 0; i < dataset->n_fields; i++)
      {
        const WeftField *field = &dataset->fields[i];

        if (field == target)
          continue;
        if (are_words && is_classes (field))
          add_classes (list, dataset, field);
        else if (is_sheet (field) && split->count[WEFT_PART_TRAIN] > 0)
          add_columns (list, dataset, field, split, are_words);
      }
  return list;
}

gboolean
weft_partitions_may_be (const WeftDataset *dataset, const WeftField *target)
{
  for (guint i = 0; i < dataset->n_fields; i++)
    if (&dataset->fields[i] != target
        && (is_classes (&dataset->fields[i]) || is_sheet (&dataset->fields[i])))
      return TRUE;
  return FALSE;
}

int
weft_partition_find (const WeftPartition *partition, gint64 sample)
{
  const WeftField *field = partition->field;
  g_autofree float *x = NULL;
  int group = 0;

  if (field->kind == WEFT_KIND_CLASS)
    return (int) weft_field_get_class (field, sample);
  if (weft_field_is_gap (field, sample * weft_shape_count (&field->shape) + partition->first))
    return -1;
  x = g_new (float, weft_shape_count (&field->shape));
  weft_field_get (field, sample, x);
  for (guint i = 0; partition->is_word && i < partition->n; i++)
    if (x[partition->first + i] > 0.5f)
      return (int) i;
  if (partition->is_word)
    return -1;
  while ((guint) group + 1 < partition->n && (double) x[partition->first] > partition->ends[group])
    group++;
  return group;
}
