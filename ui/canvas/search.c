/* search: the box at the pointer in which layers and commands are found by typing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/commands/canvas-commands.h"
#include "ui/scene/find.h"
#include "ui/scene/fits.h"
#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/add-block.h"
#include "ui/scene/mine.h"
#include "ui/canvas/choices.h"
#include "ui/canvas/drop.h"
#include "ui/canvas/search-row.h"
#include "ui/canvas/search.h"
#include "ui/commands/window-commands.h"

#define LATER 1000 /* in score: behind all that can be done now */

/* What one box knows; lives as long as its popover. */
typedef struct
{
  WeftPlane *plane; /* not owned */
  WeftPoint at;
  WeftSearchFor what;
  gint64 replaced;   /* the node whose place is looked for */
  WeftWiring wiring; /* the wire that waits for its other end */
  GHashTable *fits;  /* of weft_fits_find; NULL: all */
  GPtrArray *data;   /* WeftKnownData */
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->fits, g_hash_table_unref);
  g_clear_pointer (&search->data, g_ptr_array_unref);
  g_free (search);
}

/* --- which layers fit a wire --- */

static void
find_fitting (Search *search)
{
  WeftContext *context = search->plane->context;
  const WeftLooseEnd end = { .node = search->wiring.node,
                             .port = search->wiring.port,
                             .backwards = search->wiring.backwards,
                             .inside = weft_context_get_inside (context) };

  search->fits
      = weft_fits_find (weft_context_get_graph (context), weft_context_get_catalog (context),
                        weft_live_get_report (weft_context_get_live (context)), &end);
}

static void
find_replacing (Search *search)
{
  WeftGraph *graph = weft_context_get_graph (search->plane->context);
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  search->fits = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < n; i++)
    if (weft_edits_can_replace (graph, search->replaced, layers[i]))
      g_hash_table_insert (search->fits, (gpointer) layers[i], GINT_TO_POINTER (1));
}

/* --- the list --- */

/* A block begins at the end of a wire; nobody's input is made of one. */
static gboolean
is_fitting (Search *search, const WeftOffer *offer)
{
  if (offer->layer != NULL)
    return g_hash_table_contains (search->fits, offer->layer);
  if (offer->text != NULL)
    return search->what == WEFT_SEARCH_FOR_WIRE && !search->wiring.backwards;
  return search->what == WEFT_SEARCH_FOR_WIRE && !search->wiring.backwards
         && weft_add_block_fits (search->plane->context, offer->block, search->wiring.node,
                                 search->wiring.port);
}

/* What makes a port stands in a group only. */
static gboolean
can_be_added (Search *search, const WeftOffer *offer)
{
  gboolean is_inside = weft_context_get_inside (search->plane->context) != 0;

  if (search->fits != NULL && !is_fitting (search, offer))
    return FALSE;
  return offer->section < WEFT_N_SECTIONS || is_inside;
}

static void
add_offer (Search *search, const WeftOffer *offer, const char *query, GArray *hits)
{
  WeftHit hit = { .offer = offer, .is_enabled = TRUE };

  if (!can_be_added (search, offer))
    return;
  hit.score = 2 * weft_offer_score (offer, query);
  if (hit.score >= 0)
    g_array_append_val (hits, hit);
}

static void
add_offer_hits (Search *search, const char *query, GArray *hits)
{
  guint n;
  const WeftOffer *offers = weft_offers (&n);
  const WeftOffer *const *mine;

  for (guint i = 0; i < n; i++)
    add_offer (search, &offers[i], query, hits);
  mine = weft_mine_offers (&n);
  for (guint i = 0; i < n; i++)
    add_offer (search, mine[i], query, hits);
}

/* Of equals what can be built comes first. */
static void
add_data_hits (Search *search, const char *query, GArray *hits)
{
  for (guint i = 0; i < search->data->len; i++)
    {
      const WeftKnownData *data = search->data->pdata[i];
      g_autofree char *plain = g_strdelimit (g_strdup (data->source), "_", ' ');
      const char *const names[] = { data->title, plain, NULL };
      WeftHit hit = { .data = data, .is_enabled = TRUE };

      hit.score = 2 * weft_find_score (query, names, data->terms);
      if (hit.score >= 0)
        g_array_append_val (hits, hit);
    }
}

