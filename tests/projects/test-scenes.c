/* test-scenes: pictures with boxes, masks, pairs and tables in a folder or a sheet: what is read of
 * them, that their starter can be trained, and what is said of what is wrong */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-files.h"

#include <math.h>

#include "engine/plan/check.h"
#include "projects/readers/starters/starter.h"

static void
put_folder (const char *name)
{
  g_autofree char *path = path_of (name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

/* Pictures a, b and c of 40 × 20. */
static void
put_three (void)
{
  write_picture ("a.png", 40, 20, dark);
  write_picture ("b.png", 40, 20, light);
  write_picture ("c.png", 40, 20, red);
}

static void
check_starter (WeftDataset *dataset, const char *loss)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, &error);
  g_autoptr (WeftReport) report = NULL;

  g_assert_no_error (error);
  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      g_autofree char *message = weft_diagnostic_dup_message (report->diagnostics->pdata[i]);

      g_test_message ("%s", message);
    }
  g_assert_true (report->can_train);
  g_assert_cmpstr (weft_graph_find_by_name (graph, "loss")->layer->id, ==, loss);
}

static void
assert_box (const WeftDataset *dataset, gint64 sample, int k, const char *class, double x, double y,
            double w, double h)
{
  const WeftField *field = weft_dataset_get_y (dataset);
  const float *row = weft_field_get_sample (field, sample, NULL);

  row += 5 * k;
  g_assert_cmpstr (field->class_names[(int) row[0]], ==, class);
  g_assert_cmpfloat_with_epsilon ((double) row[1], x, 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) row[2], y, 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) row[3], w, 1e-6);
  g_assert_cmpfloat_with_epsilon ((double) row[4], h, 1e-6);
}

/* Picture a has two things, b one that reaches over its edge, c none. */
static void
check_three (WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  g_assert_cmpint (dataset->count, ==, 3);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_BOXES);
  g_assert_cmpint (y->offsets[1] - y->offsets[0], ==, 2);
  assert_box (dataset, 0, 0, "dog", 0.25, 0.5, 0.25, 0.5);
  assert_box (dataset, 0, 1, "cat", 0.75, 0.25, 0.5, 0.5);
  assert_box (dataset, 1, 0, "cat", 0.875, 0.875, 0.25, 0.25);
  g_assert_cmpfloat ((double) ((const float *) weft_field_get_sample (y, 2, NULL))[3], ==, 0);
  check_starter (dataset, "detection");
}

/* The file that says it is enough: its pictures are found. */
static void
check_file (const char *name)
{
  g_autoptr (WeftDataset) dataset = read_path (name, NULL);

  check_three (dataset);
}

static void
test_table (gpointer fixture, gconstpointer data)
{
  put_three ();
  write_file ("boxes.csv",
              "filename,class,xmin,ymin,xmax,ymax\na.png,dog,5,5,15,15\na.png,cat,20,0,40,10\n"
              "b.png,cat,30,15,60,33\nc.png,,,,,\nd.png,cat,1,1,2,2\n",
              -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    check_three (dataset);
  }
  check_file ("boxes.csv");
  write_file ("boxes.csv",
              "filename,class,x,y,width,height\na.png,dog,5,5,10,10\n"
              "a.png,cat,20,0,20,10\nb.png,cat,30,15,30,18\nc.png,,,,,\n",
              -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    check_three (dataset);
  }
  write_file ("boxes.csv", "filename,class,xmin,ymin,xmax,ymax\na.png,dog,5,5,15,\n", -1);
  assert_fails (".", WEFT_ERROR_INVALID, "line 2");
  write_file ("boxes.csv", "filename,class,xmin,ymin,xmax,ymax\nz.png,dog,5,5,15,15\n", -1);
  assert_fails (".", WEFT_ERROR_INVALID, "names must be those of the files");
}

