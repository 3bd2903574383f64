/* context: what the parts of one project window share; owned by the window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/context/host.h"
#include "ui/context/live.h"

/* Signals: "inside" (another group is looked into), "selection" (node ids changed), "sample" (the
 * chosen sample changed), "part" (results of the other part are wanted), "judge" (those of another
 * loss), "runs" (others are laid over the curves), "decision" (another threshold or other costs:
 * decision.h), "say" (a text that is to be shown as a toast). */
#define WEFT_TYPE_CONTEXT (weft_context_get_type ())
G_DECLARE_FINAL_TYPE (WeftContext, weft_context, WEFT, CONTEXT, GObject)

WeftContext *weft_context_new (const WeftHost *host, GtkWindow *window, const WeftProject *project,
                               WeftLive *live);
/* For all that is within the widget, which keeps it. */
void weft_context_attach (WeftContext *context, GtkWidget *widget);
WeftContext *weft_context_find (GtkWidget *widget); /* of what it is within; nullable */
const WeftHost *weft_context_get_host (WeftContext *context);
GtkWindow *weft_context_get_window (WeftContext *context);
WeftGraph *weft_context_get_graph (WeftContext *context);
WeftHistory *weft_context_get_history (WeftContext *context);
WeftCatalog *weft_context_get_catalog (WeftContext *context);
WeftLive *weft_context_get_live (WeftContext *context);
const char *weft_context_get_about (WeftContext *context); /* of the project; nullable */
const char *weft_context_get_goal (WeftContext *context);  /* nullable */
/* An edit by hand: through the history; a refused one becomes a toast. gesture 0: on its own. */
gboolean weft_context_do (WeftContext *context, WeftEdit *edit, guint gesture); /* takes edit */
/* The same of one that puts nodes between others, or makes one larger: they then make way by the
 * room that they really take. What that is, is known to who shows them: settle makes one edit of
 * the other, and takes it.
 */
gboolean weft_context_put (WeftContext *context, WeftEdit *edit, guint gesture);
typedef WeftEdit *(*WeftSettleFunc) (WeftContext *context, WeftEdit *edit);
void weft_context_set_settle (WeftContext *context, WeftSettleFunc settle);
/* --- where in the document --- */
/* The group whose inside is looked at; 0: the whole. What is selected always lies there: selecting
 * a node elsewhere goes there. */
gint64 weft_context_get_inside (WeftContext *context);
/* Goes into a group, or with 0 back to the whole; nothing is selected then. */
void weft_context_enter (WeftContext *context, gint64 group);
/* Out of the group that is looked into, which is then selected; FALSE: it is the whole already. */
gboolean weft_context_leave (WeftContext *context);
/* selection: gint64 node ids */
GArray *weft_context_get_selection (WeftContext *context); /* transfer none */
void weft_context_select (WeftContext *context, const gint64 *nodes, guint n);
gint64 weft_context_get_selected (WeftContext *context); /* the only one; else 0 */
/* The wire that is selected, when no node is; wire: nullable, copied. Tells of itself by
 * "selection" too. */
void weft_context_pick_wire (WeftContext *context, const WeftWire *wire);
const WeftWire *weft_context_get_picked_wire (WeftContext *context); /* nullable */
/* The sample whose activations are shown. Changing any of these sends a new WeftWatch to the host.
 */
guint32 weft_context_get_sample (WeftContext *context);
void weft_context_set_sample (WeftContext *context, guint32 sample);
void weft_context_want_results (WeftContext *context, gboolean want);
/* Results of the test part, in place of validation's. */
gboolean weft_context_get_on_test (WeftContext *context);
void weft_context_set_on_test (WeftContext *context, gboolean on_test);
/* Which loss's results are looked at, by its number in the model: one where there is one. */
guint weft_context_get_judge (WeftContext *context);
void weft_context_set_judge (WeftContext *context, guint judge);
/* The model has others: what is looked at is one of them that judges an answer. */
void weft_context_limit_judge (WeftContext *context, const WeftModel *model);
/* What the network says on so many places a side between these, for as long as anybody wants it: 0
 * gives it up. */
void weft_context_want_grid (WeftContext *context, int grid, const float low[2],
                             const float high[2]);
/* The same between others, where it is wanted. */
void weft_context_place_grid (WeftContext *context, const float low[2], const float high[2]);
/* Why the sample is answered so, by explainer number − 1 (0: nothing), of that class or number of
 * the answer (−1: what the network says). */
void weft_context_want_explained (WeftContext *context, guint explainer, const char *settings,
                                  gint64 unit);
/* How large what flows along the wires is. */
void weft_context_want_sizes (WeftContext *context, gboolean want);
/* The loss's gradient at an output of that node, for the sample; 0: of none. */
void weft_context_want_gradient (WeftContext *context, gint64 node, int output);
/* Through which units nothing is learnt. */
void weft_context_want_idle (WeftContext *context, gboolean want);
void weft_context_want_costs (WeftContext *context, gboolean want);
/* What these nodes show of their units; ends with 0 where it is shorter. */
void weft_context_want_opened (WeftContext *context, const gint64 nodes[WEFT_MAX_OPENED]);
/* How steps move the weights, as long as one that wanted it does. */
void weft_context_want_moves (WeftContext *context, gboolean want);
/* So many training samples as the network gets them; 0: none. */
void weft_context_want_drawn (WeftContext *context, int n);
/* So many samples of what the recipe has learnt to make; 0: none. */
void weft_context_want_made (WeftContext *context, int n);
/* An episode that is played by the network as it is then, another for each call; its number, which
 * is given here. NULL: none any more. */
guint weft_context_want_game (WeftContext *context, const WeftGame *game);
/* What the network is asked from here on; its answers come with snapshots. */
void weft_context_ask (WeftContext *context, WeftQuestion *question);
/* It is not asked any more, unless something else is. */
void weft_context_withdraw (WeftContext *context, const WeftQuestion *question);
/* .weft, .onnx or a graph's .json; every other file is data. */
gboolean weft_is_project_path (const char *path);
/* How the file of a data node was read, on this computer; nullable; transfer full. */
WeftDataChoice *weft_context_find_choice (WeftContext *context, const WeftNode *node);
/* Says what could not be done; it goes when the document is edited. */
void weft_context_toast (WeftContext *context, const char *text);
/* Adds a layer behind the selected node, wired, or at (x, y) when at is given: what the palette,
 * the search box and drops do. after: 0 none. Returns the new node's id, 0 when refused. */
gint64 weft_context_add_layer (WeftContext *context, const WeftLayer *layer, const double at[2],
                               gint64 after);
