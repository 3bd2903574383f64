/* text-column: things below each other, for words that wrap beside something else */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/text-column.h"

static GtkSizeRequestMode
get_request_mode (GtkWidget *column)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Of the children that are to be seen, one from another on. */
static GtkWidget *
find_shown (GtkWidget *from)
{
  while (from != NULL && !gtk_widget_should_layout (from))
    from = gtk_widget_get_next_sibling (from);
  return from;
}

static void
measure (GtkWidget *column, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  gboolean is_across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = 0;
  for (GtkWidget *child = find_shown (gtk_widget_get_first_child (column)); child != NULL;
       child = find_shown (gtk_widget_get_next_sibling (child)))
    {
      int least, best;

      gtk_widget_measure (child, orientation, is_across ? -1 : for_size, &least, &best, NULL, NULL);
      *minimum = is_across ? MAX (*minimum, least) : *minimum + least;
      *natural = is_across ? MAX (*natural, best) : *natural + best;
    }
}

static void
allocate (GtkWidget *column, int width, int height, int baseline)
{
  int y = 0;

  for (GtkWidget *child = find_shown (gtk_widget_get_first_child (column)); child != NULL;
       child = find_shown (gtk_widget_get_next_sibling (child)))
    {
      int h;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &h, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, h }, -1);
      y += h;
    }
}

GtkWidget *
weft_text_column_new (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (column,
                                 gtk_custom_layout_new (get_request_mode, measure, allocate));
  return column;
}