/* Under Chinese names, and what Windows writes. */
static void
test_chinese (gpointer fixture, gconstpointer data)
{
  put_three ();
  write_file ("boxes.csv",
              "\xef\xbb\xbf文件名;类别;左;上;宽;高\r\na.png;dog;5;5;10;10\r\n"
              "a.png;cat;20;0;20;10\r\nb.png;cat;30;15;30;18\r\nc.png;;;;;\r\n",
              -1);
  check_file (".");
  check_file ("boxes.csv");
}

/* Each row names a picture without its ending, and the pictures lie in a folder. */
static void
test_stems (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) all = NULL, file = NULL;

  put_folder ("train");
  write_picture ("train/10.png", 40, 20, dark);
  write_picture ("train/11.png", 40, 20, light);
  write_picture ("train/12.png", 40, 20, red);
  write_file ("train.csv", "id,kind\n10,a\n12,b\n11,a\n", -1);
  all = read_path (".", NULL);
  g_assert_cmpint (weft_dataset_get_x (all)->kind, ==, WEFT_KIND_PICTURE);
  g_assert_cmpint (weft_field_get_class (weft_dataset_get_y (all), 2), ==, 1);
  file = read_path ("train.csv", NULL);
  g_assert_cmpint (file->count, ==, 3);
}

#define IMAGES                                                                                     \
  "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}, {\"id\": 2, \"file_name\": \"x/b.png\"}, " \
  "{\"id\": 7, \"file_name\": \"c.png\"}], \"categories\": [{\"id\": 3, \"name\": \"cat\"}, "      \
  "{\"id\": 9, \"name\": \"dog\"}], "
#define ANNOTATIONS                                                                                \
  "\"annotations\": [{\"image_id\": 1, \"category_id\": 9, \"bbox\": [5, 5, 10, 10]}, "            \
  "{\"image_id\": 1, \"category_id\": 3, \"bbox\": [20, 0, 20, 10.0]}, "                           \
  "{\"image_id\": 2, \"category_id\": 3, \"bbox\": [30, 15, 30, 18]}]}"

static void
test_coco (gpointer fixture, gconstpointer data)
{
  put_three ();
  put_folder ("annotations");
  write_file ("annotations/set.json", IMAGES ANNOTATIONS, -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    check_three (dataset);
  }
  check_file ("annotations/set.json");
  write_file ("annotations/set.json", IMAGES "\"annotations\": [{\"image_id\": 1, \"categ", -1);
  assert_fails (".", WEFT_ERROR_DAMAGED, "cut off");
  write_file ("annotations/set.json", IMAGES "\n\"annotations\": [7, {\"image_id\": 01}]}", -1);
  assert_fails (".", WEFT_ERROR_DAMAGED, "entry 1");
  write_file ("annotations/set.json", IMAGES "\n\"annotations\": [{\"image_id\": 01}]}", -1);
  assert_fails (".", WEFT_ERROR_INVALID, "line 2, entry 1");
  write_file ("annotations/set.json",
              IMAGES "\"annotations\": [{\"image_id\": 5, \"category_id\": 9, \"bbox\": [1]}]}",
              -1);
  assert_fails (".", WEFT_ERROR_INVALID, "annotation 1");
  write_file ("annotations/set.json",
              IMAGES "\"annotations\": [{\"image_id\": 1, \"category_id\": 9, \"bbox\": "
                     "[1, [2], 3, 4]}]}",
              -1);
  assert_fails (".", WEFT_ERROR_INVALID, "four numbers");
  write_file ("annotations/set.json",
              IMAGES "\"annotations\": [{\"image_id\": 1, \"category_id\": 9, \"bbox\": "
                     "[1e300, -1e300, 1e300, 5]}]}",
              -1);
  assert_fails (".", WEFT_ERROR_INVALID, "No box has a size");
  put_folder ("alone");
  write_file ("alone/set.json", IMAGES ANNOTATIONS, -1);
  assert_fails ("alone/set.json", WEFT_ERROR_INVALID, "none lies beside it");
}

