/*
 * Evolution's own search for accounts, as its account assistant starts it, with
 * its modules for mail, SRV records, WebDAV and evolution-ews.
 *
 *	evolution ADDRESS...
 *
 * For each thing found: a line "@ ADDRESS KIND PRIORITY PROTOCOL" and after it the
 * account that Evolution would make of it, as it writes one to a file.
 */
#include <stdio.h>
#include <stdlib.h>

#include <e-util/e-util.h>

static const char *const modules[] = {
	"module-config-lookup.so",
	"module-ews-configuration.so",
};

static const char *const kinds[] = {
	[E_CONFIG_LOOKUP_RESULT_COLLECTION]	= "collection",
	[E_CONFIG_LOOKUP_RESULT_MAIL_RECEIVE]	= "receive",
	[E_CONFIG_LOOKUP_RESULT_MAIL_SEND]	= "send",
	[E_CONFIG_LOOKUP_RESULT_ADDRESS_BOOK]	= "addressbook",
	[E_CONFIG_LOOKUP_RESULT_CALENDAR]	= "calendar",
	[E_CONFIG_LOOKUP_RESULT_MEMO_LIST]	= "memos",
	[E_CONFIG_LOOKUP_RESULT_TASK_LIST]	= "tasks",
};

/* The sources that an account consists of; modules ask for them. */
static ESource *
get_source(EConfigLookup *lookup, EConfigLookupSourceKind kind, gpointer sources)
{
	(void)lookup;
	return ((ESource **)sources)[kind];
}

static void
run_finished(GObject *lookup, GAsyncResult *result, gpointer unused)
{
	(void)unused;
	e_config_lookup_run_finish(E_CONFIG_LOOKUP(lookup), result);
}

struct wait {
	GMainLoop	*loop;
	guint		 left;	/* parts of the search that have not come to their end */
};

/*
 * The end of a part.  The whole search says that it is finished when one part ends
 * before the next one starts, so each counts.
 */
static void
worker_finished(EConfigLookup *lookup, EConfigLookupWorker *worker,
    const ENamedParameters *restart, const GError *error, gpointer arg)
{
	struct wait	*wait = arg;

	(void)lookup;
	(void)restart;
	fprintf(stderr, "%s: %s\n", e_config_lookup_worker_get_display_name(worker),
	    error != NULL ? error->message : "done");
	if (--wait->left == 0)
		g_main_loop_quit(wait->loop);
}

static void
print_results(EConfigLookup *lookup, const char *address)
{
	GSList	*results = e_config_lookup_dup_results(lookup,
	    E_CONFIG_LOOKUP_RESULT_UNKNOWN, NULL);

	results = g_slist_sort(results, e_config_lookup_result_compare);
	for (GSList *l = results; l != NULL; l = l->next) {
		EConfigLookupResult	*r = l->data;
		EConfigLookupResultKind	 kind = e_config_lookup_result_get_kind(r);
		ESource			*source = e_source_new(NULL, NULL, NULL);
		char			*text;

		/* As the assistant's pages prepare it. */
		if (kind == E_CONFIG_LOOKUP_RESULT_MAIL_RECEIVE)
			e_source_get_extension(source, E_SOURCE_EXTENSION_MAIL_ACCOUNT);
		if (kind == E_CONFIG_LOOKUP_RESULT_MAIL_SEND)
			e_source_get_extension(source, E_SOURCE_EXTENSION_MAIL_TRANSPORT);
		if (!e_config_lookup_result_configure_source(r, lookup, source))
			fprintf(stderr, "%s: can't be configured\n", address);
		text = e_source_to_string(source, NULL);
		printf("@ %s %s %d %s\n%s\n", address, kinds[kind],
		    e_config_lookup_result_get_priority(r),
		    e_config_lookup_result_get_protocol(r), text);
		g_free(text);
		g_object_unref(source);
	}
	g_slist_free_full(results, g_object_unref);
}

static void
look_up(ESourceRegistry *registry, const char *address)
{
	EConfigLookup		*lookup = e_config_lookup_new(registry);
	ENamedParameters	*params = e_named_parameters_new();
	struct wait		 wait = { g_main_loop_new(NULL, FALSE), 0 };
	GSList			*workers = e_config_lookup_dup_registered_workers(lookup);
	ESource			*sources[E_CONFIG_LOOKUP_SOURCE_MAIL_TRANSPORT + 1];

	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		sources[i] = e_source_new(NULL, NULL, NULL);
	g_signal_connect(lookup, "get-source", G_CALLBACK(get_source), sources);
	g_signal_connect(lookup, "worker-finished", G_CALLBACK(worker_finished), &wait);
	e_named_parameters_set(params, E_CONFIG_LOOKUP_PARAM_EMAIL_ADDRESS, address);
	e_named_parameters_set(params, E_CONFIG_LOOKUP_PARAM_USER, address);
	e_named_parameters_set(params, E_CONFIG_LOOKUP_PARAM_PASSWORD, "hush-hush");
	wait.left = g_slist_length(workers);
	g_slist_free_full(workers, g_object_unref);
	e_config_lookup_run(lookup, params, NULL, run_finished, NULL);
	g_main_loop_run(wait.loop);
	print_results(lookup, address);
	printf("@ %s end 0 -\n", address);
	fflush(stdout);
	g_main_loop_unref(wait.loop);
	e_named_parameters_free(params);
	g_object_unref(lookup);
}

int
main(int argc, char **argv)
{
	GError		*error = NULL;
	ESourceRegistry	*registry;

	for (size_t i = 0; i < G_N_ELEMENTS(modules); i++) {
		char	*file = g_build_filename(MODULES, modules[i], NULL);

		if (e_module_load_file(file) == NULL)
			return EXIT_FAILURE;
		g_free(file);
	}
	registry = e_source_registry_new_sync(NULL, &error);
	if (registry == NULL) {
		fprintf(stderr, "%s\n", error->message);
		return EXIT_FAILURE;
	}
	for (int i = 1; i < argc; i++)
		look_up(registry, argv[i]);
	return EXIT_SUCCESS;
}
