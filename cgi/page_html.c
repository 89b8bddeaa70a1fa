/* The page as HTML: no script, nothing loaded but the provider's logo. */
#include <string.h>

#include "cgi/apple_payloads.h"
#include "cgi/html.h"
#include "cgi/page_forms.h"
#include "lib/text.h"

/* Mail programs with a sentence on what to type; names are their own. */
/* clang-format off */
static const struct {
	const char	*name;
	enum message	 sentence;
} programs[] = {
	{ "Thunderbird", MSG_THUNDERBIRD },
	{ "Outlook, eM Client", MSG_OUTLOOK },
	{ "Evolution, KMail, Geary", MSG_LINUX },
	{ "K-9 Mail, FairEmail, Delta Chat", MSG_ANDROID },
};

static const enum message ios_steps[] = { MSG_IOS_1, MSG_IOS_2, MSG_IOS_3, MSG_IOS_4 };
static const enum message macos_steps[] = { MSG_MACOS_1, MSG_MACOS_2, MSG_MACOS_3 };
/* clang-format on */

static const char *
say(const struct page *p, enum message m)
{
	return text_of(p->language, m);
}

/* Whose page it is: the logo, or the name. */
static void
write_header(struct xml *x, const struct page *p)
{
	if (p->ac == NULL)
		return;
	html_open(x, "header", "brand");
	if (p->ac->logo_url != NULL) {
		xml_open(x, "img");
		xml_attr(x, "src", p->ac->logo_url);
		xml_attr(x, "alt", p->ac->name);
		xml_close(x, "img");
	} else {
		xml_leaf(x, "p", p->ac->name);
	}
	xml_close(x, "header");
}

static void
input(struct xml *x, const char *const (*attributes)[2], size_t n)
{
	xml_open(x, "input");
	for (size_t i = 0; i < n; i++)
		if (attributes[i][1] != NULL)
			xml_attr(x, attributes[i][0], attributes[i][1]);
	xml_close(x, "input");
}

static void
label(struct xml *x, const char *id, const char *text)
{
	xml_open(x, "label");
	xml_attr(x, "for", id);
	xml_text(x, text);
	xml_close(x, "label");
}

static void
hint(struct xml *x, const char *id, const char *text)
{
	html_open(x, "p", "hint");
	xml_attr(x, "id", id);
	xml_text(x, text);
	xml_close(x, "p");
}

/* The field for the address, tied to what is wrong with it. */
static void
write_address_field(struct xml *x, const struct page *p)
{
	bool			 wrong = p->err == ERR_ADDRESS ||
	    p->err == ERR_NOTFOUND;
	const char		*domain = p->ac != NULL ? p->ac->domain :
	    "example.com";
	char			 example[sizeof("name@") + DOMAIN_MAX] = "name@";
	const char *const	 attributes[][2] = {
		{ "type", "email" }, { "id", "emailaddress" },
		{ "name", "emailaddress" }, { "autocomplete", "email" },
		{ "inputmode", "email" }, { "autocapitalize", "none" },
		{ "spellcheck", "false" }, { "maxlength", "254" },
		{ "required", "required" }, { "value", p->typed },
		{ "aria-invalid", wrong ? "true" : NULL },
		{ "aria-describedby", wrong ? "alert address-hint" :
		    "address-hint" },
	};

	text_copy(example + strlen(example), sizeof(example) - strlen(example),
	    domain);
	label(x, "emailaddress", say(p, MSG_ADDRESS));
	input(x, attributes, NITEMS(attributes));
	hint(x, "address-hint", page_text_with(p, MSG_ADDRESS_HINT, example));
}

static void
write_form(struct xml *x, const struct page *p)
{
	enum language		 language;
	bool			 asked = language_asked(p->q->request, &language);
	const char *const	 name[][2] = {
		{ "type", "text" }, { "id", "name" }, { "name", "name" },
		{ "autocomplete", "name" }, { "maxlength", "64" },
		{ "value", p->name }, { "aria-describedby", "name-hint" },
	};

	html_open(x, "form", "card");
	xml_attr(x, "method", "get");
	xml_attr(x, "action", PAGE_PATH);
	write_address_field(x, p);
	label(x, "name", say(p, MSG_NAME));
	input(x, name, NITEMS(name));
	hint(x, "name-hint", say(p, MSG_NAME_HINT));
	if (asked) {
		const char *const lang[][2] = { { "type", "hidden" },
			{ "name", "lang" }, { "value", language_tag(language) } };

		input(x, lang, NITEMS(lang));
	}
	xml_open(x, "button");
	xml_attr(x, "type", "submit");
	xml_text(x, say(p, MSG_SHOW));
	xml_close(x, "button");
	xml_close(x, "form");
}

