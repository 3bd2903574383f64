/* scene: what there is to see of a graph: boxes, words, ports, ways of the wires; no GTK in it
 *
 * After an edit what it came near is made anew (`patch`), and when nodes are only moved, their
 * places and wires (`ways`); all of it only where another level is looked at. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/plan/check.h"
#include "ui/scene/route.h"
#include "ui/scene/unit-places.h"

/* What stands in a group, so small that only its places and colours are left. */
typedef struct
{
  WeftBox box; /* in the units of the plane inside */
  WeftFamily family;
  int tint;
} WeftMini;

typedef struct
{
  gint64 id;
  const WeftLayer *layer;
  guint flags;        /* WeftNodeFlags */
  char *name, *given; /* as the document has them; given: the title, nullable */
  char *title, *line;
  char **ports[2];     /* what inputs and outputs are called; NULL: as the layer's row says */
  char *chip;          /* the shape of the first output; nullable */
  gboolean chip_hangs; /* on the wire's bend, since it goes back: */
  WeftPoint chip_bend; /* there, from the port */
  double chip_room;    /* px from the port to the next node that it leads to */
  double width;        /* px, of a note, frame or point; 0: as layers are */
  char *text;          /* of a note; else NULL */
  GArray *minis;       /* WeftMini: of a group; else NULL */
  GArray *mini_wires;  /* pairs of guint, from mini to mini */
  int tint;            /* of a group, note or frame: the number of its colour; 0: none of its own */
  gboolean has_thumb;
  gboolean can_open; /* it has units */
  WeftUnits units;   /* kind NONE: it is not open, or they are not known */
  gboolean in_front; /* selected: over the others, and picked first */
  guint n_in, n_out;
  guint32 wired_in, wired_out; /* a bit a port */
  guint32 hidden_in;           /* a bit an input: optional, and nothing comes to it */
  guint32 labels_out;          /* a bit an output of data: it belongs to a sample and is none */
  WeftSeverity worst;
  guint n_problems;      /* warnings and errors */
  char *problem;         /* their sentences, a line each; nullable */
  char *shapes;          /* "784 → 128"; nullable */
  gint64 weights, times; /* times: that it stands, with the groups around it */
  GVariant *params;      /* that the line was made of, with these; NULL: of something else, too */
  WeftShape in, out;     /* the first ones; rank −1: not known */
} WeftSceneNode;

typedef struct
{
  WeftWire wire;
  int from, to; /* indices of nodes */
  WeftRoute route;
  WeftBox bounds, care; /* care: what comes or goes there may have it go another way */
  gboolean is_label;    /* brings the loss its targets */
  gboolean is_direct;   /* the plain curve, while something is on its way */
} WeftSceneWire;

typedef struct
{
  GPtrArray *nodes;   /* WeftSceneNode, in the graph's order */
  WeftBox *boxes;     /* of each */
  GArray *wires;      /* WeftSceneWire */
  GHashTable *index;  /* gint64 id → index + 1 */
  gint64 inside;      /* the group that is looked into; 0: the whole */
  GPtrArray *ghosts;  /* WeftSceneNode: what stands outside and leads in or is led to */
  GArray *ghost_at;   /* WeftBox of each */
  GArray *ghost_ends; /* pairs of WeftPoint: lines between them and the ports inside */
  gboolean is_wiring; /* a wire is on its way: every port can be its end */
  WeftRouter router;  /* as the ways of the wires were found, */
  WeftBox *obstacles; /* and what they go round: boxes as they were then, of each */
  gboolean has_bounds;
  WeftBox bounds; /* of all, when they are known */
  guint changes;  /* of nodes and of what room they take: counted on from scene to scene */
} WeftScene;

typedef enum
{
  WEFT_PICK_NOTHING,
  WEFT_PICK_NODE,
  WEFT_PICK_INPUT,
  WEFT_PICK_OUTPUT,
  WEFT_PICK_WIRE,
  WEFT_PICK_CORNER, /* of a note or frame: it is sized there */
} WeftPickKind;

typedef struct
{
  WeftPickKind kind;
  guint i; /* of the node or wire */
  guint port;
  WeftUnitPart part; /* of a node that is open */
} WeftPick;

/* inside: the group whose nodes are shown, 0: those at the top. thumbs: nodes have room for a
 * picture. before: the scene that this one follows, nullable: a node
 * of which nothing is known keeps its size. */
WeftScene *weft_scene_new (WeftGraph *graph, const WeftReport *report, gint64 inside,
                           gboolean thumbs, const WeftScene *before);
/* Only the nodes and their boxes: what there is to measure. */
WeftScene *weft_scene_new_bare (WeftGraph *graph, const WeftReport *report, gint64 inside,
                                gboolean thumbs, const WeftScene *before);
void weft_scene_free (WeftScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftScene, weft_scene_free)
void weft_scene_node_free (gpointer node);
int weft_scene_find (const WeftScene *scene, gint64 id); /* −1 */
const WeftSceneNode *weft_scene_get (const WeftScene *scene, guint i);
const WeftSceneWire *weft_scene_get_wire (const WeftScene *scene, guint i);
gboolean weft_scene_get_bounds (WeftScene *scene, WeftBox *bounds); /* FALSE: empty */
double weft_scene_node_get_width (const WeftSceneNode *node);
/* −1: no such wire. */
int weft_scene_find_wire (const WeftScene *scene, const WeftWire *wire);
/* Frames lie behind all else, and what is in them is the ground.
 * What lies at p; reach in px of the plane, for ports and wires. The last added lies on top. */
WeftPick weft_scene_pick (const WeftScene *scene, WeftPoint p, double port_reach,
                          double wire_reach);
/* Of a loss that nothing reads, while it is not selected: its number goes nowhere as a rule. */
gboolean weft_scene_hides_output (const WeftSceneNode *node, guint port);
/* Of an optional one before others, that nothing comes to, while its node is not selected. */
gboolean weft_scene_hides_input (const WeftSceneNode *node, guint port);
gboolean weft_scene_port_is_label (const WeftSceneNode *node, gboolean output, guint port);
/* What the port is called; "" without a name. */
const char *weft_scene_get_port_name (const WeftSceneNode *node, gboolean output, guint port);
/* "dense, 784 → 128, 100,480 weights, problem: …": what a screen reader says after the title. */
char *weft_scene_node_describe (const WeftSceneNode *node);
/* Whether all that is drawn of two nodes is the same, places left out. */
gboolean weft_scene_node_looks_equal (const WeftSceneNode *a, const WeftSceneNode *b);
