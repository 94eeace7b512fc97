#include "services/http_private.h"
#include "services/http_text.h"

#include <arpa/inet.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOM_SIZE = 512, /* what a request brings along for its user */
    PIECE_SIZE = 4096,
};

struct http_piece {
    struct http_piece *next;
    alignas(max_align_t) char bytes[];
};

static size_t aligned(size_t size)
{
    return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

/* The last entry of X-Forwarded-For: the one that our own proxy wrote. NULL unless it is an address. */
static const char *forwarded_address(struct http_request *request)
{
    size_t count = http_request_header_count(request, "x-forwarded-for");
    if (count == 0)
        return NULL;
    const char *list = http_request_header_at(request, "x-forwarded-for", count - 1);
    const char *comma = strrchr(list, ',');
    const char *entry = comma ? comma + 1 : list;
    entry += strspn(entry, " \t");
    unsigned char address[sizeof(struct in6_addr)];
    if (inet_pton(AF_INET, entry, address) != 1 && inet_pton(AF_INET6, entry, address) != 1)
        return NULL;
    return entry;
}

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

/* A bijection (the finaliser of splitmix64) of the id under the process's key: unique, and tells nobody how many. */
static void write_label(uint64_t id, uint64_t key, char label[HTTP_LABEL_SIZE])
{
    uint64_t mixed = id ^ key;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
    for (int i = 15; i >= 0; i--, mixed >>= 4)
        label[i] = "0123456789abcdef"[mixed & 15];
    label[16] = '\0';
}

void http_label_new(struct http_server *server, char label[HTTP_LABEL_SIZE])
{
    write_label(++server->next_serial << HTTP_SLOT_BITS, server->label_key, label);
}

/* Copies the head with a NUL behind each name, value and the method: each is followed by a byte that is done with. */
static const char *copy_head(char *to, const struct http_reader *reader, const char *bytes)
{
    memcpy(to, bytes, reader->head_length);
    to[reader->method_name.start + reader->method_name.length] = '\0';
    for (size_t i = 0; i < reader->line_count; i++) {
        to[reader->lines[i].name.start + reader->lines[i].name.length] = '\0';
        to[reader->lines[i].value.start + reader->lines[i].value.length] = '\0';
    }
    return to;
}

struct http_request *http_request_new(struct http_connection *connection, const struct http_reader *reader,
                                      const char *bytes)
{
    const char *target = bytes + reader->target.start;
    size_t parameters_max = 0;
    const char *mark = memchr(target, '?', reader->target.length);
    for (const char *c = mark; c && c < target + reader->target.length; c++)
        parameters_max += c == mark || *c == '&';

    /* One piece of memory: the request, its lines, its parameters, head, path and query, body, room. */
    size_t lines = aligned(sizeof(struct http_request));
    size_t parameters = lines + aligned(reader->line_count * sizeof(struct http_line));
    size_t head = parameters + aligned(parameters_max * sizeof(struct http_parameter));
    size_t path = head + reader->head_length;
    size_t body = path + reader->target.length + 2;
    size_t room = aligned(body + reader->content_length + 1);
    char *memory = malloc(room + ROOM_SIZE);
    if (!memory)
        return NULL;

    struct http_server *server = connection->server;
    struct http_request *request = (struct http_request *)memory;
    memcpy(memory + lines, reader->lines, reader->line_count * sizeof(struct http_line));
    memcpy(memory + body, bytes + reader->head_length, reader->content_length);
    memory[body + reader->content_length] = '\0';
    size_t query;
    http_target_decode(target, reader->target.length, memory + path, &query); /* the reader has judged it already */
    *request = (struct http_request){
        .connection = connection,
        .id = ++server->next_serial << HTTP_SLOT_BITS | connection->slot,
        .started_us = server->now_us,
        .head = copy_head(memory + head, reader, bytes),
        .lines = (const struct http_line *)(memory + lines),
        .line_count = reader->line_count,
        .method_name = memory + head + reader->method_name.start,
        .path = memory + path,
        .body = memory + body,
        .body_length = reader->content_length,
        .address = connection->peer,
        .parameters = (const struct http_parameter *)(memory + parameters),
        .room = memory + room,
        .room_size = ROOM_SIZE,
        .method = reader->method,
        .keeps_alive = http_reader_keeps_alive(reader),
        .is_version_1_0 = reader->is_version_1_0,
    };
    if (query > 0)
        request->parameter_count =
            http_query_split(memory + path + query, (struct http_parameter *)(memory + parameters), parameters_max);
    write_label(request->id, server->label_key, request->label);
    if (server->settings.trust_forwarded && is_loopback(connection->peer)) {
        const char *forwarded = forwarded_address(request);
        request->address = forwarded ? forwarded : connection->peer;
    }
    return request;
}

void http_request_end(struct http_request *request, const struct http_outcome *outcome)
{
    struct http_server *server = request->connection->server;
    request->connection->request = NULL;
    server->counters.pending--;
    if (server->handler.on_done)
        server->handler.on_done(server->handler.context, request, outcome);
    if (request->release_data)
        request->release_data(request->data);
    for (struct http_piece *piece = request->pieces, *next; piece; piece = next) {
        next = piece->next;
        free(piece);
    }
    free(request);
}

struct http_request *http_request_find(struct http_server *server, uint64_t id)
{
    uint32_t slot = id & ((1U << HTTP_SLOT_BITS) - 1);
    if (slot >= http_slot_count(server))
        return NULL;
    struct http_connection *connection = server->slots[slot];
    return connection && connection->request && connection->request->id == id ? connection->request : NULL;
}

void *http_request_alloc(struct http_request *request, size_t size)
{
    size = aligned(size);
    if (size > request->room_size) {
        size_t piece_size = size > PIECE_SIZE ? size : PIECE_SIZE;
        struct http_piece *piece = malloc(sizeof *piece + piece_size);
        if (!piece)
            return NULL;
        piece->next = request->pieces;
        request->pieces = piece;
        request->room = piece->bytes;
        request->room_size = piece_size;
    }
    void *memory = request->room;
    request->room += size;
    request->room_size -= size;
    return memset(memory, 0, size);
}

char *http_request_strdup(struct http_request *request, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = http_request_alloc(request, size);
    return copy ? memcpy(copy, text, size) : NULL;
}

void http_request_set_data(struct http_request *request, void *data, void (*release)(void *data))
{
    if (request->release_data)
        request->release_data(request->data);
    request->data = data;
    request->release_data = release;
}

void *http_request_data(const struct http_request *request)
{
    return request->data;
}

uint64_t http_request_id(const struct http_request *request)
{
    return request->id;
}

const char *http_request_label(const struct http_request *request)
{
    return request->label;
}

struct http_server *http_request_server(const struct http_request *request)
{
    return request->connection->server;
}

enum http_method http_request_method(const struct http_request *request)
{
    return request->method;
}

const char *http_request_method_name(const struct http_request *request)
{
    return request->method_name;
}

const char *http_request_path(const struct http_request *request)
{
    return request->path;
}

const char *http_request_body(const struct http_request *request, size_t *length)
{
    *length = request->body_length;
    return request->body;
}

const char *http_request_address(const struct http_request *request)
{
    return request->address;
}

const struct http_parameter *http_request_parameters(const struct http_request *request, size_t *count)
{
    *count = request->parameter_count;
    return request->parameters;
}

const char *http_request_parameter(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->parameter_count; i++)
        if (strcmp(request->parameters[i].name, name) == 0)
            return request->parameters[i].value;
    return NULL;
}
