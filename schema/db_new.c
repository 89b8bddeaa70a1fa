#include "schema/db_new.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/say.h"

/* Readable for the web program's user.  Whoever keeps bind passwords in it
 * narrows that: muaconf(8). */
#define NEW_MODE 0644

enum err
db_new_schema(struct db *db)
{
	return db_exec(db, (const char *)schema_sql);
}

bool
db_new_triggers(struct db *db, const char *table)
{
	sqlite3_stmt	*st = db_prepare(db, "SELECT 1 FROM main.sqlite_schema"
	    " WHERE type = 'trigger' AND lower(tbl_name) = ?1"
	    " AND instr(?2, sql) = 0");
	bool		 more = true;

	if (st == NULL)
		return false;
	db_bind_text(st, 1, table);
	db_bind_text(st, 2, (const char *)schema_sql);
	if (db_step(db, st, &more) != ERR_OK)
		more = true;
	(void)sqlite3_finalize(st);
	return !more;
}

/* The folder of a path, "." when it names none. */
static void
folder_of(const char *path, char out[PATH_MAX])
{
	char *slash;

	(void)snprintf(out, PATH_MAX, "%s", path);
	slash = strrchr(out, '/');
	if (slash == NULL)
		(void)snprintf(out, PATH_MAX, ".");
	else
		slash[slash == out] = '\0';
}

static void
sync_folder(const char *path)
{
	char	folder[PATH_MAX];
	int	fd;

	folder_of(path, folder);
	if ((fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

/* The whole database into the empty file, down to the disk. */
static enum err
write_file(struct db *db, int fd, const char *file)
{
	sqlite3_stmt	*st = db_prepare(db, "VACUUM main INTO ?1");
	enum err	 e = ERR_STORE;

	if (st == NULL)
		return ERR_STORE;
	db_bind_text(st, 1, file);
	e = db_run(db, st);
	(void)sqlite3_finalize(st);
	if (e != ERR_OK)
		return e;
	if (fchmod(fd, NEW_MODE) != 0 || fsync(fd) != 0) {
		complain(db->path, "can't be written: %s", strerror(errno));
		return ERR_STORE;
	}
	return ERR_OK;
}

/* Give the file its name.  link(2) never replaces what is there; file systems
 * without hard links get a rename. */
static enum err
give_name(const struct db *db, const char *file)
{
	if (link(file, db->path) == 0)
		return ERR_OK;
	if (errno == EEXIST) {
		complain(db->path,
		    "appeared meanwhile; nothing was changed, try again");
		return ERR_STORE;
	}
	if (rename(file, db->path) == 0)
		return ERR_OK;
	complain(db->path, "can't be created: %s", strerror(errno));
	return ERR_STORE;
}

/*
 * SQLite takes what lies beside a database under these names for its own: what
 * an interrupted change or a program that still runs has left of a database
 * that was moved away would be written into the new one.
 */
static enum err
check_left(const struct db *db)
{
	static const char *const ends[] = { "-journal", "-wal", "-shm" };
	char			 file[PATH_MAX];

	for (size_t i = 0; i < NITEMS(ends); i++) {
		(void)snprintf(file, sizeof(file), "%s%s", db->path, ends[i]);
		if (!db_exists(file))
			continue;
		complain(file, "is left of a database that was here before, and"
		    " would damage a new one: end the programs that have it"
		    " open, move this file to where that database is now, and"
		    " try again");
		return ERR_STORE;
	}
	return ERR_OK;
}

enum err
db_new_save(struct db *db)
{
	char		file[PATH_MAX];
	sigset_t	all, old;
	enum err	e;
	int		fd;
	int		n = snprintf(file, sizeof(file), "%s.XXXXXX", db->path);

	if (n < 0 || (size_t)n >= sizeof(file)) {
		complain(db->path, "this path is too long");
		return ERR_STORE;
	}
	if (check_left(db) != ERR_OK)
		return ERR_STORE;
	/* Between these two lines Ctrl-C waits: no half file is left behind. */
	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, &old);
	if ((fd = mkstemp(file)) < 0) {
		complain(db->path, "can't be created: %s; make the folder, or"
		    " name another file with -d", strerror(errno));
		e = ERR_STORE;
	} else {
		e = write_file(db, fd, file);
		(void)close(fd);
		if (e == ERR_OK)
			e = give_name(db, file);
		(void)unlink(file);
		sync_folder(db->path);
	}
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	return e;
}
