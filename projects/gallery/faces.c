/* faces: people who do not exist, drawn by the program: each is the same in every picture, and
 * every picture has an expression, a light and a pose of its own
 *
 * about.json: "people", "each": pictures of each, and "side". Of ten people seven train, one
 * validates and two test: who tests was never seen. A face lies in coordinates of its own, in which
 * it is about 1 to either side. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/made.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"

#define FINE 2 /* a pixel is the mean of so many across and down */

/* What makes a person; all drawn evenly within the ranges of `draw_person`. */
typedef struct
{
  float width, jaw, skin[3], hair[3], fringe, parting, sides;
  float eye_space, eye_size, eye_height, iris[3], brow_height, brow_thick, brow_tilt;
  float nose_length, nose_width, mouth_height, mouth_width, lips[3], beard, glasses;
} Person;

/* What a picture has of its own. */
typedef struct
{
  float smile, open, raised, lids;      /* expression */
  float turn, nod, lean, size, x, y;    /* pose */
  float light_x, light_y, warm, bright; /* light */
  float ground[3];
} View;

typedef struct
{
  WeftRandom random;
  guint64 drawn;
} Draws;

static float
draw (Draws *draws, float low, float high)
{
  return low + (high - low) * weft_random_uniform (&draws->random, draws->drawn++);
}

static void
draw_colour (Draws *draws, const float low[3], const float high[3], float colour[3])
{
  float share = draw (draws, 0, 1);

  for (int c = 0; c < 3; c++)
    colour[c] = low[c] + (high[c] - low[c]) * share + draw (draws, -0.03f, 0.03f);
}

static Person
draw_person (gint64 number)
{
  static const float pale[] = { 0.96f, 0.80f, 0.70f }, dark[] = { 0.42f, 0.27f, 0.19f },
                     black[] = { 0.06f, 0.05f, 0.05f }, fair[] = { 0.85f, 0.66f, 0.36f },
                     brown[] = { 0.30f, 0.18f, 0.08f }, blue[] = { 0.35f, 0.55f, 0.80f },
                     rose[] = { 0.78f, 0.36f, 0.36f }, wine[] = { 0.45f, 0.18f, 0.20f };
  Draws draws = { { 1, WEFT_STREAM_SOURCE, (guint64) number }, 0 };
  Person it;

  it.width = draw (&draws, 0.62f, 0.84f);
  it.jaw = draw (&draws, 1.6f, 3.2f);
  draw_colour (&draws, pale, dark, it.skin);
  draw_colour (&draws, black, fair, it.hair);
  it.fringe = draw (&draws, -0.75f, -0.38f);
  it.parting = draw (&draws, -0.5f, 0.5f);
  it.sides = draw (&draws, -0.5f, 0.9f);
  it.eye_space = draw (&draws, 0.26f, 0.40f);
  it.eye_size = draw (&draws, 0.10f, 0.17f);
  it.eye_height = draw (&draws, -0.22f, -0.04f);
  draw_colour (&draws, brown, blue, it.iris);
  it.brow_height = draw (&draws, 0.16f, 0.28f);
  it.brow_thick = draw (&draws, 0.02f, 0.07f);
  it.brow_tilt = draw (&draws, -0.25f, 0.25f);
  it.nose_length = draw (&draws, 0.22f, 0.42f);
  it.nose_width = draw (&draws, 0.07f, 0.16f);
  it.mouth_height = draw (&draws, 0.44f, 0.60f);
  it.mouth_width = draw (&draws, 0.18f, 0.36f);
  draw_colour (&draws, rose, wine, it.lips);
  it.beard = draw (&draws, -1, 0.6f);
  it.glasses = draw (&draws, -1, 0.45f);
  return it;
}