/* Longer than what is parsed at once, and the boxes stand before what they are of. */
static void
test_long_coco (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("{\"info\": {\"images\": \"none ]}\"}, ");
  g_autoptr (WeftDataset) dataset = NULL;

  put_three ();
  put_folder ("annotations");
  g_string_append (text, "\"annotations\": [");
  for (int i = 0; i < 3; i++)
    {
      static const char *const boxes[]
          = { "\"image_id\": 1, \"category_id\": 9, \"bbox\": [5, 5, 10, 10]",
              "\"image_id\": 1, \"category_id\": 3, \"bbox\": [20, 0, 20, 10]",
              "\"image_id\": 2, \"category_id\": 3, \"bbox\": [30, 15, 30, 18]" };

      g_string_append_printf (text, "%s\n{%s, \"segmentation\": [[0", i > 0 ? "," : "", boxes[i]);
      for (int k = 0; k < 400000; k++)
        g_string_append (text, ", 12");
      g_string_append (text, "]]}");
    }
  g_string_append (text, "], " IMAGES);
  g_string_overwrite (text, text->len - strlen (IMAGES), " ");
  g_string_truncate (text, text->len - 2);
  g_string_append (text, "}");
  g_assert_cmpuint (text->len, >, 4 << 20);
  write_file ("annotations/set.json", text->str, (gssize) text->len);
  dataset = read_path (".", NULL);
  check_three (dataset);
}

#define OBJECT(name, a, b, c, d)                                                                   \
  "<object><name>" name "</name><part><name>head</name></part><bndbox><xmin>" a "</xmin><ymin>" b  \
  "</ymin><xmax>" c "</xmax><ymax>" d "</ymax></bndbox></object>"

static void
test_voc (gpointer fixture, gconstpointer data)
{
  put_three ();
  put_folder ("Annotations");
  write_file ("Annotations/a.xml",
              "<annotation><filename>a.png</filename>" OBJECT ("dog", "5", "5", "15", "15")
                  OBJECT ("cat", "20", "0", "40", "10") "</annotation>",
              -1);
  write_file ("Annotations/b.xml",
              "<annotation><size><width>80</width><height>40</height></size>" OBJECT (
                  "cat", "60", "30", "120", "66") "</annotation>",
              -1); /* of the picture twice as large */
  write_file ("Annotations/c.xml", "<annotation><filename>c.png</filename></annotation>", -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    check_three (dataset);
  }
  check_file ("Annotations/b.xml");
  write_file ("Annotations/c.xml",
              "\xef\xbb\xbf<?xml version=\"1.0\"?>\r\n<annotation><filename>c.png</filename>"
              "</annotation>",
              -1);
  check_file ("Annotations/b.xml");
  write_file ("Annotations/b.xml", "<annotation><object><name>cat</na", -1);
  assert_fails (".", WEFT_ERROR_DAMAGED, "b.xml");
  write_file ("Annotations/b.xml", "<annotation>\n<object><name>cat</name></object></annotation>",
              -1);
  assert_fails (".", WEFT_ERROR_INVALID, "line 2");
}

static guint32
halves (int x, int y)
{
  return x < 20 ? 0 : GREY (255);
}

static guint32
thirds (int x, int y)
{
  return x < 10 ? 0 : x < 30 ? GREY (1) : GREY (2);
}

