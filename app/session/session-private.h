/* session-private: what the files of a session share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session/checking.h"
#include "app/session/run-marks.h"
#include "app/session/session.h"
#include "app/session/visit.h"
#include "ui/context/set-making.h"

struct _WeftSession
{
  WeftStore *store;
  WeftLibrary *library; /* owned */
  WeftLive *live;
  WeftMarks *marks;
  WeftGraph *graph;
  WeftHistory *history;
  WeftTrainer *trainer;
  WeftModel *model; /* newest whole one; nullable */
  GSource *wake;
  gint64 next_read; /* monotonic µs */
  guint swap_timeout;
  WeftChecking *checking; /* of the graph as it is or was; nullable */
  WeftModel *checked;     /* of the graph as it is, to be swapped in; nullable */
  WeftSetMaking *making;  /* of the graph's set; until it is there nothing is swapped; nullable */
  gint64 run;             /* 0: nothing was trained yet, so that the file holds no empty run */
  guint64 seed;
  guint rate_gesture;
  gint64 rate_changed; /* monotonic µs */
  WeftSessionMovedFunc moved;
  gpointer moved_user;
  char *rescued;       /* what is said since the file was lost and a rescue copy made; nullable */
  guint rescue_source; /* 0: none is under way */
  gboolean is_rescue_tried; /* since something was the matter that is still */
  gint64 changed;           /* when the file had changed before it was opened; 0: not known */
  gboolean is_edited;       /* since */
  const char *dropped;      /* what of the last training begins anew, in a sentence; nullable */
  GHashTable *runs;         /* what the history of runs knows of each, by id; nullable */
  WeftState *best;          /* that was asked for last; nullable */
  gint64 best_run;          /* whose it is */
  WeftVisit *visit;         /* of an earlier step; nullable: it is now */
  WeftModel *visited;       /* that the graph shows; never read but to compare; nullable */
  WeftEdit *return_edit;    /* makes the graph the document's again; NULL: it is */
  WeftSnapshot *present;    /* what was seen of now; nullable */
  WeftWatch watch;          /* what is looked at */
  WeftQuestion *question;   /* what is asked; nullable */
  GArray *taps;             /* WeftTap: who listens, as the trainer was told; nullable: nobody */
  WeftState *before;        /* what taking the best back replaced, as long as that can be undone */
};

/* --- session.c --- */
/* Whatever was edited last is what is trained next. */
void weft_session_finish_swap (WeftSession *session);
/* Whether sets that take long are made in a thread, something like them standing in meanwhile. */
void weft_session_make_later (WeftSession *session, gboolean later);

/* --- run.c --- */
/* The newest run goes on where its newest whole checkpoint is, with its curves; FALSE: there is
 * none. */
gboolean weft_session_restore_run (WeftSession *session);
void weft_session_load_untrained (WeftSession *session);
/* What was replaced by the best is gone for good once there is something newer. */
void weft_session_forget_before (WeftSession *session);

/* Goes on with a state, taken, of another run as a run of its own, with the graph as an edit. */
gboolean weft_session_begin_branch (WeftSession *session, WeftState *state, WeftGraph *graph,
                                    GError **error);

/* --- session-past.c --- */
/* Back to now, from wherever somebody looks: all is as it was before that. */
void weft_session_come_back (WeftSession *session);

/* --- rescue.c --- */
/* The store follows the history and tells the session what becomes of its file. */
void weft_session_attend (WeftSession *session);
/* Goes on at the path, where nothing is, with all that is in the file and in memory. */
gboolean weft_session_keep_elsewhere (WeftSession *session, const char *path, GError **error);