static View
draw_view (gint64 number)
{
  Draws draws = { { 1, WEFT_STREAM_SOURCE, (guint64) number }, 1 << 10 };
  View it;

  it.smile = draw (&draws, -0.5f, 1);
  it.open = MAX (0, draw (&draws, -0.5f, 1));
  it.raised = draw (&draws, -0.03f, 0.06f);
  it.lids = draw (&draws, 0.45f, 1);
  it.turn = draw (&draws, -0.16f, 0.16f);
  it.nod = draw (&draws, -0.08f, 0.08f);
  it.lean = draw (&draws, -0.15f, 0.15f);
  it.size = draw (&draws, 0.92f, 1.1f);
  it.x = draw (&draws, -0.08f, 0.08f);
  it.y = draw (&draws, -0.08f, 0.08f);
  it.light_x = draw (&draws, -0.35f, 0.35f);
  it.light_y = draw (&draws, -0.25f, 0.15f);
  it.warm = draw (&draws, -0.06f, 0.06f);
  it.bright = draw (&draws, 0.75f, 1.15f);
  for (int c = 0; c < 3; c++)
    it.ground[c] = draw (&draws, 0.15f, 0.85f);
  return it;
}

static gboolean
is_in (float x, float y, float wide, float high)
{
  return x * x / (wide * wide) + y * y / (high * high) < 1;
}

static void
paint (float colour[3], const float with[3], float share)
{
  for (int c = 0; c < 3; c++)
    colour[c] += share * (with[c] - colour[c]);
}

/* Eyes, brows and glasses; x: from the middle of the face, as it is turned. */
static void
paint_eyes (const Person *it, const View *view, float x, float y, float colour[3])
{
  static const float white[] = { 0.95f, 0.95f, 0.93f }, black[] = { 0.05f, 0.05f, 0.05f };
  float side = x < 0 ? -1 : 1, across = x - side * it->eye_space, down = y - it->eye_height,
        brow = down + it->brow_height + view->raised - side * across * it->brow_tilt;

  if (is_in (across, down, it->eye_size, 0.62f * it->eye_size * view->lids))
    {
      paint (colour, white, 1);
      if (is_in (across, down, 0.55f * it->eye_size, 0.55f * it->eye_size))
        paint (colour, it->iris, 1);
      if (is_in (across, down, 0.25f * it->eye_size, 0.25f * it->eye_size))
        paint (colour, black, 1);
    }
  if (fabsf (across) < 1.25f * it->eye_size && fabsf (brow) < it->brow_thick)
    paint (colour, it->hair, 0.9f);
  if (it->glasses > 0
      && ((is_in (across, down, 0.25f, 0.2f) && !is_in (across, down, 0.21f, 0.16f))
          || (fabsf (x) < it->eye_space - 0.22f && fabsf (down) < 0.03f)))
    paint (colour, black, 0.9f);
}

static void
paint_middle (const Person *it, const View *view, float x, float y, float colour[3])
{
  static const float dark[] = { 0.12f, 0.04f, 0.04f };
  float shade[3], tip = it->eye_height + it->nose_length + 0.1f,
                  mouth = y - it->mouth_height + 0.9f * view->smile * (x * x - 0.03f);
  float thick = 0.045f + 0.09f * view->open;

  for (int c = 0; c < 3; c++)
    shade[c] = 0.72f * it->skin[c];
  if (y > it->eye_height && y < tip
      && fabsf (fabsf (x) - it->nose_width * (y - it->eye_height) / it->nose_length) < 0.03f)
    paint (colour, shade, 0.7f);
  if (is_in (x, y - tip, it->nose_width, 0.05f))
    paint (colour, shade, 0.8f);
  if (it->beard > 0 && y > it->mouth_height - 0.14f)
    paint (colour, it->hair, 0.4f + 0.5f * it->beard);
  if (fabsf (x) < it->mouth_width
      && fabsf (mouth) < thick * (1 - x * x / (it->mouth_width * it->mouth_width)))
    paint (colour, view->open > 0.2f && fabsf (mouth) < 0.5f * thick ? dark : it->lips, 1);
}

