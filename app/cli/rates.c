/* rates: what the finder of the learning rate found, as `train --find-lr` reports it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/rates.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/cli/line.h"
#include "ui/base/format.h"

#define BAR 40  /* columns */
#define EVERY 4 /* rates a line of the table */

static void
print_json (const WeftFinding *finding)
{
  WeftLine *line;

  for (guint i = 0; i < finding->trials->len; i++)
    {
      const WeftTrial *trial = &g_array_index (finding->trials, WeftTrial, i);

      line = weft_line_new ();
      weft_line_string (line, "event", "rate");
      weft_line_number (line, "lr", trial->rate);
      weft_line_number (line, "loss", trial->loss);
      weft_line_number (line, "smoothed", trial->smoothed);
      weft_line_print (line);
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "found");
  weft_line_number (line, "lr", finding->rate);
  weft_line_int (line, "steps", finding->trials->len);
  weft_line_print (line);
}

static void
print_bar (const WeftTrial *trial, double most)
{
  g_autofree char *rate = weft_format_number (trial->rate);
  g_autofree char *loss = weft_format_number (trial->smoothed);
  int length = (int) (BAR * CLAMP (trial->smoothed / most, 0, 1));

  g_print ("%12s  %10s  ", rate, loss);
  for (int i = 0; i < length; i++)
    g_print ("▪");
  g_print ("\n");
}

/* The losses as bars, of which the first is the measure of what is usual. */
static void
print_table (const WeftFinding *finding)
{
  double most = 0;

  for (guint i = 0; i < finding->trials->len; i++)
    most = MAX (most, g_array_index (finding->trials, WeftTrial, i).smoothed);
  for (guint i = 0; i < finding->trials->len; i += EVERY)
    print_bar (&g_array_index (finding->trials, WeftTrial, i), MAX (most, 1e-30));
}

void
weft_rates_report (const WeftFinding *finding, gboolean as_json)
{
  char rate[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (rate, sizeof rate, "%.2g", finding->rate);
  if (as_json)
    {
      print_json (finding);
      return;
    }
  print_table (finding);
  if (isnan (finding->rate))
    g_print (_ ("The loss did not fall at any rate.\n"));
  else
    g_print (_ ("Falls most steeply at a learning rate of %s: --set training.lr=%s\n"), rate, rate);
}
