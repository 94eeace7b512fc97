/*
 * Assignment problems of odd structure, as files: `assign_families FAMILY SEED >problem.vm`. Without arguments, the
 * names of the families.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static long below(long most)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (long)((unsigned __int128)(z ^ z >> 31) * (uint64_t)most >> 64);
}

static void capacities(char kind, long count, long most)
{
    for (long k = 1; k <= count; k++)
        printf("%c %ld %ld\n", kind, k, 1 + below(most));
}

/* Everybody with every need; `least` .. `most` are the weights. */
static void square(long side, long least, long most)
{
    printf("p vm %ld %ld %ld\n", side, side, side * side);
    for (long i = 1; i <= side; i++)
        for (long j = 1; j <= side; j++)
            printf("e %ld %ld %ld\n", i, j, least + below(most - least + 1));
}

static void ties(void)
{
    square(2000, 0, 100);
}

static void wide(void)
{
    square(2000, 0, 1000000);
}

static void equal(void)
{
    square(2000, 7, 7);
}

static long root(long square)
{
    long least = 0;

    while ((least + 1) * (least + 1) <= square)
        least++;
    return least;
}

static void geometric(void)
{
    static long x[4000], y[4000];

    for (int k = 0; k < 4000; k++) {
        x[k] = below(1000);
        y[k] = below(1000);
    }
    printf("p vm 2000 2000 4000000\n");
    for (int i = 0; i < 2000; i++)
        for (int j = 2000; j < 4000; j++)
            printf("e %d %d %ld\n", i + 1, j - 1999,
                   2000 - root((x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j])));
}

/* One need with 30,000 seats that 100,000 people want, and one other that each could take. */
static void star(void)
{
    printf("p vm 100000 1000 200000\nn 1 30000\n");
    for (long i = 1; i <= 100000; i++)
        printf("e %ld 1 %ld\ne %ld %ld %ld\n", i, 500 + below(500), i, 2 + below(999), below(1000));
}

static void great_capacities(void)
{
    square(1000, 0, 1000);
    capacities('v', 1000, 1000);
    capacities('n', 1000, 1000);
}

static void middling_capacities(void)
{
    square(1000, 0, 100);
    capacities('v', 1000, 100);
    capacities('n', 1000, 100);
}

static void chain(void)
{
    printf("p vm 100000 100000 199999\n");
    for (long i = 1; i <= 100000; i++) {
        printf("e %ld %ld 10\n", i, i);
        if (i < 100000)
            printf("e %ld %ld 11\n", i, i + 1);
    }
}

static void uneven_chain(void)
{
    printf("p vm 100000 100000 199999\n");
    for (long i = 1; i <= 100000; i++) {
        printf("e %ld %ld %ld\n", i, i, below(101));
        if (i < 100000)
            printf("e %ld %ld %ld\n", i, i + 1, below(101));
    }
}

static void disconnected(void)
{
    printf("p vm 100000 100000 400000\n");
    capacities('v', 100000, 3);
    capacities('n', 100000, 3);
    for (long i = 0; i < 100000; i++)
        for (long j = i / 4 * 4; j < i / 4 * 4 + 4; j++)
            printf("e %ld %ld %ld\n", i + 1, j + 1, below(31));
}

static void no_pairs(void)
{
    printf("p vm 1000000 200000 0\n");
}

/* OR-Library's assignment problems: a full square of costs 1 to 100. */
static void orlib(void)
{
    square(100, 900, 999);
}

static void orlib_200(void)
{
    square(200, 900, 999);
}

static void orlib_400(void)
{
    square(400, 900, 999);
}

static void orlib_800(void)
{
    square(800, 900, 999);
}

/* As many people as seats, five pairs each, nowhere near. */
static void sparse(void)
{
    printf("p vm 100000 100000 500000\n");
    for (long i = 1; i <= 100000; i++) {
        long from = below(100000);
        for (long k = 0; k < 5; k++)
            printf("e %ld %ld %ld\n", i, (from + k * 19997) % 100000 + 1, below(10001));
    }
}

static const struct family {
    const char *name;
    void (*write)(void);
} families[] = {
    {"ties", ties},
    {"wide", wide},
    {"equal", equal},
    {"geometric", geometric},
    {"star", star},
    {"great_capacities", great_capacities},
    {"middling_capacities", middling_capacities},
    {"chain", chain},
    {"uneven_chain", uneven_chain},
    {"disconnected", disconnected},
    {"no_pairs", no_pairs},
    {"sparse", sparse},
    {"orlib_100", orlib},
    {"orlib_200", orlib_200},
    {"orlib_400", orlib_400},
    {"orlib_800", orlib_800},
};

int main(int count, char **words)
{
    for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
        if (count == 1)
            puts(families[f].name);
        else if (count == 3 && strcmp(words[1], families[f].name) == 0) {
            state = strtoull(words[2], NULL, 10) * 77777 + 5;
            families[f].write();
            return 0;
        }
    }
    return count == 1 ? 0 : 2;
}
