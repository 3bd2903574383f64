/* curves-private: what the curves' panel shows, and how that is drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/shown-runs.h"
#include "ui/panels/panel.h"
#include "ui/plots/curve.h"

#define WEFT_MAX_CURVES 64
#define WEFT_MAX_SHOWN_FIGURES 6

typedef enum
{
  WEFT_ALONG_STEPS,
  WEFT_ALONG_EPOCHS,
  WEFT_ALONG_TIME,
  WEFT_N_ALONG,
} WeftAlong;

/* What may be shown: the loss, a metric, the rate, or any other series by its name. */
typedef struct
{
  guint32 id;    /* the series by which it is known: validation's, or its only one */
  int criterion; /* as weft_model_get_series has it; of one series alone: WEFT_FIGURE_SINGLE */
  char *title;   /* translated */
} WeftCurvesFigure;

#define WEFT_FIGURE_LOSS (-1)
#define WEFT_FIGURE_SINGLE (-2)

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *controls;                    /* above the plot, in its middle */
  GtkWidget *choice;                      /* menu: figures, and along what */
  GPtrArray *figures;                     /* WeftCurvesFigure: all that can be shown */
  guint32 chosen[WEFT_MAX_SHOWN_FIGURES]; /* their ids, in the order in which they were */
  guint n_chosen;
  WeftAlong along;
  gboolean is_log, is_raw, hides_marks; /* raw: no line is smoothed */
  guint64 hidden[WEFT_MAX_CURVES];      /* ids of lines */
  guint n_hidden;
  WeftLegendPlace places[WEFT_MAX_CURVES]; /* where each line's entry stands; width 0: nowhere */
  double head;                             /* px that the legend takes above the plot */
  double hover_x;                          /* px; NAN: the pointer is elsewhere */
  double top[WEFT_MAX_SCALES];             /* the axes' ends, which only grow while a run goes on */
  gboolean is_log_steps;
  double zoom[2];  /* along what is shown; NAN: all */
  double drag[2];  /* px, while the mouse marks what to zoom to; NAN: it does not */
  double mark[2];  /* px of the best one; NAN: it is not shown */
  double mark_top; /* px of what names it */
} WeftCurves;

/* The lines that there are, those of earlier runs first, one a part and of training one a lane, and
 * what the legend says of them. The test part has one where somebody looked at its results. */
typedef struct
{
  WeftCurve list[WEFT_MAX_CURVES];
  WeftLegendEntry legend[WEFT_MAX_CURVES];
  guint n;
  const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES];
  guint scales[WEFT_MAX_SHOWN_FIGURES]; /* of each */
  guint n_shown, n_scales;
  WeftTrack tracks[1 + WEFT_MAX_SHOWN_RUNS]; /* of the run at hand, then of earlier ones */
  /* for curves-collect.c */
  const WeftSeries *series[WEFT_MAX_CURVES];
  gint64 from[WEFT_MAX_CURVES]; /* the step after which they are shown */
  char *names[WEFT_MAX_CURVES]; /* nullable */
} WeftCurvesSet;

/* --- curves-figures.c --- */
/* Looks anew what can be shown; TRUE: it is other than before. */
gboolean weft_curves_update_figures (WeftCurves *curves);
/* Those that are chosen, as far as they are there, the first of all where none is; how many. */
guint weft_curves_list_shown (const WeftCurves *curves,
                              const WeftCurvesFigure *shown[WEFT_MAX_SHOWN_FIGURES]);
/* The value axis of each, and how many there are: shares have one in common. */
guint weft_curves_assign_scales (const WeftCurves *curves, const WeftCurvesFigure *const *shown,
                                 guint n, guint *scales);
gboolean weft_figure_is_share (const WeftCurvesFigure *figure);
GtkWidget *weft_curves_choice_new (WeftCurves *curves);
void weft_curves_restore_choice (WeftCurves *curves);
/* The button's words, after what can be shown or is chosen became another. */
void weft_curves_name_choice (WeftCurves *curves);
/* --- curves.c --- */
void weft_curves_choice_changed (WeftCurves *curves);

/* --- curves-collect.c --- */
void weft_curves_collect (const WeftCurves *curves, WeftCurvesSet *set);
void weft_curves_set_clear (WeftCurvesSet *set);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftCurvesSet, weft_curves_set_clear)
/* Each line as fine as the plot is wide, between two places along what is shown. */
void weft_curves_refine (WeftCurvesSet *set, double low, double high);
const WeftSample *weft_curves_find_best (const WeftCurves *curves);     /* nullable */
gint64 weft_curves_get_change (const WeftCurves *curves, guint32 mark); /* −1: there is none */
gboolean weft_curves_is_hidden (const WeftCurves *curves, guint64 id);
char *weft_curve_dup_value (const WeftCurve *curve, double value); /* as it is shown */

/* --- curves-axes.c --- */
/* The same with the chart's axes, whose size is given. */
void weft_curves_lay_out (WeftCurves *curves, WeftChart *chart, WeftCurvesSet *set);
/* "step 1,200", "epoch 2.5 · step 1,200": what a place along the axis is called; transfer full. */
char *weft_curves_dup_place (const WeftCurves *curves, const WeftCurvesSet *set, double at);

/* --- curves-marks.c --- */
void weft_curves_draw_marks (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
                             const WeftCurvesSet *set);
/* Where the step is that is looked at, if one is. */
void weft_curves_draw_looked (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
                              const WeftCurvesSet *set);
/* Words of the marks near px, borrowed, of which some more may have no room; how many. */
guint weft_curves_find_notes (const WeftCurves *curves, const WeftChart *chart,
                              const WeftCurvesSet *set, double px, const char **notes, guint most);

/* A drawing function; user: WeftCurves. */
void weft_curves_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user);
