/* host: what ui needs and does not have: gallery, project, runs; app fills it in with projects
 *
 * Plain values and engine objects only. All on the main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "engine/base/errand.h"
#include "engine/graph/history.h"
#include "engine/train/trials/race.h"
#include "ui/base/look.h"

/* A card of the gallery. */
typedef struct
{
  char *id;    /* example id, or a path for a project to go on with */
  char *title; /* translated */
  char *line;  /* translated; of a recent project: where it lies and when it was changed */
  char *summary;
  char *category;               /* "start", "see", "measure"; "recent" */
  char *picture, *picture_dark; /* paths, nullable */
  int seconds;                  /* 0: not shown */
  gboolean is_draft;            /* can be renamed and removed */
} WeftCard;

void weft_card_free (WeftCard *card);

/* A family of cards, those of that category. */
typedef struct
{
  const char *id, *title, *teaches; /* title, teaches: translated */
} WeftCardChapter;

/* A run of the open project. */
typedef struct
{
  gint64 id;
  gint64 steps;    /* that it came to */
  gint64 parent;   /* the run of which it is a branch; 0: none */
  gint64 first;    /* the step of that at which it began */
  char *started;   /* translated: "today, 14:20" */
  char *settings;  /* translated, nullable: "Adam · Learning rate 0.01 · Seed 1" */
  GArray *figures; /* WeftRunFigure; what says which is best first */
  char *note;      /* by hand; nullable */
  gboolean is_starred;
  gboolean is_binned; /* goes when the project is closed */
  gboolean is_current;
  gboolean has_frame; /* its weights are kept: it can be gone back to */
} WeftRunCard;

typedef struct
{
  guint32 series;
  double best, last;
  gint64 best_step;
} WeftRunFigure;

void weft_run_card_free (WeftRunCard *card);

/* A group that somebody keeps for the palette. */
typedef struct
{
  char *id;    /* the host's name for it */
  char *title; /* by hand */
  char *text;  /* its graph form, as copy_nodes gives it */
} WeftKept;

void weft_kept_free (WeftKept *kept);

/* A kind of file that a network is exported as; its strings are the host's. */
typedef struct
{
  const char *id;     /* "onnx" */
  const char *title;  /* N_ (): "Model (ONNX)" */
  const char *suffix; /* without the point; NULL: it is a folder */
} WeftFileFormat;

/* The network as a program, to be read. */
typedef struct
{
  char *text;
  GArray *nodes; /* gint64, of each line: the node that it says; 0: none */
  char *missing; /* translated, nullable: what has no form in it */
} WeftCode;

void weft_code_free (WeftCode *code);

/* error NULL: it is there; WEFT_ERROR_CANCELLED where somebody wanted it no more. */
typedef void (*WeftBroughtFunc) (const GError *error, gpointer data);

