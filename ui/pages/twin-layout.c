#include "ui/pages/twin-layout.h"

/* Wider than this against its height, the space is split from left to right. */
#define WIDE 1.15

struct _ClTwinLayout
{
  GtkLayoutManager parent_instance;

  double share;
  int spacing;
};

G_DEFINE_FINAL_TYPE (ClTwinLayout, cl_twin_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
cl_twin_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Above each other they always fit, so that the width need only be that of the wider child. */
static void
cl_twin_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                        int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  ClTwinLayout *self = CL_TWIN_LAYOUT (manager);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL
                                    ? child_minimum
                                    : 2 * child_minimum + self->spacing);
      *natural = MAX (*natural, 2 * child_natural + self->spacing);
    }
}

static int
minimum_width (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Side by side where the space is wide and each has room enough. */
static gboolean
is_wide (ClTwinLayout *self, GtkWidget *first, GtkWidget *second, int width, int height)
{
  int left = (int) (self->share * (width - self->spacing));

  return width > WIDE * height && left >= minimum_width (first)
         && width - self->spacing - left >= minimum_width (second);
}

static void
cl_twin_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                         int baseline)
{
  ClTwinLayout *self = CL_TWIN_LAYOUT (manager);
  GtkWidget *first = gtk_widget_get_first_child (widget);
  GtkWidget *second = first != NULL ? gtk_widget_get_next_sibling (first) : NULL;
  GtkAllocation one = { 0, 0, width, height };
  GtkAllocation two = one;

  if (first == NULL)
    return;
  if (second != NULL && gtk_widget_should_layout (second))
    {
      if (is_wide (self, first, second, width, height))
        {
          one.width = (int) (self->share * (width - self->spacing));
          two.x = one.width + self->spacing;
          two.width = width - two.x;
        }
      else
        {
          one.height = (int) (self->share * (height - self->spacing));
          two.y = one.height + self->spacing;
          two.height = height - two.y;
        }
      gtk_widget_size_allocate (second, &two, -1);
    }
  gtk_widget_size_allocate (first, &one, -1);
}

static void
cl_twin_layout_class_init (ClTwinLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = cl_twin_layout_get_request_mode;
  layout_class->measure = cl_twin_layout_measure;
  layout_class->allocate = cl_twin_layout_allocate;
}

static void
cl_twin_layout_init (ClTwinLayout *self)
{
  self->share = 0.5;
}

GtkLayoutManager *
cl_twin_layout_new (double share, int spacing)
{
  ClTwinLayout *self = g_object_new (CL_TYPE_TWIN_LAYOUT, NULL);

  g_return_val_if_fail (share > 0 && share < 1, GTK_LAYOUT_MANAGER (self));
  self->share = share;
  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