static void
write_steps(struct xml *x, const struct page *p, enum message title,
    const enum message *steps, size_t n, bool open)
{
	xml_open(x, "details");
	if (open)
		xml_attr(x, "open", "open");
	xml_leaf(x, "summary", say(p, title));
	xml_open(x, "ol");
	for (size_t i = 0; i < n; i++)
		xml_leaf(x, "li", say(p, steps[i]));
	xml_close(x, "ol");
	xml_close(x, "details");
}

static void
write_code(struct xml *x, const struct page *p)
{
	if (p->profile_url == NULL)
		return;
	html_open(x, "div", "scan");
	if (html_qr(x, p->arena, p->profile_url, say(p, MSG_QR_LABEL))) {
		xml_open(x, "div");
		xml_leaf(x, "h3", say(p, MSG_SCAN));
		xml_leaf(x, "p", say(p, MSG_SCAN_TEXT));
		html_leaf(x, "p", "link", p->profile_url);
		xml_close(x, "div");
	}
	xml_close(x, "div");
}

/* A section with its heading, which names it to a screen reader. */
static void
open_section(struct xml *x, const struct page *p, const char *id,
    enum message title)
{
	html_open(x, "section", "card");
	xml_attr(x, "aria-labelledby", id);
	xml_open(x, "h2");
	xml_attr(x, "id", id);
	xml_text(x, say(p, title));
	xml_close(x, "h2");
}

static void
write_apple(struct xml *x, const struct page *p)
{
	open_section(x, p, "apple", MSG_APPLE);
	if (p->profile == NULL) {
		xml_leaf(x, "p", say(p, MSG_NO_PROFILE));
		xml_close(x, "section");
		return;
	}
	if ((p->parts & APPLE_MAIL) == 0)
		xml_leaf(x, "p", say(p, MSG_NO_MAIL_PROFILE));
	xml_leaf(x, "p", say(p, MSG_APPLE_INTRO));
	xml_open(x, "p");
	html_link(x, "button", p->profile, say(p, MSG_DOWNLOAD));
	xml_close(x, "p");
	write_code(x, p);
	write_steps(x, p, MSG_IOS, ios_steps, NITEMS(ios_steps), true);
	write_steps(x, p, MSG_MACOS, macos_steps, NITEMS(macos_steps), false);
	html_open(x, "ul", "notes");
	xml_leaf(x, "li", say(p, MSG_SAFARI));
	xml_leaf(x, "li", say(p, MSG_MINUTES));
	if (!p->q->request->signs)
		xml_leaf(x, "li", say(p, MSG_UNSIGNED));
	xml_leaf(x, "li", say(p, MSG_REMOVE));
	xml_leaf(x, "li", say(p, MSG_LOCKDOWN));
	xml_close(x, "ul");
	xml_close(x, "section");
}

static void
write_programs(struct xml *x, const struct page *p)
{
	open_section(x, p, "programs", MSG_PROGRAMS);
	xml_leaf(x, "p", say(p, MSG_PROGRAMS_INTRO));
	xml_open(x, "dl");
	for (size_t i = 0; i < NITEMS(programs); i++) {
		xml_leaf(x, "dt", programs[i].name);
		xml_leaf(x, "dd", page_text_with(p, programs[i].sentence,
		    p->ac->address));
	}
	xml_leaf(x, "dt", say(p, MSG_OTHER_PROGRAMS));
	xml_leaf(x, "dd", say(p, MSG_OTHER));
	xml_close(x, "dl");
	xml_close(x, "section");
}

/* One service as a table of its own, so that it fits a phone. */
static void
write_service(struct xml *x, const struct page *p, const struct service *s)
{
	struct page_row	rows[PAGE_ROWS];
	size_t		n = page_rows(p, s, rows);

	xml_open(x, "table");
	xml_leaf(x, "caption", page_caption(p, s));
	xml_open(x, "tbody");
	for (size_t i = 0; i < n; i++) {
		xml_open(x, "tr");
		xml_open(x, "th");
		xml_attr(x, "scope", "row");
		xml_text(x, rows[i].label);
		xml_close(x, "th");
		xml_open(x, "td");
		if (rows[i].copy)
			xml_leaf(x, "code", rows[i].value);
		else
			xml_text(x, rows[i].value);
		xml_close(x, "td");
		xml_close(x, "tr");
	}
	xml_close(x, "tbody");
	xml_close(x, "table");
}

