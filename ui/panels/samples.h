/* samples: a flow of samples of the data, each with a label; a click chooses one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"
#include "ui/context/context.h"

GtkWidget *weft_samples_new (WeftContext *context);
/* Refills it: begin, add …, end. Keeps a reference on the data set. */
void weft_samples_begin (GtkWidget *samples, const WeftDataset *dataset);
/* label: may have a second line. */
void weft_samples_add (GtkWidget *samples, guint32 sample, const char *label, gboolean is_wrong);
/* After they were added: where the model's data are situations of a world they are drawn as it
 * draws them, in place of their numbers. */
void weft_samples_draw_world (GtkWidget *samples, const WeftModel *model);
void weft_samples_end (GtkWidget *samples);
/* What is said of a sample: its class, or its one number, so many digits of it; NULL: neither.
 * Transfer full. */
char *weft_samples_dup_truth (const WeftDataset *dataset, gint64 sample, int digits);
