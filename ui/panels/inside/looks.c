/* looks: who looked at whom in a node that attends, a map a head, with the words where there are
 * any
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/heads.h"

static gboolean
fits (const WeftInsideLook *look)
{
  return weft_inside_find_sight (look, WEFT_SIGHT_ATTENTION) != NULL;
}

/* All attention of the node, one head behind the other: of a decoder it may be of two sorts. */
static void
draw_sight (const WeftInsideLook *look, cairo_t *cr, const WeftNodeSight *sight,
            const WeftInsideBox *box)
{
  const gint64 *dims = sight->tensor->shape.dims;
  g_auto (GStrv) rows = weft_inside_dup_words (look, 0, dims[1]);
  g_auto (GStrv) columns = weft_inside_dup_words (look, 1, dims[2]); /* a memory's own words */
  const WeftHeads heads = { .x = weft_tensor_floats (sight->tensor),
                            .heads = (int) dims[0],
                            .rows = (int) dims[1],
                            .columns = (int) dims[2],
                            .row_words = rows,
                            .column_words = columns != NULL      ? columns
                                            : dims[1] == dims[2] ? rows
                                                                 : NULL,
                            .is_dark = box->is_dark };
  int shown = weft_heads_count (&heads, box->w, box->h);
  g_autofree char *title = NULL, *line = NULL;

  title = g_strdup_printf (_ ("Who looked at whom · %s"), look->title);
  line = shown < heads.heads
             ? g_strdup_printf (_ ("a row looks at columns · %d of %d heads"), shown, heads.heads)
             : g_strdup_printf (ngettext ("a row looks at columns · %d head",
                                          "a row looks at columns · %d heads", (gulong) shown),
                                shown);
  weft_inside_draw_head (cr, title, line, box);
  weft_heads_draw (cr, &heads, box->x, box->y, box->w, box->h);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const GPtrArray *sights = look->snapshot->sights;
  guint n = 0, at = 0;

  for (guint i = 0; i < sights->len; i++)
    n += ((const WeftNodeSight *) sights->pdata[i])->kind == WEFT_SIGHT_ATTENTION;
  for (guint i = 0; i < sights->len; i++)
    if (((const WeftNodeSight *) sights->pdata[i])->kind == WEFT_SIGHT_ATTENTION)
      {
        WeftInsideBox cell = weft_inside_get_column (box, at++, n);

        draw_sight (look, cr, sights->pdata[i], &cell);
      }
}

const WeftInsideView weft_inside_view_looks
    = { .id = "looks", .title = N_ ("Who looked at whom"), .fits = fits, .draw = draw };
