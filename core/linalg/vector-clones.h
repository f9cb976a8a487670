/* CL_VECTOR_CLONES: compiles a function once for each width of vector registers and lets the
 * loader choose, so that one binary runs everywhere and its loops still use what the CPU has.
 *
 * The sanitizers instrument the loader's choice before they are ready for it, so they get the
 * plain function. */
#pragma once

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)          \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CL_VECTOR_CLONES __attribute__ ((target_clones ("avx512f", "avx2", "default")))
#else
#define CL_VECTOR_CLONES
#endif
