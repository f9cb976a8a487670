/* The constants that the files in regularisers/ define and the table of regulariser.c lists. */
#pragma once

#include "core/training/regulariser.h"

extern const ClRegulariser cl_regulariser_nemon;
extern const ClRegulariser cl_regulariser_l2;
extern const ClRegulariser cl_regulariser_sensitivity;
extern const ClRegulariser cl_regulariser_entries;
extern const ClRegulariser cl_regulariser_rows;
extern const ClRegulariser cl_regulariser_columns;
