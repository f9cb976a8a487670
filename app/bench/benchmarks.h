/* Every benchmark, by the file that defines it. */
#pragma once

#include "app/bench/benchmark.h"

extern const ClBenchmark cl_bench_sgemm; /* bench-gemm.c */
extern const ClBenchmark cl_bench_dgemm;

extern const ClBenchmark cl_bench_analyze_100; /* bench-analyze.c */
extern const ClBenchmark cl_bench_analyze_1000;
extern const ClBenchmark cl_bench_p_matrix_20;

extern const ClBenchmark cl_bench_bundle_2; /* bench-bundle.c */
extern const ClBenchmark cl_bench_bundle_100;
extern const ClBenchmark cl_bench_bundle_relu;

extern const ClBenchmark cl_bench_fixed_points; /* bench-solve.c */
extern const ClBenchmark cl_bench_fixed_points_single;

extern const ClBenchmark cl_bench_digits; /* bench-digits.c */

extern const ClBenchmark cl_bench_train_epoch; /* bench-epoch.c */
extern const ClBenchmark cl_bench_train_epoch_mon;
extern const ClBenchmark cl_bench_train_epoch_idl;

extern const ClBenchmark cl_bench_conv_nemon; /* bench-convolution.c */
extern const ClBenchmark cl_bench_conv_nemon_cifar;