/* Where the face ends: above as an ellipse, below as its jaw is. */
static gboolean
is_face (const Person *it, float x, float y)
{
  float power = y > 0 ? it->jaw : 2;

  return powf (fabsf (x) / it->width, power) + powf (fabsf (y) / 0.95f, 2) < 1;
}

static void
find_colour (const Person *it, const View *view, float x, float y, float colour[3])
{
  float c = cosf (view->lean), s = sinf (view->lean);
  float u = ((x - view->x) * c + (y - view->y) * s) / (0.8f * view->size),
        v = ((y - view->y) * c - (x - view->x) * s) / (0.8f * view->size);
  float turned = u - view->turn * (1 - u * u), nodded = v - view->nod;
  float light = view->bright * (1 + view->light_x * u + view->light_y * v);

  memcpy (colour, view->ground, sizeof view->ground);
  if (is_in (u, v + 0.12f, it->width + 0.16f, 1.02f) && v < it->sides)
    paint (colour, it->hair, 1);
  if (is_face (it, u, v))
    {
      memcpy (colour, it->skin, sizeof it->skin);
      paint_middle (it, view, turned, nodded, colour);
      paint_eyes (it, view, turned, nodded, colour);
      if (v < it->fringe + 0.25f * fabsf (u - it->parting))
        paint (colour, it->hair, 1);
    }
  for (int k = 0; k < 3; k++)
    colour[k] *= light * (1 + view->warm * (float) (1 - k));
}

/* x (3, side, side) */
static void
draw_face (const Person *it, const View *view, int side, guint8 *x)
{
  float step = 2.0f / (float) (side * FINE);

  for (int i = 0; i < side * side; i++)
    {
      float sum[3] = { 0 };

      for (int k = 0; k < FINE * FINE; k++)
        {
          float colour[3];

          find_colour (it, view, ((float) (i % side * FINE + k % FINE) + 0.5f) * step - 1,
                       ((float) (i / side * FINE + k / FINE) + 0.5f) * step - 1, colour);
          for (int c = 0; c < 3; c++)
            sum[c] += colour[c] / (FINE * FINE);
        }
      for (int c = 0; c < 3; c++)
        x[c * side * side + i] = (guint8) lrintf (255 * CLAMP (sum[c], 0, 1));
    }
}

static WeftDataset *
make (const char *folder, JsonObject *about, GError **error)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  int side = (int) json_object_get_int_member (about, "side");
  gint64 people = json_object_get_int_member (about, "people"),
         each = json_object_get_int_member (about, "each");
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  dataset->count = people * each;
  x->shape = WEFT_SHAPE (3, side, side);
  x->shape.type = WEFT_U8;
  x->scale = 1 / 255.0;
  y->shape.type = WEFT_I64;
  y->classes = (int) people;
  y->class_names = g_new0 (char *, people + 1);
  for (gint64 i = 0; i < people; i++)
    y->class_names[i] = g_strdup_printf ("%" G_GINT64_FORMAT, i + 1);
  dataset->part = weft_memory_new ((gsize) dataset->count, error);
  if (dataset->part == NULL || !weft_dataset_allocate (dataset, x, error)
      || !weft_dataset_allocate (dataset, y, error))
    return NULL;
  for (gint64 i = 0; i < dataset->count; i++)
    {
      const Person person = draw_person (i / each);
      const View view = draw_view (i);

      draw_face (&person, &view, side, (guint8 *) x->data + i * 3 * side * side);
      ((gint64 *) y->data)[i] = i / each;
      dataset->part[i] = (guint8) (1
                                   + (i / each % 10 < 7    ? WEFT_PART_TRAIN
                                      : i / each % 10 == 7 ? WEFT_PART_VALIDATION
                                                           : WEFT_PART_TEST));
    }
  return g_steal_pointer (&dataset);
}

const WeftMade weft_made_faces = {
  .id = "faces",
  .make = make,
};