static void
test_masks (gpointer fixture, gconstpointer data)
{
  put_folder ("images");
  put_folder ("masks");
  write_picture ("images/1.png", 40, 20, dark);
  write_picture ("images/2.png", 40, 20, light);
  write_picture ("images/3.png", 40, 20, light);
  write_picture ("masks/1.png", 40, 20, halves);
  write_picture ("masks/2.png", 40, 20, halves);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);
    const WeftField *y = weft_dataset_get_y (dataset);

    g_assert_cmpint (dataset->count, ==, 2); /* nothing says what is in 3 */
    g_assert_cmpint (y->kind, ==, WEFT_KIND_MASK);
    g_assert_cmpint (((const guint8 *) y->data)[19], ==, 0);
    g_assert_cmpint (((const guint8 *) y->data)[20], ==, 1);
    check_starter (dataset, "bce_with_logits");
  }
  write_picture ("masks/2.png", 40, 20, thirds);
  write_picture ("masks/1.png", 40, 20, thirds);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);
    const WeftField *y = weft_dataset_get_y (dataset);

    g_assert_cmpint (y->kind, ==, WEFT_KIND_AREAS);
    g_assert_cmpint (y->classes, ==, 3);
    g_assert_cmpstr (y->class_names[2], ==, "2");
    g_assert_cmpint (((const guint8 *) y->data)[29], ==, 1);
    g_assert_cmpint (((const guint8 *) y->data)[30], ==, 2);
    check_starter (dataset, "cross_entropy");
  }
  write_picture ("masks/2.png", 30, 20, thirds);
  assert_fails (".", WEFT_ERROR_INVALID, "30×20");
}

/* The folders and names that such sets come with; masks beside their pictures. */
static void
test_mask_layouts (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *pictures, *masks, *ending;
  } layouts[] = {
    { "JPEGImages", "SegmentationClass", "" },
    { "images", "masks", "_mask" },
    { "图像", "标签", "" },
    { "all", "all", "_mask" },
    { "a", "a", "_标注" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autoptr (WeftDataset) dataset = NULL;

      set_up (NULL, NULL);
      put_folder (layouts[i].pictures);
      put_folder (layouts[i].masks);
      for (int k = 1; k <= 3; k++)
        {
          g_autofree char *picture = g_strdup_printf ("%s/%d.png", layouts[i].pictures, k);
          g_autofree char *mask
              = g_strdup_printf ("%s/%d%s.png", layouts[i].masks, k, layouts[i].ending);

          write_picture (picture, 40, 20, dark);
          write_picture (mask, 40, 20, halves);
        }
      dataset = read_path (".", NULL);
      g_assert_cmpint (dataset->count, ==, 3);
      g_assert_cmpint (weft_dataset_get_y (dataset)->kind, ==, WEFT_KIND_MASK);
      for (guint n = 0; dataset->notes[n]; n++)
        g_assert_null (strstr (dataset->notes[n], "Left out"));
    }
}

static void
test_pairs (gpointer fixture, gconstpointer data)
{
  put_folder ("noisy");
  put_folder ("clean");
  write_picture ("noisy/1.png", 40, 20, dark);
  write_picture ("noisy/2.png", 40, 20, halves);
  write_picture ("clean/1.png", 40, 20, light);
  write_picture ("clean/2.png", 40, 20, thirds);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);
    const WeftField *y = weft_dataset_get_y (dataset);

    g_assert_cmpint (y->kind, ==, WEFT_KIND_PICTURE);
    g_assert_cmpfloat (value (dataset, 0, 0), ==, 30 * (float) (1 / 255.0));
    g_assert_cmpint (((const guint8 *) y->data)[0], ==, 220);
    check_starter (dataset, "mse");
  }
}