/* What cannot be done now is found too, but comes last and stays grey. */
static void
add_command (const char *query, const WeftCommand *command, gboolean of_window, gboolean is_enabled,
             GArray *hits)
{
  const char *const names[] = { _ (command->label), command->label, NULL };
  WeftHit hit = { .command = command, .of_window = of_window, .is_enabled = is_enabled };

  hit.score = 2 * weft_find_score (query, names, command->words);
  if (hit.score < 0 || (*query == '\0' && !is_enabled))
    return;
  hit.score += is_enabled ? 1 : LATER; /* of equals the layer comes first */
  g_array_append_val (hits, hit);
}

static void
add_command_hits (Search *search, const char *query, GArray *hits)
{
  GActionGroup *actions = weft_canvas_get_actions (search->plane->canvas);
  GtkWidget *plane = GTK_WIDGET (search->plane);
  guint n;
  const WeftCommand *commands = weft_canvas_commands (&n);

  for (guint i = 1; i < n; i++) /* the first opens this box */
    add_command (query, &commands[i], FALSE,
                 g_action_group_get_action_enabled (actions, commands[i].name), hits);
  commands = weft_window_commands (&n);
  for (guint i = 0; i < n; i++)
    add_command (query, &commands[i], TRUE, weft_window_command_is_enabled (&commands[i], plane),
                 hits);
}

/* What the level hides: choosing it shows it. */
static void
add_control_hits (Search *search, const char *query, GArray *hits)
{
  GSettings *settings = weft_context_get_host (search->plane->context)->settings;
  guint n;
  const WeftLevelRow *rows = weft_level_rows (&n);

  for (guint i = 0; i < n; i++)
    {
      const char *const names[] = { _ (rows[i].title), rows[i].title, NULL };
      WeftHit hit = { .control = &rows[i], .is_enabled = TRUE };

      hit.score = 2 * weft_find_score (query, names, rows[i].words) + 1;
      if (*query != '\0' && hit.score > 0 && !weft_level_shows (settings, rows[i].id))
        g_array_append_val (hits, hit);
    }
}

static int
compare_hit_cb (gconstpointer a, gconstpointer b)
{
  return ((const WeftHit *) a)->score - ((const WeftHit *) b)->score;
}

static GArray *
find (const char *query, gpointer user)
{
  Search *search = user;
  GArray *hits = g_array_new (FALSE, TRUE, sizeof (WeftHit));

  add_offer_hits (search, query, hits);
  if (search->what <= WEFT_SEARCH_BEHIND)
    {
      add_data_hits (search, query, hits);
      add_command_hits (search, query, hits);
      add_control_hits (search, query, hits);
    }
  if (*query != '\0')
    g_array_sort (hits, compare_hit_cb);
  return hits;
}

static gconstpointer
get_key (gconstpointer item)
{
  const WeftHit *hit = item;

  return hit->offer != NULL     ? (gconstpointer) hit->offer
         : hit->data != NULL    ? (gconstpointer) hit->data
         : hit->control != NULL ? (gconstpointer) hit->control
                                : (gconstpointer) hit->command;
}

static GtkWidget *
make_row (gconstpointer hit, gpointer user)
{
  return weft_hit_row_new (hit);
}

/* --- choosing --- */

static void
add_wired (Search *search, const WeftLayer *layer)
{
  WeftPlane *self = search->plane;
  WeftPoint p = weft_view_to_plane (&self->sight.view, search->at);
  int port = GPOINTER_TO_INT (g_hash_table_lookup (search->fits, layer)) - 1;
  WeftAddition add = { .layer = layer,
                       .inside = weft_context_get_inside (self->context),
                       .port = MAX (port, 0) };
  gint64 id = 0;
  WeftEdit *edit;

  add.at.y = weft_snap_to_grid (p.y - WEFT_PORT_TOP);
  if (search->wiring.backwards)
    {
      add.at.x = weft_snap_to_grid (p.x - WEFT_NODE_WIDTH);
      add.to = search->wiring.node;
      add.to_input = search->wiring.port;
    }
  else
    {
      add.at.x = weft_snap_to_grid (p.x);
      add.from = search->wiring.node;
      add.from_output = search->wiring.port;
    }
  edit = weft_edits_add (weft_context_get_graph (self->context), &add, &id);
  if (edit != NULL && weft_context_put (self->context, edit, 0))
    weft_context_select (self->context, &id, 1);
}

