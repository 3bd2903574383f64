/* scenes: things of other sets laid on pieces of pictures, with the exact truth: of each pixel what
 * it belongs to, or of each thing its box
 *
 * about.json: "grounds", the set whose pictures lie behind; "side", "count"; "say": "areas" or
 * "boxes"; "overlap"; "things", each {"set", "least", "most": how many of a scene, "as": by class
 * of that set what it is called here, −1: it is left out, "zoom": sizes from and to, "covers":
 * "ink", which is one colour, or "body", which has lights and shades}. Things of a part's scenes
 * are of that part, and so is the ground. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/made.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "projects/gallery/data.h"
#include "projects/gallery/gallery.h"

#define MOST_THINGS 8 /* of a scene */
#define MOST_SORTS 4
#define BOX_ROW 5  /* class, middle, width, height */
#define TRIES 20   /* for a place that is free */
#define BODY 0.03f /* what is darker does not belong to a thing */
#define BOLD 1.6f  /* ink covers by so much more than it is dark */

typedef struct
{
  WeftDataset *dataset;
  GArray *samples[WEFT_N_PARTS]; /* guint32 */
  int least, most;
  double zoom[2];
  gboolean is_ink;
  int as[64];
} Sort;

typedef struct
{
  int side, left, top; /* of its square, in pixels of the scene */
  int box[4];          /* left, top, right, bottom of what is seen of it; right 0: nothing */
  int as;
} Thing;

typedef struct
{
  WeftGrounds grounds;
  Sort sorts[MOST_SORTS];
  guint n_sorts;
  int side, names; /* names: what things are called here */
  double overlap;  /* of two things' squares, as a share of the smaller one's side */
  gboolean says_areas;
} Maker;

typedef struct
{
  const Maker *maker;
  WeftPart part;
  WeftRandom random;
  guint64 drawn;
  guint8 *x;      /* (3, side, side) */
  guint8 *labels; /* (side, side) */
  Thing things[MOST_THINGS];
  int n;
} Scene;