/* What is worth knowing about these settings. */
static void
write_advice(struct xml *x, const struct page *p)
{
	const struct account	*ac = p->ac;
	bool			 password = false;
	bool			 twice = false;

	for (size_t i = 0; i < ac->nservices; i++) {
		twice = twice || (i > 0 &&
		    ac->services[i].type == ac->services[i - 1].type);
		for (size_t k = 0; k < ac->services[i].nauth; k++)
			password = password ||
			    ac->services[i].auth[k] == AUTH_PASSWORD_CLEARTEXT ||
			    ac->services[i].auth[k] == AUTH_PASSWORD_ENCRYPTED;
	}
	if (!password && !twice)
		return;
	xml_open(x, "p");
	if (password)
		xml_text(x, say(p, MSG_PASSWORD));
	if (password && twice)
		xml_text(x, " ");
	if (twice)
		xml_text(x, say(p, MSG_FIRST_BEST));
	xml_close(x, "p");
}

static void
write_settings(struct xml *x, const struct page *p)
{
	open_section(x, p, "settings", MSG_BY_HAND);
	write_advice(x, p);
	html_open(x, "div", "tables");
	for (size_t i = 0; i < p->ac->nservices; i++)
		write_service(x, p, &p->ac->services[i]);
	xml_close(x, "div");
	xml_close(x, "section");
}

/* Everything for an address. */
static void
write_results(struct xml *x, const struct page *p)
{
	const struct page	 empty = { .arena = p->arena, .typed = "",
	    .name = "" };
	enum language		 language;
	const char		*again;

	(void)language_asked(p->q->request, &language);
	again = page_link(&empty, PAGE_PATH, language);
	xml_leaf(x, "h1", page_text_with(p, MSG_SETTINGS_FOR, p->ac->address));
	xml_open(x, "p");
	html_link(x, NULL, again == NULL ? PAGE_PATH : again,
	    say(p, MSG_ANOTHER));
	xml_close(x, "p");
	write_apple(x, p);
	write_programs(x, p);
	if (p->ac->nservices > 0)
		write_settings(x, p);
}

static void
write_start(struct xml *x, const struct page *p)
{
	xml_leaf(x, "h1", say(p, MSG_SET_UP));
	if (p->alert != NULL) {
		html_open(x, "p", "alert");
		xml_attr(x, "id", "alert");
		xml_attr(x, "role", "alert");
		xml_text(x, p->alert);
		xml_close(x, "p");
	} else {
		html_leaf(x, "p", "intro", say(p, MSG_INTRO));
	}
	write_form(x, p);
}

static void
write_footer(struct xml *x, const struct page *p)
{
	xml_open(x, "footer");
	if (p->ac != NULL && (p->ac->help_url != NULL ||
	    p->ac->webmail_url != NULL)) {
		xml_open(x, "p");
		if (p->ac->help_url != NULL)
			html_link(x, NULL, p->ac->help_url, page_text_with(p,
			    MSG_HELP, p->ac->name));
		xml_text(x, " ");
		if (p->ac->webmail_url != NULL)
			html_link(x, NULL, p->ac->webmail_url,
			    say(p, MSG_WEBMAIL));
		xml_close(x, "p");
	}
	xml_open(x, "nav");
	xml_attr(x, "aria-label", say(p, MSG_LANGUAGE));
	xml_open(x, "ul");
	for (unsigned l = 0; l < LANGUAGE__MAX; l++) {
		const char *link = page_link(p, PAGE_PATH, (enum language)l);

		xml_open(x, "li");
		xml_open(x, "a");
		xml_attr(x, "href", link == NULL ? PAGE_PATH : link);
		xml_attr(x, "lang", language_tag((enum language)l));
		xml_attr(x, "hreflang", language_tag((enum language)l));
		if (l == (unsigned)p->language)
			xml_attr(x, "aria-current", "true");
		xml_text(x, language_name((enum language)l));
		xml_close(x, "a");
		xml_close(x, "li");
	}
	xml_close(x, "ul");
	xml_close(x, "nav");
	xml_close(x, "footer");
}

enum err
page_html(const struct page *p, struct reply *r)
{
	bool		 results = p->ac != NULL && p->ac->address != NULL;
	const char	*policy = html_policy(p->arena, p->ac == NULL ? NULL :
	    p->ac->logo_url);
	struct xml	 x;

	if (policy == NULL)
		return ERR_NOMEM;
	reply_field(r, "Content-Type", "text/html; charset=utf-8");
	reply_field(r, "Content-Security-Policy", policy);
	html_begin(&x, &r->body, language_tag(p->language), results ?
	    page_text_with(p, MSG_SETTINGS_FOR, p->ac->address) :
	    say(p, MSG_SET_UP));
	write_header(&x, p);
	xml_open(&x, "main");
	if (results)
		write_results(&x, p);
	else
		write_start(&x, p);
	xml_close(&x, "main");
	write_footer(&x, p);
	return html_end(&x);
}
