# shellcheck shell=bash disable=SC2154
# What bash completes, against what the command takes.  Read by tests/command/run.

# completes WORDS...: all that the last word may become, on one line, in order.
completes()
{
	(
		muaconf() { "$muaconf" "$@"; }
		# shellcheck source=/dev/null
		. "$schema/muaconf.bash-completion"
		COMP_WORDS=(muaconf "$@")
		COMP_CWORD=$#
		_muaconf
		printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' '
	)
}

part_completion()
{
	local all command option value
	mkdir files && : >files/one && : >files/two
	all=$("$muaconf" -h | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | sort | paste -sd ' ')
	[ "$(completes '')" = "-V -d -h $all" ];                        result $? 'all commands are completed'
	[ "$(completes d)" = dns ] && [ "$(completes -d x i)" = 'import init' ]; result $? '... by their first letters'
	[ "$(completes -d files/)" = 'files/one files/two' ];           result $? 'the database is a file'
	for command in $all; do
		"$muaconf" "$command" --help >out
		{
			echo --help
			sed -n -e 's/^  \(--[a-z-]*\) .*/\1/p' -e 's/.*FORMAT is one of: //p' out | tr ' ' '\n'
			case $command in
			check) printf '%s\n' -c -k ;;
			export) echo --secrets ;;
			seed) printf '%s\n' -n ;;
			esac
		} | sort >wanted
		# A format stands where the dash of an option does not.
		case $command in
		seed | import) [ "$(completes "$command" -)" = "$(paste -sd ' ' wanted)" ] &&
		    [ "$(completes "$command" files/t)" = files/two ] ;;
		*) [ "$(completes "$command" '')" = "$(paste -sd ' ' wanted)" ] ;;
		esac
		result $? "$command: what --help says"
		if [ "$command" != show ]; then
			# Nothing that it would refuse as unknown.
			for option in $(completes "$command" -); do
				"$muaconf" -d none "$command" "$option" x y z </dev/null >out 2>err
				! says 'no such option' err
				result $? "$command $option is an option"
			done
		fi
	done
	[ "$(completes show mo)" = mozilla ] && [ "$(completes -d none show pa)" = 'pacc page' ]
	result $? 'formats by their first letters'
	[ -z "$(completes show mozilla f)" ];                           result $? 'an address is not completed'
	fresh "$schema/examples/example.json"
	for command in dns certs; do
		for value in $(completes "$command" --format ''); do
			run 0 "$command" --format "$value" example.com && "$muaconf" "$command" --help | grep -q "^  --format .*$value"
			result $? "$command --format $value"
		done
		[ "$(completes "$command" --format '' | wc -w)" = "$("$muaconf" "$command" --help |
			sed -n 's/^  --format  *FORMAT  *//p' | sed 's/(the default)//; s/,/ /g; s/ and / /; s/ or / /' | wc -w)" ]
		result $? "$command: all formats"
	done
	for option in 'certs --webroot' 'nginx --certificates' 'nginx --challenges' 'nginx --socket' 'check -c' 'check -k'; do
		# shellcheck disable=SC2086
		[ "$(completes $option files/o)" = files/one ]
		result $? "$option: a file"
	done
	for option in 'dns --host' 'dns --ttl' 'dns --autoconfig-host' 'nginx --http-port' 'nginx --https-port'; do
		# shellcheck disable=SC2086
		[ -z "$(completes $option '')" ]
		result $? "$option: nothing to choose from"
	done
	rm -rf files main.db*
}
