/* CL_VECTOR_CLONES for the loops of training. */
#pragma once

#include "core/linalg/vector-clones.h"