static void
add_block_wired (Search *search, const WeftOffer *offer)
{
  WeftPlane *self = search->plane;
  WeftPoint p = weft_view_to_plane (&self->sight.view, search->at);
  const WeftWire loose = { .from = search->wiring.node, .output = search->wiring.port };
  const double at[] = { weft_snap_to_grid (p.x), weft_snap_to_grid (p.y - WEFT_PORT_TOP) };

  weft_add_offer (self->context, offer, at, &loose);
}

static void
add_behind (WeftContext *context, const WeftOffer *offer)
{
  if (offer->layer == NULL)
    weft_add_offer (context, offer, NULL, NULL);
  else
    weft_context_add_layer (context, offer->layer, NULL, 0);
}

static void
choose (WeftChoices *choices, GtkListBoxRow *row, gpointer user)
{
  Search *search = user;
  WeftPlane *plane = search->plane;
  const WeftHit *found = weft_hit_row_get (row);
  WeftPoint at = search->at;
  WeftHit hit;

  if (found == NULL || !found->is_enabled)
    return;
  hit = *found;
  if (hit.offer != NULL && search->what == WEFT_SEARCH_FOR_WIRE && hit.offer->layer == NULL)
    add_block_wired (search, hit.offer);
  else if (hit.offer != NULL && search->what == WEFT_SEARCH_FOR_WIRE)
    add_wired (search, hit.offer->layer);
  if (hit.control != NULL)
    weft_level_set (weft_context_get_host (plane->context)->settings, hit.control->from);
  if (hit.data != NULL)
    weft_known_data_use (plane->context, hit.data->source);
  weft_choices_close (choices);
  weft_plane_focus_node (plane, weft_context_get_selected (plane->context));
  if (hit.offer != NULL && search->what == WEFT_SEARCH_TO_REPLACE)
    weft_drop_replace (plane, search->replaced, hit.offer->layer);
  else if (hit.offer != NULL && search->what == WEFT_SEARCH_ALL)
    weft_drop_offer (plane, hit.offer, at);
  else if (hit.offer != NULL && search->what == WEFT_SEARCH_BEHIND)
    add_behind (plane->context, hit.offer);
  else if (hit.command != NULL && hit.of_window)
    weft_window_command_run (hit.command, GTK_WIDGET (plane));
  else if (hit.command != NULL)
    weft_actions_run (plane, hit.command->name);
}

static const WeftChoicesKind kinds[] = {
  [WEFT_SEARCH_ALL] = { N_ ("Add a layer or find a command"), find, get_key, make_row, choose },
  [WEFT_SEARCH_BEHIND] = { N_ ("Add a layer or find a command"), find, get_key, make_row, choose },
  [WEFT_SEARCH_FOR_WIRE]
  = { N_ ("Add a layer that fits the wire"), find, get_key, make_row, choose },
  [WEFT_SEARCH_TO_REPLACE] = { N_ ("Replace with which layer?"), find, get_key, make_row, choose },
};

void
weft_search_open (WeftPlane *self, WeftPoint at, WeftSearchFor what)
{
  Search *search = g_new0 (Search, 1);

  search->plane = self;
  search->at = at;
  search->what = what;
  search->data = weft_known_data_list (self->context);
  if (what == WEFT_SEARCH_TO_REPLACE)
    {
      search->replaced = weft_context_get_selected (self->context);
      find_replacing (search);
    }
  if (what == WEFT_SEARCH_FOR_WIRE)
    {
      search->wiring.node = self->wiring.node;
      search->wiring.port = self->wiring.port;
      search->wiring.backwards = self->wiring.backwards;
      find_fitting (search);
    }
  weft_choices_open (self, at, &kinds[what], search, search_free);
}
