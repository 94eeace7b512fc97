/* Accounts to sign in with. The passwords are random at every run, unlike everything else: nobody can know them. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "services/demo/demo.h"
#include "services/random.h"

enum { PASSWORD_LENGTH = 16 };

static json_t *notes;

/* Letters and digits that nobody mistakes for one another: 16 of 32 are 80 bits. */
static void make_password(char password[PASSWORD_LENGTH + 4])
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char bytes[PASSWORD_LENGTH];
    size_t length = 0;

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i > 0 && i % 4 == 0)
            password[length++] = '-';
        password[length++] = letters[bytes[i] % 32];
    }
    password[length] = '\0';
}

bool demo_account_note(const char *role, const char *scope, const char *email, const char *password)
{
    if (notes == NULL)
        notes = json_array();
    return json_array_append_new(notes, json_pack("{s:s, s:s?, s:s, s:s?}", "role", role, "scope", scope, "email",
                                                  email, "password", password)) == 0;
}

bool demo_account_add(struct demo *demo, const struct demo_account *account, struct error *error)
{
    struct demo_account whole = *account;
    char password[PASSWORD_LENGTH + 4], hash[crypto_pwhash_STRBYTES];
    const char *scope = account->group != NULL          ? account->group
                        : account->municipality != NULL ? account->municipality
                                                        : account->centre;

    make_password(password);
    if (crypto_pwhash_str(hash, password, strlen(password), 2, 19 << 20) != 0)
        return error_set(error, ERROR_INTERNAL, "internal", "out of memory for a password");
    whole.password_hash = hash;
    return demo_account_insert(demo->db, &whole, error) &&
           (demo_account_note(account->role, scope, account->email, password) ||
            error_set(error, ERROR_INTERNAL, "internal", "out of memory"));
}

static bool add(struct demo *demo, struct uuid *id, struct demo_account account, struct error *error)
{
    *id = account.id = seed_uuid(&demo->seed, demo->now_ms);
    account.language = "et";
    return demo_account_add(demo, &account, error);
}

bool demo_load_accounts(struct db *db, void *context, struct error *error)
{
    struct demo *demo = context;
    struct uuid id;
    char email[WORD_SIZE + 32];

    (void)db;
    json_decref(notes); /* of a transaction that is run again */
    notes = NULL;
    if (!add(demo, &demo->admin, (struct demo_account){.email = "haldur@" DEMO_DOMAIN, .role = "admin"}, error))
        return false;
    if (demo->people == NULL)
        return true;
    if (!add(demo, &demo->coordinator,
             (struct demo_account){.email = "koordinaator@" DEMO_DOMAIN, .role = "coordinator", .group = DEMO_GROUP},
             error) ||
        !add(demo, &id, (struct demo_account){.email = "andmekaitse@" DEMO_DOMAIN, .role = "dpo"}, error))
        return false;
    for (size_t i = 0; i < demo->municipalities.rows; i++) {
        const char *code = table_cell(&demo->municipalities, i, "code");
        snprintf(email, sizeof email, "noorsoospetsialist.%s@" DEMO_DOMAIN, code);
        if (!add(demo, &id, (struct demo_account){.email = email, .role = "specialist", .municipality = code}, error))
            return false;
    }
    for (size_t i = 0; i < demo->centres.rows; i++) {
        const char *code = table_cell(&demo->centres, i, "code");
        snprintf(email, sizeof email, "juhataja.%s@" DEMO_DOMAIN, code);
        if (!add(demo, &demo->managers[i], (struct demo_account){.email = email, .role = "manager", .centre = code},
                 error))
            return false;
    }
    return true;
}

bool demo_write_accounts(const char *path, struct error *error)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool good = file >= 0 && fchmod(file, 0600) == 0 &&
                json_dumpfd(notes, file, JSON_INDENT(2) | JSON_REAL_PRECISION(5)) == 0 && write(file, "\n", 1) == 1 &&
                fsync(file) == 0;

    if (!good)
        error_set(error, ERROR_INTERNAL, "accounts_not_written", "%s: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
    json_decref(notes);
    notes = NULL;
    return good;
}
