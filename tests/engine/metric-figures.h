/* metric-figures: what the definitions make of test-figures.c's numbers; written by
 * metric_figures.py */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

static const struct
{
  const char *of, *id;
  double figure;
} figures[] = {
  { "labels", "auc", 0.550645499037 },
  { "labels", "average_precision", 0.307479839748 },
  { "labels", "eer", 0.458515028332 },
  { "labels", "log_loss", 3.07461268568 },
  { "labels", "nats", 3.07461268568 },
  { "labels", "bits", 4.43572847429 },
  { "labels", "perplexity", 21.6414982259 },
  { "labels", "ece", 0.423618074463 },
  { "labels", "top_3", 0.583333333333 },
  { "labels", "ndcg_10", 0.611345245535 },
  { "labels", "mrr", 0.486111111111 },
  { "labels", "token_accuracy", 0.25 },
  { "labels", "silhouette", -0.068061962536 },
  { "labels", "knn", 0.283333333333 },
  { "labels", "f1_macro", 0.218205128205 },
  { "labels", "f1_micro", 0.25 },
  { "labels", "accuracy", 0.25 },
  { "labels", "balanced_accuracy", 0.267598684211 },
  { "labels", "precision", 0.242640692641 },
  { "labels", "recall", 0.214078947368 },
  { "labels", "f1", 0.218205128205 },
  { "wide", "top_5", 0.45 },
  { "wide", "hit_rate_10", 0.783333333333 },
  { "wide", "ndcg_10", 0.411642248818 },
  { "tags", "f1_macro", 0.343145288156 },
  { "tags", "f1_micro", 0.357142857143 },
  { "tags", "frechet", 24.4687518654 },
  { "yes", "auc", 0.559375 },
  { "yes", "average_precision", 0.426347845891 },
  { "yes", "eer", 0.4875 },
  { "yes", "log_loss", 1.1623729918 },
  { "yes", "ece", 0.343698558122 },
  { "yes", "iou", 0.268292682927 },
  { "yes", "dice", 0.423076923077 },
  { "numbers", "rmse", 11.5205432453 },
  { "numbers", "mape", 6.21212361673 },
  { "numbers", "mse", 132.722916667 },
  { "numbers", "mae", 9.425 },
  { "numbers", "r2", -65.1776315789 },
  { "spans", "span_f1", 0.68085106383 },
  { "sequences", "exact", 0.25 },
  { "sequences", "edit_distance", 1.33333333333 },
  { "sequences", "wer", 0.219178082192 },
  { "sequences", "rouge_1", 0.853591547342 },
  { "sequences", "rouge_l", 0.832758214008 },
  { "sequences", "bleu", 0.641832689247 },
  { "sequences", "chrf", 0.529896282238 },
};
