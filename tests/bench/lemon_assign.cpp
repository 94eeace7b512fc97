// The peer of `vahetus-match assign`: LEMON's network simplex on the same file.
//
//   lemon_assign (ns | ns-cand) FILE
//
// Prints the CPU seconds of run() alone, the peak memory in KiB and the total. Source and sink are nodes, capacities
// are arcs, and one arc past everything makes every choice possible; weights are negative costs.
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <sys/resource.h>
#include <utility>
#include <vector>

typedef lemon::StaticDigraph Graph;
typedef lemon::NetworkSimplex<Graph, long long, long long> Simplex;

struct Pair {
    int person, need, weight;
};

static double cpu_s()
{
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int people, needs;
static std::vector<long long> person_capacity, need_capacity;
static std::vector<Pair> pairs;

static bool read_file(const char *name)
{
    FILE *file = fopen(name, "r");
    char kind[8];
    long first, second, third;

    if (file == NULL)
        return false;
    while (fscanf(file, "%7s", kind) == 1) {
        if (kind[0] == 'p' && fscanf(file, " vm %ld %ld %ld", &first, &second, &third) == 3) {
            people = (int)first;
            needs = (int)second;
            person_capacity.assign((size_t)people, 1);
            need_capacity.assign((size_t)needs, 1);
            pairs.reserve((size_t)third);
        } else if (kind[0] == 'v' && fscanf(file, "%ld %ld", &first, &second) == 2)
            person_capacity[(size_t)first - 1] = second;
        else if (kind[0] == 'n' && fscanf(file, "%ld %ld", &first, &second) == 2)
            need_capacity[(size_t)first - 1] = second;
        else if (kind[0] == 'e' && fscanf(file, "%ld %ld %ld", &first, &second, &third) == 3)
            pairs.push_back(Pair{(int)first - 1, (int)second - 1, (int)third});
        else if (kind[0] == 'c')
            (void)!fscanf(file, "%*[^\n]");
    }
    fclose(file);
    return people + needs > 0;
}

int main(int count, char **words)
{
    if (count != 3 || !read_file(words[2])) {
        fprintf(stderr, "usage: lemon_assign (ns | ns-cand) FILE\n");
        return 2;
    }
    // source 0, sink 1, people, needs; StaticDigraph wants arcs by source: the source's, then people's, then needs'
    long long units = 0;
    std::vector<std::pair<int, int>> ends;
    std::vector<long long> most, worth;
    auto arc = [&](int from, int to, long long upper, long long cost) {
        ends.push_back({from, to});
        most.push_back(upper);
        worth.push_back(cost);
    };
    for (long long capacity : person_capacity)
        units += capacity;
    arc(0, 1, units, 0);
    for (int i = 0; i < people; i++)
        arc(0, 2 + i, person_capacity[(size_t)i], 0);
    std::vector<size_t> first((size_t)people + 2, 0);
    for (const Pair &pair : pairs)
        first[(size_t)pair.person + 1]++;
    for (int i = 0; i < people; i++)
        first[(size_t)i + 1] += first[(size_t)i];
    std::vector<Pair> sorted(pairs.size());
    for (const Pair &pair : pairs)
        sorted[first[(size_t)pair.person]++] = pair;
    std::vector<Pair>().swap(pairs);
    for (const Pair &pair : sorted)
        arc(2 + pair.person, 2 + people + pair.need, 1, -(long long)pair.weight);
    std::vector<Pair>().swap(sorted);
    for (int j = 0; j < needs; j++)
        arc(2 + people + j, 1, need_capacity[(size_t)j], 0);
    Graph graph;
    graph.build(2 + people + needs, ends.begin(), ends.end());
    std::vector<std::pair<int, int>>().swap(ends);
    Graph::ArcMap<long long> upper(graph), cost(graph);
    for (int a = 0; a < graph.arcNum(); a++) {
        upper[graph.arc(a)] = most[(size_t)a];
        cost[graph.arc(a)] = worth[(size_t)a];
    }
    std::vector<long long>().swap(most);
    std::vector<long long>().swap(worth);
    Simplex simplex(graph);
    simplex.upperMap(upper).costMap(cost).stSupply(graph.node(0), graph.node(1), units);
    double before_s = cpu_s();
    Simplex::ProblemType end =
        simplex.run(strcmp(words[1], "ns-cand") == 0 ? Simplex::CANDIDATE_LIST : Simplex::BLOCK_SEARCH);
    double used_s = cpu_s() - before_s;
    rusage used;
    getrusage(RUSAGE_SELF, &used);
    if (end != Simplex::OPTIMAL)
        return 1;
    printf("%.6f %ld %lld\n", used_s, used.ru_maxrss, -simplex.totalCost<long long>());
    return 0;
}
