/* session: one open project: its file, graph, history and trainer, behind one window
 *
 * Main thread. Follows the graph: each edit is checked at once; what can be trained is handed to
 * the trainer, which goes on with the weights that fit. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session/library.h"
#include "engine/train/trials/race.h"
#include "projects/gallery/gallery.h"
#include "projects/store/store.h"
#include "ui/context/live.h"
#include "ui/window/window.h"

typedef struct _WeftSession WeftSession;
typedef void (*WeftSessionMovedFunc) (gpointer user, const char *path);
typedef void (*WeftSessionSayFunc) (gpointer user, const char *words); /* translated */

/* Takes store. NULL with error when what it holds cannot be read; store is closed then. */
WeftSession *weft_session_new (WeftStore *store, WeftLibrary *library, WeftLive *live,
                               GError **error);
/* Pauses, writes a checkpoint, drains and closes the file. */
void weft_session_free (WeftSession *session);

WeftGraph *weft_session_get_graph (WeftSession *session);
WeftHistory *weft_session_get_history (WeftSession *session);
WeftLibrary *weft_session_get_library (WeftSession *session);
WeftStore *weft_session_get_store (WeftSession *session);
/* The example that it began as; nullable, transfer full. */
WeftExample *weft_session_find_example (WeftSession *session);

/* When the file had changed before it was opened, Unix seconds: it has when only looked at. */
void weft_session_set_changed (WeftSession *session, gint64 changed);
/* What the optimiser of its last training kept of each weight begins anew where the settings name
 * another one now: that in a sentence, translated; else NULL. */
const char *weft_session_tell_dropped (WeftSession *session);
/* Called when the file has another path: it was moved, or a rescue copy was made. */
void weft_session_set_moved (WeftSession *session, WeftSessionMovedFunc func, gpointer user);
/* Called where an edit cost something that had been learnt, with what. */
void weft_session_set_say (WeftSession *session, WeftSessionSayFunc func, gpointer user);
/* Writes what could not be written before. FALSE: it still cannot be. */
gboolean weft_session_try_again (WeftSession *session, GError **error);
/* Pauses, and writes what waits. FALSE: some of it is not in the file. */
gboolean weft_session_settle (WeftSession *session, GError **error);
/* What the file cannot take goes to a copy in the user's folder for such. FALSE: nothing is the
 * matter, or there is no room there either. */
gboolean weft_session_rescue (WeftSession *session, GError **error);

/* Until a multiple of the settings' epochs is done. */
void weft_session_train (WeftSession *session);
void weft_session_pause (WeftSession *session);
void weft_session_step (WeftSession *session, WeftStepUnit unit);
/* One batch, of which that lane of the recipe alone learns. */
void weft_session_step_alone (WeftSession *session, guint lane);
void weft_session_start_over (WeftSession *session, gboolean new_seed);
/* The run goes on from the weights that had the lowest validation loss, paused. What they replace
 * is kept until it trains again or the network is edited: untake brings it back. */
gboolean weft_session_take_best (WeftSession *session, GError **error);
/* What is trained and what it has learnt at this step, or its first weights. Transfer full. FALSE:
 * something does not fit, so that what learns, if anything does, is a network of before. */
gboolean weft_session_dup_learnt (WeftSession *session, WeftModel **model, WeftState **state,
                                  GError **error);
/* Likewise from what another project has learnt, as far as it fits (weights.h). */
gboolean weft_session_take_weights (WeftSession *session, const char *path, GError **error);
/* Likewise all of that project's network, where the recipe wants one (weights.h). */
gboolean weft_session_bring_network (WeftSession *session, const char *path, GError **error);
void weft_session_untake_best (WeftSession *session);
/* The network that a run trained last takes the place of the document's, as an edit, and that run
 * is what goes on, paused at its newest weights. The one before stays as it is. */
gboolean weft_session_go_back (WeftSession *session, gint64 run, GError **error);
/* Shows what a step of the run that is open left, paused, and the network as it was wired then;
 * nothing can be edited meanwhile, and the run stays as it is. The newest step, or one behind it:
 * that is now. FALSE: too little is kept of the run. */
gboolean weft_session_look_at (WeftSession *session, gint64 step, GError **error);
/* What is looked at goes on as a run of its own, whose parent the run that was open is. */
gboolean weft_session_branch (WeftSession *session, GError **error);
/* What a step of a run left, and the network that it was of; run 0: of what there is now. Transfer
 * full. It blocks for as long as computing it again takes. */
WeftState *weft_session_load_moment (WeftSession *session, gint64 run, gint64 step,
                                     WeftGraph **graph, GError **error);
/* Children of the run from the step that is looked at, or the newest, that learn side by side for
 * so many steps: each by an edit (nullable: as it is) of the network that there was. Each is a run
 * of its own. edits: WeftEdit, as many as race.h says. It has to end before the session does. */
WeftRace *weft_session_begin_race (WeftSession *session, GPtrArray *edits, gint64 steps,
                                   GError **error);
/* The steps of which the file has states; gint64, transfer full. *first: that the run began with.
 */
GArray *weft_session_list_frames (WeftSession *session, gint64 *first);
void weft_session_set_speed (WeftSession *session, double steps_per_second);
void weft_session_set_rate (WeftSession *session, double rate);
void weft_session_set_number (WeftSession *session, gint64 node, const char *name, gsize offset,
                              float number);
/* Within the step that is gone through op by op, which is entered unless it was. */
gboolean weft_session_write_step (WeftSession *session, WeftStepPlace place, gsize offset,
                                  float number, GError **error);
void weft_session_watch (WeftSession *session, const WeftWatch *watch);
/* Of the run, a copy; read from the file only when it is another one. Transfer full. */
WeftState *weft_session_load_best (WeftSession *session, GError **error);
void weft_session_ask (WeftSession *session, WeftQuestion *question); /* nullable */
/* The same project in another place: everything is written, the file moved, and opened there.
 * FALSE: it is open where it was; when it cannot be (its disk is gone), it has no store any more.
 */
gboolean weft_session_move_to (WeftSession *session, const char *path, GError **error);
