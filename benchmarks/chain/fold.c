/*
 * What slot_window and aggregate do with latencies, in C and in one loop: the yardstick of ChainBenchmark. It walks a ring as the kernel
 * leaves it, keeps what ends in the window, finds the row of metric and process in a table with open addressing that is at most a
 * quarter full, and adds to count, sum, smallest, largest and ten buckets. At the window's end the rows are copied into columns.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BUSY (1u << 31)
#define DISCARDED (1u << 30)
#define LENGTH (DISCARDED - 1)
#define TYPES 256
#define NO_METRIC 255
#define BUCKETS 10

struct event {			/* bpf/programs/include/events.h: header and struct syscall_event */
	uint64_t timestamp_ns;
	uint32_t process, pid, tid;
	uint16_t type, cpu;
	uint64_t latency_ns;
	int64_t result;
};

struct row {			/* two cache lines */
	uint64_t key, key2, count, sum, min, max;
	uint64_t buckets[BUCKETS];
};

struct window {
	struct row *rows;
	uint32_t *used;
	uint32_t size, capacity;
	uint64_t from, to, answered[TYPES], unknown, saturated;
	uint8_t metric_of[TYPES], first_bucket[65];
	uint64_t last_value[65];
};

static const uint64_t bounds[BUCKETS - 1] = {
	1000ull, 10000ull, 100000ull, 1000000ull, 10000000ull,
	100000000ull, 1000000000ull, 10000000000ull, 100000000000ull,
};

struct window *window_new(uint64_t from, uint64_t to)
{
	struct window *w = aligned_alloc(64, (sizeof(*w) + 63) & ~63ul);

	memset(w, 0, sizeof(*w));
	w->from = from;
	w->to = to;
	w->capacity = 64;
	w->rows = aligned_alloc(64, w->capacity * sizeof(struct row));
	memset(w->rows, 0, w->capacity * sizeof(struct row));
	w->used = calloc(w->capacity / 4, sizeof(*w->used));
	memset(w->metric_of, NO_METRIC, sizeof(w->metric_of));
	for (int type = 1; type <= 5; type++)
		w->metric_of[type] = type - 1;
	for (int zeros = 1; zeros <= 64; zeros++) {
		uint64_t smallest = zeros == 64 ? 0 : 1ull << (63 - zeros);
		int bucket = 0;

		while (bucket < BUCKETS - 1 && smallest >= bounds[bucket])
			bucket++;
		w->first_bucket[zeros] = bucket;
		w->last_value[zeros] = bucket < BUCKETS - 1 ? bounds[bucket] - 1 : INT64_MAX;
	}
	return w;
}

static inline uint32_t hash(uint64_t key, uint64_t key2)
{
	uint64_t h = key ^ (key2 * 0xC2B2AE3D27D4EB4Full);

	h ^= h >> 32;
	h *= 0x9E3779B97F4A7C15ull;
	return h ^ (h >> 29);
}

static void grow(struct window *w)
{
	struct row *old = w->rows;
	uint32_t capacity = w->capacity * 2;

	w->rows = aligned_alloc(64, capacity * sizeof(struct row));
	memset(w->rows, 0, capacity * sizeof(struct row));
	for (uint32_t i = 0; i < w->size; i++) {
		struct row *row = &old[w->used[i]];
		uint32_t slot = hash(row->key, row->key2) & (capacity - 1);

		while (w->rows[slot].key)
			slot = (slot + 1) & (capacity - 1);
		w->rows[slot] = *row;
		w->used[i] = slot;
	}
	free(old);
	w->capacity = capacity;
	w->used = realloc(w->used, capacity / 4 * sizeof(*w->used));
}

static struct row *find(struct window *w, uint64_t key, uint64_t key2)
{
	for (;;) {
		uint32_t slot = hash(key, key2) & (w->capacity - 1);

		for (;; slot = (slot + 1) & (w->capacity - 1)) {
			struct row *row = &w->rows[slot];

			if (row->key == key && row->key2 == key2)
				return row;
			if (row->key)
				continue;
			if (w->size == w->capacity / 4)
				break;
			w->used[w->size++] = slot;
			row->key = key;
			row->key2 = key2;
			row->min = INT64_MAX;
			return row;
		}
		grow(w);
	}
}

/* Folds every record of the ring from position 0 to end. Returns how many records it saw. */
uint64_t window_fold(struct window *w, const uint8_t *data, uint64_t mask, uint64_t end)
{
	uint64_t position = 0, seen = 0;

	while (position < end) {
		const uint8_t *at = data + (position & mask);
		uint32_t header = __atomic_load_n((const uint32_t *)at, __ATOMIC_ACQUIRE);

		if (header & BUSY)
			break;
		position += ((header & LENGTH) + 8 + 7) & ~7ull;
		if (header & DISCARDED)
			continue;
		seen++;

		const struct event *e = (const struct event *)(at + 8);

		if (e->timestamp_ns < w->from || e->timestamp_ns >= w->to)
			continue;
		if (e->type >= TYPES || w->metric_of[e->type] == NO_METRIC) {
			w->unknown++;
			continue;
		}

		uint64_t metric = w->metric_of[e->type], nanos = e->latency_ns;
		uint64_t subject = e->process ? 1ull << 32 | e->process : 2ull << 32 | e->pid;
		struct row *row = find(w, metric << 48 | subject, 0);
		int zeros = nanos ? __builtin_clzll(nanos) : 64;

		if ((int64_t)nanos < 0)
			nanos = INT64_MAX, zeros = 1;
		row->count++;
		row->sum += nanos;
		if ((int64_t)row->sum < 0) {
			row->sum = INT64_MAX;
			w->saturated++;
		}
		if (nanos < row->min)
			row->min = nanos;
		if (nanos > row->max)
			row->max = nanos;
		row->buckets[w->first_bucket[zeros] + ((w->last_value[zeros] - nanos) >> 63)]++;
		w->answered[metric]++;
	}
	return seen;
}

/* Copies the rows into columns, as a batch for exporters has them, and empties the window. Returns the events they stand for. */
uint64_t window_report(struct window *w)
{
	uint64_t *columns = malloc((6 + BUCKETS) * 8ull * (w->size ? w->size : 1)), events = 0;

	for (uint32_t i = 0; i < w->size; i++) {
		struct row *row = &w->rows[w->used[i]];
		const uint64_t *cells = (const uint64_t *)row;

		for (uint32_t column = 0; column < 6 + BUCKETS; column++)
			columns[(uint64_t)column * w->size + i] = cells[column];
		events += row->count;
		memset(row, 0, sizeof(*row));
	}
	__asm__ volatile("" : : "r"(columns) : "memory");	/* somebody might look at them */
	w->size = 0;
	free(columns);
	return events;
}
