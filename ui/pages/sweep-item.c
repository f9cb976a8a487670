#include "ui/pages/sweep-item.h"

struct _ClSweepItem
{
  GObject parent_instance;

  ClSweepRun *run;
};

G_DEFINE_FINAL_TYPE (ClSweepItem, cl_sweep_item, G_TYPE_OBJECT)

static guint signal_changed;

gboolean
cl_sweep_item_set_run (ClSweepItem *self, ClSweepRun *run)
{
  g_return_val_if_fail (CL_IS_SWEEP_ITEM (self), FALSE);
  g_return_val_if_fail (run != NULL, FALSE);

  if (self->run == run)
    return FALSE;
  g_clear_pointer (&self->run, cl_sweep_run_unref);
  self->run = cl_sweep_run_ref (run);
  g_signal_emit (self, signal_changed, 0);
  return TRUE;
}

ClSweepRun *
cl_sweep_item_get_run (ClSweepItem *self)
{
  g_return_val_if_fail (CL_IS_SWEEP_ITEM (self), NULL);
  return self->run;
}

static void
cl_sweep_item_finalize (GObject *object)
{
  g_clear_pointer (&CL_SWEEP_ITEM (object)->run, cl_sweep_run_unref);
  G_OBJECT_CLASS (cl_sweep_item_parent_class)->finalize (object);
}

static void
cl_sweep_item_class_init (ClSweepItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_sweep_item_finalize;
  signal_changed = g_signal_new ("changed", CL_TYPE_SWEEP_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
cl_sweep_item_init (ClSweepItem *self)
{
}

ClSweepItem *
cl_sweep_item_new (ClSweepRun *run)
{
  ClSweepItem *self = g_object_new (CL_TYPE_SWEEP_ITEM, NULL);

  cl_sweep_item_set_run (self, run);
  return self;
}
