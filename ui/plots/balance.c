/* balance: how many samples of each class each part has, as stacked bars */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/balance.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/plots/plot-text.h"

static const WeftRole part_roles[] = {
  [WEFT_PART_TRAIN] = WEFT_ROLE_TRAIN,
  [WEFT_PART_VALIDATION] = WEFT_ROLE_VALID,
  [WEFT_PART_TEST] = WEFT_ROLE_BEST,
};

static const char *const part_names[] = {
  [WEFT_PART_TRAIN] = N_ ("training"),
  [WEFT_PART_VALIDATION] = N_ ("validation"),
  [WEFT_PART_TEST] = N_ ("test"),
};

static gint64 *
count (const WeftDataset *dataset, const WeftSplit *split, int classes, gint64 *most)
{
  const WeftField *field = weft_dataset_get_classes (dataset);
  gint64 *counts = g_new0 (gint64, classes * WEFT_N_PARTS);

  for (int part = 0; part < WEFT_N_PARTS; part++)
    for (gint64 i = 0; i < split->count[part]; i++)
      {
        gint64 c = field != NULL ? weft_field_get_class (field, split->samples[part][i]) : 0;

        counts[c * WEFT_N_PARTS + part]++;
      }
  *most = 1;
  for (int c = 0; c < classes; c++)
    *most = MAX (*most, counts[c * 3] + counts[c * 3 + 1] + counts[c * 3 + 2]);
  return counts;
}

static double
draw_legend (cairo_t *cr, const WeftSplit *split, double x, double y, gboolean is_dark)
{
  const WeftTextStyle style = { .size = 10.5, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  for (int part = 0; part < WEFT_N_PARTS; part++)
    {
      g_autofree char *number = weft_format_large (split->count[part]);
      g_autofree char *text = g_strdup_printf ("%s %s", _ (part_names[part]), number);

      weft_theme_set_source (cr, part_roles[part], is_dark);
      cairo_arc (cr, x + 4, y + 8, 4, 0, 2 * G_PI);
      cairo_fill (cr);
      x += weft_text_draw (cr, text, x + 12, y, &style) + 24;
    }
  return y + 20;
}

static void
draw_row (cairo_t *cr, const gint64 counts[WEFT_N_PARTS], const char *name, gint64 most,
          const double box[4], gboolean is_dark)
{
  const double names = 78;
  double left = box[0] + names + 6, room = box[2] - names - 50;
  gint64 total = counts[0] + counts[1] + counts[2];
  g_autofree char *number = weft_format_large (total);
  WeftTextStyle style = { .size = CLAMP (box[3] - 3, 8, 10.5),
                          .align = 1,
                          .width = names,
                          .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  if (weft_text_measure (cr, name, &style) < names)
    style.width = 0;
  weft_text_draw (cr, name, box[0] + names, box[1], &style);
  for (int part = 0; part < WEFT_N_PARTS; part++)
    {
      double length = (double) counts[part] / (double) most * room;

      weft_theme_set_source (cr, part_roles[part], is_dark);
      cairo_rectangle (cr, left, box[1] + 1.5, length, MAX (box[3] - 4, 2));
      cairo_fill (cr);
      left += length;
    }
  style.align = 0;
  style.width = 0;
  weft_text_draw (cr, number, left + 5, box[1], &style);
}

void
weft_balance_draw (cairo_t *cr, const WeftDataset *dataset, const WeftSplit *split, double x,
                   double y, double w, double h, gboolean is_dark)
{
  const WeftField *field = weft_dataset_get_classes (dataset);
  int classes = field != NULL ? field->classes : 1;
  gint64 most;
  g_autofree gint64 *counts = count (dataset, split, classes, &most);
  double bottom = y + h, row;

  y = draw_legend (cr, split, x, y, is_dark);
  row = CLAMP ((bottom - y) / classes, 7, 18);
  for (int c = 0; c < classes && y + row <= bottom + 1; c++, y += row)
    {
      g_autofree char *name = weft_dataset_dup_class_name (dataset, field, c);
      g_autofree char *number = g_strdup_printf ("%d", c);

      draw_row (cr, counts + c * WEFT_N_PARTS,
                field == NULL  ? _ ("samples")
                : name != NULL ? name
                               : number,
                most, (const double[]){ x, y, w, row }, is_dark);
    }
}
