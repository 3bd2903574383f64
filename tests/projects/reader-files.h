/* reader-files: a folder for one test, files in it, and what a reader makes of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include "projects/readers/reader.h"

static char *top, *folder; /* folder: this test's own */

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }
  g_remove (path);
}

static void
set_up (gpointer fixture, gconstpointer data)
{
  static int n;

  g_free (folder); /* a test may take several, one after another */
  folder = g_strdup_printf ("%s/%d", top, n++);
  g_mkdir (folder, 0700);
}

static void
tear_down (gpointer fixture, gconstpointer data)
{
  g_clear_pointer (&folder, g_free);
}

typedef struct
{
  const char *path;
  GTestFixtureFunc test;
} FolderTest;

/* What main returns: each test has a folder of its own, and none is left. */
static inline int
run_in_folders (int argc, char *argv[], const FolderTest *tests, guint n)
{
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  top = g_dir_make_tmp ("weft-readers-XXXXXX", NULL);
  for (guint i = 0; i < n; i++)
    g_test_add_vtable (tests[i].path, 0, NULL, set_up, tests[i].test, tear_down);
  status = g_test_run ();
  remove_all (top);
  g_free (top);
  return status;
}

static char *
path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_file (const char *name, gconstpointer bytes, gssize length)
{
  g_autofree char *path = path_of (name);

  g_unlink (path); /* what is written over is waited for to lie on the disk */
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
}

static inline WeftDataset *
read_path (const char *name, const char *target)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_reader_read (path, target, &error);

  g_assert_no_error (error);
  return dataset;
}

static inline void
assert_fails (const char *name, int code, const char *says)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = weft_reader_read (path, NULL, &error);

  g_assert_null (dataset);
  g_assert_error (error, WEFT_ERROR, code);
  if (!strstr (error->message, says))
    g_error ("“%s” does not say “%s”", error->message, says);
}

static inline float
value (const WeftDataset *dataset, gint64 sample, int i)
{
  float x[4096];

  g_assert_cmpint (weft_shape_count (&weft_dataset_get_x (dataset)->shape), <=, G_N_ELEMENTS (x));
  weft_field_get (weft_dataset_get_x (dataset), sample, x);
  return x[i];
}

/* --- IDX --- */

/* A picture whose pixel (x, y) is what colour gives. */
static inline void
write_picture (const char *name, int width, int height, guint32 (*colour) (int x, int y))
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);
  g_autofree char *path = path_of (name);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++)
        pixels[y * stride + 3 * x + c] = (guint8) (colour (x, y) >> 8 * c);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "png", NULL, NULL));
}

#define GREY(v) ((guint32) (v) *0x010101)

static inline guint32
red (int x, int y)
{
  return 200;
}

static inline guint32
dark (int x, int y)
{
  return GREY (30);
}

static inline guint32
light (int x, int y)
{
  return GREY (220);
}
