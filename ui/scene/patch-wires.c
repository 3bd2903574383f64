/* patch-wires: a scene's wires become those of the document; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/patch-wires.h"

#include <string.h>

#include "ui/scene/scene-node.h"

typedef struct
{
  WeftScene *scene;
  WeftGraph *graph;
  GArray *numbers;
  guint8 *rewired;
} Match;

static gboolean
is_same_wire (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->to == b->to && a->output == b->output && a->input == b->input;
}

/* By where they lead, as the wires of both are ordered. */
static int
compare_ends (const WeftWire *a, const WeftWire *b)
{
  return a->to != b->to ? (a->to < b->to ? -1 : 1) : a->input - b->input;
}

static gboolean
is_whole (const WeftSceneWire *wire)
{
  return wire->from >= 0 && wire->to >= 0;
}

/* How many of the scene's wires are as they were, from the first on, and of how many of the
 * document's, of which those whose ends stand at another level are in no scene of this one. */
static guint
count_same (const Match *m, guint *of)
{
  guint k = 0, i = 0;

  for (; i < weft_graph_get_n_wires (m->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (m->graph, i);
      const WeftSceneWire *known
          = k < m->scene->wires->len ? weft_scene_get_wire (m->scene, k) : NULL;

      if (known != NULL && is_whole (known) && is_same_wire (&known->wire, wire))
        k++;
      else if (weft_scene_find (m->scene, wire->to) >= 0)
        break;
    }
  *of = i;
  return k;
}

static void
mark_ends (Match *m, const WeftSceneWire *wire)
{
  if (wire->from >= 0)
    m->rewired[wire->from] = TRUE;
  if (wire->to >= 0)
    m->rewired[wire->to] = TRUE;
}

static void
drop_wire (Match *m, const WeftSceneWire *wire)
{
  weft_router_leave (&m->scene->router, &wire->route);
  mark_ends (m, wire);
}

/* Both from there on. numbers: of each wire, its number before, −1 where it came; came: those. */
static void
match_wires (Match *m, guint same, guint i, GArray *came)
{
  guint k = same, n = m->scene->wires->len;
  WeftSceneWire made;

  for (guint w = 0; w < same; w++)
    g_array_append_val (m->numbers, w);
  for (; i < weft_graph_get_n_wires (m->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (m->graph, i);
      const WeftSceneWire *old = NULL;
      int number = -1;

      for (; k < n; k++)
        {
          old = weft_scene_get_wire (m->scene, k);
          if (compare_ends (&old->wire, wire) > 0
              || (is_whole (old) && is_same_wire (&old->wire, wire)))
            break;
          drop_wire (m, old);
        }
      if (k < n && compare_ends (&old->wire, wire) == 0)
        number = (int) k++;
      else if (weft_scene_make_wire (m->scene, wire, &made))
        {
          mark_ends (m, &made);
          g_array_append_val (came, made);
        }
      else
        continue;
      g_array_append_val (m->numbers, number);
    }
  for (; k < n; k++)
    drop_wire (m, weft_scene_get_wire (m->scene, k));
}

/* As long as the next ones go the same way, from at on. */
static guint
measure_run (const GArray *numbers, guint at)
{
  int first = g_array_index (numbers, int, at);
  guint n = 1;

  while (first >= 0 && at + n < numbers->len
         && g_array_index (numbers, int, at + n) == first + (int) n)
    n++;
  return n;
}

/* Each to its place, in the room that there is: whoever goes to the left first, in their order,
 * then whoever goes to the right, the last one first, so that none lies in another's way. */
static void
move_wires (GArray *wires, const GArray *numbers)
{
  g_autoptr (GArray) right = g_array_new (FALSE, FALSE, sizeof (guint));
  WeftSceneWire *all;

  g_array_set_size (wires, MAX (wires->len, numbers->len));
  all = &g_array_index (wires, WeftSceneWire, 0);
  for (guint at = 0, n; at < numbers->len; at += n)
    {
      int from = g_array_index (numbers, int, at);

      n = measure_run (numbers, at);
      if (from > (int) at)
        memmove (&all[at], &all[from], n * sizeof *all);
      else if (from >= 0 && from < (int) at)
        g_array_append_val (right, at);
    }
  for (guint r = right->len; r-- > 0;)
    {
      guint at = g_array_index (right, guint, r);

      memmove (&all[at], &all[g_array_index (numbers, int, at)],
               measure_run (numbers, at) * sizeof *all);
    }
  g_array_set_size (wires, numbers->len);
}

gboolean
weft_patch_wires (WeftScene *scene, WeftGraph *graph, GArray *numbers, guint8 *rewired)
{
  Match m = { scene, graph, numbers, rewired };
  GArray *wires = scene->wires;
  g_autoptr (GArray) came = NULL;
  guint i, same = count_same (&m, &i);

  if (same == wires->len && i == weft_graph_get_n_wires (graph))
    return FALSE;
  came = g_array_new (FALSE, FALSE, sizeof (WeftSceneWire));
  match_wires (&m, same, i, came);
  move_wires (wires, numbers);
  for (guint w = 0, k = 0; k < came->len; w++)
    if (g_array_index (numbers, int, w) < 0)
      g_array_index (wires, WeftSceneWire, w) = g_array_index (came, WeftSceneWire, k++);
  return TRUE;
}
