/* scene-node: what there is to see of a node: made of the document and of what is known of it; for
 * ui/scene alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/scene.h"

/* Words, ports and the room that it takes; of wires and problems it knows nothing yet. before: the
 * scene that it follows, nullable. box: where it stands. */
WeftSceneNode *weft_scene_node_new (WeftGraph *graph, const WeftNode *from,
                                    const WeftReport *report, gboolean thumbs,
                                    const WeftScene *before, WeftBox *box);
/* Whether it is certain that it would be made the same again, of the document, and of what is
 * known.
 */
gboolean weft_scene_node_is_of (const WeftSceneNode *node, WeftGraph *graph, const WeftNode *from);
gboolean weft_scene_node_is_as_known (const WeftSceneNode *node, WeftGraph *graph,
                                      const WeftNode *from, const WeftNodeReport *report);

/* Its nodes know of it then, and its way is not found yet. FALSE: an end of it stands at another
 * level. */
gboolean weft_scene_make_wire (const WeftScene *scene, const WeftWire *wire, WeftSceneWire *made);

/* What is the matter with a node, or with what stands in it. */
typedef struct
{
  char *text; /* a sentence a line */
  guint n;
  WeftSeverity worst;
} WeftSceneProblem;

/* By the node's number in the scene; transfer full. report: nullable. */
GHashTable *weft_scene_find_problems (const WeftScene *scene, WeftGraph *graph,
                                      const WeftReport *report);
void weft_scene_node_set_problem (WeftSceneNode *node, const WeftSceneProblem *problem);
