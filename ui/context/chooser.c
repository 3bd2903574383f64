/* chooser: the desktop's own file chooser, with the kinds of files that Weft knows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *title;
  gboolean is_new;
  const char *filter;      /* what the filter is called; nullable: it is a folder */
  const char *suffixes[4]; /* lower case; the first is what a new file gets */
} Kind;

static const Kind kinds[] = {
  [WEFT_CHOOSE_PROJECT]
  = { N_ ("Open"), FALSE, N_ ("Projects and networks"), { "weft", "json", "onnx" } },
  [WEFT_CHOOSE_WEIGHTS] = { N_ ("Take weights from"),
                            FALSE,
                            N_ ("Projects and weights"),
                            { "weft", "safetensors", "npz", "onnx" } },
  [WEFT_CHOOSE_DATA]
  = { N_ ("Choose data"), FALSE, N_ ("Tables, pictures, recordings, texts"), { NULL } },
  [WEFT_CHOOSE_FOLDER] = { N_ ("Choose a folder"), FALSE, NULL, { NULL } },
  [WEFT_CHOOSE_PLACE] = { N_ ("Keep it where?"), TRUE, N_ ("Weft projects"), { "weft" } },
  [WEFT_CHOOSE_FILM] = { N_ ("Save the film"), TRUE, N_ ("Films (GIF)"), { "gif" } },
  [WEFT_CHOOSE_PLOT_SVG] = { N_ ("Export the plot"), TRUE, N_ ("Drawing (SVG)"), { "svg" } },
  [WEFT_CHOOSE_PLOT_PDF] = { N_ ("Export the plot"), TRUE, N_ ("Page (PDF)"), { "pdf" } },
  [WEFT_CHOOSE_PLOT_PNG] = { N_ ("Export the plot"), TRUE, N_ ("Picture (PNG)"), { "png" } },
  [WEFT_CHOOSE_PLOT_CSV] = { N_ ("Export the numbers"), TRUE, N_ ("Table (CSV)"), { "csv" } },
};

static GPtrArray *data_endings; /* nullable */

void
weft_chooser_set_data_endings (const GPtrArray *endings)
{
  g_clear_pointer (&data_endings, g_ptr_array_unref);
  data_endings = g_ptr_array_copy ((GPtrArray *) endings, NULL, NULL);
}

typedef struct
{
  const Kind *kind;
  Kind own; /* of an export */
  char *filter, *suffix;
  void (*done) (const char *path, gpointer user);
  gpointer user;
} Waiting;

static char *
with_suffix (const char *path, const Kind *kind)
{
  g_autofree char *suffix = g_strconcat (".", kind->suffixes[0], NULL);

  return kind->is_new && !g_str_has_suffix (path, suffix) ? g_strconcat (path, suffix, NULL)
                                                          : g_strdup (path);
}

static void
response_cb (GtkNativeDialog *dialog, int response, Waiting *waiting)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  chosen = file != NULL ? g_file_get_path (file) : NULL;
  path = chosen != NULL ? with_suffix (chosen, waiting->kind) : NULL;
  waiting->done (path, waiting->user);
  g_free (waiting->filter);
  g_free (waiting->suffix);
  g_free (waiting);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* A suffix is found in whatever case, a pattern is not. */
static void
add_ending (GtkFileFilter *filter, const char *ending)
{
  g_autofree char *pattern = g_strconcat ("*", ending, NULL);

  if (*ending == '.')
    gtk_file_filter_add_suffix (filter, ending + 1);
  else
    gtk_file_filter_add_pattern (filter, pattern);
}

static GtkFileFilter *
new_filter (const Kind *kind)
{
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ (kind->filter));
  for (guint i = 0; i < G_N_ELEMENTS (kind->suffixes) && kind->suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, kind->suffixes[i]);
  for (guint i = 0;
       kind == &kinds[WEFT_CHOOSE_DATA] && data_endings != NULL && i < data_endings->len; i++)
    add_ending (filter, data_endings->pdata[i]);
  return filter;
}

GtkFileFilter *
weft_chooser_new_filter (WeftChoose what)
{
  return new_filter (&kinds[what]);
}

static void
add_filters (GtkFileChooser *chooser, const Kind *kind)
{
  g_autoptr (GtkFileFilter) known = new_filter (kind);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_chooser_add_filter (chooser, known);
  if (kind->is_new)
    return;
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

static GtkFileChooserAction
get_action (const Kind *kind)
{
  if (kind->is_new)
    return GTK_FILE_CHOOSER_ACTION_SAVE;
  return kind->filter != NULL ? GTK_FILE_CHOOSER_ACTION_OPEN
                              : GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;
}

/* Of what is waited for, which is the dialogue's from here on. */
static void
show (GtkWindow *parent, Waiting *waiting, const char *name)
{
  const Kind *kind = waiting->kind;
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (_ (kind->title), parent, get_action (kind), NULL, NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (kind->filter != NULL)
    add_filters (GTK_FILE_CHOOSER (dialog), kind);
  if (name != NULL && kind->is_new)
    {
      g_autofree char *full = with_suffix (name, kind);

      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), g_strdelimit (full, "/", '-'));
    }
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), waiting);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
weft_choose_file (GtkWindow *parent, WeftChoose what, const char *name,
                  void (*done) (const char *path, gpointer user), gpointer user)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->kind = &kinds[what];
  waiting->done = done;
  waiting->user = user;
  show (parent, waiting, name);
}

void
weft_choose_export (GtkWindow *parent, const char *title, const char *suffix, const char *name,
                    void (*done) (const char *path, gpointer user), gpointer user)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->filter = g_strdup (title);
  waiting->suffix = g_strdup (suffix);
  waiting->own = (Kind){ N_ ("Export the network"),
                         suffix != NULL,
                         suffix != NULL ? waiting->filter : NULL,
                         { waiting->suffix } };
  waiting->kind = &waiting->own;
  waiting->done = done;
  waiting->user = user;
  show (parent, waiting, name);
}
