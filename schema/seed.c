/* muaconf seed: make the database agree with a file. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "schema/apply.h"
#include "schema/command.h"
#include "schema/compare.h"
#include "schema/json_file.h"
#include "schema/json_memory.h"
#include "schema/refer.h"
#include "schema/say.h"

struct seed {
	const char		*path;
	bool			 dry;	/* -n */
	struct faults		 faults;
	struct db		 db;
	struct stage		 stage;
	struct seed_lists	 lists;
	struct changes		 changes;
};

/* ERR_REQUEST as soon as there are mistakes. */
static enum err
without_faults(const struct seed *s, enum err e)
{
	return e == ERR_OK && s->faults.count > 0 ? ERR_REQUEST : e;
}

/* The file into the stage.  The tree is gone before the work begins. */
static enum err
read_file(struct seed *s)
{
	cJSON		*root;
	enum err	 e;

	json_memory_start();
	if ((e = json_file_read(s->path, &s->faults, &root)) == ERR_OK)
		e = s->dry ? db_open_copy(&s->db, s->db.path, true) :
		    db_open_write(&s->db, s->db.path);
	if (e == ERR_OK)
		e = stage_start(&s->stage, &s->db, isatty(STDERR_FILENO) == 1);
	if (e == ERR_OK)
		e = seed_read(root, &s->stage, &s->faults, &s->lists);
	if (e == ERR_OK)
		e = stage_done(&s->stage);
	json_memory_free();	/* root's */
	stage_free(&s->stage);
	return without_faults(s, e);
}

/* The one transaction up to its commit. */
static enum err
work(struct seed *s)
{
	enum err e = db_begin(&s->db);

	if (e == ERR_OK)
		e = without_faults(s, refer_check(&s->db,
		    s->lists.foreign, &s->faults));
	if (e == ERR_OK)
		e = compare_all(&s->db, &s->lists);
	if (e == ERR_OK)
		e = apply_all(&s->db, &s->changes, &s->faults);
	return e;
}

/* What does not come to its end is undone. */
static enum err
change(struct seed *s)
{
	enum err e = work(s);

	/* Nothing to change: not even the file's times do. */
	if (s->dry || (s->changes.total == 0 && !s->db.is_new)) {
		db_rollback(&s->db);
		return e;
	}
	/* The mode changes between transactions only, and not for a file that
	 * turned out to be wrong: once more from the start. */
	if (e == ERR_OK && db_in_wal(&s->db)) {
		db_rollback(&s->db);
		changes_free(&s->changes);
		changes_init(&s->changes, s->dry);
		e = db_leave_wal(&s->db);
		if (e == ERR_OK)
			e = work(s);
	}
	if (e == ERR_OK)
		return db_commit(&s->db);
	db_rollback(&s->db);
	return e;
}

static enum err
report(struct seed *s)
{
	if (s->dry) {
		if (s->changes.total == 0)
			(void)puts("nothing would change");
		return ERR_OK;
	}
	changes_print_removed(&s->changes);
	return changes_print_summary(&s->db);
}

int
seed_run(const char *database, int argc, char *argv[])
{
	struct seed	s;
	enum err	e;
	int		option;
	int		status = EXIT_NO;

	memset(&s, 0, sizeof(s));
	while ((option = getopt(argc, argv, "n")) != -1) {
		if (option != 'n')
			return EXIT_WRONG_USE;
		s.dry = true;
	}
	if (argc - optind != 1)
		return EXIT_WRONG_USE;
	s.path = argv[optind];
	s.faults.file = strcmp(s.path, "-") == 0 ? "standard input" : s.path;
	s.db.path = database;
	changes_init(&s.changes, s.dry);
	if ((e = read_file(&s)) == ERR_OK && (e = change(&s)) == ERR_OK)
		e = report(&s);
	faults_end(&s.faults);
	if (e == ERR_OK)
		status = command_flush();
	changes_free(&s.changes);
	db_close(&s.db);
	return status;
}
