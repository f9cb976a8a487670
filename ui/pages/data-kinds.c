#include "ui/pages/data-kinds.h"

#include <glib/gi18n.h>

static const ClDataKind kinds[] = {
  { .id = "digits", .title = N_ ("Built-in Digits") },
  { .id = "mnist",
    .title = N_ ("MNIST"),
    .place = CL_DATA_PLACE_FOLDER,
    .dialog = N_ ("Choose the MNIST Folder"),
    .wanted = N_ ("Get MNIST, choose the folder that holds its four files, or drop it here.") },
  { .id = "cifar",
    .title = N_ ("CIFAR-10"),
    .place = CL_DATA_PLACE_FOLDER,
    .dialog = N_ ("Choose the CIFAR-10 Folder"),
    .wanted = N_ ("Choose the folder with data_batch_1.bin and the other five binary files, or "
                  "drop it here.") },
  { .id = "images",
    .title = N_ ("Folder of Images"),
    .place = CL_DATA_PLACE_FOLDER,
    .dialog = N_ ("Choose the Folder of Images"),
    .wanted = N_ ("Choose a folder with one sub-folder of PNG or JPEG pictures a class, or drop it "
                  "here. Sub-folders train and test keep a split of yours.") },
  { .id = "idx",
    .title = N_ ("IDX Files"),
    .place = CL_DATA_PLACE_FILE,
    .dialog = N_ ("Choose the File of Images"),
    .wanted = N_ ("Choose a file of images such as own-images-idx3-ubyte, with its labels "
                  "own-labels-idx1-ubyte beside it, or drop it here.") },
  { .id = "table",
    .title = N_ ("CSV Table"),
    .place = CL_DATA_PLACE_FILE,
    .dialog = N_ ("Choose the Table"),
    .wanted = N_ ("Choose a table with one sample a row and its class in the last column or the "
                  "one called label, or drop it here."),
    .filter = N_ ("Tables (.csv, .tsv)"),
    .suffixes = { "csv", "tsv" } },
  { .id = "drawings",
    .title = N_ ("My Drawings"),
    .place = CL_DATA_PLACE_BASE,
    .wanted = N_ ("There are too few drawings yet. Draw digits under Digit Pad and add them to My "
                  "Drawings.") },
  { .id = "teacher-network", .title = N_ ("Feedforward Teacher") },
  { .id = "teacher-implicit", .title = N_ ("Implicit Teacher") },
};

const ClDataKind *
cl_data_kind_nth (guint i)
{
  return i < G_N_ELEMENTS (kinds) ? &kinds[i] : NULL;
}

const ClDataKind *
cl_data_kind_find (const char *id)
{
  for (gsize i = 0; id != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, id))
      return &kinds[i];
  return NULL;
}

guint
cl_data_kind_index (const ClDataKind *kind)
{
  return (guint) (kind - kinds);
}

gboolean
cl_data_kind_has_path (const ClDataKind *kind)
{
  return kind->place == CL_DATA_PLACE_FOLDER || kind->place == CL_DATA_PLACE_FILE;
}
