/* Synapses of a projection: the targets of source i are index[starts[i]] to index[starts[i + 1] - 1]. And what finds
 * spikes and delivers them: all lines of a row are asked for AHEAD spikes before it is read.
 */
#include <stdint.h>
#include <string.h>
#ifdef __SSE__
#include <immintrin.h>
#endif

#define AHEAD 4
#define LINE 64

typedef struct {
    int64_t first, last; /* sources: their numbers in the group, from and to */
    const int64_t *starts;
    const uint16_t *index;
    const float *weight; /* 0: one for all */
    float shared;
} rows;

static inline void ask(const void *from, const void *to) {
    for (const char *line = (const char *)((uintptr_t)from & -LINE); line < (const char *)to; line += LINE)
        __builtin_prefetch(line);
}

static inline void ask_for(const rows *r, int64_t source) {
    int64_t begin = r->starts[source], end = r->starts[source + 1];
    ask(r->index + begin, r->index + end);
    if (r->weight) ask(r->weight + begin, r->weight + end);
}

static inline void add_row(const rows *r, int64_t source, float *target) {
    int64_t begin = r->starts[source], end = r->starts[source + 1];
    const uint16_t *index = r->index;
    const float *weight = r->weight, shared = r->shared;
    if (weight) {
#pragma GCC unroll 4
        for (int64_t m = begin; m < end; m++) target[index[m]] += weight[m];
    } else {
#pragma GCC unroll 4
        for (int64_t m = begin; m < end; m++) target[index[m]] += shared;
    }
}

/* A rising list of neurons that spiked, those that are sources. */
static inline void deliver(const rows *r, const int *list, long n, float *target) {
    long begin = 0, end = n;
    while (begin < end && list[begin] < r->first) begin++;
    while (end > begin && list[end - 1] >= r->last) end--;
    for (long s = begin; s < begin + AHEAD && s < end; s++) ask_for(r, list[s] - r->first);
    for (long s = begin; s < end; s++) {
        if (s + AHEAD < end) ask_for(r, list[s + AHEAD] - r->first);
        add_row(r, list[s] - r->first, target);
    }
}
