/* The constants that the files in regularisers/ define and the table of regulariser.c lists. */
#pragma once

#include "core/training/regulariser.h"

extern const ClRegulariser cl_regulariser_nemon;