static void
maker_clear (Maker *maker)
{
  weft_grounds_clear (&maker->grounds);
  for (guint i = 0; i < maker->n_sorts; i++)
    {
      g_clear_pointer (&maker->sorts[i].dataset, weft_dataset_unref);
      for (int part = 0; part < WEFT_N_PARTS; part++)
        g_clear_pointer (&maker->sorts[i].samples[part], g_array_unref);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Maker, maker_clear)

static float
draw (Scene *scene)
{
  return weft_random_uniform (&scene->random, scene->drawn++);
}

static int
draw_below (Scene *scene, int n)
{
  return (int) weft_random_below (&scene->random, scene->drawn++, (guint64) MAX (n, 1));
}

/* --- what scenes are made of --- */

/* A set's own test part tests here, too; of what is free one of ten validates. */
static void
deal_out (Sort *sort)
{
  const double shares[] = { 0.8, 0.1, 0.1 };
  g_autoptr (WeftSplit) split = weft_split_new (sort->dataset, shares, 0);

  for (int part = 0; part < WEFT_N_PARTS; part++)
    {
      sort->samples[part] = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_vals (sort->samples[part], split->samples[part], (guint) split->count[part]);
    }
}

static gboolean
sort_load (Sort *sort, const char *folder, JsonObject *row, int *names, GError **error)
{
  JsonArray *as = json_object_get_array_member (row, "as"),
            *zoom = json_object_get_array_member (row, "zoom");

  sort->dataset
      = weft_gallery_load_data (folder, json_object_get_string_member (row, "set"), error);
  if (sort->dataset == NULL)
    return FALSE;
  deal_out (sort);
  sort->least = (int) json_object_get_int_member (row, "least");
  sort->most = (int) json_object_get_int_member (row, "most");
  sort->is_ink = g_str_equal (json_object_get_string_member (row, "covers"), "ink");
  for (guint i = 0; i < 2; i++)
    sort->zoom[i] = json_array_get_double_element (zoom, i);
  for (guint i = 0; i < MIN (json_array_get_length (as), G_N_ELEMENTS (sort->as)); i++)
    {
      sort->as[i] = (int) json_array_get_int_element (as, i);
      *names = MAX (*names, sort->as[i] + 1);
    }
  return TRUE;
}

static gboolean
maker_load (Maker *maker, const char *folder, JsonObject *about, JsonObject *grounds,
            GError **error)
{
  JsonArray *things = json_object_get_array_member (about, "things");

  maker->side = (int) json_object_get_int_member (about, "side");
  maker->overlap = json_object_get_double_member (about, "overlap");
  maker->says_areas = g_str_equal (json_object_get_string_member (about, "say"), "areas");
  if (!weft_grounds_load (&maker->grounds, folder, json_object_get_string_member (about, "grounds"),
                          grounds, error))
    return FALSE;
  for (guint i = 0; i < MIN (json_array_get_length (things), MOST_SORTS); i++)
    {
      maker->n_sorts++;
      if (!sort_load (&maker->sorts[i], folder, json_array_get_object_element (things, i),
                      &maker->names, error))
        return FALSE;
    }
  return TRUE;
}

/* --- one scene --- */

/* Whether the squares share more than is allowed of a side, both across and down. */
static gboolean
collides (const Scene *scene, const Thing *thing)
{
  for (int i = 0; i < scene->n; i++)
    {
      const Thing *other = &scene->things[i];
      int allowed = (int) (scene->maker->overlap * MIN (thing->side, other->side));
      int across = MIN (thing->left + thing->side, other->left + other->side)
                   - MAX (thing->left, other->left);
      int down
          = MIN (thing->top + thing->side, other->top + other->side) - MAX (thing->top, other->top);

      if (across > allowed && down > allowed)
        return TRUE;
    }
  return FALSE;
}

/* FALSE: there is no room. */
static gboolean
find_place (Scene *scene, Thing *thing)
{
  int room = scene->maker->side - thing->side + 1;

  for (int i = 0; room > 0 && i < TRIES; i++)
    {
      thing->left = draw_below (scene, room);
      thing->top = draw_below (scene, room);
      if (!collides (scene, thing))
        return TRUE;
    }
  return FALSE;
}

/* How light the ground is there, 0 to 1. */
static float
measure_light (const Scene *scene, const Thing *thing)
{
  int side = scene->maker->side, n = 3 * thing->side * thing->side;
  float sum = 0;

  for (int c = 0; c < 3; c++)
    for (int i = 0; i < thing->side; i++)
      for (int j = 0; j < thing->side; j++)
        sum += scene->x[(c * side + thing->top + i) * side + thing->left + j];
  return sum / (float) (255 * n);
}

/* A colour that is seen there: light ones where it is dark. */
static void
choose_colour (Scene *scene, const Thing *thing, float colour[3])
{
  gboolean is_dark = measure_light (scene, thing) < 0.5f;

  for (int c = 0; c < 3; c++)
    colour[c] = is_dark ? 0.7f + 0.3f * draw (scene) : 0.25f * draw (scene);
}

/* Between the four numbers around that place of a picture (side, side). */
static float
look_up (const guint8 *picture, int side, float row, float column)
{
  int i = CLAMP ((int) floorf (row), 0, side - 2), j = CLAMP ((int) floorf (column), 0, side - 2);
  float down = CLAMP (row - (float) i, 0, 1), across = CLAMP (column - (float) j, 0, 1);
  const guint8 *at = picture + i * side + j;

  return ((1 - down) * ((1 - across) * at[0] + across * at[1])
          + down * ((1 - across) * at[side] + across * at[side + 1]))
         / 255;
}

static void
note_pixel (Scene *scene, Thing *thing, int row, int column)
{
  int *box = thing->box;

  scene->labels[row * scene->maker->side + column] = (guint8) (thing->as + 1);
  box[0] = box[2] == 0 ? column : MIN (box[0], column);
  box[1] = box[2] == 0 ? row : MIN (box[1], row);
  box[2] = MAX (box[2], column + 1);
  box[3] = MAX (box[3], row + 1);
}

static void
paint_thing (Scene *scene, const Sort *sort, gint64 sample, Thing *thing)
{
  const WeftField *field = weft_dataset_get_x (sort->dataset);
  const guint8 *picture = weft_field_get_sample (field, sample, NULL);
  int own = (int) field->shape.dims[1], side = scene->maker->side;
  float colour[3], step = (float) own / (float) thing->side;

  choose_colour (scene, thing, colour);
  for (int i = 0; i < thing->side; i++)
    for (int j = 0; j < thing->side; j++)
      {
        float value = look_up (picture, own, ((float) i + 0.5f) * step - 0.5f,
                               ((float) j + 0.5f) * step - 0.5f),
              covers = sort->is_ink ? MIN (BOLD * value, 1) : value >= BODY,
              shade = sort->is_ink ? 1 : 0.3f + 0.7f * value;
        guint8 *pixel = scene->x + (thing->top + i) * side + thing->left + j;

        for (int c = 0; c < 3; c++, pixel += side * side)
          *pixel = (guint8) lrintf (*pixel + covers * (255 * shade * colour[c] - *pixel));
        if (covers > 0.5f)
          note_pixel (scene, thing, thing->top + i, thing->left + j);
      }
}

static void
add_thing (Scene *scene, const Sort *sort)
{
  const GArray *samples = sort->samples[scene->part];
  gint64 sample = g_array_index (samples, guint32, draw_below (scene, (int) samples->len));
  double own = (double) weft_dataset_get_x (sort->dataset)->shape.dims[1];
  double zoom = sort->zoom[0] + (sort->zoom[1] - sort->zoom[0]) * (double) draw (scene);
  Thing thing = { .side = (int) lrint (own * zoom) };

  thing.as = sort->as[weft_field_get_class (weft_dataset_get_y (sort->dataset), sample)];
  if (thing.as < 0 || scene->n == MOST_THINGS || !find_place (scene, &thing))
    return;
  paint_thing (scene, sort, sample, &thing);
  if (thing.box[2] > 0)
    scene->things[scene->n++] = thing;
}

static void
scene_make (Scene *scene)
{
  const Maker *maker = scene->maker;

  scene->drawn = 8; /* behind what the ground draws */
  weft_grounds_cut (&maker->grounds, draw_below (scene, maker->grounds.n), scene->part, maker->side,
                    &scene->random, scene->x);
  for (guint s = 0; s < maker->n_sorts; s++)
    {
      const Sort *sort = &maker->sorts[s];
      int n = sort->least + draw_below (scene, sort->most - sort->least + 1);

      for (int k = 0; k < n; k++)
        add_thing (scene, sort);
    }
}

/* --- all of them --- */

static void
append_boxes (const Scene *scene, GArray *boxes)
{
  float side = (float) scene->maker->side;

  for (int i = 0; i < scene->n; i++)
    {
      const int *box = scene->things[i].box;
      const float row[BOX_ROW]
          = { (float) scene->things[i].as, (float) (box[0] + box[2]) / (2 * side),
              (float) (box[1] + box[3]) / (2 * side), (float) (box[2] - box[0]) / side,
              (float) (box[3] - box[1]) / side };

      g_array_append_vals (boxes, row, BOX_ROW);
    }
}

static void
make_all (const Maker *maker, WeftDataset *dataset, WeftField *x, WeftField *y, GArray *boxes)
{
  gsize pixels = (gsize) maker->side * (gsize) maker->side;
  g_autofree guint8 *labels = g_malloc (pixels);

  for (gint64 i = 0; i < dataset->count; i++)
    {
      Scene scene
          = { .maker = maker,
              .part = weft_made_get_part (i),
              .random = { 1, WEFT_STREAM_SOURCE, (guint64) i },
              .x = (guint8 *) x->data + (gsize) i * 3 * pixels,
              .labels = maker->says_areas ? (guint8 *) y->data + (gsize) i * pixels : labels };

      memset (scene.labels, 0, pixels);
      scene_make (&scene);
      append_boxes (&scene, boxes);
      if (!maker->says_areas)
        y->offsets[i + 1] = boxes->len / BOX_ROW;
    }
}

static gboolean
prepare_areas (const Maker *maker, WeftDataset *dataset, WeftField *y, GError **error)
{
  y->shape = WEFT_SHAPE (maker->side, maker->side);
  y->shape.type = WEFT_U8;
  y->classes = maker->names + 1;
  return weft_dataset_allocate (dataset, y, error);
}

static gboolean
prepare_boxes (const Maker *maker, WeftDataset *dataset, WeftField *y, GError **error)
{
  y->shape = WEFT_SHAPE (MOST_THINGS, BOX_ROW);
  y->classes = maker->names;
  y->ragged = 0;
  y->offsets = weft_memory_new ((gsize) (dataset->count + 1) * sizeof *y->offsets, error);
  return y->offsets != NULL;
}

/* Once all are known. */
static gboolean
keep_boxes (WeftDataset *dataset, WeftField *y, const GArray *boxes, GError **error)
{
  gint64 longest = 1;

  for (gint64 i = 0; i < dataset->count; i++)
    longest = MAX (longest, y->offsets[i + 1] - y->offsets[i]);
  y->shape.dims[0] = longest;
  y->data = weft_memory_new (MAX (boxes->len, 1) * sizeof (float), error);
  if (y->data == NULL)
    return FALSE;
  memcpy (y->data, boxes->data, boxes->len * sizeof (float));
  return TRUE;
}

static WeftDataset *
make (const char *folder, JsonObject *about, GError **error)
{
  g_auto (Maker) maker = { .side = 0 };
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  g_autoptr (GArray) boxes = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (JsonObject) grounds
      = weft_gallery_read_about (folder, json_object_get_string_member (about, "grounds"), error);
  WeftField *x, *y;

  if (grounds == NULL || !maker_load (&maker, folder, about, grounds, error))
    return NULL;
  dataset->count = json_object_get_int_member (about, "count");
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  x->shape = WEFT_SHAPE (3, maker.side, maker.side);
  x->shape.type = WEFT_U8;
  x->scale = 1 / 255.0;
  y = weft_dataset_add_field (dataset, "y", maker.says_areas ? WEFT_KIND_AREAS : WEFT_KIND_BOXES);
  if (!weft_dataset_allocate (dataset, x, error) || !weft_made_set_parts (dataset, error)
      || !(maker.says_areas ? prepare_areas : prepare_boxes) (&maker, dataset, y, error))
    return NULL;
  make_all (&maker, dataset, x, y, boxes);
  if (!maker.says_areas && !keep_boxes (dataset, y, boxes, error))
    return NULL;
  return g_steal_pointer (&dataset);
}

const WeftMade weft_made_scenes = {
  .id = "scenes",
  .make = make,
};
