#include "services/geo.h"

#include <arpa/inet.h>
#include <errno.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct geo {
    bool open;
    MMDB_s database;
};

struct geo *geo_new(const char *path, struct error *error)
{
    struct geo *geo = calloc(1, sizeof *geo);
    if (geo == NULL) {
        error_set(error, ERROR_INTERNAL, "no_memory", "no memory for the address database");
        return NULL;
    }
    if (path == NULL || path[0] == '\0')
        return geo;
    int status = MMDB_open(path, MMDB_MODE_MMAP, &geo->database);
    geo->open = status == MMDB_SUCCESS;
    if (status == MMDB_FILE_OPEN_ERROR || status == MMDB_IO_ERROR)
        error_set(error, ERROR_INTERNAL, "geo_missing", "the address database cannot be read (%s): going on without",
                  strerror(errno));
    else if (!geo->open)
        error_set(error, ERROR_INTERNAL, "geo_corrupt", "the address database is damaged (%s): going on without",
                  MMDB_strerror(status));
    return geo;
}

void geo_free(struct geo *geo)
{
    if (geo == NULL)
        return;
    if (geo->open)
        MMDB_close(&geo->database);
    free(geo);
}

/* Reads a literal address; no name is ever resolved. */
static bool read_address(const char *text, struct sockaddr_storage *address)
{
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        address->ss_family = AF_INET;
        return true;
    }
    struct in6_addr bytes;
    if (inet_pton(AF_INET6, text, &bytes) != 1)
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
        memcpy(&four->sin_addr, bytes.s6_addr + 12, 4);
        address->ss_family = AF_INET;
        return true;
    }
    six->sin6_addr = bytes;
    address->ss_family = AF_INET6;
    return true;
}

static bool number_at(MMDB_entry_s *entry, const char *const *path, double *number)
{
    MMDB_entry_data_s data;
    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data)
        return false;
    if (data.type == MMDB_DATA_TYPE_DOUBLE)
        *number = data.double_value;
    else if (data.type == MMDB_DATA_TYPE_FLOAT)
        *number = (double)data.float_value;
    else
        return false;
    return true;
}

/* Two letters, or false. */
static bool country_at(MMDB_entry_s *entry, const char *const *path, char country[3])
{
    MMDB_entry_data_s data;
    if (MMDB_aget_value(entry, &data, path) != MMDB_SUCCESS || !data.has_data ||
        data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != 2)
        return false;
    for (int i = 0; i < 2; i++) {
        if (data.utf8_string[i] < 'A' || data.utf8_string[i] > 'Z')
            return false;
    }
    memcpy(country, data.utf8_string, 2);
    country[2] = '\0';
    return true;
}

/* The same facts under the names that different makers give them. */
static void read_entry(MMDB_entry_s *entry, struct geo_guess *guess)
{
    static const char *const countries[][3] = {
        {"country", "iso_code", NULL}, {"country_code", NULL, NULL}, {"registered_country", "iso_code", NULL}};
    static const char *const positions[][2][3] = {
        {{"location", "latitude", NULL}, {"location", "longitude", NULL}},
        {{"latitude", NULL, NULL}, {"longitude", NULL, NULL}},
    };
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        if (country_at(entry, countries[i], guess->country))
            break;
    }
    for (size_t i = 0; i < sizeof positions / sizeof *positions && !guess->has_position; i++)
        guess->has_position = number_at(entry, positions[i][0], &guess->lat) &&
                              number_at(entry, positions[i][1], &guess->lon) && guess->lat >= -90 && guess->lat <= 90 &&
                              guess->lon >= -180 && guess->lon <= 180;
}

struct geo_guess geo_guess(const struct geo *geo, const char *address)
{
    struct geo_guess guess = {0};
    struct sockaddr_storage storage;
    if (!geo->open || address == NULL || !read_address(address, &storage))
        return guess;
    int status;
    MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&geo->database, (const struct sockaddr *)&storage, &status);
    if (status == MMDB_SUCCESS && result.found_entry)
        read_entry(&result.entry, &guess);
    return guess;
}

enum language geo_language(const struct geo_guess *guess, const char *accept_language)
{
    static const char *const russian[] = {"BY", "KG", "KZ", "RU"};
    enum language language;
    if (language_accepted(accept_language, &language))
        return language;
    if (guess->country[0] == '\0' || strcmp(guess->country, "EE") == 0)
        return LANGUAGE_ET;
    for (size_t i = 0; i < sizeof russian / sizeof *russian; i++) {
        if (strcmp(guess->country, russian[i]) == 0)
            return LANGUAGE_RU;
    }
    return LANGUAGE_EN;
}

/* Good enough to tell near from far within one region: a degree of longitude is half a degree of latitude here. */
static double distance_squared(const struct geo_guess *guess, const struct geo_place *place)
{
    double north = place->lat - guess->lat;
    double east = (place->lon - guess->lon) / 2;
    return north * north + east * east;
}

void geo_order(const struct geo_guess *guess, const struct geo_place *places, size_t count, size_t *order)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (guess->has_position && at > 0 &&
               distance_squared(guess, &places[order[at - 1]]) > distance_squared(guess, &places[i])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}
