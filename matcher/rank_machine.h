/* Private: how the inner loops of ranking are built. */
#ifndef MATCHER_RANK_MACHINE_H
#define MATCHER_RANK_MACHINE_H

/* The same code for the vectors of each machine; the loader chooses. The answers are the same everywhere. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&          \
    !defined(__SANITIZE_THREAD__)
#define FOR_EACH_MACHINE __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_MACHINE
#endif

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 8") /* so that sums stay in registers */

#endif