static void
test_said (gpointer fixture, gconstpointer data)
{
  put_three ();
  write_file ("index.csv",
              "file,age,mood,split\na.png,12.5,glad,train\nb.png,30.25,sad,train\n"
              "c.png,7.125,sad,test\n",
              -1);
  {
    g_autoptr (WeftDataset) classes = read_path (".", "mood"), ages = read_path (".", "age");

    g_assert_cmpint (weft_dataset_get_y (classes)->kind, ==, WEFT_KIND_CLASS);
    g_assert_cmpint (weft_field_get_class (weft_dataset_get_y (classes), 0), ==, 0);
    g_assert_cmpint (classes->part[2], ==, WEFT_PART_TEST + 1);
    g_assert_cmpfloat (((const float *) weft_dataset_get_y (ages)->data)[1], ==, 30.25f);
    g_assert_cmpstr (weft_dataset_get_target_title (ages), ==, "age");
    check_starter (ages, "mse");
  }
  {
    const WeftReadOptions options = { .target = "age", .task = WEFT_TASK_NUMBER };
    g_autofree char *table = weft_reader_find_table (folder);
    g_autoptr (GError) error = NULL;
    g_autoptr (WeftDataset) asked = weft_reader_read_as (folder, &options, NULL, &error);

    g_assert_no_error (error);
    g_assert_null (table); /* it is no table whose columns could be chosen without the pictures */
  }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (WeftDataset) none = weft_reader_read (folder, "shoe", &error);

    g_assert_null (none);
    g_assert_nonnull (strstr (error->message, "shoe"));
  }
}

/* Any number of labels for each picture; of one beside which none stands none is true. */
static void
test_labels (gpointer fixture, gconstpointer data)
{
  static const char *const labels[] = { "sea;sun", "", "sun", "sea" };
  g_autoptr (GString) text = g_string_new ("file,labels\n");
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *y;

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02d.png", i);

      write_picture (name, 8, 8, i % 2 ? dark : light);
      g_string_append_printf (text, "%s,%s\n", name, labels[i % 4]);
    }
  write_file ("labels.csv", text->str, -1);
  dataset = read_path (".", NULL);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 20);
  g_assert_cmpstr (y->feature_names[0], ==, "sea");
  for (guint i = 0; i < 20; i++)
    {
      const float *marks = weft_field_get_sample (y, i, NULL);

      g_assert_cmpfloat (marks[0], ==, i % 4 == 0 || i % 4 == 3);
      g_assert_cmpfloat (marks[1], ==, i % 4 == 0 || i % 4 == 2);
    }
  check_starter (dataset, "bce_with_logits");
}

static void
test_sheet (gpointer fixture, gconstpointer data)
{
  write_picture ("c-40x20.png", 80, 40, dark);
  write_file ("c-boxes.csv",
              "image,split,class,xmin,ymin,xmax,ymax\n0,train,dog,5,5,15,15\n"
              "0,train,cat,20,0,40,10\n1,train,cat,30,15,60,33\n3,test,,,,,\n",
              -1);
  {
    g_autoptr (WeftDataset) dataset = read_path ("c-40x20.png", NULL);

    check_three (dataset);
    g_assert_cmpint (dataset->part[2], ==, WEFT_PART_TEST + 1);
  }
  write_file ("c-boxes.csv", "image,class,xmin,ymin,xmax,ymax\n3,p,1,1,x,2\n", -1);
  assert_fails ("c-boxes.csv", WEFT_ERROR_INVALID, "xmax");
}

/* Folders that are classes stay classes, whatever table lies beside them. */
static void
test_classes (gpointer fixture, gconstpointer data)
{
  put_folder ("p");
  put_folder ("q");
  write_picture ("p/1.png", 40, 20, dark);
  write_picture ("q/2.png", 40, 20, light);
  write_file ("index.csv", "file,size\n1.png,3\n2.png,4\n", -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  }
}

static const FolderTest tests[] = {
  { "/scenes/table", test_table },         { "/scenes/coco", test_coco },
  { "/scenes/long-coco", test_long_coco }, { "/scenes/voc", test_voc },
  { "/scenes/masks", test_masks },         { "/scenes/pairs", test_pairs },
  { "/scenes/said", test_said },           { "/scenes/sheet", test_sheet },
  { "/scenes/classes", test_classes },     { "/scenes/chinese", test_chinese },
  { "/scenes/stems", test_stems },         { "/scenes/mask-layouts", test_mask_layouts },
  { "/scenes/labels", test_labels },
};

int
main (int argc, char *argv[])
{
  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