typedef struct
{
  /* gallery */
  GPtrArray *(*list_examples) (gpointer user); /* WeftCard; transfer full */
  GArray *(*list_chapters) (gpointer user);    /* WeftCardChapter; transfer full */
  GPtrArray *(*list_recent) (gpointer user);   /* WeftCard; newest first; transfer full */
  gboolean (*rename_draft) (gpointer user, const char *path, const char *title, GError **error);
  /* Where the draft waits to be restored or forgotten; transfer full. */
  char *(*remove_draft) (gpointer user, const char *path, GError **error);
  gboolean (*restore_draft) (gpointer user, const char *kept, const char *path, GError **error);
  void (*forget_draft) (gpointer user, const char *kept, const char *path);
  /* Each opens the project in the window that asks, which then gets weft_window_show_project. */
  gboolean (*open_example) (gpointer user, GtkWindow *window, const char *id, GError **error);
  gboolean (*open_file) (gpointer user, GtkWindow *window, const char *path, GError **error);
  /* What a file that is let go on an open project is for: "win.open-path" of a network,
   * "win.take-weights-of" of weights alone; NULL: data. */
  const char *(*find_use) (gpointer user, const char *path);
  /* Reads somebody's data in a thread as is chosen; the choice is copied. errand (nullable) says
   * how far it is, and cancels it. */
  void (*look_at) (gpointer user, const WeftDataChoice *choice, WeftErrand *errand,
                   WeftLookFunc done, gpointer data);
  /* A starter network for what was looked at, which begins to learn when train is asked for. TRUE
   * also where it waits for an answer about the project that is open. */
  gboolean (*open_data) (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                         WeftDataset *dataset, gboolean train, GError **error);
  gboolean (*open_empty) (gpointer user, GtkWindow *window, GError **error);
  /* A network wired for pictures that somebody is about to draw. */
  gboolean (*open_drawn) (gpointer user, GtkWindow *window, GError **error);
  void (*close_project) (gpointer user,
                         GtkWindow *window); /* back to the gallery; writes a checkpoint */
  /* the open project */
  gboolean (*keep) (gpointer user, GtkWindow *window, const char *path,
                    GError **error); /* a draft's place */
  /* What could not be written; FALSE: it still cannot. */
  gboolean (*save_again) (gpointer user, GtkWindow *window, GError **error);
  GPtrArray *(*list_formats) (gpointer user); /* WeftFileFormat; transfer full */
  /* done is called once, at once or from the main loop. */
  void (*export_file) (gpointer user, GtkWindow *window, const char *format, const char *path,
                       WeftBroughtFunc done, gpointer data);
  WeftCode *(*write_code) (gpointer user, GtkWindow *window, WeftModel *model); /* transfer full */
  /* pictures: GBytes, each a PNG of one size; delay: hundredths of a second. done as above. */
  void (*write_film) (gpointer user, GtkWindow *window, const char *path, GPtrArray *pictures,
                      int delay, WeftBroughtFunc done, gpointer data);
  /* What was made for somebody outside: whole or not at all. */
  gboolean (*write_file) (gpointer user, const char *path, GBytes *bytes, GError **error);
  void (*train) (gpointer user, GtkWindow *window);
  void (*pause) (gpointer user, GtkWindow *window);
  void (*step) (gpointer user, GtkWindow *window, WeftStepUnit unit);
  void (*step_alone) (gpointer user, GtkWindow *window, guint lane); /* of the recipe */
  void (*start_over) (gpointer user, GtkWindow *window, gboolean new_seed);
  /* Back to the weights of the lowest validation loss, and back from them: weft_live_get_taken. */
  gboolean (*take_best) (gpointer user, GtkWindow *window, GError **error);
  /* Another project's network with its weights, for the role that wants one brought. */
  gboolean (*bring_network) (gpointer user, GtkWindow *window, const char *path, GError **error);
  /* What another project has learnt, likewise: weft_live_get_taken_words. */
  gboolean (*take_weights) (gpointer user, GtkWindow *window, const char *path, GError **error);
  void (*untake_best) (gpointer user, GtkWindow *window);
  /* the runs of the open project */
  GPtrArray *(*list_runs) (gpointer user, GtkWindow *window); /* WeftRunCard, oldest first; full */
  /* What the card says by hand: note, star and bin. */
  void (*mark_run) (gpointer user, GtkWindow *window, const WeftRunCard *card);
  GArray *(*load_run_samples) (gpointer user, GtkWindow *window, gint64 run); /* WeftSample; full */
  /* The network that it trained last, with its settings; transfer full. */
  WeftGraph *(*load_run_graph) (gpointer user, GtkWindow *window, gint64 run, GError **error);
  /* What a step of it left, computed again, which takes as long as that does; run 0: what there is
   * now, whatever the step. Transfer full. */
  WeftState *(*load_run_state) (gpointer user, GtkWindow *window, gint64 run, gint64 step,
                                WeftGraph **graph, GError **error);
  /* Its network takes the place of the one that there is, as an edit, and it is what is trained. */
  gboolean (*go_back_to_run) (gpointer user, GtkWindow *window, gint64 run, GError **error);
  /* --- an earlier step of the run that is open: weft_live_get_looked --- */
  /* Shows what it left; the newest: back to now. */
  gboolean (*look_at_step) (gpointer user, GtkWindow *window, gint64 step, GError **error);
  /* What is looked at goes on as a run of its own. */
  gboolean (*branch) (gpointer user, GtkWindow *window, GError **error);
  /* Children of the run from there, or from its newest step, side by side, each by an edit
   * (nullable: as it is): to be ended before the project is closed. */
  WeftRace *(*begin_race) (gpointer user, GtkWindow *window, GPtrArray *edits, gint64 steps,
                           GError **error);
  /* The steps that are kept whole; gint64, transfer full. *first: that the run began with. */
  GArray *(*list_frames) (gpointer user, GtkWindow *window, gint64 *first);
  void (*set_speed) (gpointer user, GtkWindow *window, double steps_per_second);
  void (*set_rate) (gpointer user, GtkWindow *window,
                    double rate); /* also an edit of the document */
  /* Types a number over in a weight or bias of a node ("weight", "bias"), the offset-th: the run
   * goes on with it. */
  void (*set_number) (gpointer user, GtkWindow *window, gint64 node, const char *name, gsize offset,
                      float number);
  /* Within the step that is gone through op by op: what follows is worked out with it. */
  gboolean (*write_step) (gpointer user, GtkWindow *window, WeftStepPlace place, gsize offset,
                          float number, GError **error);
  void (*watch) (gpointer user, GtkWindow *window, const WeftWatch *watch);
  /* NULL: nothing is asked any more. Answers come with snapshots. */
  void (*ask) (gpointer user, GtkWindow *window, WeftQuestion *question);
  /* The weights of the lowest validation figure of the run, which goes on; transfer full. */
  WeftState *(*load_best) (gpointer user, GtkWindow *window, GError **error);
  /* A set of one sample with the fields of that one, of which that field is what the file (or,
   * where path is NULL, the text) holds; transfer full. */
  WeftDataset *(*read_input) (gpointer user, const WeftDataset *like, const char *field,
                              const char *path, const char *text, GError **error);
  char *(*copy_nodes) (gpointer user, GtkWindow *window, GArray *ids); /* the clipboard's text */
  /* Text → an edit that adds its nodes at (x, y) in that group (0: at the top), with fresh names;
   * nullable with error. wired: what led into them when they were copied does so again. */
  WeftEdit *(*paste_nodes) (gpointer user, GtkWindow *window, const char *text, gint64 inside,
                            double x, double y, gboolean wired, GError **error);
  /* Brings what was looked at into the open project, for that node (0: a new one): done is called
   * when it is there, which may be at once, or with an error. */
  void (*bring_data) (gpointer user, GtkWindow *window, WeftDataset *dataset, gint64 node,
                      WeftBroughtFunc done, gpointer data);
  /* Stores what was looked at in the open project, and returns the edit that makes the data node
   * (node id; 0: a new one at x, y) use it. */
  WeftEdit *(*use_data) (gpointer user, GtkWindow *window, const WeftDataChoice *choice,
                         WeftDataset *dataset, gint64 node, double x, double y, GError **error);
  /* How the set of this fingerprint of the open project was read; nullable; transfer full. */
  WeftDataChoice *(*find_choice) (gpointer user, GtkWindow *window, const char *sha256);
  void (*set_view) (gpointer user, GtkWindow *window, const char *key, GVariant *value);
  GVariant *(*get_view) (gpointer user, GtkWindow *window,
                         const char *key); /* nullable; transfer full */
  /* what somebody keeps for the palette, whichever project is open */
  GPtrArray *(*list_kept) (gpointer user); /* WeftKept; transfer full */
  /* id NULL: a new one; else its title, or its text, becomes another one. */
  gboolean (*keep_group) (gpointer user, const char *id, const char *title, const char *text,
                          GError **error);
  gboolean (*drop_group) (gpointer user, const char *id, GError **error);
  void (*set_language) (gpointer user,
                        const char *language); /* "", "en", "zh_CN": rebuilds windows */
  const char *(*get_language) (gpointer user);
  GSettings *settings; /* org.weft.Weft; nullable in tests */
  gpointer user;
} WeftHost;

/* What a window shows: engine objects of the open project. */
typedef struct
{
  WeftGraph *graph;
  WeftHistory *history;
  WeftCatalog *catalog;
  char *title;
  char *location; /* translated: "draft · kept automatically", "in ~/Documents" */
  gboolean is_draft;
  char *notice; /* translated, nullable: "This file is read-only; …" for the bar */
  char *about;  /* translated, nullable: what it is, in two sentences */
  char *goal;   /* translated, nullable: what to reach, and what a lazy method reaches */
  double speed; /* steps a second to begin with */
} WeftProject;
