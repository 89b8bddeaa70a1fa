/* muaconf migrate: bring a database to this program's schema. */
#include "schema/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/store.h"
#include "schema/command.h"
#include "schema/say.h"

/* Copies of one version are rare: somebody who restored one. */
#define COPIES_MAX 1000

static enum err
set_version(struct db *db, long long version)
{
	char sql[64];

	(void)snprintf(sql, sizeof(sql), "PRAGMA user_version = %lld", version);
	return db_exec(db, sql);
}

static enum err
take_steps(struct db *db, long long from, long long to,
    const struct migration *steps, size_t n)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		if (steps[i].to <= from || steps[i].to > to)
			continue;
		if (steps[i].to != from + 1)
			break;
		if ((e = db_exec(db, (const char *)steps[i].sql)) == ERR_OK)
			e = set_version(db, ++from);
	}
	if (e == ERR_OK && from != to) {
		complain(db->path, "there is no way from version %lld to"
		    " %lld", from, to);
		e = ERR_STORE;
	}
	if (e == ERR_OK && db_number(db, "SELECT count(*) FROM"
	    " pragma_foreign_key_check") != 0) {
		complain(db->path, "rows would point to nothing; run: muaconf"
		    " check, with the version that made it");
		e = ERR_STORE;
	}
	return e;
}

/* Inside the transaction, which nobody else can have: is it still what was seen
 * when it was opened? */
static enum err
check_version(struct db *db, long long version)
{
	long long now = db_number(db, "PRAGMA user_version");

	if (now == version)
		return ERR_OK;
	if (now >= 0)
		complain(db->path, "is of version %lld now: another muaconf"
		    " migrate was faster", now);
	return ERR_STORE;
}

enum err
migrate(struct db *db, long long from, long long to,
    const struct migration *steps, size_t n)
{
	enum err e;

	/* Tables are made anew under their old names meanwhile. */
	if ((e = db_exec(db, "PRAGMA foreign_keys = OFF")) != ERR_OK ||
	    (e = db_begin(db)) != ERR_OK)
		return e;
	if ((e = check_version(db, from)) == ERR_OK &&
	    (e = take_steps(db, from, to, steps, n)) == ERR_OK)
		e = db_commit(db);
	if (e != ERR_OK)
		db_rollback(db);
	return e;
}

/* The name of the i-th copy.  -1 when it is too long. */
static int
name_copy(const struct db *db, long long version, unsigned i, char *out,
    size_t size)
{
	struct buf	b;
	int		result = -1;

	buf_init(&b, size);
	buf_puts(&b, db->path);
	buf_printf(&b, ".version-%lld", version);
	if (i > 1)
		buf_printf(&b, ".%u", i);
	buf_putc(&b, '\0');
	if (buf_error(&b) == ERR_OK) {
		memcpy(out, b.data, b.len);
		result = 0;
	}
	buf_free(&b);
	return result;
}

/* The first free name, and its file. */
static int
create_copy(const struct db *db, long long version, char *out, size_t size)
{
	int fd = -1;

	for (unsigned i = 1; i <= COPIES_MAX; i++) {
		if (name_copy(db, version, i, out, size) != 0) {
			errno = ENAMETOOLONG;
			return -1;
		}
		fd = open(out, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	return fd;
}

/* Who could read the database can read the copy, and nobody else. */
static int
same_permissions(const struct db *db, int fd)
{
	struct stat st;

	if (stat(db->path, &st) != 0)
		return -1;
	/* Root alone may give files away; others keep theirs. */
	if (fchown(fd, st.st_uid, st.st_gid) != 0 && errno != EPERM)
		return -1;
	return fchmod(fd, st.st_mode & 0777);
}

enum err
migrate_backup(struct db *db, long long version, char *out, size_t size)
{
	sqlite3_stmt	*st;
	enum err	 e = ERR_STORE;
	int		 fd = create_copy(db, version, out, size);

	if (fd < 0) {
		complain(db->path, "no copy can be made beside it: %s",
		    strerror(errno));
		return ERR_STORE;
	}
	if ((st = db_prepare(db, "VACUUM main INTO ?1")) != NULL) {
		db_bind_text(st, 1, out);
		e = db_run(db, st);
		(void)sqlite3_finalize(st);
	}
	if (e == ERR_OK && (same_permissions(db, fd) != 0 || fsync(fd) != 0)) {
		complain(out, "can't be written: %s", strerror(errno));
		e = ERR_STORE;
	}
	(void)close(fd);
	if (e != ERR_OK)
		(void)unlink(out);
	return e;
}

/* Keep a copy, and take the steps.  When they fail the database is what it was,
 * so the copy would only take up room, once for each try. */
static enum err
migrate_with_copy(struct db *db, long long version)
{
	char		copy[PATH_MAX];
	enum err	e = migrate_backup(db, version, copy, sizeof(copy));

	if (e != ERR_OK)
		return e;
	e = migrate(db, version, STORE_USER_VERSION, migrations, nmigrations);
	if (e == ERR_OK) {
		(void)printf("%s: is of version %d now; version %lld is kept in"
		    " %s\n", db->path, STORE_USER_VERSION, version, copy);
		return ERR_OK;
	}
	complain(db->path, "stays as it is, of version %lld",
	    db_number(db, "PRAGMA user_version"));
	if (unlink(copy) != 0)
		complain(copy, "a copy that nobody needs can't be removed: %s",
		    strerror(errno));
	return e;
}

int
migrate_run(const char *database, int argc, char *argv[])
{
	struct db	db;
	long long	version;
	enum err	e;

	(void)argv;
	if (argc != 1)
		return EXIT_WRONG_USE;
	if (db_open_old(&db, database, &version) != ERR_OK)
		return EXIT_NO;
	/* The web program can't read a database in WAL mode on its own. */
	if (db_leave_wal(&db) != ERR_OK) {
		db_close(&db);
		return EXIT_NO;
	}
	if (version == STORE_USER_VERSION) {
		(void)printf("%s: is of version %d already\n", database,
		    STORE_USER_VERSION);
		db_close(&db);
		return command_flush();
	}
	e = migrate_with_copy(&db, version);
	db_close(&db);
	return command_flush() == EXIT_DONE && e == ERR_OK ? EXIT_DONE : EXIT_NO;
}
