/* The constants that the files in families/ define and the table of family.c lists. */
#pragma once

#include "core/training/family.h"

extern const ClFamily cl_family_nemon;
extern const ClFamily cl_family_nemon_weighted;
extern const ClFamily cl_family_mon;
extern const ClFamily cl_family_idl;
extern const ClFamily cl_family_lben;
extern const ClFamily cl_family_feedforward;
extern const ClFamily cl_family_free;
extern const ClFamily cl_family_nemon_conv;
extern const ClFamily cl_family_nemon_conv_5;
